// Package ledger is the only thing that moves value.
//
// The types:
//
//  1. [Book] holds every balance: accounts by assets.
//  2. [Transfer] moves an amount of one asset from one account to another, for a
//     [Reason].
//
// The way through:
//
//  1. [New] with the assets, and [Book.Open] for accounts, while a world is built;
//  2. [Book.Post] for everything that happens;
//  3. [Book.Recount] to prove that nothing was lost;
//  4. [Book.Reset] for the next replication.
//
// Invariant: for every asset the balances add up to zero, because value enters only
// from boundary accounts that go negative by as much: [Issuance], [Outside] and
// [Users]. [Burn] and [Gas] only receive. No other account is ever below zero.
//
// Left out: prices, and any rule of who may do what.
package ledger
