// Package clock keeps simulated time: seconds since a scenario's snapshot.
//
// The types:
//
//  1. [Time] is a moment, [Span] a distance between two.
//  2. [Queue] holds what is due, ordered by (time, priority, insertion number).
//
// The way through:
//
//  1. [Queue.Push] what will happen, with its time and a priority;
//  2. each step, [Queue.PopDue] until nothing is due, in an order that depends on
//     nothing but the keys;
//  3. [Queue.Reset] before the next replication, keeping the room.
//
// Invariant: two things due at the same time and priority come out as they went in.
//
// Left out: calendars and time zones (a scenario's snapshot date is for the reader)
// and the wall clock, which has no place in a model.
package clock
