// Package result says what a run says: the vocabulary in which the world
// reports to files and figures. It holds types only, so that a reader of stored
// results never pulls in a simulator.
//
// The types, in the order a reader meets them:
//
//  1. [Metric] names a number and its unit; [Columns] holds its final value in
//     every replication.
//  2. [Series] is a band over time: pointwise quantiles of one metric.
//  3. [Summary] is summary.json: estimates with intervals and thresholds.
//  4. [Context] is context.json: what a report has to tell besides numbers.
//  5. [Frontier] is where a statistic crosses a target, a part of the summary.
//  6. [Run] is all of it together, which is what a figure draws from.
//
// Invariant: everything here is a deterministic function of the scenario and the
// seed. Wall times, hosts and paths live in the manifest, which reports/store
// owns.
//
// Left out: how numbers are computed (engine/stats) and how they are stored
// (reports/store).
package result
