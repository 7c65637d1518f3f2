// Package stats turns the final metrics of replications into estimates with intervals
// that a referee accepts.
//
// The types:
//
//  1. [Sample] is the values of one metric, sorted once; its methods give an [Estimate]
//     each: mean by t, standard deviation by jackknife, quantile by order statistics,
//     probability by Clopper–Pearson, expected shortfall by bootstrap-t, distribution
//     function with a simultaneous band.
//  2. [Histogram] counts paths in buckets that merge exactly.
//  3. [Threshold] is a line that the bound of an estimate must not cross.
//
// The way through: NewSample, then the estimates; ParseThreshold, then Evaluate.
//
// Invariants: a result depends on the values alone, not on the order in which they
// came; a bound that does not exist is NaN and never a guess; an estimate without error
// says so by an interval of no width.
//
// Left out: estimates from correlated or weighted samples, which rare-event methods
// will need.
package stats
