package agents_test

import (
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/clock"
)

const managed = network + `
agents:
  curator: {kind: manager, token: LRT, review: {fixed: 6h}}
`

// parts notes where the token's backing stands when its manager looks last, in ETH.
func (s *stage) parts() *[]float64 {
	out := new([]float64)
	s.look = func(v *engine.View, _ *engine.Cohort) {
		*out = (*out)[:0]
		for i := range v.Parts(0) {
			*out = append(*out, v.Part(0, i).Stake.Float())
		}
	}
	return out
}

// TestManagerLeavesSlashedOperators: after the slash he withdraws from alder and, once
// the stake is free, delegates it to birch; without a blacklist he stays.
func TestManagerLeavesSlashedOperators(t *testing.T) {
	for _, c := range []struct {
		blacklist string
		leaves    bool
	}{{"true", true}, {"false", false}} {
		s := load(t, managed+faultAtAlder, "agents.curator.blacklist="+c.blacklist, "horizon=60d")
		parts := s.parts()
		s.play(t, 1)
		for _, x := range s.asked("curator", engine.Undelegate) {
			if days(x.at) < 10 || x.Aux != 0 {
				t.Errorf("blacklist %s: withdrew from part %d on day %.1f", c.blacklist, x.Aux, days(x.at))
			}
		}
		alder, birch := (*parts)[0], (*parts)[1]
		if left := alder < 1 && birch > 75_000; left != c.leaves || !c.leaves && alder < 40_000 {
			t.Errorf("blacklist %s: %.0f ETH with alder and %.0f with birch", c.blacklist, alder, birch)
		}
	}
}

// TestManagerShiftsByItsShare: the larger the share that he withdraws at a review, the
// sooner half of it has left.
func TestManagerShiftsByItsShare(t *testing.T) {
	var left []float64
	for _, shift := range []string{"1 %", "5 %", "25 %", "100 %"} {
		s := load(t, managed+faultAtAlder, "agents.curator.shift="+shift, "horizon=12d")
		parts := s.parts()
		s.play(t, 1)
		left = append(left, -(*parts)[0])
	}
	rising(t, "stake left with alder two days later, the most first", 10, left...)
}

// TestManagerFillsTheNeediestPart: a deposit goes whole to the part that is furthest
// behind the policy, so that over many deposits the shares keep to it within one.
func TestManagerFillsTheNeediestPart(t *testing.T) {
	s := load(t, managed, "assets.LRT.delegation.alder=70 %", "assets.LRT.delegation.birch=30 %", "assets.LRT.buffer=0 %")
	for day := range clock.Span(10) {
		s.cast(puppet{eth: engine.ETH(8_000), at: (2*day + 1) * clock.Day, do: []engine.Action{{Verb: engine.Deposit, Amount: engine.ETH(8_000)}}})
	}
	parts := s.parts()
	s.play(t, 1)
	to := map[int32]int{}
	for _, x := range s.asked("curator", engine.Delegate) {
		if x.Amount > engine.ETH(100) {
			to[x.Aux]++
		}
	}
	alder, birch := (*parts)[0], (*parts)[1]
	if behind := math.Abs(0.7*(alder+birch) - alder); behind > 8_000 || to[0] != 7 || to[1] != 3 {
		t.Errorf("%v deposits went to the two parts, want 7 and 3; %.0f and %.0f ETH, %.0f from the policy", to, alder, birch, behind)
	}
}

// TestManagerFreesStakeForExits: a holder asks for three times what the buffer holds.
// With a manager he is paid and the buffer is full again for the next; without one only
// the buffer is paid out.
func TestManagerFreesStakeForExits(t *testing.T) {
	ask := func(agents string) (paid float64) {
		s := load(t, network+agents, "horizon=60d")
		s.cast(puppet{tokens: engine.ETH(39_000), at: clock.Day, do: []engine.Action{{Verb: engine.Queue, Amount: engine.ETH(30_000)}}})
		return s.play(t, 1)["net_outflow[LRT]"]
	}
	with, without := ask("agents: {curator: {kind: manager, token: LRT, review: {fixed: 6h}}}\n"), ask("agents: {keepers: {kind: liquidator, desk: desk, capital: 1 ETH}}\n")
	if with < 30_000 || without > 11_000 {
		t.Errorf("paid %.0f of 30 000 ETH with a manager, %.0f without", with, without)
	}
}

// TestManagerRefillsTheBuffer: weeks after a first exit the buffer of 10 % pays a second
// one, of nearly its size, as soon as the token's delay of 5 days has passed.
func TestManagerRefillsTheBuffer(t *testing.T) {
	s := load(t, managed, "horizon=50d")
	s.cast(puppet{tokens: engine.ETH(20_000), at: clock.Day, do: []engine.Action{{Verb: engine.Queue, Amount: engine.ETH(9_000)}}})
	s.cast(puppet{tokens: engine.ETH(20_000), at: 40 * clock.Day, do: []engine.Action{{Verb: engine.Queue, Amount: engine.ETH(8_500)}}})
	var wait float64
	s.look = func(v *engine.View, _ *engine.Cohort) {
		if day := days(v.Now); day > 40 && day < 40.3 {
			wait = 365 * v.Token(0).Wait
		}
	}
	paid := s.play(t, 1)["net_outflow[LRT]"]
	if paid < 17_500 || wait < 4.9 || wait > 5.1 {
		t.Errorf("paid %.0f of 17 500 ETH, and the second exit faced a wait of %.2f days", paid, wait)
	}
	if s.agents("curator", engine.Unbond) != 1 {
		t.Error("nothing was unbonded")
	}
}
