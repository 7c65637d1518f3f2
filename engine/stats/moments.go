package stats

import (
	"math"

	"github.com/restakesim/restakesim/engine/detmath"
)

// Mean returns the mean with Student's t interval, mean ± t·s/√n. One replication
// has no interval.
func (s *Sample) Mean() Estimate { return s.mean(twoSided) }

func (s *Sample) mean(alpha float64) Estimate {
	m, squares := s.moments()
	n := float64(s.N())
	if n < 2 {
		return Estimate{m, math.NaN(), math.NaN()}
	}
	half := float64(detmath.TQuantile(1-alpha, n-1) * math.Sqrt(squares/(n-1)/n))
	return Estimate{m, m - half, m + half}
}

// moments returns the mean and the sum of squared deviations from it.
func (s *Sample) moments() (mean, squares float64) {
	if s.Min() == s.Max() {
		return s.Min(), 0
	}
	var sum Sum
	for _, x := range s.sorted {
		sum.Add(x)
	}
	mean = sum.Value() / float64(s.N())
	var sq Sum
	for _, x := range s.sorted {
		d := x - mean
		sq.Add(float64(d * d))
	}
	return mean, sq.Value()
}

// SD returns the standard deviation (divisor n − 1) with an interval by the
// jackknife of its logarithm, log s ± t·se, which keeps the interval positive and
// its coverage close to nominal in small samples (R. Miller, The jackknife — a
// review, Biometrika 61, 1974). An interval needs three replications and a spread
// that no single one of them makes alone; where all agree the result is exact.
func (s *Sample) SD() Estimate { return s.sd(twoSided) }

func (s *Sample) sd(alpha float64) Estimate {
	n := float64(s.N())
	switch {
	case n < 2:
		return none()
	case s.constant():
		return Exact(0)
	}
	mean, squares := s.moments()
	sd := math.Sqrt(squares / (n - 1))
	se := s.jackknifeLogSD(mean, squares)
	if math.IsNaN(se) {
		return Estimate{sd, math.NaN(), math.NaN()}
	}
	factor := detmath.Exp(float64(detmath.TQuantile(1-alpha, n-1) * se))
	return Estimate{sd, sd / factor, float64(sd * factor)}
}

// jackknifeLogSD is the jackknife standard error of log s. Leaving out x takes
// (x−mean)²·n/(n−1) from the sum of squares.
func (s *Sample) jackknifeLogSD(mean, squares float64) float64 {
	n := float64(s.N())
	if n < 3 {
		return math.NaN()
	}
	logs := make([]float64, s.N())
	var sum Sum
	for i, x := range s.sorted {
		d := x - mean
		left := squares - float64(float64(d*d)*(n/(n-1)))
		if left < squares*1e-3 { // one value makes nearly all of it, and the difference few digits
			left = s.squaresWithout(i)
		}
		if left <= squares*1e-12 { // rounding of zero
			return math.NaN()
		}
		logs[i] = float64(detmath.Log(left) / 2) // compiled to a product
		sum.Add(logs[i])
	}
	centre := sum.Value() / n
	var sq Sum
	for _, l := range logs {
		sq.Add(float64((l - centre) * (l - centre)))
	}
	return math.Sqrt(sq.Value() * ((n - 1) / n))
}

// squaresWithout is the sum of squared deviations of all values but one.
func (s *Sample) squaresWithout(i int) float64 {
	var sum, sq Sum
	for k, x := range s.sorted {
		if k != i {
			sum.Add(x)
		}
	}
	mean := sum.Value() / float64(s.N()-1)
	for k, x := range s.sorted {
		if k != i {
			d := x - mean
			sq.Add(float64(d * d))
		}
	}
	return sq.Value()
}
