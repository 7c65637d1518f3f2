// Package exact finds the most profitable coalition of a plain covering problem,
// with a bound on all others that is proven in integers.
//
// A [Problem] says what members cost, how much weight each adds to the coverage of
// the services it serves, and what coverage takes a service for what profit. A
// [Solver] answers with the best attack known and a bound that no attack exceeds;
// equal means proven. A [Certificate] is a bound that a stranger checks with one
// exact knapsack for each service.
//
// The path through it:
//
//  1. problem.go is the question, choice.go an attack, recounted from the question.
//  2. reduce.go drops what cannot matter and cuts the rest into connected parts;
//     block.go is such a part: members shared by services, and members of one only.
//  3. knapsack.go covers one service at least price, exactly; window.go is its inner
//     loop; single.go uses it for each service alone.
//  4. oracle.go turns prices into a bound: every service pays for its members at its
//     share of their costs and solves a knapsack of its own; ascent.go moves prices
//     until the bound falls no more.
//  5. gain.go tells what a service is worth once members of its own complete the
//     coverage; anneal.go flips shared members by it, and finds good coalitions.
//  6. node.go, tree.go and branch.go search by branch and bound; rounding.go ends parts
//     where costs have a common divisor; hunt.go makes coalitions on the way; run.go is
//     the order of it all in one block.
//  7. solver.go puts blocks together; slack.go asks for γ instead, which is the same
//     question at changing ratios of profit to cost; certify.go writes down a bound.
//
// The split of costs over services and its integer knapsacks are Lagrangian
// decomposition (Guignard and Kim, Mathematical Programming 39, 1987). It is far
// stronger than the linear relaxation, which proves no more than the local condition
// of EigenLayer does.
//
// # The invariant
//
// Every [Choice] is recounted from the Problem, and every bound is computed in
// integers from prices that add up: floats only say where to look. The same limit
// of nodes gives the same answer on every machine.
//
// # What is left out
//
// Members commit all or nothing, profits add up. Who commits part of a stake is found
// by engine/attack/partial; bonds, franchises and slash fractions are turned into
// costs by engine/attack.
package exact
