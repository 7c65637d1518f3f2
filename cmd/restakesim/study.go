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

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/reports"
	"github.com/restakesim/restakesim/reports/store"
	"github.com/restakesim/restakesim/scenarios"
)

// study takes scenario files to directories of results. The verbs that simulate, run
// and frontier, differ in what they ask of a plan and share all the rest.
type study struct {
	out          string
	workers      int
	replications int64
	seed         int64
	sets         []string
	json, quiet  bool
	font         string
	report       reports.Options
	stdout       writer
	stderr       writer
	names        map[string]string // file by the name of the scenario that it holds
	admit        func(*scenarios.Plan) error
	simulate     func(context.Context, *scenarios.Plan, *stopwatch) (*result.Run, *result.Checks, error)
}

func newStudy(stdout, stderr writer) *study {
	return &study{stdout: stdout, stderr: stderr, names: map[string]string{}}
}

// command completes the command of a verb with the flags and the running of a study.
func (o *study) command(c *cobra.Command) *cobra.Command {
	c.ValidArgsFunction = completeScenarios
	c.RunE = func(c *cobra.Command, files []string) error {
		if err := o.check(c); err != nil {
			return err
		}
		return o.all(c.Context(), files)
	}
	o.flags(c)
	return c
}

// flags declares the flags of the verbs that simulate.
func (o *study) flags(c *cobra.Command) {
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

// check refuses what no study could do with.
func (o *study) check(c *cobra.Command) (err error) {
	switch {
	case o.out == "":
		return &failure{codeUsage, "restakesim: --out must name a directory"}
	case o.workers < 1:
		return &failure{codeUsage, "restakesim: --workers must be at least 1"}
	case c.Flags().Changed("replications") && o.replications < 1:
		return &failure{codeUsage, "restakesim: --replications must be at least 1"}
	case c.Flags().Changed("seed") && o.seed < 0:
		return &failure{codeUsage, "restakesim: --seed must be at least 0"}
	}
	o.report, err = drawnIn(o.font) // before hours of work, not after them
	return err
}

// edits are the flags that change the scenario, in the form of --set.
func (o *study) edits() []string {
	sets := append([]string{}, o.sets...)
	if o.replications > 0 {
		sets = append(sets, "replications="+strconv.FormatInt(o.replications, 10))
	}
	if o.seed >= 0 {
		sets = append(sets, "seed="+strconv.FormatInt(o.seed, 10))
	}
	return sets
}

// all studies the files of a batch. One that fails does not stop those after it; Ctrl-C
// does.
func (o *study) all(ctx context.Context, files []string) error {
	var failures []error
	verdict := codeOK
	for i, name := range files {
		code, err := o.one(ctx, name)
		if errors.Is(err, context.Canceled) {
			return interrupted(name, i-len(failures), len(files))
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

// one studies one file and returns the exit code that its results ask for.
func (o *study) one(ctx context.Context, name string) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	plan, err := load(name, o.edits())
	if err != nil {
		return 0, err
	}
	if err := o.claim(plan, name); err != nil {
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
	run, checks, err := o.fill(ctx, plan, draft)
	if errors.Is(err, scenarios.ErrPoint) {
		return 0, refusedPlan(name, err)
	}
	if err != nil {
		return 0, err
	}
	if err := draft.Commit(); err != nil {
		return 0, err
	}
	if err := o.show(run, filepath.Join(o.out, plan.Name)); err != nil {
		return 0, err
	}
	return verdictOf(run.Summary), contradicted(plan, checks)
}

// claim refuses a plan that the verb can do nothing with, and the second file of a
// batch that would replace the results of the first.
func (o *study) claim(plan *scenarios.Plan, file string) error {
	if o.admit != nil {
		if err := o.admit(plan); err != nil {
			return refusedPlan(file, err)
		}
	}
	if first, taken := o.names[plan.Name]; taken {
		return refusedPlan(file, fmt.Errorf("its name, %s, is that of %s, whose results it would replace; give it another name", plan.Name, first))
	}
	o.names[plan.Name] = file
	return nil
}

// refusedPlan is a scenario that reads well and cannot be studied.
func refusedPlan(file string, err error) error {
	return &failure{codeInvalid, "restakesim: " + file + ": " + err.Error()}
}

// fill fills a draft with the results of a plan.
func (o *study) fill(ctx context.Context, plan *scenarios.Plan, draft *store.Draft) (*result.Run, *result.Checks, error) {
	clock := &stopwatch{started: time.Now()}
	run, checks, err := o.simulate(ctx, plan, clock)
	if err != nil {
		return nil, nil, err
	}
	if err := certify(ctx, draft, plan, run.Context); err != nil {
		return nil, nil, err
	}
	clock.lap("certify")
	if err := write(ctx, draft, run, o.report); err != nil {
		return nil, nil, err
	}
	clock.lap("report")
	return run, checks, o.sign(ctx, draft, plan, manifest(plan, *checks, run.Summary, clock, o.workers))
}

// sign adds to a draft the resolved scenario and how the results came about.
func (o *study) sign(ctx context.Context, draft *store.Draft, plan *scenarios.Plan, m *store.Manifest) error {
	if err := draft.Write("scenario.yaml", func(w io.Writer) error { _, err := w.Write(plan.Resolved()); return err }); err != nil {
		return err
	}
	if err := draft.WriteManifest(m); err != nil {
		return err
	}
	return ctx.Err()
}

// show prints the results for people or for programs.
func (o *study) show(run *result.Run, dir string) error {
	if o.json {
		return printJSON(o.stdout, run.Summary)
	}
	return printRun(o.stdout, run, dir)
}

// completeScenarios offers scenario files to the shell.
func completeScenarios(_ *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	found, err := filepath.Glob("scenarios/*.yaml")
	if err != nil || len(found) == 0 {
		return nil, cobra.ShellCompDirectiveDefault
	}
	return found, cobra.ShellCompDirectiveDefault
}
