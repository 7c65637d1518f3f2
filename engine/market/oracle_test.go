package market

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
)

// TestOracleFollowsWithItsLag: after a step of the market, what is left of it has fallen
// to 1/e after one lag; a ramp is followed that much later.
func TestOracleFollowsWithItsLag(t *testing.T) {
	o := Oracle{lag: float64(30 * clock.Minute)}
	o.Reset(0, 1)
	if got, want := o.Observe(clock.Time(30*clock.Minute), 0.9, 1.05), 0.9+0.1/math.E; math.Abs(got-want) > 1e-15 {
		t.Errorf("a lag after a fall from 1 to 0.9 it says %v, want %v", got, want)
	}
	o.Reset(0, 1)
	now := clock.Time(0)
	for now < clock.Time(clock.Day) {
		now++
		o.Observe(now, 1-1e-6*float64(now), 1)
	}
	behind := (o.Price() - (1 - 1e-6*float64(now))) / 1e-6
	if math.Abs(behind-1800) > 1 { // a second: the price counts from the end of its step
		t.Errorf("on a ramp it is %v seconds behind", behind)
	}
}

// TestOracleByAnyStep: at a constant market price it does not matter how often it looks,
// and what it says lies between what it said and the market.
func TestOracleByAnyStep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lag := float64(rapid.IntRange(1, int(clock.Day)).Draw(t, "lag"))
		start, market := rapid.Float64Range(0.1, 2).Draw(t, "start"), rapid.Float64Range(0.1, 2).Draw(t, "market")
		o := Oracle{lag: lag}
		o.Reset(100, start)
		now, last := clock.Time(100), start
		for _, s := range rapid.SliceOfN(rapid.IntRange(0, int(2*clock.Hour)), 1, 12).Draw(t, "steps") {
			now = now.Add(clock.Span(s))
			got := o.Observe(now, market, 7)
			if got < min(last, market)-1e-15 || got > max(last, market)+1e-15 {
				t.Fatalf("from %v to %v at a market of %v", last, got, market)
			}
			last = got
		}
		want := market + (start-market)*math.Exp(-float64(now-100)/lag)
		if math.Abs(last-want) > 1e-14 || o.Price() != last {
			t.Fatalf("it says %v, want %v", last, want)
		}
	})
}

func TestOtherOracles(t *testing.T) {
	blind := OracleParams{Kind: "redemption"}.Open()
	blind.Reset(0, 1)
	if got := blind.Observe(5, 0.5, 1.02); got != 1.02 {
		t.Errorf("a redemption oracle says %v of a token that reports 1.02", got)
	}
	prompt := OracleParams{Kind: "market"}.Open()
	prompt.Reset(0, 1)
	if got := prompt.Observe(0, 0.5, 1.02); got != 0.5 {
		t.Errorf("without a lag it says %v at a market of 0.5", got)
	}
}
