package detmath

import "math"

// ExponentialQuantile returns the waiting time that a share u of an exponential
// law with the given mean falls below, in the mean's unit; u in [0, 1), +Inf at 1.
func ExponentialQuantile(u, mean float64) float64 { return float64(-mean * Log1p(-u)) }

// LognormalQuantile returns the size that a share u of a lognormal law falls below,
// u in (0, 1): e^(mu + sigma·NormQuantile(u)).
func LognormalQuantile(u, mu, sigma float64) float64 {
	return Exp(mu + float64(sigma*NormQuantile(u)))
}

// BoundedParetoQuantile returns the size that a share u of a Pareto law cut to
// [min, max] falls below, u in [0, 1], shape > 0, 0 < min ≤ max; max may be +Inf.
//
// The inverse of F(x) = (1 − (min/x)^shape) / (1 − (min/max)^shape), written with
// expm1 and log1p so that no bits are lost for small shapes or u near 0.
func BoundedParetoQuantile(u, shape, min, max float64) float64 {
	whole := -Expm1(float64(shape * Log(min/max)))
	x := float64(min * Exp(-Log1p(-float64(u*whole))/shape))
	return math.Max(min, math.Min(max, x))
}

// Up to summedMean a Poisson quantile adds up masses from zero; beyond
// approximateMean it is read off the normal law with two correcting terms, which is
// then right to within one count in 1e8.
const (
	summedMean      = 20
	approximateMean = 1e8
)

// PoissonQuantile returns the smallest count k with P(N ≤ k) ≥ u for a Poisson law
// of the given mean ≥ 0, u in (0, 1). A mean of zero or less gives 0. Above a mean
// of 1e8 the count is a Cornish–Fisher approximation.
func PoissonQuantile(u, mean float64) int {
	switch {
	case !(mean > 0):
		return 0
	case mean <= summedMean:
		return poissonBySum(u, mean)
	}
	z := NormQuantile(u)
	s := math.Sqrt(mean)
	guess := math.Floor(mean + float64(s*z) + (float64(z*z)-1)/6 + float64(z-float64(z*z*z))/(72*s) + 0.5)
	if mean > approximateMean {
		return int(guess)
	}
	return int(poissonWalk(u, mean, math.Max(0, guess)))
}

// poissonBySum walks up from zero. The masses run out before a u within 1e-16 of 1
// is reached, which ends the walk.
func poissonBySum(u, mean float64) int {
	mass := Exp(-mean)
	sum := mass
	k := 0
	for ; sum < u; k++ {
		mass = float64(mass * mean / float64(k+1))
		if next := sum + mass; next == sum && float64(k) > mean {
			break
		} else {
			sum = next
		}
	}
	return k
}

// poissonWalk moves from a guess to the smallest k whose cumulative probability
// reaches u; the guess is off by a count or two.
func poissonWalk(u, mean, k float64) float64 {
	for poissonCDF(k, mean) < u {
		k++
	}
	for k > 0 && poissonCDF(k-1, mean) >= u {
		k--
	}
	return k
}
