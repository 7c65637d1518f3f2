// Command restakesim simulates the economy of restaked ether: it runs scenario files
// and writes distributions, figures and a report.
//
// The types: command functions return a failure, which carries an exit code and what is
// said on stderr; a study takes scenario files from plan to directory; a finding is what
// is said of one network.
//
// The way through:
//
//  1. execute builds the commands (root.go) and turns what they return into an exit
//     code (failure.go).
//  2. run and frontier are studies (study.go), which read files (files.go), ask of each
//     plan what the verb asks (run.go, frontier.go) with a progress bar (gauge.go,
//     progress.go), prove what they can of its network (certificate.go), write its
//     directory (write.go, manifest.go) and print its table (table.go,
//     frontier_table.go, output.go); verdict.go chooses the exit code. Ctrl-C leaves
//     what cannot be stopped behind (interrupt.go).
//  3. attack reads a network (attack_input.go) and examines it in stages within its time
//     (attack.go, elastic.go); finding.go is what it found, finding_joint.go what of it
//     is joint, finding_table.go and finding_number.go how people read that. verify
//     checks certificates and worked examples.
//  4. validate, list, explain, schema and version only read (list_systems.go is the
//     catalogue of real systems, columns.go how wide text may be); report draws again
//     from what is stored.
//
// Invariant: stdout carries results and nothing else; whatever is written is whole.
//
// Left out: everything that a library user could want. This package only wires.
package main
