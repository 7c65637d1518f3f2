package agents_test

import (
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
)

// TestMintAndSellKeepsNothingAndNeverLoses: whoever mints in order to sell has no token
// left, whatever the deposit fee and the size, and gets on average his limit for what he
// spent, after all fees; he spends as little as that takes.
func TestMintAndSellKeepsNothingAndNeverLoses(t *testing.T) {
	for _, c := range []struct {
		name  string
		fee   money.Ratio
		spend float64
		limit float64
		whole bool // he spends all of it
		any   bool
	}{
		{"no fee", money.Ratio{Num: 0, Den: 1}, 100, 1.001, true, true},
		{"more than the pool takes", money.Ratio{Num: 0, Den: 1}, 15_000, 1.02, false, true},
		{"a fee below the gain", money.Ratio{Num: 2, Den: 1000}, 100, 1.001, true, true},
		{"a fee below the gain, more than the pool takes", money.Ratio{Num: 2, Den: 1000}, 15_000, 1.02, false, true},
		{"a fee above the gain", money.Ratio{Num: 40, Den: 1000}, 100, 1.001, false, false},
	} {
		s := load(t, "agents: {}\n", "markets.pool.reserves.0=5 000 LRT", "markets.pool.reserves.1=35 000 ETH", "horizon=2d")
		s.Spec.Tokens[0].Params.DepositFee = c.fee
		s.cast(puppet{eth: engine.ETH(20_000), at: clock.Day, do: []engine.Action{{Verb: engine.MintSell, Amount: engine.ETH(c.spend), Limit: c.limit}}})
		var price, tokens, before, after float64
		s.watch(&s.Spec.Cohorts[0])
		s.look = func(v *engine.View, x *engine.Cohort) {
			cash := v.Cash(x.Account(0)).Float()
			if v.Now <= clock.Time(clock.Day) {
				before, price = cash, v.Token(0).Price
			} else {
				after, tokens = cash, v.Tokens(x.Account(0), 0).Float()
			}
		}
		spent := -s.play(t, 1)["net_outflow[LRT]"]
		if tokens > 1e-6 {
			t.Errorf("%s: %.6f tokens are left", c.name, tokens)
		}
		if spent > 0 != c.any || c.whole && math.Abs(spent-c.spend) > 0.001 || !c.whole && spent > 0.9*c.spend {
			t.Errorf("%s at a price of %.4f: spent %.3f of %.0f ETH", c.name, price, spent, c.spend)
		}
		if got := after - before + spent; c.any && got < c.limit*spent-1e-4 || !c.whole && c.any && got > c.limit*spent*1.0001 {
			t.Errorf("%s: %.4f ETH for %.4f spent, want %.4f of it", c.name, got, spent, c.limit)
		}
	}
}
