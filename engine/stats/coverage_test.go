package stats

import (
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/rng"
)

// An experiment draws n values and asks whether an interval contains the truth. Streams
// are fixed, so a coverage is one number and no test fails by chance; its own standard
// error is 0.7 points over 1000 experiments and 0.35 over 4000.
type experiment struct {
	n       int
	draw    func(u float64) float64
	covered func(*Sample) bool
}

// coverage returns the share of so many experiments that cover.
func (x experiment) coverage(t *testing.T, experiments int) float64 {
	hits := 0
	values := make([]float64, x.n)
	for e := range experiments {
		s := rng.Key{Seed: 1, Entity: uint64(e), Purpose: rng.Population}.Stream()
		for i := range values {
			values[i] = x.draw(s.UnitAt(uint16(i)))
		}
		if x.covered(sample(t, values...)) {
			hits++
		}
	}
	return float64(hits) / float64(experiments)
}

// contains turns an interval into a question. An end that does not exist covers
// everything on its side.
func contains(truth float64, interval func(*Sample) Estimate) func(*Sample) bool {
	return func(s *Sample) bool {
		e := interval(s)
		return !(truth < e.Lo) && !(truth > e.Hi)
	}
}

func TestCoverage(t *testing.T) {
	normal := detmath.NormQuantile
	z90 := normal(0.9)
	es95 := func(s *Sample) Estimate { return s.ES(0.95) }
	es05 := func(s *Sample) Estimate { return s.ES(0.05) }
	for _, c := range []struct {
		name        string
		experiments int
		experiment
		lo, hi float64
	}{
		{"mean by t", 4000, experiment{40, normal, contains(0, (*Sample).Mean)}, 0.935, 0.965},
		{"mean of five by t", 4000, experiment{5, normal, contains(0, (*Sample).Mean)}, 0.935, 0.965},
		{"sd by jackknife", 4000, experiment{100, normal, contains(1, (*Sample).SD)}, 0.935, 0.965},
		{"quantile by order statistics", 4000, experiment{120, normal, contains(z90, func(s *Sample) Estimate { return s.Quantile(0.9) })}, 0.935, 1},
		{"median by order statistics", 4000, experiment{25, normal, contains(0, func(s *Sample) Estimate { return s.Quantile(0.5) })}, 0.935, 1},
		{"upper bound of p95", 4000, experiment{100, normal, contains(normal(0.95), upperBound("upper95(p95(x)) < 0"))}, 0.94, 1},
		{"probability by Clopper and Pearson", 4000, experiment{120, normal, contains(0.1, func(s *Sample) Estimate { return s.Prob(Greater, z90) })}, 0.935, 1},
		{"rare event by Clopper and Pearson", 4000, experiment{120, normal, contains(0.01, func(s *Sample) Estimate { return s.Prob(Greater, normal(0.99)) })}, 0.935, 1},
		{"distribution by Dvoretzky, Kiefer and Wolfowitz", 4000, experiment{100, func(u float64) float64 { return u }, uniformInBand}, 0.935, 1},
		{"shortfall by bootstrap-t", 1000, experiment{1000, exponential, contains(1+math.Log(20), es95)}, 0.92, 1},
		{"lower shortfall by bootstrap-t", 1000, experiment{1000, func(u float64) float64 { return -exponential(u) }, contains(-1-math.Log(20), es05)}, 0.92, 1},
		{"shortfall of a long tail", 100, experiment{4000, exponential, contains(1+math.Log(20), es95)}, 0.92, 1},
	} {
		if c.n >= 1000 && testing.Short() {
			continue
		}
		got := c.coverage(t, c.experiments)
		t.Logf("%s covers %.4f", c.name, got)
		if got < c.lo || got > c.hi {
			t.Errorf("%s covers %.4f, want %.3f to %.3f", c.name, got, c.lo, c.hi)
		}
	}
}

// upperBound is the interval below the bound that a threshold looks at.
func upperBound(threshold string) func(*Sample) Estimate {
	th, err := ParseThreshold(threshold)
	return func(s *Sample) Estimate {
		if err != nil {
			panic(err)
		}
		v := th.Evaluate(s)
		return Estimate{v.Est, math.Inf(-1), v.Bound}
	}
}

// uniformInBand says whether the uniform distribution lies in the band everywhere, in
// front of the first value too. The band is cut to [0, 1], where every distribution is.
func uniformInBand(s *Sample) bool {
	b := s.ECDFBand()
	if b.X[0] > math.Sqrt(math.Log(40)/float64(2*s.N())) {
		return false
	}
	for i, x := range b.X {
		next := 1.0
		if i+1 < len(b.X) {
			next = b.X[i+1]
		}
		if b.Lo[i] > x || next > b.Hi[i] {
			return false
		}
	}
	return true
}
