package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/restakesim/restakesim/engine/batch"
	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/reports/store"
	"github.com/restakesim/restakesim/scenarios"
)

// runOptions are the flags of `run`.
type runOptions struct {
	out          string
	workers      int
	replications int64
	seed         int64
	sets         []string
	json, quiet  bool
	font         string
	stdout       writer
	stderr       writer
	names        map[string]string // file by the name of the scenario that it holds
}

func newRun(stdout, stderr writer) *cobra.Command {
	o := &runOptions{stdout: stdout, stderr: stderr, names: map[string]string{}}
	c := &cobra.Command{
		Use:   "run FILE…",
		Short: "Run scenario files and write their results",
		Long: "Run simulates every file, one after another, and writes OUT/NAME/ for each: report.pdf, figures, summary.json,\n" +
			"replications.parquet, series.parquet, context.json and manifest.json, and certificate.json where stake can be slashed.\n" +
			"An existing directory is replaced whole.",
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: completeScenarios,
		RunE: func(c *cobra.Command, files []string) error {
			if err := o.check(c); err != nil {
				return err
			}
			return o.run(c.Context(), files)
		},
	}
	o.flags(c)
	return c
}

// flags declares the flags of the verbs that simulate.
func (o *runOptions) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.out, "out", "out", "directory under which results are written")
	f.IntVar(&o.workers, "workers", runtime.NumCPU(), "replications simulated at once; never changes a result")
	f.Int64Var(&o.replications, "replications", 0, "number of populations, instead of the file's")
	f.Int64Var(&o.seed, "seed", -1, "seed, instead of the file's")
	f.StringArrayVar(&o.sets, "set", nil, "edit a value of the file, as in agents.farmers.count=100; may be repeated")
	f.BoolVar(&o.json, "json", false, "print summary.json's object for each file, one per line, instead of a table")
	f.BoolVar(&o.quiet, "quiet", false, "no progress on stderr")
	f.StringVar(&o.font, "font", "", "TrueType font for the report, for scripts beyond Latin")
}

// check refuses numbers that no run could have.
func (o *runOptions) check(c *cobra.Command) error {
	switch {
	case o.workers < 1:
		return &failure{codeUsage, "restakesim: --workers must be at least 1"}
	case c.Flags().Changed("replications") && o.replications < 1:
		return &failure{codeUsage, "restakesim: --replications must be at least 1"}
	case c.Flags().Changed("seed") && o.seed < 0:
		return &failure{codeUsage, "restakesim: --seed must be at least 0"}
	}
	return nil
}

// edits are the flags that change the scenario, in the form of --set.
func (o *runOptions) edits() []string {
	sets := append([]string{}, o.sets...)
	if o.replications > 0 {
		sets = append(sets, "replications="+strconv.FormatInt(o.replications, 10))
	}
	if o.seed >= 0 {
		sets = append(sets, "seed="+strconv.FormatInt(o.seed, 10))
	}
	return sets
}

// run runs the batch. A file that fails does not stop those after it; Ctrl-C does.
func (o *runOptions) run(ctx context.Context, files []string) error {
	var failures []error
	verdict := codeOK
	for i, name := range files {
		code, err := o.one(ctx, name)
		if errors.Is(err, context.Canceled) {
			return &failure{codeInterrupted, fmt.Sprintf("restakesim: interrupted: nothing of %s is kept; %d of %d files were finished and stay", name, i-len(failures), len(files))}
		}
		if err != nil {
			failures = append(failures, err)
			fmt.Fprintln(o.stderr, describe(err))
			continue
		}
		verdict = worse(verdict, code)
	}
	return conclude(failures, len(files), verdict)
}

// one runs one file and returns the exit code that its thresholds ask for.
func (o *runOptions) one(ctx context.Context, name string) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	plan, err := load(name, o.edits())
	if err != nil {
		return 0, err
	}
	if err := o.claim(plan.Name, name); err != nil {
		return 0, err
	}
	draft, err := store.Create(o.out, plan.Name)
	if err != nil {
		return 0, err
	}
	defer draft.Discard()
	for _, w := range plan.Warnings {
		fmt.Fprintln(o.stderr, "restakesim: warning: "+w)
	}
	run, checks, err := o.simulate(ctx, plan, draft)
	if err != nil {
		return 0, err
	}
	if err := draft.Commit(); err != nil {
		return 0, err
	}
	code, err := o.show(run.Summary, run.Context, filepath.Join(o.out, plan.Name))
	if err == nil {
		err = contradicted(plan, checks)
	}
	return code, err
}

// contradicted says which statements of the theory failed in a run, and how to repeat it.
func contradicted(plan *scenarios.Plan, checks *result.Checks) error {
	var failed []error
	for _, i := range checks.Broken() {
		a := checks.Assertions[i]
		failed = append(failed, fmt.Errorf("assertion A-%d failed in %d of %d cases, first in scenario %s, cell 0, replication %d, seed %d",
			i+1, a.Violated, a.Applicable, plan.Name, a.First, plan.Seed))
	}
	if len(failed) == 0 {
		return nil
	}
	return internal(errors.Join(failed...))
}

// claim refuses a second file of the batch that would replace the results of the first.
func (o *runOptions) claim(name, file string) error {
	if first, taken := o.names[name]; taken {
		return &failure{codeInvalid, fmt.Sprintf("restakesim: %s: its name, %s, is that of %s, whose results it would replace; give it another name", file, name, first)}
	}
	o.names[name] = file
	return nil
}

// simulate fills a draft with the results of a plan.
func (o *runOptions) simulate(ctx context.Context, plan *scenarios.Plan, draft *store.Draft) (*result.Run, *result.Checks, error) {
	clock := stopwatch{started: time.Now()}
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

// sign adds to a draft the resolved scenario and how the results came about.
func (o *runOptions) sign(ctx context.Context, draft *store.Draft, plan *scenarios.Plan, m *store.Manifest) error {
	if err := draft.Write("scenario.yaml", func(w io.Writer) error { _, err := w.Write(plan.Resolved()); return err }); err != nil {
		return err
	}
	if err := draft.WriteManifest(m); err != nil {
		return err
	}
	return ctx.Err()
}

// summarise adds to a run what is computed from its columns.
func summarise(plan *scenarios.Plan, run *result.Run) (err error) {
	if run.Summary, err = plan.Summarise(run.Columns); err != nil {
		return err
	}
	run.Context, err = plan.Context(run.Columns)
	return err
}

// show prints the result for people or for programs.
func (o *runOptions) show(s *result.Summary, c *result.Context, dir string) (int, error) {
	if o.json {
		return thresholdCode(s), printJSON(o.stdout, s)
	}
	return thresholdCode(s), printTable(o.stdout, s, c, dir)
}

// completeScenarios offers scenario files to the shell.
func completeScenarios(_ *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	found, err := filepath.Glob("scenarios/*.yaml")
	if err != nil || len(found) == 0 {
		return nil, cobra.ShellCompDirectiveDefault
	}
	return found, cobra.ShellCompDirectiveDefault
}

// host says what machine a manifest was written on, as far as it matters.
func host() store.Host {
	return store.Host{OS: runtime.GOOS, Arch: runtime.GOARCH, CPUs: runtime.NumCPU(), Go: runtime.Version()}
}
