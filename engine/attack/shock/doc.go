// Package shock asks how much stake a network can lose to attacks once something else
// has taken some of it: a shock.
//
// The types:
//
//  1. [Network] is a plain restaking network: the whole stake of a validator stands
//     behind every service it serves.
//  2. [Loss] is the worst that shocks of a given size can set off.
//  3. [Cascade] is one course of attacks after a given shock.
//
// The path through it:
//
//  1. network.go checks a network; ledger.go keeps, while validators are lost to the
//     shock or join a coalition, what is left behind each service and what is covered.
//  2. worst.go enumerates shocks and coalitions together.
//  3. cascade.go follows two attackers who see one step ahead: one takes what costs
//     least, the other the best single service.
//  4. bound.go bounds the loss of networks of any size by their slack.
//
// # The invariant
//
// Definitions are those of Durvasula and Roughgarden, "Robust Restaking Networks" (arXiv
// 2407.21785): thresholds are closed and taken on what is left, an attack must gain
// strictly more than the stake that it loses, and every validator of the coalition
// loses all. All sums and comparisons are exact.
//
// # What is left out
//
// Allocations, slash fractions and own bonds, arrivals and withdrawals between shock
// and attack. Exact answers stop at the sizes that enumeration can do; beyond there is
// the bound. The paper's results on the loss of single coalitions (theorems 4 and 5)
// need its definition of attack headers, which is not used here.
package shock
