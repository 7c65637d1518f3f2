// Package agents holds the kinds of agents: what each may set, what it knows of
// itself and how it decides. One file a kind; catalog.go lists them.
//
// The types:
//
//  1. [Params] is what a scenario sets of a kind: counts, holdings, distributions of
//     traits. Each kind's own struct says the unit, default and bounds of every key.
//  2. The behaviours, which are not exported, implement engine.Behaviour: Populate
//     draws traits and opening positions, Decide turns a view into actions.
//
// The way through: a scenario's agents section is decoded into Params, Cohort resolves
// the names it mentions, the world calls Spawn once and then, for each replication,
// Populate and at every step Decide for the agents that are awake.
//
// Stakers (staker.go, value.go, act.go) compare every option per 1 of redemption value
// of their own equity at their own horizon; tastes persist (taste.go), so that a review
// by itself changes nothing. Whoever comes in, a depositor or a staker who returns, buys
// what is cheaper than minting (entry.go).
//
// Invariant: a behaviour reads the view and its own columns and draws only addressed
// numbers; it allocates when it is spawned and not again.
//
// Left out: agents who learn, and agents who know each other's intentions.
package agents
