package agents_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/clock"
)

const providers = `
agents:
  owners: {kind: provider, pool: pool, count: 20, share: 80 %, tolerance: 70 %, review: {fixed: 6h}}
`

// dumped loads providers of a pool of 20 000 LRT and 20 000 ETH, into which a puppet
// sells on day 2.
func dumped(t *testing.T, sale float64, edits ...string) *stage {
	s := load(t, providers, append([]string{"horizon=6d"}, edits...)...)
	s.cast(puppet{tokens: engine.ETH(19_000), at: 2 * clock.Day, do: []engine.Action{{Verb: engine.Sell, Amount: engine.ETH(sale)}}})
	return s
}

// TestProviderLeavesBeyondItsTolerance: the token's part of the pool is 50 % until the
// sale and 50 % + sale/40 000, nearly, after it.
func TestProviderLeavesBeyondItsTolerance(t *testing.T) {
	for _, c := range []struct {
		sale      float64
		tolerance string
		leave     int
	}{{0, "51 %", 0}, {7_000, "70 %", 0}, {9_000, "70 %", 20}, {9_000, "75 %", 0}, {11_000, "75 %", 20}} {
		s := dumped(t, c.sale, "agents.owners.tolerance="+c.tolerance)
		got := s.play(t, 1)
		if n := s.agents("owners", engine.RemoveLiquidity); n != c.leave {
			t.Errorf("sale of %.0f, tolerance %s: %d left, want %d", c.sale, c.tolerance, n, c.leave)
		}
		if asked := len(s.asked("owners")); asked != c.leave {
			t.Errorf("sale of %.0f, tolerance %s: asked %d times, want each once", c.sale, c.tolerance, asked)
		}
		for _, x := range s.asked("owners") {
			if days(x.at) < 2 {
				t.Errorf("left on day %.2f, before the pool turned", days(x.at))
			}
		}
		// Four fifths of the token in the pool, 20 000 and the sale, is theirs to queue.
		want := 0.0
		if c.leave > 0 {
			want = 0.8 * (20_000 + c.sale)
		}
		if queued := got["requested[LRT]"]; queued < 0.999*want || queued > 1.001*want+0.001 {
			t.Errorf("sale of %.0f, tolerance %s: %.1f ETH queued, want %.1f", c.sale, c.tolerance, queued, want)
		}
	}
}

// TestProvidersLeaveOneByOne: with drawn tolerances the larger sale makes more of the
// same providers leave, those with the lower tolerance first.
func TestProvidersLeaveOneByOne(t *testing.T) {
	var left []float64
	for _, sale := range []float64{2_000, 6_000, 10_000, 14_000} {
		s := dumped(t, sale, "agents.owners.tolerance={dist: uniform, min: 50 %, max: 90 %}", "agents.owners.share=5 %", "agents.owners.count=200")
		s.play(t, 1)
		left = append(left, float64(s.agents("owners", engine.RemoveLiquidity)))
	}
	rising(t, "providers who left by size of the sale", 20, left...)
}

// TestProviderAsksForItsReturn: he leaves a pool that pays less than he asks for, in
// balance or not.
func TestProviderAsksForItsReturn(t *testing.T) {
	for _, c := range []struct {
		pays, asks float64
		leave      int
	}{{3, 2, 0}, {2, 3, 20}, {1.99, 2, 20}, {2, 2, 0}} {
		s := dumped(t, 0, fmt.Sprint("agents.owners.incentive=", c.pays, " %/y"), fmt.Sprint("agents.owners.required_return=", c.asks, " %/y"))
		s.play(t, 1)
		if n := s.agents("owners", engine.RemoveLiquidity); n != c.leave {
			t.Errorf("pays %g %%, asks %g %%: %d left, want %d", c.pays, c.asks, n, c.leave)
		}
	}
}

// TestProviderQueuesWhenExitsOpen: those who leave the pool while exits are closed keep
// their tokens and queue all of them, once, after exits have opened.
func TestProviderQueuesWhenExitsOpen(t *testing.T) {
	s := dumped(t, 9_000, "assets.LRT.exit.closed=true", "events=[{at: 4d, do: open-exits, token: LRT, text: exits open}]")
	got := s.play(t, 1)
	if n := s.agents("owners", engine.RemoveLiquidity); n != 20 {
		t.Fatalf("%d left the pool, want all", n)
	}
	if n := len(s.asked("owners", engine.Queue)); n != 20 {
		t.Errorf("asked to queue %d times, want each once", n)
	}
	for _, x := range s.asked("owners") {
		if day := days(x.at); x.Verb == engine.Queue && day < 4 || x.Verb == engine.RemoveLiquidity && day > 3 {
			t.Errorf("asked to %v on day %.2f", x.Verb, day)
		}
	}
	if want := 0.8 * 29_000; math.Abs(got["requested[LRT]"]-want) > 0.001*want {
		t.Errorf("%.1f ETH queued, want %.1f", got["requested[LRT]"], want)
	}
}
