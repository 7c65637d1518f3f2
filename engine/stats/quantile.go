package stats

import (
	"math"
	"sort"

	"github.com/restakesim/restakesim/engine/detmath"
)

// Quantile returns the p-quantile, p in (0, 1), with an exact distribution-free
// interval. The estimate is the order statistic of rank ⌈n·p⌉, a value that
// occurred, rather than an interpolation between two. The ends are order
// statistics whose ranks follow from the binomial law (W. Conover, Practical
// Nonparametric Statistics, 3.2); an end that would lie beyond the sample is NaN.
// Replications that all agree give the value as exact. NaN for other p.
func (s *Sample) Quantile(p float64) Estimate { return s.quantile(p, twoSided) }

func (s *Sample) quantile(p, alpha float64) Estimate {
	if !(p > 0 && p < 1) {
		return none()
	}
	if s.constant() {
		return Exact(s.Min())
	}
	n := s.N()
	lo, hi := quantileRanks(n, p, alpha)
	return Estimate{s.ranked(rank(n, p)), s.ranked(lo), s.ranked(hi)}
}

// ranked returns the order statistic of a rank from 1 to n, NaN for others.
func (s *Sample) ranked(r int) float64 {
	if r < 1 || r > s.N() {
		return math.NaN()
	}
	return s.sorted[r-1]
}

// rank is ⌈n·p⌉, forgiving the rounding of the product, and between 1 and n.
func rank(n int, p float64) int {
	r := int(math.Ceil(float64(float64(n)*p) - 1e-9))
	return min(max(r, 1), n)
}

// quantileRanks returns the largest rank whose order statistic exceeds the
// quantile with probability alpha at most, and the smallest one that falls short
// of it with at most alpha: K replications lie at or below the quantile, K being
// binomial. Ranks 0 and n+1 say that there is none.
func quantileRanks(n int, p, alpha float64) (lo, hi int) {
	// P(K < lo) ≤ alpha
	lo = sort.Search(n, func(r int) bool { return detmath.BinomialCDF(r, n, p) > alpha })
	// P(K ≥ hi) ≤ alpha; the upper tail is the lower one of n−K, which keeps its
	// digits where p is close to 1.
	hi = 1 + sort.Search(n, func(r int) bool { return detmath.BinomialCDF(n-r-1, n, 1-p) <= alpha })
	return lo, hi
}
