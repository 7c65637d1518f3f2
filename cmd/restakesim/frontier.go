package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/restakesim/restakesim/engine/batch"
	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/scenarios"
)

func newFrontier(stdout, stderr writer) *cobra.Command {
	o := newStudy(stdout, stderr)
	o.admit, o.simulate = hasFrontier, o.trace
	return o.command(&cobra.Command{
		Use:   "frontier FILE",
		Short: "Find where a statistic crosses a target, such as where attacking starts to pay",
		Long: "Frontier searches the crossing that a file's frontier section asks for, on common random numbers, and writes OUT/NAME/:\n" +
			"report.pdf, figures, frontier.parquet, summary.json, replications.parquet, context.json, manifest.json\n" +
			"and, for the network of the file itself, certificate.json.\n" +
			"It ends with 6 where a row has no crossing in its range, or a band wider than the precision asked for.",
		Args: cobra.ExactArgs(1),
	})
}

func hasFrontier(p *scenarios.Plan) error {
	if p.File.Frontier == nil {
		return scenarios.ErrNoFrontier
	}
	return nil
}

// trace searches the frontier of a plan.
func (o *study) trace(ctx context.Context, plan *scenarios.Plan, clock *stopwatch) (run *result.Run, _ *result.Checks, _ error) {
	bar := newRows(o.stderr, plan, o.quiet)
	outcome, err := plan.SearchFrontier(ctx, batch.Pool{Workers: o.workers}, bar.report)
	bar.close()
	if err != nil {
		return nil, nil, err
	}
	clock.lap("search")
	if err := unless(ctx, func() (err error) { run, err = plan.FrontierRun(outcome); return err }); err != nil {
		return nil, nil, err
	}
	clock.lap("summarise")
	return run, &outcome.Checks, nil
}
