// Package engine is the world: agents act in it, the mechanisms of engine/market and
// engine/restake answer, and engine/attack is looked at over its shoulder.
//
// The types:
//
//  1. [Spec] describes a world completely and never changes.
//  2. [World] is one, built from a Spec by one worker and reset for each replication.
//  3. [Behaviour] is the rule that a kind of agent lives by: it sees a [View] and
//     answers with [Action] values, which the world settles.
//  4. [Record] is what a replication says.
//
// The way through:
//
//  1. New builds a world: ledger accounts first, then the mechanisms in the order of
//     their dependence (world.go).
//  2. Replicate draws a population and its opening positions (genesis.go) and runs
//     the steps (step.go), each in eight parts: what is due (event.go), nature
//     (nature.go), slashes, recognition (recognise.go), accrual (accrue.go), dealing:
//     decisions, their settlement (settle*.go) and clearing (deal.go), attacks
//     (hunt.go, strike.go), observation (track.go, slack.go); start.go is where searches
//     begin. theory.go and leftover.go hold shocks and attacks against the theory of
//     restaking networks.
//  3. Metrics are read from lists of families (finals.go, traces.go, security.go).
//  4. A Snapshot searches the network as it opens, for profits drawn anew (profit.go,
//     snapshot.go), and examines it once for what can be proven (examine.go); it runs
//     no step.
//
// Invariants: only the ledger moves value; agents never change the world; a step
// allocates nothing; a replication depends on the spec, the seed and its number and on
// nothing else. A full recount runs every simulated day, after every slash, attack and
// round of liquidations, and at the end (check.go).
//
// Left out: files and flags (scenarios, cmd), how replications are spread over workers
// (engine/batch), what is made of them (engine/stats).
package engine
