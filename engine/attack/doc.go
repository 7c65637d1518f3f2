// Package attack asks of a restaking network who could corrupt which services,
// what that would cost, and whether it would pay.
//
// An Attack is a coalition of operators and the services it takes. A Searcher
// looks for the best one; Security holds what can be proved about every attack
// in one pass over the edges; Terms turn an attack into an account of profit and
// loss for an attacker who borrows, shorts or bribes. An Examination is everything
// that can be found out of all attacks on one exposure, with proofs.
//
// The path through it:
//
//  1. index.go turns a restake.Exposure into a checked flat index: rows by node
//     and by service, the least stake each service needs, what each edge loses.
//  2. bounds.go bounds the profit of all attacks in O(edges) (theory of the
//     local condition and its closed form); load.go gives the published local
//     condition exactly.
//  3. coalition.go keeps a coalition and its two costs up to date while
//     operators and services enter and leave it.
//  4. knapsack.go finds the cheapest operators that lift one service to its
//     threshold, with a lower bound when it has to stop early; single.go uses
//     it for the price of each service alone.
//  5. greedy.go adds services one by one, best profit against added cost first;
//     polish.go trims members that are no longer needed, takes services that
//     are covered already and tries single changes.
//     whole.go, pursue.go and enclose.go search, and bound, networks whose operators are
//     charged whole, with engine/attack/exact; moderate.go keeps them to limits, trail.go is what
//     such a search leaves to the next.
//  6. exact.go answers hand-sized networks by enumeration and is the twin the
//     search is tested against.
//  7. account.go and terms.go price an attack; cascade.go counts rounds and
//     compares the loss with the bound that slack promises; aftermath.go and depth.go
//     set a network after losses against the one before, as the theory's theorems do.
//  8. examine.go answers what the attack command asks, in stages (stages.go):
//     position.go and covering.go turn an exposure into the covering problem that
//     engine/attack/exact solves, weigh.go recounts what is found, propose.go
//     searches where that problem is a relaxation only, prove.go makes certificates
//     and divide.go asks engine/attack/partial.
//  9. joint.go spreads what services yield together over them, as a bound;
//     joint_cases.go divides attacks into cases that are plain covering problems, and
//     joint_search.go (from joint_stages.go) searches these.
//
// # What an attack is
//
// Corrupting an operator puts all its nodes into the coalition B. Service s
// falls if the coalition covers it: the sum of w[v][s] over the nodes of B is at
// least α_s times the sum over all nodes (closed threshold). A service that
// nobody backs has nothing to corrupt and cannot be attacked, although 0 ≥ α·0.
// The definitions are those of Durvasula and Roughgarden, "Robust Restaking
// Networks" (arXiv 2407.21785), with allocations w as in Bar-Zur and Eyal,
// "Elastic Restaking Networks" (arXiv 2503.00170): with w equal to the stake on
// every edge the former is recovered exactly.
//
// Two costs stand side by side and are never added:
//
//   - σ, the stake that would be slashed: over the nodes of B, the smaller of the
//     stake and the sum of w·φ over the attacked services, φ being the service's
//     slash fraction. Each w·φ is rounded down to the unit, as contracts round.
//   - κ, what the operators lose themselves: over the operators of B, the bond in
//     proportion to the share of the operator's stake that is slashed, rounded
//     up, and the franchise. An operator that joins loses its franchise whether
//     or not it is slashed.
//
// Who owns or borrows the stake pays σ, who bribes pays κ.
//
// # The invariant
//
// Whatever is returned as an attack covers its services, and its costs and
// reward are recounted from the exposure. Thresholds, costs, rewards and the
// test profit > cost are exact integers; only Security works in float64, and
// rounds against the network.
//
// # What is left out
//
// Operators commit all of w or nothing; engine/attack/partial knows others. A large
// network whose stake is shared in part gets an interval: the search is exact where
// each operator's stake is charged once and whole. Only examinations know joint profits;
// everything else adds profits up.
package attack
