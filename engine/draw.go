package engine

import (
	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/param"
)

// Draw maps a uniform number in (0,1) to a draw from a distribution of a scenario,
// in its base unit, by inverting its distribution function.
func Draw(d param.Dist, u float64) float64 {
	switch d.Law {
	case param.Uniform:
		return d.Min + float64(u*(d.Max-d.Min))
	case param.Lognormal:
		return detmath.LognormalQuantile(u, detmath.Log(median(d)), sigma(d))
	case param.Pareto:
		return detmath.BoundedParetoQuantile(u, d.Shape, least(d), d.Max)
	case param.Exponential:
		return detmath.ExponentialQuantile(u, d.Mean)
	}
	return d.Value
}

// sigma is the standard deviation of the logarithm, from the 95th percentile where
// that was given: ln(p95/median)/z95.
func sigma(d param.Dist) float64 {
	if d.Sigma > 0 || d.P95 <= 0 {
		return d.Sigma
	}
	return detmath.Log(d.P95/median(d)) / detmath.NormQuantile(0.95)
}

// SizeOf makes a Sizer of a distribution.
func SizeOf(d param.Dist) Sizer { return func(u float64) float64 { return Draw(d, u) } }

// median is 1 where only the spread was given: sizes are up to scale.
func median(d param.Dist) float64 {
	if d.Median == 0 {
		return 1
	}
	return d.Median
}

// least is the lower end of a Pareto law, four decades below the upper one where only
// that was given.
func least(d param.Dist) float64 {
	if d.Min == 0 {
		return d.Max * 1e-4
	}
	return d.Min
}
