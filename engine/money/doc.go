// Package money counts value in integers. It is the only place where an amount is
// rounded.
//
// The types:
//
//  1. [Gwei] is an amount: 64-bit, in 1e-9 of a coin, the unit of Ethereum's own
//     consensus layer. 33 million ETH is 3.3e16, beyond the integers that a float
//     holds exactly.
//  2. [Wide] is an unsigned 128-bit integer, for share counts, rates and squares.
//  3. [Ratio] is an exact fraction, for thresholds, fees and shares of stake.
//
// The way through:
//
//  1. amounts come in through [FromFloat] or a parser of engine/param, fractions
//     through [ParseRatio];
//  2. they are multiplied by [MulDiv], [MulDivWide] and [Ratio.Of], whose product is
//     exact and whose quotient is rounded as a named [Rounding] says;
//  3. they are added by [Add], [Sub] and [Sum], or by engine/ledger, which checks;
//  4. they go out through Float or as decimals at the edges.
//
// Invariant: no operation wraps around. What does not fit is an error.
//
// Left out: decimals and currencies (edges only), and any rounding to nearest, which
// no contract of the field uses.
package money
