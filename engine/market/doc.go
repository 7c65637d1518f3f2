// Package market holds the venues where value trades: pools, lending desks, oracles,
// the price of ETH, points programmes, and the formulas by which agents value them.
//
// The types:
//
//  1. [Pool] is a venue for two coins; [StableSwap], [ConstantProduct] and
//     [Concentrated] are the three there are. concentrated_ticks.go says where liquidity
//     stands, concentrated_walk.go how a trade crosses it. StableSwap is a [Basket] of two
//     coins that settles: curve.go has the invariant and what a swap pays,
//     curve_change.go what changes of balances do to it, basket.go and
//     basket_liquidity.go every operation of any number of coins before rounding,
//     stableswap_liquidity.go uneven deposits and withdrawals on the ledger.
//  2. [Desk] is an isolated lending market, [Oracle] what it takes for a price.
//  3. [Pendle] splits SY into principal and yield tokens and is the market for them:
//     pendle_curve.go quotes and pendle_sizes.go inverts it, pendle_split.go mints and
//     redeems, pendle_yield.go keeps what yield tokens earn, pendle_trade.go and
//     pendle_liquidity.go settle, pendle_orders.go sizes trades for an amount of SY.
//  4. [Programme] is a season of points, [Price] the price of ETH.
//
// The way through: a kind's Params say what a scenario may set; Open places the venue
// on the ledger; from then on a world asks for quotes, which are computed in floats and
// rounded down, and settles in integers through the ledger.
//
// Invariants: no trade lets the StableSwap invariant or the product of reserves fall, or
// takes more from positions between ticks than they give up, beyond rounding; no deposit
// or withdrawal lets the invariant per share of StableSwap fall likewise; a desk's
// totals equal the ledger's supply of its shares (Audit); the SY behind principal and
// yield tokens covers all of them (Audit).
//
// Left out: order books.
package market
