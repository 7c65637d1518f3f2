package agents_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine"
)

// Forty farmers of one mind: tastes weigh nothing and are drawn anew within days, so
// that economics alone decides, and a threshold is where arithmetic puts it.
const sharpFarmers = `
agents:
  farmers: {kind: farmer, token: LRT, programme: season, count: 40, holdings: 40 000 ETH, size: 1 ETH, switching: 0 %,
    discount: 20 %/y, horizon: 30d, risk: 0, hope: 1, precision: 1000000, taste_life: 1d, review: {every: 12h}}
`

// TestFarmerStaysWhilePointsBeatTheAlternative: staking pays about 3 % and capital
// earns 20 % elsewhere, so points must be worth some 17 % a year.
func TestFarmerStaysWhilePointsBeatTheAlternative(t *testing.T) {
	leavers := func(share string) (int, float64) {
		var o engine.Outlook
		s := load(t, sharpFarmers, "programmes.season.share="+share)
		s.outlookAt("farmers", 24*3600, &o)
		s.play(t, 1)
		return s.agents("farmers", engine.Sell, engine.Queue), o.Points + o.Yield
	}
	for _, c := range []struct {
		share string
		want  int
	}{{"1 %", 40}, {"30 %", 0}} {
		left, pays := leavers(c.share)
		if left != c.want {
			t.Errorf("points of %s of supply, paying %.3f a year with yield against 0.2: %d left, want %d", c.share, pays, left, c.want)
		}
	}
}

// TestFarmerLeavesWhenTheSeasonResolves: the same farmers under the same draws stay
// while the season runs and leave after the airdrop.
func TestFarmerLeavesWhenTheSeasonResolves(t *testing.T) {
	const airdrop = "events: [{at: 10d, do: airdrop, programme: season, text: the season ends}]\n"
	edit := "programmes.season.share=30 %"
	if s := load(t, sharpFarmers, edit); true {
		s.play(t, 1)
		if n := s.agents("farmers", engine.Sell, engine.Queue); n != 0 {
			t.Errorf("%d left a season that runs", n)
		}
	}
	s := load(t, sharpFarmers+airdrop, edit)
	s.play(t, 1)
	if n := s.agents("farmers", engine.Sell, engine.Queue); n != 40 {
		t.Errorf("%d of 40 left after the airdrop", n)
	}
	for _, x := range s.asked("farmers", engine.Sell, engine.Queue) {
		if days(x.at) < 10 {
			t.Errorf("farmer %d left on day %.1f, before the airdrop", x.agent, days(x.at))
		}
	}
}

// TestFarmerQueuesOrSells: leaving costs the discount by the pool and ρT by the queue,
// holding costs (ρ-y)h; a farmer takes the cheapest. All cases face the same discount.
func TestFarmerQueuesOrSells(t *testing.T) {
	for _, c := range []struct{ delay, discount, horizon, want string }{
		{"5d", "20 %/y", "90d", "queue"},   // waiting costs 0.3 %, selling 2.2 %, holding 4.2 %
		{"60d", "20 %/y", "90d", "sell"},   // 3.3, 2.2, 4.2
		{"60d", "20 %/y", "30d", "hold"},   // 3.3, 2.2, 1.4
		{"5d", "120 %/y", "30d", "queue"},  // 1.6, 2.2, 9.6
		{"15d", "120 %/y", "30d", "sell"},  // 4.8, 2.2, 9.6
		{"100d", "6 %/y", "365d", "queue"}, // 1.6, 2.2, 2.7
		{"200d", "6 %/y", "365d", "sell"},  // 3.3, 2.2, 2.7
	} {
		s := load(t, sharpFarmers, "programmes.season.share=0.0001 %", "agents.farmers.holdings=40 ETH", "assets.LRT.exit.delay="+c.delay,
			"agents.farmers.discount="+c.discount, "agents.farmers.horizon="+c.horizon, "markets.pool.reserves.0=8 350 LRT", "markets.pool.reserves.1=1 650 ETH")
		var o engine.Outlook
		s.outlookAt("farmers", 24*3600, &o)
		s.play(t, 1)
		if discount := 1 - o.Price; math.Abs(discount-0.022) > 0.001 {
			t.Fatalf("the pool's discount is %.4f, and the cases are made for 0.022", discount)
		}
		sold, queued := s.agents("farmers", engine.Sell), s.agents("farmers", engine.Queue)
		if want := map[string][2]int{"sell": {40, 0}, "queue": {0, 40}, "hold": {}}[c.want]; want != [2]int{sold, queued} {
			t.Errorf("wait %s, %s elsewhere, horizon %s: %d sold, %d queued, want all to %s", c.delay, c.discount, c.horizon, sold, queued, c.want)
		}
	}
}

// TestFarmerSellsHisShareOfTheAirdropOnce: however often he looks afterwards, he keeps
// the part that he does not sell.
func TestFarmerSellsHisShareOfTheAirdropOnce(t *testing.T) {
	for _, share := range []float64{0, 0.25, 0.8, 1} {
		s := load(t, sharpFarmers+"events: [{at: 10d, do: airdrop, programme: season, text: the season ends}]\n", fmt.Sprint("agents.farmers.sells=", 100*share, " %"))
		received := map[int]float64{}
		s.look = func(v *engine.View, c *engine.Cohort) {
			if day := days(v.Now); day >= 10 && len(received) == 0 {
				for i := range c.Size {
					received[i] = float64(v.AirdropTokens(c.Account(int32(i)), 0))
				}
			}
		}
		s.play(t, 1)
		sold := map[int]float64{}
		for _, x := range s.asked("farmers", engine.SellAirdrop) {
			sold[x.agent] += float64(x.Amount)
		}
		for i := range 40 {
			if received[i] <= 0 || math.Abs(sold[i]-share*received[i]) > 2 {
				t.Errorf("farmer %d sold %.0f of %.0f units, want the share %g", i, sold[i], received[i], share)
			}
		}
	}
}

// TestSaleLimitIsTheIndifferencePrice: those who sell set a limit at which they do as
// well as in the queue, because others may sell before them.
func TestSaleLimitIsTheIndifferencePrice(t *testing.T) {
	for _, gas := range []string{"0 ETH", "0.01 ETH"} {
		s := load(t, sharpFarmers, "programmes.season.share=0.0001 %", "agents.farmers.holdings=40 ETH", "gas="+gas,
			"assets.LRT.exit.delay=60d", "agents.farmers.horizon=365d", "agents.farmers.taste_life=1000d", "agents.farmers.precision=1000000")
		s.Spec.Cohorts[0].Spawn = unsettled(s.Spec.Cohorts[0].Spawn)
		var o engine.Outlook
		s.outlookAt("farmers", 3600, &o)
		s.play(t, 1)
		for _, x := range s.asked("farmers", engine.Sell) {
			// Both ways out cost the same gas, so that the price of indifference is what queueing pays.
			if want := math.Exp(-0.2 * o.Wait); math.Abs(x.Limit-want) > 1e-4 {
				t.Errorf("gas %s: limit %.5f, want %.5f", gas, x.Limit, want)
			}
		}
		if s.agents("farmers", engine.Sell) != 40 {
			t.Errorf("gas %s: %d of 40 sold", gas, s.agents("farmers", engine.Sell))
		}
	}
}
