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
//  3. divisible.go states the divisible problem, elastic.go the elastic one; both are
//     coverings with items that can be bought in part (covering.go, commitment.go).
//  4. relaxation.go is the linear relaxation of a covering, with rows added where it is
//     too generous; simplex.go solves it in floats and upkeep.go keeps it small and
//     fresh.
//  5. dual.go makes of its prices a bound in whole numbers, commit.go of its basis an
//     attack in fractions, or rational.go does where floats cannot; tree.go branches
//     until the two meet.
//  6. byzantine.go lets services turn Byzantine, lightest sets first, until an attack
//     pays.
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
