// Package vectors reads published worked examples on plain restaking networks for the
// tests and benchmarks of the packages around it. No other code imports it.
//
// A [Case] is a [Network] with the answers that are known of it. Which of the answers
// are read is up to each test, which states them as the type of Case.Expected.
//
// The path through it:
//
//  1. vectors.go reads files of format restaking-vectors/1: Read those about plain
//     networks, Cases all others, whose layout the test states; Share and Rational
//     read the fractions in them.
//  2. Rows and Need restate a plain network as edges and needs of a covering problem.
//
// # The invariant
//
// A network comes out as the file states it: validators and services keep their order,
// shares are fractions, and what cannot be read ends the test.
//
// # What is left out
//
// Whatever restake.ReadNetwork does to refuse bad input: the files are our own.
// engine/verify reads them by itself, since users give it theirs.
package vectors
