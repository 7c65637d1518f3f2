package agents_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/clock"
)

// A hundred would-be depositors of one mind: staking pays about 3 %, capital earns 1 %
// elsewhere, and tastes weigh nothing.
const depositors = `
agents:
  newcomers: {kind: depositor, token: LRT, count: 100, capital: 5 000 ETH, size: 1 ETH, discount: 1 %/y, horizon: 365d, risk: 0, cost: 0.3 %,
    precision: 100000, arrival: 1h, review: {fixed: 5d}}
`

// comers loads newcomers without points worth mentioning.
func comers(t *testing.T, edits ...string) *stage {
	return load(t, depositors, append([]string{"programmes.season.share=0.0001 %", "horizon=5d"}, edits...)...)
}

// TestDepositorAnswersNetYield: with a year to look ahead, the yield has to beat what
// capital earns elsewhere by the cost of moving in, 0.3 %.
func TestDepositorAnswersNetYield(t *testing.T) {
	for _, c := range []struct {
		elsewhere, extra string
		want             int
	}{{"1 %/y", "0 %/y", 100}, {"2.7 %/y", "0 %/y", 100}, {"2.9 %/y", "0 %/y", 0}, {"2.9 %/y", "0.3 %/y", 100}, {"9 %/y", "0 %/y", 0}} {
		s := comers(t, "agents.newcomers.discount="+c.elsewhere, "assets.LRT.services_yield="+c.extra)
		var o engine.Outlook
		s.outlookAt("newcomers", clock.Hour, &o)
		s.play(t, 1)
		if n := s.agents("newcomers", engine.Deposit); n != c.want {
			t.Errorf("%s elsewhere, yield %.4f: %d deposited, want %d", c.elsewhere, o.Yield, n, c.want)
		}
	}
}

// TestDepositorAnswersPoints: what yield does not attract, points do.
func TestDepositorAnswersPoints(t *testing.T) {
	var paid []float64
	for _, share := range []string{"0.0001 %", "1.5 %", "2 %", "5 %"} {
		s := comers(t, "programmes.season.share="+share, "agents.newcomers.discount={dist: uniform, min: 4 %/y, max: 6 %/y}")
		paid = append(paid, -s.play(t, 1)["net_outflow[LRT]"])
	}
	rising(t, "deposits by the season's share", 500, paid...)
}

// TestDepositorTakesItsChancesByLogit: at a moderate precision those who look once come
// with the rate r = 1/(1+e^(-λ(hold-1-cost))) over the arrival: 1-e^(-5r/4) of them.
func TestDepositorTakesItsChancesByLogit(t *testing.T) {
	const n = 4000
	for _, elsewhere := range []float64{0.02, 0.028, 0.04} {
		s := comers(t, "agents.newcomers.count=4000", "agents.newcomers.precision=100", "agents.newcomers.arrival=4d", fmt.Sprintf("agents.newcomers.discount=%.1f %%/y", 100*elsewhere))
		var o engine.Outlook
		s.outlookAt("newcomers", 2*clock.Day, &o)
		s.play(t, 1)
		hold := math.Exp(o.Yield - elsewhere)
		p := 1 - math.Exp(-5./4/(1+math.Exp(-100*(hold-1-0.003))))
		if got := float64(s.agents("newcomers", engine.Deposit)) / n; math.Abs(got-p) > 4*math.Sqrt(p*(1-p)/n) {
			t.Errorf("%.3f elsewhere: %.4f came, want %.4f", elsewhere, got, p)
		}
	}
}

// TestDepositorBuysWhatIsCheaperThanMinting: at a discount the pool is the better door,
// until it is one no longer; at par and above he mints.
func TestDepositorBuysWhatIsCheaperThanMinting(t *testing.T) {
	for _, c := range []struct {
		tokens     string
		buys, mint bool
	}{{"10 000", false, true}, {"20 000", false, true}, {"22 000", true, true}, {"35 000", true, false}} {
		s := comers(t, "markets.pool.reserves.0="+c.tokens+" LRT")
		got := s.play(t, 1)
		if bought, minted := got["dip_bought[LRT]"], -got["net_outflow[LRT]"]; bought > 1 != c.buys || minted > 1 != c.mint {
			t.Errorf("pool of %s LRT and 20 000 ETH: bought %.1f, minted %.1f ETH, want any: %v and %v", c.tokens, bought, minted, c.buys, c.mint)
		}
	}
}

// TestDepositorIsDrawnInByADiscount: those for whom the yield is not enough come when
// the token is cheap enough, and not for less.
func TestDepositorIsDrawnInByADiscount(t *testing.T) {
	var bought []float64
	for _, tokens := range []string{"20 000", "30 000", "36 000", "40 000"} {
		s := comers(t, "agents.newcomers.discount={dist: uniform, min: 3 %/y, max: 5 %/y}", "markets.pool.reserves.0="+tokens+" LRT", "markets.pool.reserves.1=10 000 ETH")
		bought = append(bought, s.play(t, 1)["dip_bought[LRT]"])
	}
	rising(t, "bought by discount", 200, bought...)
}

// TestDepositorStopsAtTheCap: no more is minted than the cap leaves room for; when
// there is none, the pool is the only door.
func TestDepositorStopsAtTheCap(t *testing.T) {
	for _, c := range []struct {
		limit, tokens string
		minted        [2]float64
		buys          bool
	}{{"102 000 ETH", "20 000", [2]float64{1_900, 2_000}, false}, {"90 000 ETH", "20 000", [2]float64{}, false}, {"90 000 ETH", "35 000", [2]float64{}, true},
		{"90 000 ETH", "22 000", [2]float64{}, true}} {
		s := comers(t, "assets.LRT.cap="+c.limit, "markets.pool.reserves.0="+c.tokens+" LRT")
		got := s.play(t, 1)
		if asked := s.agents("newcomers", engine.Deposit); asked > 0 != (c.minted[1] > 0) {
			t.Errorf("cap %s: %d asked to mint", c.limit, asked)
		}
		minted, bought := -got["net_outflow[LRT]"], got["dip_bought[LRT]"]
		if minted < c.minted[0] || minted > c.minted[1] || bought > 0 != c.buys {
			t.Errorf("cap %s, pool of %s LRT: minted %.1f, bought %.1f ETH", c.limit, c.tokens, minted, bought)
		}
	}
}

// TestInflowForgetsTheReviewClock: of capital that is sure to come 1-e^(-t/arrival) is there
// at time t, however often and by whatever clock its owners look; of capital that comes with
// the probability r a review 1-e^(-rt/arrival).
func TestInflowForgetsTheReviewClock(t *testing.T) {
	const n, horizon, arrival = 4000, 10., 20.
	for _, elsewhere := range []float64{0.01, 0.028} {
		for _, clock := range []string{"{every: 20d}", "{every: 10d}", "{every: 5d}", "{every: 20m}", "{fixed: 10d}", "{fixed: 12h}"} {
			s := comers(t, "agents.newcomers.count=4000", "agents.newcomers.precision=100", fmt.Sprintf("agents.newcomers.discount=%.1f %%/y", 100*elsewhere),
				"agents.newcomers.arrival=20d", "agents.newcomers.review="+clock, "horizon=10d")
			var o engine.Outlook
			s.look = func(v *engine.View, _ *engine.Cohort) { o = *v.Token(0) }
			s.play(t, 1)
			r := 1 / (1 + math.Exp(-100*(math.Exp(o.Yield-elsewhere)-1-0.003)))
			p := 1 - math.Exp(-r*horizon/arrival)
			if got := float64(s.agents("newcomers", engine.Deposit)) / n; math.Abs(got-p) > 4*math.Sqrt(p*(1-p)/n) {
				t.Errorf("%.3f elsewhere, looks %s: %.4f came, want %.4f", elsewhere, clock, got, p)
			}
		}
	}
}
