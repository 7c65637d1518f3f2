package engine

import (
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
)

// settleLever raises a position: the desk lends first, the ETH is deposited in the
// token, and what was minted is pledged with the rest.
func settleLever(w *World, a *Action) (Refusal, error) {
	d := w.desks[a.Desk]
	t := d.token
	pledged, debt := d.desk.Collateral(a.Agent), d.desk.Debt(a.Agent)
	wallet := w.book.Balance(a.Agent, t.asset)
	gross := float64((wallet + pledged).Float() * t.outlook.Rate)
	more := ETH(float64((a.Ratio-1)*(gross-debt.Float())) - debt.Float())
	more = min(more, d.desk.Cash(), w.room(t))
	if more <= 0 {
		return NoCash, nil
	}
	promise := wallet + t.minted(more)
	if !d.desk.Allows(a.Agent, promise, more) {
		return Unhealthy, nil
	}
	w.touch(t, a.Agent)
	if err := d.desk.BorrowFlash(w.book, a.Agent, more, promise); err != nil {
		return refusal(err)
	}
	if _, err := t.lt.Deposit(w.book, a.Agent, more, w.now); err != nil {
		return Filled, err
	}
	t.track.deposited += more
	return Filled, d.desk.Honour(w.book, a.Agent)
}

// minted is a number of tokens that a deposit is certain to bring: the recognised
// rate after the deposit fee, less two units for rounding.
func (t *token) minted(eth money.Gwei) money.Gwei {
	kept := 1 - t.spec.Params.DepositFee.Float()
	return max(0, money.Gwei(float64(t.tokensNow(eth))*kept)-2)
}

// settleUnlever sells collateral to repay debt until the leverage is Ratio. What is
// then free in the wallet follows Then.
func settleUnlever(w *World, a *Action) (Refusal, error) {
	d := w.desks[a.Desk]
	t := d.token
	pledged, debt := d.desk.Collateral(a.Agent), d.desk.Debt(a.Agent)
	if pledged == 0 {
		return NoFunds, nil
	}
	if debt > 0 && w.view.SellPrice(a.Token, t.tokensNow(debt)) < a.Limit {
		return LimitUnmet, nil
	}
	p := w.bestPool(t, pledged)
	if p == nil {
		return NotAllowed, nil
	}
	w.touch(t, a.Agent)
	held := w.eligible(t, a.Agent)
	done, err := d.desk.Unwind(w.book, p.pool, a.Agent, t.outlook.Rate, a.Ratio)
	if err != nil {
		return refusal(err)
	}
	w.forfeit(t, a.Agent, done.Sold, held)
	w.sync(p)
	t.track.sold += w.worth(t, done.Sold)
	free := w.book.Balance(a.Agent, t.asset)
	if a.Ratio > 1 || free == 0 {
		return Filled, nil
	}
	switch a.Then {
	case ThenQueue:
		return w.enqueue(t, a.Agent, free)
	case ThenSell:
		_, why, err := w.sell(a.Token, a.Agent, free, a.Limit)
		return why, err
	}
	return Filled, nil
}

// settleBorrow pledges the tokens and takes Ratio of their value at the oracle.
func settleBorrow(w *World, a *Action) (Refusal, error) {
	d := w.desks[a.Desk]
	tokens := min(a.Amount, w.book.Balance(a.Agent, d.token.asset))
	loan := min(ETH(float64(a.Ratio*tokens.Float()*d.desk.Price())), d.desk.Cash())
	if tokens <= 0 || loan <= 0 {
		return NoCash, nil
	}
	if !d.desk.Allows(a.Agent, tokens, loan) {
		return Unhealthy, nil
	}
	w.touch(d.token, a.Agent)
	if err := d.desk.Deposit(w.book, a.Agent, tokens); err != nil {
		return refusal(err)
	}
	if err := d.desk.Borrow(w.book, a.Agent, loan); err != nil {
		return refusal(err)
	}
	return Filled, nil
}

// settleRepay repays out of the wallet and takes back the collateral of a loan that
// is gone.
func settleRepay(w *World, a *Action) (Refusal, error) {
	d := w.desks[a.Desk]
	debt := d.desk.Debt(a.Agent)
	pay := min(debt, w.book.Balance(a.Agent, assetETH))
	if pay > 0 {
		if _, err := d.desk.Repay(w.book, a.Agent, pay); err != nil {
			return refusal(err)
		}
	}
	pledged, debt := d.desk.Collateral(a.Agent), d.desk.Debt(a.Agent)
	if debt > 0 {
		return NoFunds, nil
	}
	w.touch(d.token, a.Agent)
	if pledged > 0 {
		if err := d.desk.RemoveCollateral(w.book, a.Agent, pledged); err != nil {
			return refusal(err)
		}
	}
	return Filled, nil
}

func settleSupply(w *World, a *Action) (Refusal, error) {
	if _, err := w.desks[a.Desk].desk.Supply(w.book, a.Agent, min(a.Amount, w.book.Balance(a.Agent, assetETH))); err != nil {
		return refusal(err)
	}
	return Filled, nil
}

func settleWithdraw(w *World, a *Action) (Refusal, error) {
	if _, err := w.desks[a.Desk].desk.Withdraw(w.book, a.Agent, a.Amount); err != nil {
		return refusal(err)
	}
	return Filled, nil
}

// settleLiquidate works through the loans beyond their limit, the worst first, as
// far as the liquidator's capital goes. It sells what it seizes at once, and leaves
// alone what would not pay.
func settleLiquidate(w *World, a *Action) (Refusal, error) {
	d := w.desks[a.Desk]
	capital := min(a.Amount, w.book.Balance(a.Agent, assetETH))
	now, why := d.state(w, capital), Unprofitable
	if capital > 0 && d.barren.covers(now) {
		return why, nil
	}
	d.worst = d.desk.AppendUnhealthy(d.worst[:0])
	for _, borrower := range d.worst {
		if capital <= 0 {
			return NoFunds, nil
		}
		repaid, err := w.liquidate(d, a.Agent, borrower, capital)
		if err != nil {
			return Filled, err
		}
		if repaid > 0 {
			why = Filled
			capital -= repaid
		}
	}
	if why == Unprofitable {
		d.barren = now
	}
	return why, w.recountAfter(why == Filled)
}

// liquidate repays one loan, seizes collateral and sells it.
func (w *World) liquidate(d *desk, who, borrower ledger.Account, capital money.Gwei) (money.Gwei, error) {
	p := w.bestPool(d.token, d.token.tokensNow(capital))
	if p == nil {
		return 0, nil
	}
	size, _, ok := d.desk.LiquidationSize(p.pool, borrower, capital, w.spec.Gas.PerAction)
	if !ok {
		return 0, nil
	}
	w.touch(d.token, borrower)
	held := w.eligible(d.token, borrower)
	s, err := d.desk.Liquidate(w.book, who, borrower, size)
	if err != nil {
		_, err = refusal(err)
		return 0, err
	}
	w.forfeit(d.token, borrower, s.Seized, held)
	if _, err := w.trade(p, who, market.Order{Side: market.Sell, Amount: s.Seized}); err != nil {
		return 0, err
	}
	w.track.liquidations++
	w.track.liquidated += s.Repaid
	d.token.track.sold += w.worth(d.token, s.Seized)
	return s.Repaid, nil
}

func settleAddLiquidity(w *World, a *Action) (Refusal, error) {
	p := w.pools[a.Pool]
	if p.token != nil {
		w.touch(p.token, a.Agent)
	}
	if _, err := p.pool.AddLiquidity(w.book, a.Agent, w.book.Balance(a.Agent, p.pool.Base()), min(a.Amount, w.book.Balance(a.Agent, assetETH))); err != nil {
		return refusal(err)
	}
	w.sync(p)
	return Filled, nil
}

func settleRemoveLiquidity(w *World, a *Action) (Refusal, error) {
	p := w.pools[a.Pool]
	base, _, err := p.pool.RemoveLiquidity(w.book, a.Agent, min(a.Amount, w.book.Balance(a.Agent, p.share)))
	if err != nil {
		return refusal(err)
	}
	w.sync(p)
	if a.Then == ThenQueue && p.token != nil && base > 0 {
		return w.enqueue(p.token, a.Agent, base)
	}
	return Filled, nil
}
