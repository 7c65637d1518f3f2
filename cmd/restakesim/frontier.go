package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/restakesim/restakesim/engine/batch"
	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/reports/store"
	"github.com/restakesim/restakesim/scenarios"
)

func newFrontier(stdout, stderr writer) *cobra.Command {
	o := &runOptions{stdout: stdout, stderr: stderr, names: map[string]string{}}
	c := &cobra.Command{
		Use:   "frontier FILE",
		Short: "Find where a statistic crosses a target, such as where attacking starts to pay",
		Long: "Frontier searches the crossing that a file's frontier section asks for, on common random numbers, and writes OUT/NAME/:\n" +
			"report.pdf, figures, frontier.parquet, summary.json, replications.parquet, context.json, manifest.json\n" +
			"and, for the network of the file itself, certificate.json.\n" +
			"It ends with 6 where a row has no crossing in its range, or a band wider than the precision asked for.",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: completeScenarios,
		RunE: func(c *cobra.Command, files []string) error {
			if err := o.check(c); err != nil {
				return err
			}
			code, err := o.frontier(c.Context(), files[0])
			switch {
			case errors.Is(err, context.Canceled):
				return &failure{codeInterrupted, "restakesim: interrupted: nothing of " + files[0] + " is kept"}
			case errors.Is(err, scenarios.ErrNoFrontier), errors.Is(err, scenarios.ErrPoint):
				return &failure{codeInvalid, "restakesim: " + files[0] + ": " + err.Error()}
			case err != nil:
				return asFailureOf(err)
			case code != codeOK:
				return &failure{code, ""}
			}
			return nil
		},
	}
	o.flags(c)
	return c
}

// frontier traces one file's frontier and returns the exit code that it asks for.
func (o *runOptions) frontier(ctx context.Context, name string) (int, error) {
	plan, err := load(name, o.edits())
	if err != nil {
		return 0, err
	}
	if plan.File.Frontier == nil {
		return 0, scenarios.ErrNoFrontier
	}
	draft, err := store.Create(o.out, plan.Name)
	if err != nil {
		return 0, err
	}
	defer draft.Discard()
	for _, w := range plan.Warnings {
		fmt.Fprintln(o.stderr, "restakesim: warning: "+w)
	}
	run, checks, err := o.trace(ctx, plan, draft)
	if err != nil {
		return 0, err
	}
	if err := draft.Commit(); err != nil {
		return 0, err
	}
	code := thresholdCode(run.Summary)
	if !scenarios.Decided(run.Summary.Frontier) {
		code = worse(code, codeUndecided)
	}
	if err := contradicted(plan, checks); err != nil {
		return 0, err
	}
	if o.json {
		return code, printJSON(o.stdout, run.Summary)
	}
	return code, printFrontier(o.stdout, run.Summary, run.Context, filepath.Join(o.out, plan.Name))
}

// trace fills a draft with the frontier of a plan.
func (o *runOptions) trace(ctx context.Context, plan *scenarios.Plan, draft *store.Draft) (*result.Run, *result.Checks, error) {
	clock := stopwatch{started: time.Now()}
	bar := newRows(o.stderr, plan, o.quiet)
	outcome, err := plan.SearchFrontier(ctx, batch.Pool{Workers: o.workers}, bar.report)
	bar.close()
	if err != nil {
		return nil, nil, err
	}
	clock.lap("search")
	var run *result.Run
	if err := unless(ctx, func() (err error) { run, err = plan.FrontierRun(outcome); return err }); err != nil {
		return nil, nil, err
	}
	clock.lap("summarise")
	if err := certify(ctx, draft, plan, run.Context); err != nil {
		return nil, nil, err
	}
	clock.lap("certify")
	if err := write(ctx, draft, run, o.font); err != nil {
		return nil, nil, err
	}
	clock.lap("report")
	return run, &outcome.Checks, o.sign(ctx, draft, plan, manifest(plan, outcome.Checks, run.Summary, &clock, o.workers))
}

// rows tells how far a search for a frontier has come: a bar on a terminal, a line
// every ten seconds elsewhere, nothing when quiet.
type rows struct {
	stderr writer
	name   string
	n      int
	quiet  bool
	said   time.Time
	bars   *mpb.Progress
	bar    *mpb.Bar
}

func newRows(stderr writer, p *scenarios.Plan, quiet bool) *rows {
	b := &rows{stderr: stderr, name: p.Name, n: p.Replications, quiet: quiet, said: time.Now()}
	if f, ok := stderr.(*os.File); ok && !quiet && isTerminal(f) {
		b.bars = mpb.New(mpb.WithOutput(f), mpb.WithWidth(40))
		b.bar = b.bars.AddBar(0, mpb.PrependDecorators(decor.Name(p.Name+" "), decor.CountersNoUnit("row %d/%d")),
			mpb.AppendDecorators(decor.Elapsed(decor.ET_STYLE_GO), decor.Name("  ETA "), decor.AverageETA(decor.ET_STYLE_GO)))
	}
	return b
}

// report implements scenarios.FrontierProgress.
func (b *rows) report(points, done, of int) {
	switch {
	case b.quiet:
	case b.bar != nil:
		b.bar.SetTotal(int64(of), false)
		b.bar.SetCurrent(int64(done))
	case time.Since(b.said) >= 10*time.Second:
		b.said = time.Now()
		fmt.Fprintf(b.stderr, "%s: %d/%d rows, %d points of %d replications each\n", b.name, done, of, points, b.n)
	}
}

func (b *rows) close() {
	if b.bar == nil {
		return
	}
	b.bar.Abort(false)
	b.bars.Wait()
}
