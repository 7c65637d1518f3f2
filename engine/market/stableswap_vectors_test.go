package market

import (
	"testing"

	"github.com/restakesim/restakesim/engine/money"
)

// stableCase is a StableSwap operation of testdata with its exact outcome.
type stableCase struct {
	ID, Op string
	Pool   struct {
		N               int
		A               float64
		Balances, Rates []decimal
		Fee             decimal
		Admin           decimal `json:"admin_fee"`
		Offpeg          decimal `json:"offpeg_fee_multiplier"`
		Supply          decimal `json:"lp_supply"`
	}
	Args struct {
		I, J   int
		DX, LP decimal
	}
	Expected struct {
		DBefore     decimal `json:"D_before"`
		DAfter      decimal `json:"D_after"`
		PriceBefore decimal `json:"price_before"`
		PriceAfter  decimal `json:"price_after"`
		Gross       decimal `json:"dy_gross"`
		FeeRate     decimal `json:"fee_rate"`
		Fee         decimal
		Admin       decimal   `json:"admin_fee_amount"`
		Net         decimal   `json:"dy_net"`
		After       []decimal `json:"balances_after"`
		Out         []decimal `json:"amounts_out"`
	}
}

func (c *stableCase) fee() StableFee {
	return StableFee{Rate: c.Pool.Fee.float(), Admin: c.Pool.Admin.float(), Offpeg: c.Pool.Offpeg.float()}
}

// open puts a two-coin case on a ledger; coin 0 is the base, and the second coin's own
// rate makes the unit of value.
func (c *stableCase) open(v *venue) *StableSwap {
	v.t.Helper()
	b := c.Pool.Balances
	return v.stable(c.Pool.A, c.fee(), b[0].gwei(v.t), b[1].gwei(v.t), c.Pool.Rates[0].float()/c.Pool.Rates[1].float())
}

// stableCases are the swaps, or else the withdrawals, of two coins or of all.
func stableCases(t *testing.T, op string, coins, want int) (picked []*stableCase) {
	t.Helper()
	all := vectors[stableCase](t, "stableswap.json", 131)
	for i := range all {
		if c := &all[i]; c.Op == op && (coins == 0 || coins == c.Pool.N) {
			picked = append(picked, c)
		}
	}
	if len(picked) != want {
		t.Fatalf("%d cases, want %d", len(picked), want)
	}
	return picked
}

// TestCurveOnVectors: pools of two to four coins, from balanced to 1:100000.
func TestCurveOnVectors(t *testing.T) {
	for _, c := range stableCases(t, "swap", 0, 130) {
		t.Run(c.ID, func(t *testing.T) { checkCurve(t, c) })
	}
}

func checkCurve(t *testing.T, c *stableCase) {
	const amounts, values = 1e-10, 1e-11 // the file's tolerances
	curve := Curve{c.Pool.N, c.Pool.A}
	x, rates := make([]float64, c.Pool.N), make([]float64, c.Pool.N)
	for i := range x {
		rates[i] = c.Pool.Rates[i].float()
		x[i] = c.Pool.Balances[i].float() * rates[i]
	}
	i, j, e := c.Args.I, c.Args.J, &c.Expected
	near(t, "D before", curve.Invariant(x), &e.DBefore, values)
	near(t, "price before", curve.Price(x, i, j)*rates[i]/rates[j], &e.PriceBefore, values)

	dx := c.Args.DX.float() * rates[i]
	gross := curve.Out(x, i, j, dx)
	rate := c.fee().at(x[i]+dx/2, x[j]-gross/2)
	near(t, "gross", gross/rates[j], &e.Gross, amounts)
	near(t, "fee rate", rate, &e.FeeRate, amounts)
	near(t, "net", gross*(1-rate)/rates[j], &e.Net, amounts)

	x[i], x[j] = x[i]+dx, x[j]-gross*(1-rate*(1-c.fee().Admin))
	near(t, "balance after", x[j]/rates[j], &e.After[j], amounts)
	near(t, "D after", curve.Invariant(x), &e.DAfter, values)
	near(t, "price after", curve.Price(x, i, j)*rates[i]/rates[j], &e.PriceAfter, values)
}

// TestStableSwapOnVectors settles the cases of two coins on a ledger.
func TestStableSwapOnVectors(t *testing.T) {
	for _, c := range stableCases(t, "swap", 2, 65) {
		t.Run(c.ID, func(t *testing.T) { checkPool(t, c) })
	}
}

func checkPool(t *testing.T, c *stableCase) {
	const values, unit = 1e-11, 5 // the file's tolerances; 5e-9 coins
	v := newVenue(t)
	p, e, side := c.open(v), &c.Expected, Side(c.Args.I)
	price := func() float64 {
		if side == Buy {
			return 1 / p.Price()
		}
		return p.Price()
	}
	unitOfValue := c.Pool.Rates[1].float()
	near(t, "D before", p.Invariant()*unitOfValue, &e.DBefore, values)
	near(t, "price before", price(), &e.PriceBefore, values)

	amount := c.Args.DX.gwei(t)
	quoted := [...]func(money.Gwei) money.Gwei{p.SellOut, p.BuyOut}[side](amount)
	floored(t, "quote", quoted, &e.Net)
	if quoted == 0 {
		t.Fatal("the case rounds to nothing")
	}
	f := v.swap(p, side, amount)
	floored(t, "paid out", f.Out, &e.Net)
	nearUnits(t, "fee", f.Fee, &e.Fee, 1, 1e-10)
	nearUnits(t, "part that leaves", f.AdminFee, &e.Admin, 1, 1e-10)

	base, quote := v.Balance(v.pool, lrt), v.Balance(v.pool, eth)
	nearUnits(t, "base after", base, &e.After[0], unit, 0)
	nearUnits(t, "quote after", quote, &e.After[1], unit, 0)
	// The pool keeps less than a unit of what is paid out and of the part that leaves.
	rest := [2]money.Gwei{base, quote}
	rest[1-side] -= 2
	least := Curve{2, c.Pool.A}.Invariant([]float64{float64(rest[0]) * p.scale[Sell], float64(rest[1]) * p.scale[Buy]})
	want := e.DAfter.float() / unitOfValue
	if !(p.Invariant() >= want*(1-values) && least <= want*(1+values)) {
		t.Errorf("D after is %v, without the rounding %v, want %v", p.Invariant(), least, want)
	}
	v.sound()
}

// TestRemoveLiquidityOnVectors: a proportional withdrawal pays the exact parts, rounded
// down.
func TestRemoveLiquidityOnVectors(t *testing.T) {
	for _, c := range stableCases(t, "withdraw_proportional", 2, 1) {
		v := newVenue(t)
		p := c.open(v)
		v.give(v.who(maker), poolShare, c.Pool.Supply.gwei(t))
		base, quote, err := p.RemoveLiquidity(v.Book, v.who(maker), c.Args.LP.gwei(t))
		v.must(err)
		floored(t, "base", base, &c.Expected.Out[0])
		floored(t, "quote", quote, &c.Expected.Out[1])
		v.sound()
	}
}

// TestPublishedPricesOfStETH: compositions of the stETH pool in 2022 give the published
// prices at coded A = 50.
func TestPublishedPricesOfStETH(t *testing.T) {
	type state struct {
		Date       string
		Eth, Steth decimal
		Published  decimal `json:"published_price"`
		Model      decimal `json:"model_price_A50"`
	}
	for _, c := range vectors[state](t, "steth_2022.json", 6) {
		got := Curve{2, 50}.Price([]float64{c.Steth.float(), c.Eth.float()}, 0, 1)
		near(t, c.Date, got, &c.Model, 1e-9)
		near(t, c.Date+" as published", got, &c.Published, 0.007)
	}
}
