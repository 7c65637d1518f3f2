// Package restake holds the mechanics of restaked ether: who could be slashed, by
// whom, for how much, and how long it takes to get out.
//
// The types:
//
//  1. [Network] is a restaking network at rest, read by [ReadNetwork] or drawn by
//     [Generate]; [Elastic], which only [ReadEither] reads, allocates freely.
//  2. [Graph] is the network in motion: vaults with their exit tranches, commitments
//     of operators to services, slash cases under way. A [Platform] is a value: six
//     settings and its clocks. Stake is pooled, in shares of one price (pool.go,
//     tranche.go, loss.go), or in scaled accounts, as EigenLayer keeps it (scaled.go,
//     scaled_exit.go, scaled_loss.go, staker.go; promises in allocate.go). Exits from a
//     pool wait in a bucket (bucket.go) or as shares that stay in it (redemption.go). A
//     slash takes a fraction (slash.go) or an amount (demand.go), which where stake is
//     captured is bounded by what was promised in the past (capture.go, history.go,
//     limit.go); gate.go says who may stop it, and how operators divide a vault.
//  3. [Exposure] is the attack graph at one instant, filled from either.
//  4. [Ethereum] is the chain's own exit queue, shared by everybody, its yield and its
//     penalties; the rules of a time are an [Era]. [ExitQueue] is the queue by itself.
//  5. [LiquidToken] is a tradable share of staked or restaked ether: a backing in
//     several parts, a buffer, and a line of exits. Its terms are [TokenParams]. A
//     [Burner] redeems slashed ones.
//  6. [Setting] is one rule of a platform, an era or a token, written for people
//     (settings.go, words.go).
//
// The way through:
//
//  1. [NewGraph], [NewEthereum] and [NewLiquidToken] while a world is built;
//  2. [LiquidToken.Endow], [LiquidToken.Found] and [Graph.EndowBonds] at the beginning
//     of a replication;
//  3. Settle of the chain, then the graph, then the tokens, those that others are
//     backed by first, whenever time has passed;
//  4. the verbs of owners, operators, services and managers in between;
//  5. [Graph.Recheck] to prove that nothing was lost, and Reset for the next
//     replication.
//
// Invariants:
//
//   - a loss lowers balances and leaves share counts alone, so every owner of a pool
//     loses the same part;
//   - shares owned are shares issued, and are worth no more than the pool but for what
//     virtual units lend them;
//   - scaled accounts are worth no more than the stake, and their withdrawals no more
//     than the queue: what rounding leaves is nobody's;
//   - tranches add up to the queue account, and claims to no more than their tranche;
//   - where stake is disjoint, an operator has promised no more than it has;
//   - what is taken for a slash is never more than what is accounted for;
//   - what is in vaults, paid and slashed is what was brought, to the unit;
//   - a refusal leaves everything as it was;
//   - nothing allocates once a replication of the same size has been run.
//
// Left out: market prices, and what anybody decides.
package restake
