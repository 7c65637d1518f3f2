package market

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/rng"
)

// numbered is a series whose returns say their own place in it.
func numbered(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = float64(i) / 1024
	}
	return out
}

// TestBootstrapDrawsOnlyTheSeries: every day's return is one of the series, and within a
// block they follow each other as there, the first after the last.
func TestBootstrapDrawsOnlyTheSeries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, block := rapid.IntRange(1, 40).Draw(t, "series"), rapid.IntRange(1, 50).Draw(t, "block")
		l := BlockBootstrap{numbered(n), block}
		k := rng.Key{Seed: rapid.Uint64().Draw(t, "seed"), Replication: rapid.Uint32().Draw(t, "replication")}
		last := 0
		for day := range 3 * block {
			at := clock.Time(int64(day) * int64(clock.Day))
			place := 1024 * l.logReturn(k, at, at.Add(clock.Day))
			i := int(place)
			if float64(i) != place || i < 0 || i >= n {
				t.Fatalf("day %d returns %v", day, place)
			}
			if day%block > 0 && i != (last+1)%n {
				t.Fatalf("day %d of a block is %d after %d", day%block, i, last)
			}
			last = i
		}
	})
}

// TestBootstrapStartsAnywhere: blocks start at every place of the series alike.
func TestBootstrapStartsAnywhere(t *testing.T) {
	const n, draws = 16, 16000
	l := BlockBootstrap{numbered(n), 5}
	counts := make([]float64, n)
	for r := range draws {
		counts[int(1024*l.logReturn(rng.Key{Seed: 61, Replication: uint32(r)}, clock.Time(10*clock.Day), clock.Time(11*clock.Day)))]++
	}
	chi := 0.0
	for _, c := range counts {
		chi += (c - draws/n) * (c - draws/n) / (draws / n)
	}
	if chi > 37.70 { // 15 degrees of freedom, one in a thousand
		t.Errorf("chi-square of the first days is %.1f", chi)
	}
}

// TestBootstrapKeepsTheMean: a year's return has the mean of the series times 365, in
// standard errors of the blocks.
func TestBootstrapKeepsTheMean(t *testing.T) {
	series := []float64{0.03, -0.05, 0.01, 0.08, -0.02, -0.01, 0.04, -0.06, 0.02, 0.005}
	mean, _, _, _ := moments(series)
	x := sample(BlockBootstrap{series, 3}, 71, 4000, clock.Year, clock.Day)
	got, variance, _, _ := moments(x)
	if z := (got - 365*mean) / math.Sqrt(variance/4000); math.Abs(z) > 3.5 {
		t.Errorf("mean return %v, %.2f standard errors from %v", got, z, 365*mean)
	}
}

// TestBootstrapByAnyStep: the same days come to the same return, however they are cut.
func TestBootstrapByAnyStep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := BlockBootstrap{[]float64{0.03, -0.05, 0.01, 0.08, -0.02}, 3}
		k := rng.Key{Seed: rapid.Uint64().Draw(t, "seed")}
		start := clock.Time(rapid.IntRange(0, int(clock.Day)).Draw(t, "start"))
		at, sum := start, 0.0
		for _, s := range rapid.SliceOfN(rapid.IntRange(0, int(3*clock.Day)), 1, 9).Draw(t, "steps") {
			sum += l.logReturn(k, at, at.Add(clock.Span(s)))
			at = at.Add(clock.Span(s))
		}
		if whole := l.logReturn(k, start, at); math.Abs(whole-sum) > 1e-14 {
			t.Fatalf("%v in steps, %v at once", sum, whole)
		}
	})
}

func TestLogReturns(t *testing.T) {
	got, err := LogReturns([]float64{100, 110, 99})
	if err != nil || len(got) != 2 || math.Abs(got[0]-math.Log(1.1)) > 1e-15 || math.Abs(got[1]-math.Log(0.9)) > 1e-15 {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range [][]float64{nil, {100}, {100, 0}, {-1, 100}, {100, math.NaN()}, {100, math.Inf(1)}} {
		if _, err := LogReturns(bad); !errors.Is(err, ErrSetting) {
			t.Errorf("%v is accepted: %v", bad, err)
		}
	}
}
