package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/detmath"
)

// TestMeanOfFive: the 97.5 % point of t with 4 degrees of freedom is 2.776445.
func TestMeanOfFive(t *testing.T) {
	half := 2.7764451052 * math.Sqrt(2.5/5)
	if got := sample(t, upTo(5)...).Mean(); !same(got, Estimate{3, 3 - half, 3 + half}, 1e-9) {
		t.Errorf("mean %v", got)
	}
}

// TestSDAgainstLeavingOut recomputes log s without each value in turn.
func TestSDAgainstLeavingOut(t *testing.T) {
	logSD := func(values []float64) float64 {
		m, q, n := 0.0, 0.0, float64(len(values))
		for _, x := range values {
			m += x / n
		}
		for _, x := range values {
			q += (x - m) * (x - m)
		}
		return math.Log(math.Sqrt(q / (n - 1)))
	}
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfNDistinct(rapid.Float64Range(-100, 100), 4, 30, rapid.ID[float64]).Draw(t, "values")
		n := float64(len(values))
		var logs []float64
		mean := 0.0
		for i := range values {
			rest := append(append([]float64{}, values[:i]...), values[i+1:]...)
			logs = append(logs, logSD(rest))
			mean += logs[i] / n
		}
		variance := 0.0
		for _, l := range logs {
			variance += (l - mean) * (l - mean) * (n - 1) / n
		}
		sd, factor := math.Exp(logSD(values)), math.Exp(detmath.TQuantile(0.975, n-1)*math.Sqrt(variance))
		got := sample(t, values...).SD()
		if want := (Estimate{sd, sd / factor, sd * factor}); !same(got, want, 1e-6*want.Hi) && !math.IsNaN(got.Hi) {
			t.Fatalf("sd %v, want %v", got, want)
		}
	})
}

// TestSDWhereOneValueIsAllOfIt: without the 1, what is left of the sum of squares is a
// ten-billionth of it, and must not be a difference of the two.
func TestSDWhereOneValueIsAllOfIt(t *testing.T) {
	got := sample(t, 1, 0x1p-16, 0x1.4p-16, 0x1p-17).SD()
	if want := 4.202948040364351e+11; math.Abs(got.Hi-want) > 1e-9*want {
		t.Errorf("sd at most %v, want %v", got.Hi, want)
	}
}

// TestProbOfKnownCounts compares with R's binom.test.
func TestProbOfKnownCounts(t *testing.T) {
	for _, c := range []struct {
		hits, n int
		want    Estimate
	}{
		{0, 10, Estimate{0, 0, 0.3084971}},
		{1, 10, Estimate{0.1, 0.002528579, 0.4450161}},
		{5, 20, Estimate{0.25, 0.08657147, 0.4910459}},
		{10, 10, Estimate{1, 0.6915029, 1}},
	} {
		s := sample(t, upTo(c.n)...)
		edge := float64(c.hits)
		for _, got := range []Estimate{s.Prob(LessEqual, edge), s.Prob(Less, edge+0.5), complement(s.Prob(Greater, edge)), complement(s.Prob(GreaterEqual, edge+1))} {
			if !same(got, c.want, 5e-8) {
				t.Errorf("%d of %d: %v, want %v", c.hits, c.n, got, c.want)
			}
		}
	}
	if e := sample(t, 1, 2).Prob(Less, math.NaN()); !math.IsNaN(e.Est) {
		t.Errorf("probability of lying below nothing is %v", e)
	}
}

func complement(e Estimate) Estimate { return Estimate{1 - e.Est, 1 - e.Hi, 1 - e.Lo} }

// TestQuantileRanksByAddingUp finds the ranks with a plain sum of binomial terms.
func TestQuantileRanksByAddingUp(t *testing.T) {
	for _, n := range []int{1, 2, 5, 20, 59, 100, 299, 368} {
		for _, p := range []float64{0.01, 0.05, 0.25, 0.5, 0.9, 0.95, 0.99} {
			for _, alpha := range []float64{0.025, 0.05} {
				lo, hi := quantileRanks(n, p, alpha)
				wantLo, wantHi := 0, n+1
				below := 0.0 // P(K < r)
				for r := range n + 1 {
					if r > 0 && below <= alpha {
						wantLo = r
					}
					if r > 0 && 1-below <= alpha {
						wantHi = min(wantHi, r)
					}
					below += binomial(n, r, p)
				}
				if lo != wantLo || hi != wantHi {
					t.Errorf("n %d, p %v, alpha %v: ranks %d and %d, want %d and %d", n, p, alpha, lo, hi, wantLo, wantHi)
				}
			}
		}
	}
}

func binomial(n, k int, p float64) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return math.Exp(a - b - c + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p))
}

// TestMedianOfAHundred: the textbook interval runs from the 40th to the 61st value.
func TestMedianOfAHundred(t *testing.T) {
	if got := sample(t, upTo(100)...).Quantile(0.5); got != (Estimate{50, 40, 61}) {
		t.Errorf("median %v", got)
	}
}

// TestQuantileBoundsNeedReplications: 1 − p^n must reach the level.
func TestQuantileBoundsNeedReplications(t *testing.T) {
	for _, c := range []struct {
		p        float64
		oneSided int // fewest replications that bound it from above
		twoSided int
	}{{0.95, 59, 72}, {0.99, 299, 368}, {0.999, 2995, 3688}} {
		for n, want := range map[int]bool{c.oneSided - 1: false, c.oneSided: true} {
			if e := sample(t, upTo(n)...).quantile(c.p, oneSided); math.IsNaN(e.Hi) == want {
				t.Errorf("p%v of %d, one side: %v", 100*c.p, n, e)
			}
		}
		for n, want := range map[int]bool{c.twoSided - 1: false, c.twoSided: true} {
			s := sample(t, upTo(n)...)
			if e := s.Quantile(c.p); math.IsNaN(e.Hi) == want {
				t.Errorf("p%v of %d: %v", 100*c.p, n, e)
			}
			if e := s.Quantile(1 - c.p); math.IsNaN(e.Lo) == want {
				t.Errorf("p%v of %d: %v", 100*(1-c.p), n, e)
			}
		}
	}
	for _, p := range []float64{0, 1, -1, math.NaN()} {
		if e := sample(t, 1, 2).Quantile(p); !math.IsNaN(e.Est) {
			t.Errorf("quantile %v is %v", p, e)
		}
	}
}

func TestBandAtTies(t *testing.T) {
	b := sample(t, 1, 2, 2, 5).ECDFBand()
	half := math.Sqrt(math.Log(40) / 8)
	want := Band{X: []float64{1, 2, 5}, P: []float64{0.25, 0.75, 1}, Lo: []float64{0, 0.75 - half, 1 - half}, Hi: []float64{0.25 + half, 1, 1}}
	for i := range want.X {
		if b.X[i] != want.X[i] || b.P[i] != want.P[i] || math.Abs(b.Lo[i]-want.Lo[i]) > 1e-12 || math.Abs(b.Hi[i]-want.Hi[i]) > 1e-12 {
			t.Errorf("point %d: %v %v %v %v", i, b.X[i], b.P[i], b.Lo[i], b.Hi[i])
		}
	}
}
