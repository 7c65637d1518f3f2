package agents_test

import (
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/clock"
)

// TestYieldSeenIsWhatIsPaid: the yield that holders see is the one at which the recognised
// rate grows, in six days of the first week and in six of the third: with services of a
// network, with those outside it, with a fee, and when treasuries have run dry between.
func TestYieldSeenIsWhatIsPaid(t *testing.T) {
	const nobody = "agents: {}\n"
	staking := 0.0 // what is left when services pay nothing
	for _, c := range []struct {
		name, text string
		edits      []string
		fee        float64
		more       [2]float64 // what services pay a year, in each period, before the fee
	}{
		{"staking alone", nobody, nil, 0, [2]float64{}},
		{"services outside", nobody, []string{"assets.LRT.services_yield=2 %/y"}, 0, [2]float64{0.018, 0.018}}, // a tenth is in the buffer
		{"a fee", nobody, []string{"assets.LRT.services_yield=2 %/y", "assets.LRT.reward_fee=10 %"}, 0.1, [2]float64{0.018, 0.018}},
		// Nine tenths of 5 % of what alder and birch can lose, 30 000 + 15 000 and 20 000 + 8 000, to them. Of
		// alder's 60 000 ETH 54 000 are the token's, of birch's 40 000 36 000. It is paid on 100 000 ETH.
		{"a network", network + nobody, []string{"network.rewards=5 %/y"}, 0, [2]float64{0.029565, 0.029565}},
		{"a network that runs dry", network + nobody, []string{"network.rewards=5 %/y", "network.budget=10d", "network.fee_share=0 %"}, 0, [2]float64{0.029565, 0}},
	} {
		s := load(t, c.text, append([]string{"horizon=21d"}, c.edits...)...)
		rates, yields := map[clock.Time]float64{}, map[clock.Time]float64{}
		s.perform(0, func(v *engine.View, a engine.Action) (engine.Action, bool) {
			rates[v.Now], yields[v.Now] = v.Token(0).Rate, v.Token(0).Yield
			return a, false
		})
		s.play(t, 1)
		for i, from := range []clock.Span{2, 14} {
			start := clock.Time(from*clock.Day + clock.Day/2)
			seen, paid := yields[start.Add(3*clock.Day)], math.Log(rates[start.Add(6*clock.Day)]/rates[start])*365/6
			if math.Abs(seen/paid-1) > 0.005 {
				t.Errorf("%s: holders see %.5f a year and are paid %.5f", c.name, seen, paid)
			}
			if c.name == "staking alone" {
				staking = seen
			}
			if want := (staking + c.more[i]) * (1 - c.fee); math.Abs(seen/want-1) > 0.005 {
				t.Errorf("%s: holders see %.5f a year, want %.5f", c.name, seen, want)
			}
		}
	}
}
