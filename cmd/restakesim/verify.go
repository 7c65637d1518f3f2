package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/engine/verify"
	"github.com/restakesim/restakesim/reports/store"
	"github.com/restakesim/restakesim/scenarios"
)

// firstDifferences is how many differences of a file are shown to people.
const firstDifferences = 5

func newVerify(stdout, stderr writer) *cobra.Command {
	asJSON := false
	c := &cobra.Command{
		Use:   "verify PATH…",
		Short: "Check certificates, and replay published worked examples through the simulator's own mechanisms",
		Long: "Verify reads certificates that attack, run and frontier have written and files of worked examples (format restaking-vectors/1),\n" +
			"recomputes all that they state and prints what differs. The directory of a run is checked by its certificate; of any other\n" +
			"directory every .json file is read, and one of another format is skipped. Exit code 4 says that something differs.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			v := &verification{stderr: stderr, reports: []*verify.Report{}}
			if err := v.all(c.Context(), args); err != nil {
				return err
			}
			if err := printReports(stdout, v.reports, asJSON); err != nil {
				return err
			}
			return v.conclude()
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print [{file, cases, operations, passed, failed, not_representable, differences}]")
	return c
}

// verification goes through what it is given, file by file.
type verification struct {
	stderr   writer
	reports  []*verify.Report
	failures []error // of files that cannot be read
}

// all reports on every path; what cannot be read does not stop what comes after it.
func (v *verification) all(ctx context.Context, paths []string) error {
	for _, path := range paths {
		err := filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			switch {
			case err != nil:
				v.fail(fmt.Errorf("%s: cannot be read: %w", name, err))
			case !d.IsDir() && name == path:
				return v.file(ctx, name, false)
			case !d.IsDir() && filepath.Ext(name) == ".json":
				return v.file(ctx, name, true)
			case d.IsDir() && name != path && strings.HasPrefix(d.Name(), "."): // of a run that is being written, say
				return fs.SkipDir
			case d.IsDir() && store.Holds(name):
				if err := v.run(ctx, name); err != nil {
					return err
				}
				return fs.SkipDir
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// file checks a file, which may be of any format if it was found in a directory.
func (v *verification) file(ctx context.Context, name string, found bool) error {
	text, err := os.ReadFile(name)
	if err != nil {
		v.fail(fmt.Errorf("%s: cannot be read: %w", name, err))
		return nil
	}
	r, err := verify.File(ctx, name, text)
	unknown, problems := (*verify.Unknown)(nil), param.Problems(nil)
	switch {
	case err == nil:
		v.reports = append(v.reports, r)
	case errors.As(err, &unknown) && found:
		v.skip(param.Problem{Pos: unknown.Pos, Path: unknown.Path, Message: unknown.Message}.Error())
	case errors.As(err, &unknown):
		problems = param.Problems{unknown.Problem}
		fallthrough
	case errors.As(err, &problems):
		v.fail(&invalid{problems, scenarios.Sources{Files: []scenarios.Source{{Name: name, Text: text}}}})
	default:
		return err
	}
	return nil
}

// run checks the certificate of a run, which must be the one that its report names.
func (v *verification) run(ctx context.Context, dir string) error {
	c, err := store.Context(dir)
	if err != nil {
		v.fail(err)
		return nil
	}
	if c.Examination == nil {
		v.skip(dir + ": no stake can be slashed in this run, so it has no certificate")
		return nil
	}
	stated, before := c.Examination.Certificate, len(v.reports)
	name := filepath.Join(dir, filepath.Base(stated.File))
	if err := v.file(ctx, name, false); err != nil || len(v.reports) == before {
		return err
	}
	text, err := os.ReadFile(name)
	v.reports[before].Expect(stated.NetworkSHA256, "the hash in the run's report", stated.SHA256, hashOf(text))
	return err
}

// fail says what cannot be read.
func (v *verification) fail(err error) {
	v.failures = append(v.failures, err)
	fmt.Fprintln(v.stderr, asRefusal(err).message)
}

// skip says what was left out.
func (v *verification) skip(why string) { fmt.Fprintln(v.stderr, "restakesim: skipped "+why) }

// asRefusal gives what cannot be read its exit code.
func asRefusal(err error) *failure {
	if bad := (*invalid)(nil); errors.As(err, &bad) || isStoreError(err) {
		return asFailureOf(err)
	}
	return &failure{codeInvalid, "restakesim: " + err.Error()}
}

// conclude chooses the exit code. Something must have been compared.
func (v *verification) conclude() error {
	if len(v.failures) > 0 {
		return &failure{asRefusal(v.failures[0]).code, fmt.Sprintf("restakesim: %d of %d files cannot be read", len(v.failures), len(v.failures)+len(v.reports))}
	}
	if len(v.reports) == 0 {
		return &failure{codeInvalid, "restakesim: there is nothing to verify: no certificate, and no file of worked examples"}
	}
	for _, r := range v.reports {
		if r.Failed > 0 {
			return &failure{codeThreshold, ""}
		}
	}
	return nil
}

// printReports prints reports for programs or for people.
func printReports(w writer, reports []*verify.Report, asJSON bool) error {
	if asJSON {
		return printIndented(w, reports)
	}
	t := newTable("file", "cases", "operations", "passed", "failed")
	for _, r := range reports {
		t.AppendRow(table.Row{r.File, r.Cases, r.Operations, r.Passed, r.Failed})
	}
	if len(reports) > 0 {
		fmt.Fprintln(w, t.Render())
	}
	for _, r := range reports {
		for _, o := range r.NotRepresentable {
			fmt.Fprintf(w, "%s: not representable: %s, %s\n", r.File, o.ID, o.Reason)
		}
		if r.Statement != "" {
			fmt.Fprintf(w, "%s: %s\n", r.File, r.Statement)
			continue
		}
		for _, d := range r.Differences[:min(len(r.Differences), firstDifferences)] {
			fmt.Fprintf(w, "%s: %s: %s: %s: expected %s, got %s\n", r.File, d.ID, d.Op, d.Field, d.Expected, d.Got)
		}
		if rest := len(r.Differences) - firstDifferences; rest > 0 {
			fmt.Fprintf(w, "%s: and %d differences more; --json has them all\n", r.File, rest)
		}
	}
	return nil
}
