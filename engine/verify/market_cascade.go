package verify

import (
	"errors"
	"math"
	"math/big"
	"slices"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
)

func isCascade(c object) bool {
	in := c.sub("inputs")
	return in.has("positions") && in.has("shock_sell") && in.has("pool")
}

// cascadeCase is a sale, then liquidations through the same pool until nobody acts.
type cascadeCase struct {
	*loanCase
	p              *market.StableSwap
	d              *market.Desk
	done           []ledger.Account // liquidated, each at most once
	refused        int              // liquidatable and left alone, when it was last looked
	seized, repaid money.Gwei
	profit         money.Gwei
	low            float64
}

// cascade replays a cascade with a pool, a desk and a liquidator who takes all of a
// loan or none.
func cascade(tolerance object) replayer {
	rel := tolerance.float("rel")
	return func(p replay, c object) error {
		x := &cascadeCase{loanCase: &loanCase{replay: p, op: "cascade", expected: c.sub("expected"), rel: rel}}
		in := c.sub("inputs")
		if err := x.set(in); err != nil {
			return setUp(err)
		}
		return x.run(in)
	}
}

// set opens pool, desk and loans.
func (x *cascadeCase) set(in object) (err error) {
	var loans [][]*big.Rat
	amounts := append(in.sub("pool").rats("balances"), in.rat("shock_sell"), in.rat("dip_buy"))
	lent := new(big.Rat)
	for i := range in.raw("positions") {
		pair := in.element("positions", i).rats("x")
		if len(pair) != 2 {
			return errors.New("a position has collateral and debt")
		}
		loans = append(loans, pair)
		lent.Add(lent, pair[1])
		amounts = append(amounts, pair[0], pair[1], pair[1], pair[1])
	}
	if x.loanBook, err = newLoanBook(len(loans), amounts...); err != nil {
		return err
	}
	if x.p, err = x.swap(in.sub("pool")); err != nil {
		return err
	}
	lltv := in.float("lltv")
	r := market.DeskRules{LLTV: lltv, LTV: lltv, Incentive: in.float("incentive_factor"), CloseFactor: 1, WriteOff: true}
	if x.d, err = x.open(r, x.units(lent)); err != nil {
		return err
	}
	for i, pair := range loans {
		if err := x.owe(x.d, x.someone+ledger.Account(i), x.units(pair[0]), x.units(pair[1])); err != nil {
			return err
		}
	}
	return x.give(x.liquidator, debtCoin, x.units(lent))
}

// run plays the case and answers it.
func (x *cascadeCase) run(in object) error {
	x.low = x.p.Price()
	found := map[string]any{"price_initial": x.low}
	found["shock_proceeds"] = x.trade(market.Sell, collateralCoin, in.rat("shock_sell"))
	found["price_after_shock"] = x.p.Price()
	if in.has("dip_buy") {
		found["dip_bought"] = x.trade(market.Buy, debtCoin, in.rat("dip_buy"))
	}
	for x.act() {
	}
	open := money.Gwei(0)
	for i := range x.borrowers {
		if who := x.someone + ledger.Account(i); !slices.Contains(x.done, who) {
			open += x.d.Debt(who)
		}
	}
	x.booksOf(x.d)
	found["liquidations"], found["refused_at_end"] = len(x.done), x.refused
	found["collateral_seized"], found["debt_repaid"], found["bad_debt"] = x.seized, x.repaid, x.d.BadDebt()
	found["liquidator_profit"], found["open_debt"] = x.profit, open
	found["price_final"], found["price_low"] = x.p.Price(), x.low
	found["pool_after"] = []money.Gwei{x.Balance(x.pool, collateralCoin), x.Balance(x.pool, debtCoin)}
	x.answer(found)
	return nil
}

// trade lets somebody from outside give an amount to the pool.
func (x *cascadeCase) trade(s market.Side, coin ledger.Asset, amount *big.Rat) money.Gwei {
	n := x.units(amount)
	err := x.give(x.trader, coin, n)
	var f market.Fill
	if err == nil {
		f, err = x.p.Settle(x.Book, x.trader, market.Order{Side: s, Amount: n})
	}
	if err != nil {
		x.check(x.op, "trade", false, "a fill", err.Error())
	}
	x.settled++
	x.low = min(x.low, x.p.Price())
	return f.Out
}

// act liquidates all of the riskiest loan that pays, at the pool's price, and says
// whether there was one.
func (x *cascadeCase) act() bool {
	x.d.Mark(x.p.Price())
	x.refused = 0
	for _, who := range x.d.AppendUnhealthy(nil) {
		if slices.Contains(x.done, who) {
			continue
		}
		posts := x.Posts()
		s, f, err := x.d.LiquidateInto(x.Book, x.p, x.liquidator, who, math.MaxInt64)
		if err != nil {
			x.refused++
			if !errors.Is(err, market.ErrLoss) || x.Posts() != posts {
				x.check(x.op, "refusal", false, market.ErrLoss.Error()+", and all as before", err.Error())
			}
			continue
		}
		x.done = append(x.done, who)
		x.settled += 2
		x.seized, x.repaid, x.profit = x.seized+s.Seized, x.repaid+s.Repaid, x.profit+f.Out-s.Repaid
		x.low = min(x.low, x.p.Price())
		return true
	}
	return false
}
