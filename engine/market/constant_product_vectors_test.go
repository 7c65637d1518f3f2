package market

import (
	"testing"

	"github.com/restakesim/restakesim/engine/money"
)

// productCase is an operation on a constant-product pool with its exact outcome.
type productCase struct {
	ID, Op string
	Pool   struct {
		Reserve0, Reserve1, Fee decimal
		Supply                  decimal `json:"lp_supply"`
	}
	Args struct {
		TokenIn    int     `json:"token_in"`
		AmountIn   decimal `json:"amount_in"`
		AmountOut  decimal `json:"amount_out"`
		External   decimal `json:"external_price_token1_in_token0"`
		Amount0Max decimal `json:"amount0_max"`
		Amount1Max decimal `json:"amount1_max"`
	}
	Expected struct {
		AmountIn      decimal `json:"amount_in"`
		AmountOut     decimal `json:"amount_out"`
		Reserve0After decimal `json:"reserve0_after"`
		Reserve1After decimal `json:"reserve1_after"`
		SpotBefore    decimal `json:"spot_before"`
		SpotAfter     decimal `json:"spot_after"`
		KGrowth       decimal `json:"k_growth"`
		Direction     string
		Optimal       decimal `json:"optimal_amount_in"`
		Profit        decimal `json:"profit_in_token0"`
		Minted        decimal `json:"lp_minted"`
		Amount0       decimal `json:"amount0_used"`
		Amount1       decimal `json:"amount1_used"`
	}
}

// open puts a case on a ledger; token 0 is the base.
func (c *productCase) open(v *venue) *ConstantProduct {
	v.t.Helper()
	return v.product(c.Pool.Fee.float(), c.Pool.Reserve0.gwei(v.t), c.Pool.Reserve1.gwei(v.t))
}

func TestConstantProductOnVectors(t *testing.T) {
	checks := map[string]func(*testing.T, *productCase){"exact_in": checkExactIn, "exact_out": checkExactOut,
		"arbitrage": checkArbitrage, "add_liquidity": checkProportionalAdd}
	cases := vectors[productCase](t, "constant_product.json", 48)
	for i := range cases {
		t.Run(cases[i].ID, func(t *testing.T) { checks[cases[i].Op](t, &cases[i]) })
	}
}

func checkExactIn(t *testing.T, c *productCase) {
	v := newVenue(t)
	p, e := c.open(v), &c.Expected
	near(t, "spot before", p.Price(), &e.SpotBefore, 1e-15)
	before := [2]money.Gwei{p.base, p.quote}
	f := v.swap(p, Side(c.Args.TokenIn), c.Args.AmountIn.gwei(t))
	floored(t, "paid out", f.Out, &e.AmountOut)
	nearUnits(t, "base after", p.base, &e.Reserve0After, 1, 1e-15)
	nearUnits(t, "quote after", p.quote, &e.Reserve1After, 1, 1e-15)
	near(t, "spot after", p.Price(), &e.SpotAfter, 1e-11+1/float64(p.base)+1/float64(p.quote))

	growth := float64(p.base)/float64(before[0])*(float64(p.quote)/float64(before[1])) - 1
	kept := 1/float64(p.base) + 1/float64(p.quote)
	if want := e.KGrowth.float(); !(growth >= want-1e-15 && growth <= want+kept+1e-15) {
		t.Errorf("the product grows by %v, want %v and at most a unit's %v more", growth, want, kept)
	}
	v.sound()
}

// checkExactOut: paying the exact input, rounded up, buys the output asked for, and two
// units less do not.
func checkExactOut(t *testing.T, c *productCase) {
	v := newVenue(t)
	p, want := c.open(v), c.Args.AmountOut.gwei(t)
	in := money.Gwei(c.Expected.AmountIn.float()*1e9*(1+1e-14)) + 1
	if got := p.SellOut(in); got < want {
		t.Errorf("%d in pay %d, want at least %d", in, got, want)
	}
	if got := p.SellOut(in - 2 - in/1e13); got >= want {
		t.Errorf("%d in pay %d, which should need more", in-2, got)
	}
}

func checkArbitrage(t *testing.T, c *productCase) {
	v := newVenue(t)
	p, e := c.open(v), &c.Expected
	external := c.Args.External.float() // base per quote
	sell, buy := p.SellTo(1/external), p.BuyTo(1/external)
	want, other := sell, buy
	if e.Direction == "token1_in" {
		want, other = buy, sell
	}
	if other != 0 {
		t.Errorf("also trades %d the other way", other)
	}
	nearUnits(t, "best size", want, &e.Optimal, 1, 1e-10)
	profit := external*float64(p.SellOut(sell)) - float64(sell) // of whom sells
	if e.Direction == "token1_in" {
		profit = float64(p.BuyOut(buy)) - external*float64(buy)
	}
	if w := e.Profit.float() * 1e9; !(profit <= w*(1+1e-10) && profit >= w*(1-1e-10)-1-external) {
		t.Errorf("profit %v, want %v less the rounding of what is paid out", profit, w)
	}
}

func checkProportionalAdd(t *testing.T, c *productCase) {
	v := newVenue(t)
	p, e := c.open(v), &c.Expected
	who := v.who(maker)
	v.give(v.who(trader), poolShare, c.Pool.Supply.gwei(t))
	base, quote := c.Args.Amount0Max.gwei(t), c.Args.Amount1Max.gwei(t)
	v.give(who, lrt, base)
	v.give(who, eth, quote)
	shares, err := p.AddLiquidity(v.Book, who, base, quote)
	v.must(err)
	floored(t, "shares", shares, &e.Minted)
	// Shares are whole, so what is taken for them is up to a share's part less.
	supply := c.Pool.Supply.float() * 1e9
	nearUnits(t, "base taken", base-v.Balance(who, lrt), &e.Amount0, 1+c.Pool.Reserve0.float()*1e9/supply, 1e-15)
	nearUnits(t, "quote taken", quote-v.Balance(who, eth), &e.Amount1, 1+c.Pool.Reserve1.float()*1e9/supply, 1e-15)
	v.sound()
}
