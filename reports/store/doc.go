// Package store keeps a run's directory, both ways.
//
// A run named NAME under an output directory D is D/NAME with
//
//	manifest.json         who ran what, when and where; the only file with wall clock, host or paths
//	scenario.yaml         the resolved scenario
//	summary.json          result.Summary
//	context.json          result.Context
//	replications.parquet  cell, replication, one double column for each metric
//	series.parquet        cell, metric, time (s), quantile, value
//	frontier.parquet      kind, variant, service, along, at and more; of a frontier only
//	certificate.json      what is proven of the network, written by whoever seals it
//	report.pdf, figures/  pictures, written by whoever draws
//
// The types are [Draft], a directory being written, and [Manifest]. The path
// through the package:
//
//  1. [Create] checks the name, takes the lock D/.NAME.lock and makes the
//     directory D/.NAME.part. [Amend] does the same and starts from the files
//     that stand in D/NAME.
//  2. [Draft.Write], [Draft.WriteRun] and [Draft.WriteManifest] put files there,
//     each synced.
//  3. [Draft.Commit] syncs the directories, renames D/NAME aside to D/.NAME.old,
//     renames D/.NAME.part to D/NAME, syncs D and removes D/.NAME.old.
//     [Draft.Discard] removes the part instead.
//  4. [Open] reads the run back from summary.json, context.json and the two
//     Parquet files; nothing else is looked at.
//
// Invariant: under the name D/NAME there is never a torn directory. A crash
// before the first rename leaves the old run in place; a crash between the two
// leaves it whole as D/.NAME.old, where Open finds it and from where the next
// Create puts it back; a crash after the second leaves the new run in place.
// What a crash leaves under hidden names, the next Create removes.
//
// Every file but the manifest is a function of what is written: no created-by
// version, no date, and no compressor in the Parquet files, because compressors
// have been seen to give other bytes on other processors.
//
// Left out: choosing what to draw and how (package reports), and exit codes,
// which the command derives from the sentinel errors.
package store
