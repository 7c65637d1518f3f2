package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/restakesim/restakesim/engine/batch"
	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/scenarios"
)

func newRun(stdout, stderr writer) *cobra.Command {
	o := newStudy(stdout, stderr)
	o.simulate = o.replicate
	return o.command(&cobra.Command{
		Use:   "run FILE…",
		Short: "Run scenario files and write their results",
		Long: "Run simulates every file, one after another, and writes OUT/NAME/ for each: report.pdf, figures, summary.json,\n" +
			"replications.parquet, series.parquet, context.json and manifest.json, and certificate.json where stake can be slashed.\n" +
			"An existing directory is replaced whole.",
		Args: cobra.MinimumNArgs(1),
	})
}

// replicate simulates the replications of a plan.
func (o *study) replicate(ctx context.Context, plan *scenarios.Plan, clock *stopwatch) (*result.Run, *result.Checks, error) {
	bar := newProgress(o.stderr, plan, o.quiet)
	outcome, err := plan.Simulate(ctx, batch.Pool{Workers: o.workers}, bar.report)
	bar.close()
	if err != nil {
		return nil, nil, err
	}
	clock.lap("simulate")
	run := &result.Run{Columns: outcome.Columns, Series: outcome.Series}
	if err := unless(ctx, func() error { return summarise(plan, run) }); err != nil {
		return nil, nil, err
	}
	clock.lap("summarise")
	return run, &outcome.Checks, nil
}

// summarise adds to a run what is computed from its columns.
func summarise(plan *scenarios.Plan, run *result.Run) (err error) {
	if run.Summary, err = plan.Summarise(run.Columns); err != nil {
		return err
	}
	run.Context, err = plan.Context(run.Columns)
	return err
}
