// Package rng gives random numbers that are addressed, not taken: any draw can be
// computed alone, in any order, on any machine.
//
// The types:
//
//  1. [Key] names one draw: seed, replication, entity, purpose, simulated time, n.
//     Neither the cell of a sweep, nor a step's number, nor a place in a file is in
//     it: cells are compared under common random numbers and reordering a file
//     changes nothing.
//  2. [Stream] is a key without its n, for a loop that makes several draws.
//  3. [Purpose] keeps draws for different ends apart.
//
// The way through:
//
//  1. [Entity] hashes a cohort's name and an index;
//  2. a Key collects the rest, and [Key.Stream] mixes all of it but n, once;
//  3. [Stream.UnitAt] turns n into a number in (0,1);
//  4. an inverse distribution function of engine/detmath turns that into a draw.
//
// Invariant: the same key gives the same bits everywhere; there is no state.
//
// Left out: samplers (engine/detmath has the inverse distribution functions) and
// cryptographic strength.
package rng
