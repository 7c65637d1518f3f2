package verify

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
)

// leverageKinds are the calculations around a levered position.
var leverageKinds = map[string]func(*loanCase, object) error{
	"loop": (*loanCase).loop, "target_delever": (*loanCase).delever, "flash_unwind": (*loanCase).unwind,
	"stepwise_unwind": (*loanCase).stepwise, "exit_choice": (*loanCase).exit,
}

func isLeverage(c object) bool {
	return c.has("inputs") && !c.has("rule") && leverageKinds[c.sub("inputs").text("kind")] != nil
}

// leverage replays a case through desk, pool and the formulas that agents use.
func leverage(tolerance object) replayer {
	rel := tolerance.float("rel")
	return func(p replay, c object) error {
		in := c.sub("inputs")
		kind := leverageKinds[in.text("kind")]
		if kind == nil {
			return fmt.Errorf("kind %q is not known", in.text("kind"))
		}
		return kind(&loanCase{replay: p, op: in.text("kind"), expected: c.sub("expected"), rel: rel}, in)
	}
}

// mostRounds is the most rounds that a case may have.
const mostRounds = 1_000_000

// loop borrows at a loan-to-value, buys at par and pledges again, round by round.
func (c *loanCase) loop(in object) (err error) {
	equity, ltv, threshold, rounds := in.rat("equity"), in.rat("ltv"), in.float("liquidation_threshold"), in.int("rounds")
	share, _ := ltv.Float64()
	if rounds < 0 || rounds > mostRounds || share <= 0 || share >= 1 {
		return errors.New("a loop has rounds, at a loan-to-value between 0 and 1")
	}
	most := new(big.Rat).SetFloat64(market.MaxLeverage(share))
	if c.loanBook, err = newLoanBook(1, most.Mul(most, equity), most); err != nil {
		return setUp(err)
	}
	// The desk stops lending a hair beyond the looper's own loan-to-value, at which a
	// whole number of units would else be refused for the last bit of a quotient.
	d, err := c.open(market.DeskRules{LLTV: threshold, LTV: float64(share * (1 + 1e-12)), CloseFactor: 1}, c.units(most))
	if err != nil {
		return setUp(err)
	}
	d.Mark(1)
	who, pledge := c.someone, c.units(equity)
	if err := c.give(who, collateralCoin, pledge); err != nil {
		return setUp(err)
	}
	err = d.Deposit(c.Book, who, pledge)
	for i := int64(0); i < rounds && pledge > 0 && err == nil; i++ {
		if pledge = c.part(pledge, ltv); pledge > 0 {
			err = errors.Join(d.Borrow(c.Book, who, pledge), c.swapAtPar(who, pledge), d.Deposit(c.Book, who, pledge))
		}
	}
	c.settled = int(rounds) + 1
	if err != nil {
		c.check(c.op, "refusal", false, "none", err.Error())
	}
	c.answer(c.looped(in, d))
	return nil
}

// part is a share of an amount, rounded down.
func (c *loanCase) part(amount money.Gwei, share *big.Rat) money.Gwei {
	x := new(big.Rat).SetInt64(int64(amount))
	x.Mul(x, share)
	return money.Gwei(new(big.Int).Div(x.Num(), x.Denom()).Int64())
}

// swapAtPar gives debt coins for as many of the collateral.
func (c *loanCase) swapAtPar(who ledger.Account, amount money.Gwei) error {
	return c.Post(ledger.Transfer{From: who, To: ledger.Outside, Asset: debtCoin, Amount: amount, Why: ledger.Trade},
		ledger.Transfer{From: ledger.Outside, To: who, Asset: collateralCoin, Amount: amount, Why: ledger.Trade})
}

// looped answers what a loop has come to.
func (c *loanCase) looped(in object, d *market.Desk) map[string]any {
	who, yield, borrow := c.someone, in.float("stake_yield"), in.float("borrow_rate")
	pledged, owed := d.Collateral(who), d.Debt(who)
	times := float64(pledged) / float64(pledged-owed)
	health := d.Health(who)
	if owed == 0 {
		health = math.NaN()
	}
	c.booksOf(d)
	return map[string]any{
		"collateral": pledged, "debt": owed, "leverage": times, "max_leverage": d.MaxLeverage(), "health_factor_at_par": health,
		"liquidation_price_ratio": market.LiquidationPrice(times, d.Rules().LLTV), "carry_on_equity": market.Carry(times, yield, borrow),
		"breakeven_borrow_rate": market.BreakEvenBorrowRate(times, yield),
	}
}

func (c *loanCase) booksOf(d *market.Desk) {
	if err := c.sound(d); err != nil {
		c.check(c.op, "books", false, "sound", err.Error())
	}
}

// delever sells until a loan is down to a loan-to-value. Where no such sale lowers it,
// the bare formula answers.
func (c *loanCase) delever(in object) error {
	collateral, debt, price, fee, target := in.float("collateral"), in.float("debt"), in.float("price"), in.float("sale_fee"), in.float("target_ltv")
	sale := market.DeleverSale(collateral, price, debt, target, fee)
	found := map[string]any{
		"sell": sale, "collateral_after": collateral - sale, "debt_after": debt - float64(float64(sale*price)*(1-fee)),
		"feasible": sale >= 0 && sale <= collateral,
	}
	if sale > 0 && sale < collateral && target > 0 && target < 1-fee {
		if err := c.deleverAtDesk(in, found); err != nil {
			return setUp(err)
		}
	}
	c.answer(found)
	return nil
}

// deleverAtDesk replaces the formula's answers by those of a loan on the ledger.
func (c *loanCase) deleverAtDesk(in object, found map[string]any) (err error) {
	collateral, debt, price := in.rat("collateral"), in.rat("debt"), in.float("price")
	if c.loanBook, err = newLoanBook(1, collateral, collateral, debt, debt, debt); err != nil {
		return err
	}
	d, err := c.open(market.DeskRules{LLTV: 0.999999, LTV: 0.999999, CloseFactor: 1}, c.units(debt))
	if err != nil {
		return err
	}
	if err := c.owe(d, c.someone, c.units(collateral), c.units(debt)); err != nil {
		return err
	}
	d.Mark(price)
	u, err := d.Unwind(c.Book, &fixedMarket{c.pool, price, in.float("sale_fee")}, c.someone, price, market.MaxLeverage(in.float("target_ltv")))
	c.settled = 1
	c.booksOf(d)
	found["feasible"] = err == nil
	found["sell"], found["collateral_after"], found["debt_after"] = u.Sold, d.Collateral(c.someone), d.Debt(c.someone)
	return nil
}

// unwind closes a loan in one go by selling collateral in a pool.
func (c *loanCase) unwind(in object) (err error) {
	collateral, debt, pool := in.rat("collateral"), in.rat("debt"), in.sub("pool")
	if c.loanBook, err = newLoanBook(1, append(pool.rats("balances"), collateral, collateral, debt, debt)...); err != nil {
		return setUp(err)
	}
	p, err := c.swap(pool)
	if err != nil {
		return setUp(err)
	}
	d, err := c.open(market.DeskRules{LLTV: 0.9, LTV: 0.9, CloseFactor: 1}, c.units(debt))
	if err != nil {
		return setUp(err)
	}
	if err := c.owe(d, c.someone, c.units(collateral), c.units(debt)); err != nil {
		return setUp(err)
	}
	rate := in.sub("pool").floats("rates")[0]
	d.Mark(rate)
	held := c.held()
	u, err := d.Unwind(c.Book, p, c.someone, rate, 1)
	c.settled = 1
	found := map[string]any{"possible": err == nil, "collateral_sold": u.Sold, "collateral_left": u.Returned,
		"average_sale_price":           float64(u.Repaid) / float64(u.Sold),
		"effective_loss_vs_redemption": c.worth(float64(c.tokens(u.Sold)*rate)-c.tokens(u.Repaid), rate)}
	if err != nil {
		if !errors.Is(err, market.ErrShortfall) || !slices.Equal(held, c.held()) {
			c.check(c.op, "refusal", false, market.ErrShortfall.Error()+", and all as before", err.Error())
		}
		found = map[string]any{"possible": false, "max_proceeds": p.SellOut(c.units(collateral))}
	}
	c.booksOf(d)
	c.answer(found)
	return nil
}

// stepwise unwinds round by round at par less a haircut, each round as large as the
// threshold sets free.
func (c *loanCase) stepwise(in object) (err error) {
	collateral, debt, most := in.rat("collateral"), in.rat("debt"), in.int("max_rounds")
	if most < 0 || most > mostRounds {
		return errors.New("max_rounds is out of range")
	}
	if c.loanBook, err = newLoanBook(1, collateral, collateral, debt, debt, debt); err != nil {
		return setUp(err)
	}
	threshold := in.float("liquidation_threshold")
	d, err := c.open(market.DeskRules{LLTV: threshold, LTV: threshold, CloseFactor: 1}, c.units(debt))
	if err != nil {
		return setUp(err)
	}
	if err := c.owe(d, c.someone, c.units(collateral), c.units(debt)); err != nil {
		return setUp(err)
	}
	d.Mark(1)
	stops := market.Stepwise{Stop: in.float("stop_debt_fraction"), Most: int(most)}
	if !in.has("max_rounds") {
		stops.Most = mostRounds
	}
	rounds, _, err := d.UnwindStepwise(c.Book, &fixedMarket{c.pool, 1, in.float("haircut")}, c.someone, stops)
	if err != nil {
		c.check(c.op, "refusal", false, "none", err.Error())
	}
	c.settled = rounds
	c.booksOf(d)
	left := c.tokens(d.Debt(c.someone))
	c.answer(map[string]any{"rounds": rounds, "collateral_left": d.Collateral(c.someone) + c.Balance(c.someone, collateralCoin),
		"debt_left": derived{left, max(float64(1e-12*in.float("debt")), float64(perOperation*float64(rounds)))}})
	return nil
}

// exitNames are the ways out as files call them.
var exitNames = map[market.Exit]string{market.SellNow: "sell", market.QueueUp: "queue", market.BorrowAndQueue: "borrow_then_queue"}

// exit values the ways out of a token that waits in a queue.
func (c *loanCase) exit(in object) error {
	w := market.Wait{Years: in.float("wait_days") / 365, Discount: in.float("discount_rate"), Yield: in.float("yield_while_queued"),
		Slashes: in.float("slash_intensity_per_year"), Loss: in.float("loss_given_slash")}
	sold, ltv, rate := in.float("sell_price"), in.float("ltv"), in.float("borrow_rate")
	best, _ := w.Best(sold, ltv, rate)
	c.answer(map[string]any{"value_sell": sold, "value_queue": w.QueueValue(), "value_borrow_then_queue": w.BorrowValue(ltv, rate),
		"best": exitNames[best], "break_even_discount": w.BreakEvenDiscount()})
	return nil
}
