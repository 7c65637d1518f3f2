// Package batch spreads replications over workers and puts the results together
// again in an order that does not depend on how many there were.
//
// The types:
//
//  1. [Task] is a range of replications of a cell: with the plan, all that a worker
//     needs.
//  2. [Runner] runs tasks, one at a time; each worker has one and keeps it.
//  3. [Executor] is a place to run; [Pool] is the one on this machine.
//  4. [Partial] is what a task comes back with.
//
// The way through: [Split] makes tasks, an Executor runs them, and done receives the
// partials in the order of the tasks, whoever finished first.
//
// Invariants: the order of done is that of the tasks; no more than a window of
// partials is ever held, however slow the first task is.
//
// Left out: what a replication is, and where results are kept.
package batch
