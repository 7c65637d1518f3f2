package stats

import (
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/rng"
)

// experiments is how many toy experiments measure a coverage: its own standard error
// is then a third of a point. Streams are fixed, so a coverage is one number and no
// test fails by chance.
const experiments = 4000

// covered returns the share of experiments whose interval contains the truth. An end
// that does not exist covers everything on its side.
func covered(n int, quantile func(u float64) float64, interval func(*Sample) Estimate, truth float64) float64 {
	hits := 0
	values := make([]float64, n)
	for e := range experiments {
		s := rng.Key{Seed: 1, Entity: uint64(e), Purpose: rng.Population}.Stream()
		for i := range values {
			values[i] = quantile(s.UnitAt(uint16(i)))
		}
		sample, err := NewSample(values)
		if err != nil {
			panic(err)
		}
		ci := interval(sample)
		if !(truth < ci.Lo) && !(truth > ci.Hi) {
			hits++
		}
	}
	return float64(hits) / experiments
}

func TestCoverageOfIntervals(t *testing.T) {
	normal := detmath.NormQuantile
	z90 := detmath.NormQuantile(0.9)
	for _, c := range []struct {
		name     string
		n        int
		quantile func(float64) float64
		interval func(*Sample) Estimate
		truth    float64
		lo, hi   float64
	}{
		{"mean by t", 40, normal, (*Sample).Mean, 0, 0.935, 0.965},
		{"sd by jackknife", 100, normal, (*Sample).SD, 1, 0.935, 0.965},
		{"quantile by order statistics", 120, normal, func(s *Sample) Estimate { return s.Quantile(0.9) }, z90, 0.935, 1},
		{"probability by Clopper and Pearson", 120, normal, func(s *Sample) Estimate { return s.Prob(Greater, z90) }, 0.1, 0.935, 1},
		{"shortfall by bootstrap-t", 1000, exponential, func(s *Sample) Estimate { return s.ES(0.95) }, 1 + math.Log(20), 0.92, 1},
	} {
		if c.n*experiments > 600000 && testing.Short() {
			continue
		}
		if got := covered(c.n, c.quantile, c.interval, c.truth); got < c.lo || got > c.hi {
			t.Errorf("%s covers %.3f, want %.3f to %.3f", c.name, got, c.lo, c.hi)
		} else {
			t.Logf("%s covers %.3f", c.name, got)
		}
	}
}

func TestBandCoversTheWholeDistribution(t *testing.T) {
	inside := 0
	values := make([]float64, 100)
	for e := range experiments {
		s := rng.Key{Seed: 1, Entity: uint64(e), Purpose: rng.Population}.Stream()
		for i := range values {
			values[i] = s.UnitAt(uint16(i))
		}
		sample, _ := NewSample(values)
		b := sample.ECDFBand()
		ok := b.X[0] <= math.Sqrt(math.Log(40)/200)
		for i, x := range b.X {
			next := 1.0
			if i+1 < len(b.X) {
				next = b.X[i+1]
			}
			ok = ok && b.Lo[i] <= x && next <= b.Hi[i]
		}
		if ok {
			inside++
		}
	}
	if got := float64(inside) / experiments; got < 0.935 {
		t.Errorf("the band covers %.3f of experiments", got)
	}
}
