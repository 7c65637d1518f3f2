// Package param turns the checked tree of a scenario file into typed parameters
// and collects every problem on the way.
//
// A mechanism or an agent kind owns a Params struct whose fields have the types of
// this package: Amount, Flow, Percent, Rate, Duration, Clock, Count, Number,
// Leverage, Date, Name, Text, Choice, Pair, Bool and Dist. Tags say the key, what it
// means, its default and its bounds. From that one struct come strict decoding
// (Decode), the explanation of a key and the JSON Schema (both from Describe).
//
// The path through it:
//
//  1. A loader builds a Node: scalars keep the text as written, every node knows
//     its dotted path and its position, and {value: …, from: …} is folded into the
//     value's node with a Provenance.
//  2. Decode walks struct and tree together. Unknown keys, missing ones, wrong
//     units and values out of bounds become Problems; it never stops at the first.
//  3. Missing keys take the default of their tag. Decode records them in the tree
//     (Node.Default) and writes each value's canonical spelling beside the written
//     one (Node.Canonical), so that a decoded tree is the resolved scenario.
//  4. A struct that has a method Validate() Problems is asked once its own fields
//     are sound; the paths that it reports are relative to it.
//
// Field tags: key (the name in the file; a field without one is skipped, an
// embedded struct without one is flattened), doc, default (a scalar, or a flow map
// or list), min and max (a value of the field's own type, or a number in base
// units), unit (of an Amount, Flow or Dist; alternatives are separated by |), oneof
// (of a Choice), required:"true", signed:"true" (lets a Percent be negative) and
// catalogue (of a Variant).
//
// The invariant: a value that decoded without a problem is finite, in its bounds,
// in a unit that was written down, and exact where it is money. Amounts never pass
// through floating point. Whatever String returns, UnmarshalText reads back as the
// same value.
//
// Left out on purpose: reading YAML (the scenarios package does, so that engine users do
// not pull in a parser), and conversions between currencies (prices move, so the
// world does them).
package param
