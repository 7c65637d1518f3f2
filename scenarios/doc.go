// Package scenarios holds the scenario files and what turns one into a plan that can
// be run.
//
// The types:
//
//  1. [File] is what a scenario file may say; its fields' tags name units, ranges,
//     defaults and documentation.
//  2. [Plan] is a checked scenario: an engine.Spec, seed, replications, thresholds.
//  3. [Outcome] is what simulating a plan comes back with.
//
// The way through:
//
//  1. [ParseTree] reads a file strictly (yaml.go), works in the files that it extends
//     (extends.go), levers and uncertainties (settings.go), --set edits (set.go) and
//     sources (provenance.go), and gives one tree whose every node knows its place.
//  2. [Load] decodes the tree into a File and builds the Spec piece by piece: assets,
//     markets, network, vaults, events. It collects every problem, but for those that
//     only follow from others (complain.go); [Diagnose] writes them with the line and
//     a caret. It warns of a world that cannot answer its question (doubt.go).
//  3. [Plan.Simulate] splits the replications into tasks, runs them on an executor and
//     gathers the partial results in task order (simulate.go).
//  4. [Plan.SearchFrontier] finds where a statistic crosses a target: the section and its
//     worlds (frontier.go, raw.go), axes (frontier_axis.go), the search along a row
//     (frontier_search.go), evaluation of points (frontier_trace.go, frontier_glimpse.go).
//  5. [Plan.Summarise] and [Plan.Context] say what came out (summary.go, context.go);
//     [Plan.FrontierRun] does so for a frontier (frontier_run.go).
//
// Beside that way stands the catalogue of real systems, [Systems]: it reads rules and
// defaults from the values that run (systems_rules.go) and adds names, what is left out
// (systems_catalogue.go, systems_venues.go), and where each number was read
// (systems_origins.go).
//
// Invariant: a plan is a function of the files' content and the edits. The order of
// keys in a file, comments and spelling of units change nothing in a plan, and its
// hash is that of the canonical form (canonical.go).
//
// Left out: parameters of mechanisms and agents, which their own packages own; and
// where results go (reports/store).
package scenarios
