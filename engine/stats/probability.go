package stats

import (
	"math"

	"github.com/restakesim/restakesim/engine/detmath"
)

// Prob returns how often the metric lies on a side of a value, a share from 0 to
// 1, with the interval of C. Clopper and E. Pearson (Biometrika 26, 1934). It is
// never exact: an event that never happened in n replications may still have a
// probability of about 3.7/n.
func (s *Sample) Prob(op Op, value float64) Estimate { return s.prob(op, value, twoSided) }

func (s *Sample) prob(op Op, value, alpha float64) Estimate {
	if math.IsNaN(value) {
		return none()
	}
	n := s.N()
	k := s.count(op, value)
	e := Estimate{float64(k) / float64(n), 0, 1}
	if k > 0 {
		e.Lo = detmath.BetaQuantile(alpha, float64(k), float64(n-k+1))
	}
	if k < n {
		e.Hi = detmath.BetaQuantile(1-alpha, float64(k+1), float64(n-k))
	}
	return e
}

func (s *Sample) count(op Op, value float64) int {
	switch op {
	case Less:
		return s.below(value)
	case LessEqual:
		return s.atMost(value)
	case Greater:
		return s.N() - s.atMost(value)
	}
	return s.N() - s.below(value)
}

// Band is an empirical distribution function with a simultaneous 95 % band: the
// true one lies inside at every point at once. P[i] is the share of replications
// at or below X[i], and it holds up to X[i+1].
type Band struct {
	X, P, Lo, Hi []float64
}

// ECDFBand returns the empirical distribution function at every distinct value
// with the band of Dvoretzky, Kiefer and Wolfowitz, P ± √(log(2/0.05)/2n) cut to
// [0, 1] (constant by P. Massart, Annals of Probability 18, 1990).
func (s *Sample) ECDFBand() Band {
	n := float64(s.N())
	half := math.Sqrt(detmath.Log(2/0.05) / (2 * n))
	var b Band
	for i, x := range s.sorted {
		if i+1 < len(s.sorted) && s.sorted[i+1] == x {
			continue
		}
		p := float64(i+1) / n
		b.X = append(b.X, x)
		b.P = append(b.P, p)
		b.Lo = append(b.Lo, math.Max(0, p-half))
		b.Hi = append(b.Hi, math.Min(1, p+half))
	}
	return b
}
