// Package partial finds the best attack of those who need not commit the whole of
// their stake: who can divide it, who allocates parts of it, and who can move it just
// before striking.
//
// The types:
//
//  1. [Service] and [DivisibleAnswer]: a plain network whose validators may commit any
//     part of their stake, because real operators can split keys and vaults.
//  2. [Network] and [ElasticAnswer]: an elastic network, where each validator has
//     allocated some stake to each service.
//  3. [Fluid] and [FluidAnswer]: an attacker who opts in and resizes at will.
//
// The path through it:
//
//  1. check.go has the errors and what every input must satisfy.
//  2. fluid.go sorts thresholds and takes the best prefix.
//  3. elastic.go says what an elastic network is; commitment.go finds its best attack
//     over the sets of validators that commit everything; byzantine.go lets services
//     turn Byzantine, lightest sets first, until an attack pays.
//  4. divisible.go states the divisible problem and merges validators that serve the
//     same services; relaxation.go is its linear relaxation, with rows added where it
//     is too generous; simplex.go solves it in floats.
//  5. dual.go makes of its prices a bound in fractions, commit.go of its basis an
//     attack in fractions; tree.go branches on services until the two meet; upkeep.go keeps the tableau small and fresh.
//
// # The invariant
//
// What is returned is exact: attacks are recounted in fractions, and an upper bound
// follows from prices by weak duality, in fractions, whichever prices the floats came
// up with. Thresholds are closed, the test of profit is strict. The same input and
// node limit give the same answer on every machine.
//
// # What is left out
//
// Services that nobody backs cannot be attacked. Divisible attackers face the
// thresholds of whole validators, rounded up to the unit of stake. Delays of allocation
// and withdrawal, which are what excludes the fluid attacker, belong to
// engine/restake.
package partial
