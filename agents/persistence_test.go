package agents_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/clock"
)

// Four thousand holders who differ in nothing but their tastes and are too small to
// move a price. The season ends on day 5, and nothing else ever happens.
const tasters = `
agents:
  farmers: {kind: farmer, token: LRT, count: 4000, holdings: 40 ETH, size: 1 ETH, switching: 0.2 %, discount: 6 %/y, horizon: 60d,
    risk: 0, hope: 1, precision: 150, taste_life: 100000d, review: {every: 12h}}
events: [{at: 5d, do: airdrop, programme: season, text: the season ends}]
`

// options are the values of staying, selling and queueing by the formulas of the model.
func options(o engine.Outlook, discount float64) [3]float64 {
	const horizon, cost = 60. / 365, 0.002
	return [3]float64{math.Exp((o.Yield-discount)*horizon) + o.Points*math.Min(horizon, o.PointsLeft),
		o.Price*(1-0.0001) - cost, math.Exp(-discount*o.Wait) - cost}
}

// stayers is the logit probability of staying at precision 150.
func stayers(v [3]float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += math.Exp(150 * (x - v[0]))
	}
	return 1 / sum
}

// TestTastesPersist: everybody is content with what he holds while the season runs. When
// it ends, as many stay as the logit says of those who were content, P'/P. Whoever stays
// then has the same taste at his next looks, some fifty of them, and stays for good; and
// nobody who has left comes back.
func TestTastesPersist(t *testing.T) {
	const n = 4000
	s := load(t, tasters)
	var before, after engine.Outlook
	s.look = func(v *engine.View, _ *engine.Cohort) {
		switch {
		case v.Now <= clock.Time(0).Add(4*clock.Day):
			before = *v.Token(0)
		case v.Now == clock.Time(0).Add(5*clock.Day):
			after = *v.Token(0)
		}
	}
	s.play(t, 1)
	late := 0
	for _, x := range s.asked("farmers") {
		switch day := days(x.at); {
		case day < 5:
			t.Errorf("farmer %d asks to %v on day %.2f though nothing has happened", x.agent, x.Verb, day)
		case day > 5:
			late++
		}
	}
	if late > 0 {
		t.Errorf("%d asked for something after the day on which everybody had looked", late)
	}
	p := stayers(options(after, 0.06)) / stayers(options(before, 0.06))
	got := 1 - float64(s.agents("farmers", engine.Sell, engine.Queue))/n
	if se := math.Sqrt(p * (1 - p) / n); math.Abs(got-p) > 4*se {
		t.Errorf("%.4f stayed, want %.4f ± %.4f", got, p, 4*se)
	}
	if p < 0.2 || p > 0.8 {
		t.Errorf("%.3f should stay: the test says little", p)
	}
}

// TestTastesAreRedrawnAtTheirRate: with tastes that live 30 days each farmer draws new
// ones at the rate 1/30 a day and then leaves with the logit probability 1-P. So by day t
// the share 1-exp(-(1-P)t/30) has left once; a look follows 6 hours after, on average.
func TestTastesAreRedrawnAtTheirRate(t *testing.T) {
	const n = 4000
	for _, discount := range []float64{0.06, 0.12} {
		s := load(t, tasters, "agents.farmers.taste_life=30d", "events=[]", "agents.farmers.review={every: 6h}", "programmes.season.share=6 %", fmt.Sprintf("agents.farmers.discount=%.0f %%/y", 100*discount))
		var o engine.Outlook
		s.outlookAt("farmers", 15*clock.Day, &o)
		s.play(t, 1)
		p := 1 - math.Exp(-(1-stayers(options(o, discount)))*29.75/30)
		got := float64(s.agents("farmers", engine.Sell, engine.Queue)) / n
		if se := math.Sqrt(p * (1 - p) / n); math.Abs(got-p) > 4*se {
			t.Errorf("%.2f elsewhere: %.4f left, want %.4f ± %.4f", discount, got, p, 4*se)
		}
	}
}
