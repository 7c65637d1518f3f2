// Package exact finds the most profitable coalition of a plain covering problem,
// with a bound on all others that is proven in integers.
//
// A [Problem] says what members cost, how much weight each adds to the coverage of
// the services it serves, and what coverage takes a service for what profit. A
// [Solver] answers with the best attack known and a bound that no attack exceeds;
// equal means proven. A [Certificate] is a bound that a stranger checks with one
// exact knapsack for each service.
//
// # The invariant
//
// Every [Choice] is recounted from the Problem, and every bound is computed in
// integers from prices that add up: floats only say where to look. The same limit
// of nodes gives the same answer on every machine.
package exact
