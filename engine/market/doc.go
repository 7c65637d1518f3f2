// Package market holds the venues where value trades: pools, lending desks, oracles,
// the price of ETH, points programmes, and the formulas by which agents value them.
//
// The types:
//
//  1. [Pool] is a venue for two coins; [StableSwap], [ConstantProduct] and
//     [Concentrated] are the three there are. concentrated_ticks.go says where liquidity
//     stands, concentrated_walk.go how a trade crosses it.
//  2. [Desk] is an isolated lending market, [Oracle] what it takes for a price.
//  3. [Programme] is a season of points, [Price] the price of ETH.
//
// The way through: a kind's Params say what a scenario may set; Open places the venue
// on the ledger; from then on a world asks for quotes, which are computed in floats and
// rounded down, and settles in integers through the ledger.
//
// Invariants: no trade lets the StableSwap invariant or the product of reserves fall, or
// takes more from positions between ticks than they give up, beyond rounding; a desk's totals equal the ledger's supply of its shares (Audit).
//
// Left out: order books and yield splitting.
package market
