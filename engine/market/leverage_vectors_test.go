package market

import (
	"errors"
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine/money"
)

// leverCase is a calculation around a levered position with its exact outcome.
type leverCase struct {
	ID     string
	Inputs struct {
		Kind             string
		Equity, LTV      decimal
		Collateral, Debt decimal
		Threshold        decimal `json:"liquidation_threshold"`
		Rounds           int
		Yield            decimal `json:"stake_yield"`
		BorrowRate       decimal `json:"borrow_rate"`
		Price            decimal
		Target           decimal `json:"target_ltv"`
		SaleFee          decimal `json:"sale_fee"`
		Haircut          decimal
		Stop             decimal `json:"stop_debt_fraction"`
		MaxRounds        int     `json:"max_rounds"`
		Pool             struct {
			A               float64
			Balances, Rates []decimal
			Fee             decimal
		}
		WaitDays   decimal `json:"wait_days"`
		SellPrice  decimal `json:"sell_price"`
		Discount   decimal `json:"discount_rate"`
		QueueYield decimal `json:"yield_while_queued"`
		Slashes    decimal `json:"slash_intensity_per_year"`
		Loss       decimal `json:"loss_given_slash"`
	}
	Expected struct {
		Collateral, Debt, Leverage decimal
		MaxLeverage                decimal  `json:"max_leverage"`
		Liquidation                decimal  `json:"liquidation_price_ratio"`
		Carry                      decimal  `json:"carry_on_equity"`
		BreakEven                  *decimal `json:"breakeven_borrow_rate"`
		Sell                       decimal
		DebtAfter                  decimal `json:"debt_after"`
		Feasible                   bool
		Possible                   bool
		Sold                       decimal `json:"collateral_sold"`
		Left                       decimal `json:"collateral_left"`
		MaxProceeds                decimal `json:"max_proceeds"`
		Rounds                     int
		DebtLeft                   decimal `json:"debt_left"`
		ValueSell                  decimal `json:"value_sell"`
		ValueQueue                 decimal `json:"value_queue"`
		ValueBorrow                decimal `json:"value_borrow_then_queue"`
		Best                       string
		BreakEvenDiscount          decimal `json:"break_even_discount"`
	}
}

const leverRel = 1e-9 // the file's tolerance

func TestLeverageOnVectors(t *testing.T) {
	checks := map[string]func(*testing.T, *leverCase){"loop": checkLoop, "target_delever": checkDelever,
		"flash_unwind": checkUnwind, "stepwise_unwind": checkStepwise, "exit_choice": checkExit}
	cases := vectors[leverCase](t, "leverage.json", 60)
	for i := range cases {
		t.Run(cases[i].ID, func(t *testing.T) { checks[cases[i].Inputs.Kind](t, &cases[i]) })
	}
}

func checkLoop(t *testing.T, c *leverCase) {
	in, e := &c.Inputs, &c.Expected
	collateral, debt := LoopAfter(in.Equity.float(), in.LTV.float(), in.Rounds)
	near(t, "collateral", collateral, &e.Collateral, leverRel)
	near(t, "debt", debt, &e.Debt, leverRel)
	near(t, "most leverage", MaxLeverage(in.LTV.float()), &e.MaxLeverage, leverRel)
	leverage := e.Leverage.float()
	near(t, "liquidation price", LiquidationPrice(leverage, in.Threshold.float()), &e.Liquidation, leverRel)
	near(t, "carry", Carry(leverage, in.Yield.float(), in.BorrowRate.float()), &e.Carry, leverRel)
	if breakEven := BreakEvenBorrowRate(leverage, in.Yield.float()); e.BreakEven != nil {
		near(t, "break-even rate", breakEven, e.BreakEven, leverRel)
	} else if !math.IsNaN(breakEven) {
		t.Errorf("break-even rate %v without leverage", breakEven)
	}
}

func checkDelever(t *testing.T, c *leverCase) {
	in, e := &c.Inputs, &c.Expected
	collateral := in.Collateral.float()
	sell := DeleverSale(collateral, in.Price.float(), in.Debt.float(), in.Target.float(), in.SaleFee.float())
	near(t, "sale", sell, &e.Sell, leverRel)
	near(t, "debt after", in.Debt.float()-sell*in.Price.float()*(1-in.SaleFee.float()), &e.DebtAfter, leverRel)
	if feasible := sell >= 0 && sell <= collateral; feasible != e.Feasible {
		t.Errorf("feasible is %v for a sale of %v out of %v", feasible, sell, collateral)
	}
}

// checkUnwind closes a loan at a desk by selling collateral in a pool.
func checkUnwind(t *testing.T, c *leverCase) {
	in, e := &c.Inputs, &c.Expected
	v := newVenue(t)
	pool, rate := &in.Pool, in.Pool.Rates[0].float()
	p := v.stable(pool.A, StableFee{Rate: pool.Fee.float()}, pool.Balances[0].gwei(t), pool.Balances[1].gwei(t), rate)
	collateral, debt, who := in.Collateral.gwei(t), in.Debt.gwei(t), v.who(borrower)
	d := v.lend(DeskRules{LLTV: 0.9, LTV: 0.9, CloseFactor: 1, Rate: KinkedRate{Optimal: 0.9}}, 2*debt)
	v.owe(d, who, collateral, debt)
	d.Mark(rate)

	before := *p
	u, err := d.Unwind(v.Book, p, who, rate, 1)
	if !e.Possible {
		if !errors.Is(err, ErrShortfall) || d.Debt(who) != debt || d.Collateral(who) != collateral {
			t.Errorf("unwinding ends with %v, %d owed", err, d.Debt(who))
		}
		floored(t, "proceeds of everything", p.SellOut(collateral), &e.MaxProceeds)
		return
	}
	v.must(err)
	// Proceeds are whole units, so the sale that reaches the debt is up to one unit's
	// worth and one rounding larger than the exact one.
	slack := 2 + 1/Curve{2, pool.A}.Price([]float64{float64(p.base) * p.scale[Sell], float64(p.quote) * p.scale[Buy]}, 0, 1)
	nearUnits(t, "sold", u.Sold, &e.Sold, slack, leverRel/1e3)
	nearUnits(t, "returned", u.Returned, &e.Left, slack, leverRel/1e3)
	if u.Repaid != debt || d.Debt(who) != 0 || d.Collateral(who) != 0 || d.Positions() != 0 {
		t.Errorf("%d repaid of %d, %d owed and %d pledged", u.Repaid, debt, d.Debt(who), d.Collateral(who))
	}
	if rest := v.Balance(who, eth) - debt; rest < 0 || rest > 2 {
		t.Errorf("%d of the proceeds left over", rest)
	}
	if got := before.SellOut(u.Sold - 1); got >= debt {
		t.Errorf("a smaller sale than %d would do", u.Sold)
	}
	v.sound(d)
}

func checkStepwise(t *testing.T, c *leverCase) {
	in, e := &c.Inputs, &c.Expected
	rounds, left, owed := StepwiseUnwind(in.Collateral.float(), in.Debt.float(), in.Threshold.float(), in.Haircut.float(), in.Stop.float(), in.MaxRounds)
	if rounds != e.Rounds {
		t.Errorf("%d rounds, want %d", rounds, e.Rounds)
	}
	near(t, "collateral left", left, &e.Left, leverRel)
	if e.DebtLeft.Sign() == 0 {
		if math.Abs(owed) > 1e-12*in.Debt.float() {
			t.Errorf("%v owed, want 0", owed)
		}
		return
	}
	near(t, "debt left", owed, &e.DebtLeft, leverRel)
}

func checkExit(t *testing.T, c *leverCase) {
	in, e := &c.Inputs, &c.Expected
	w := Wait{Years: in.WaitDays.float() / 365, Discount: in.Discount.float(), Yield: in.QueueYield.float(),
		Slashes: in.Slashes.float(), Loss: in.Loss.float()}
	sell, queue, borrow := in.SellPrice.float(), w.QueueValue(), w.BorrowValue(in.LTV.float(), in.BorrowRate.float())
	near(t, "queueing", queue, &e.ValueQueue, leverRel)
	near(t, "borrowing", borrow, &e.ValueBorrow, leverRel)
	near(t, "break-even discount", w.BreakEvenDiscount(), &e.BreakEvenDiscount, leverRel)
	best := map[float64]string{sell: "sell", queue: "queue", borrow: "borrow_then_queue"}[max(sell, queue, borrow)]
	if best != e.Best {
		t.Errorf("best is %s, want %s", best, e.Best)
	}
}

// TestSellValue: what a sale brings per unit of redemption value, from a large pool at
// parity with and without a fee.
func TestSellValue(t *testing.T) {
	const rate, size = 1.25, 1000 * money.ETH
	v := newVenue(t)
	p := v.stable(1000, StableFee{Rate: 0.01}, 800_000_000*money.ETH, 1_000_000_000*money.ETH, rate)
	if got := SellValue(p, size, v.listing(), rate); math.Abs(got-0.99) > 1e-7 {
		t.Errorf("a sale at parity less 1 %% brings %v", got)
	}
	if got := SellValue(p, 0, v.listing(), rate); got != 0 {
		t.Errorf("selling nothing brings %v", got)
	}
}
