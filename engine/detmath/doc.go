// Package detmath computes exponentials, logarithms, powers and the probability
// functions built on them with the same bits on every CPU.
//
// The standard library's versions differ between processors: some have assembly,
// and a plain x*y+z is fused into one rounding where the CPU can do it. Here every
// product that feeds a sum is written float64(x*y), which the language defines as
// a rounding of its own, and the only operations used are + − × ÷, square root and
// bit patterns, which IEEE 754 fixes to the last bit.
//
// There are no types; functions take and return float64. A path through them:
//
//  1. [Exp], [Log], [Expm1], [Log1p] and [Pow] rest on two tables and short series.
//  2. [Sinh], [Asinh] and [Logistic] are composed of them.
//  3. [NormCDF] and [NormQuantile] use published rational approximations.
//  4. [LogGamma], [BetaInc], [BetaQuantile], [TCDF], [TQuantile] and [BinomialCDF]
//     serve the intervals of engine/stats.
//  5. [ExponentialQuantile], [LognormalQuantile], [BoundedParetoQuantile] and
//     [PoissonQuantile] turn one uniform number into a size or a waiting time.
//
// Invariant: the same arguments give the same bits on amd64 at any level of
// GOAMD64 and on arm64. A test hashes every function over many arguments, rebuilds
// itself for those targets and compares, and looks for fused instructions in the
// arm64 code. Against references in big arithmetic Exp, Log and Pow err by less
// than 0.55 units in the last place; each of the others states its own bound.
//
// Left out: trigonometry, complex numbers and random number generation, which
// nothing here needs; a sampler is a quantile function applied to a keyed uniform
// from engine/rng.
package detmath
