package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/detmath"
)

func TestShortfallOfKnownTails(t *testing.T) {
	for _, c := range []struct {
		n    int
		p    float64
		want float64
	}{
		{100, 0.95, 98},                 // 96 … 100
		{100, 0.05, 3},                  // 1 … 5
		{100, 0.99, 100},                // one replication
		{30, 0.95, (30 + 0.5*29) / 1.5}, // one and a half
		{10, 0.99, 10},                  // a tenth of one
		{10, 0.01, 1},
		{10, 0.5, 8},
	} {
		if got := sample(t, upTo(c.n)...).ES(c.p); math.Abs(got.Est-c.want) > 1e-9 {
			t.Errorf("es of %d at %v: %v, want %v", c.n, c.p, got, c.want)
		}
	}
	for _, p := range []float64{0, 1, math.NaN()} {
		if e := sample(t, 1, 2).ES(p); !math.IsNaN(e.Est) {
			t.Errorf("shortfall at %v is %v", p, e)
		}
	}
}

// TestShortfallMirrors: what is high in a sample is low in its negative.
func TestShortfallMirrors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-10, 10), 2, 80).Draw(t, "values")
		negated := make([]float64, len(values))
		for i, x := range values {
			negated[i] = -x
		}
		p := rapid.SampledFrom([]float64{0.75, 0.875}).Draw(t, "p")
		high, low := sample(t, values...).ES(p), sample(t, negated...).ES(1-p)
		if !same(high, Estimate{-low.Est, -low.Hi, -low.Lo}, 1e-9) {
			t.Fatalf("high %v, low of the negative %v", high, low)
		}
	})
}

// TestTailWithoutSpread: the end towards the middle is the quantile's, the other does
// not exist.
func TestTailWithoutSpread(t *testing.T) {
	values := upTo(100)
	for i := 80; i < 100; i++ {
		values[i] = 1000
	}
	s := sample(t, values...)
	if got := s.ES(0.9); got.Est != 1000 || got.Lo != s.Quantile(0.9).Lo || !math.IsNaN(got.Hi) {
		t.Errorf("upper tail %v", got)
	}
	for i := range values {
		values[i] = -values[i]
	}
	s = sample(t, values...)
	if got := s.ES(0.1); got.Est != -1000 || got.Hi != s.Quantile(0.1).Hi || !math.IsNaN(got.Lo) {
		t.Errorf("lower tail %v", got)
	}
}

// TestResampleAgainstWholeSamples draws whole samples with replacement and sorts them,
// and compares the ranks that come out on top.
func TestResampleAgainstWholeSamples(t *testing.T) {
	const n, k, rounds = 40, 8, 4000
	s := sample(t, upTo(n)...)
	tail := s.tail(1 - float64(k)/n)
	if len(tail.values) != k {
		t.Fatalf("tail of %d", len(tail.values))
	}
	r := rand.New(rand.NewPCG(1, 2))
	var fast, slow [k]float64
	draw, whole := make([]float64, k), make([]float64, n)
	for i := range rounds {
		tail.resample(i, draw)
		for j := range whole {
			whole[j] = s.sorted[r.IntN(n)]
		}
		slices.Sort(whole)
		for j := range k {
			fast[j] += draw[j] / rounds
			slow[j] += whole[n-k+j] / rounds
		}
	}
	for j := range k {
		// An order statistic of forty has a deviation of 3 ranks at most, its mean of
		// 4000 one of 0.05, a difference of two one of 0.07.
		if math.Abs(fast[j]-slow[j]) > 0.25 {
			t.Errorf("place %d of the tail: mean %v, by whole samples %v", j, fast[j], slow[j])
		}
	}
}

// TestShortfallErrorAgainstRepeats compares the standard error's formula with the
// spread of the estimate over repeated experiments.
func TestShortfallErrorAgainstRepeats(t *testing.T) {
	const repeats, n = 400, 400
	r := rand.New(rand.NewPCG(3, 4))
	var sum, squares, said float64
	values := make([]float64, n)
	for range repeats {
		for i := range values {
			values[i] = detmath.ExponentialQuantile(r.Float64(), 1)
		}
		tail := sample(t, values...).tail(0.9)
		est, se := tail.shortfall(tail.values)
		sum, squares, said = sum+est, squares+est*est, said+se/repeats
	}
	mean := sum / repeats
	spread := math.Sqrt(squares/repeats - mean*mean)
	if math.Abs(said/spread-1) > 0.12 { // its own error is 1/√800 = 3.5 %
		t.Errorf("standard error %v, spread %v", said, spread)
	}
	if math.Abs(mean-(1+math.Log(10))) > 4*spread/math.Sqrt(repeats)+0.01 {
		t.Errorf("mean shortfall %v", mean)
	}
}
