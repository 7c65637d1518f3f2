// Package stats turns the final metrics of replications into estimates with
// intervals.
package stats
