package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/restakesim/restakesim/engine/verify"
)

// firstDifferences is how many differences of a file are shown to people.
const firstDifferences = 5

func newVerify(stdout, stderr writer) *cobra.Command {
	asJSON := false
	c := &cobra.Command{
		Use:   "verify PATH…",
		Short: "Check certificates, and replay published worked examples through the simulator's own mechanisms",
		Long: "Verify reads certificates that attack has written and files of worked examples (format restaking-vectors/1), recomputes all\n" +
			"that they state and prints what differs. Of a directory it reads every .json file. Exit code 4 says that something differs.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return verifyAll(c.Context(), stdout, stderr, args, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print [{file, cases, operations, passed, failed, not_representable, differences}]")
	return c
}

// verifyAll reports on every file; one that cannot be read does not stop those after
// it.
func verifyAll(ctx context.Context, stdout, stderr writer, paths []string, asJSON bool) error {
	files, err := jsonFiles(paths)
	if err != nil {
		return &failure{codeInvalid, "restakesim: " + err.Error()}
	}
	reports, unreadable, failed := []*verify.Report{}, 0, 0
	for _, name := range files {
		r, err := verifyFile(ctx, name)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			unreadable++
			fmt.Fprintf(stderr, "restakesim: %s: %v\n", name, err)
			continue
		}
		reports = append(reports, r)
		failed += r.Failed
	}
	if err := printReports(stdout, reports, asJSON); err != nil {
		return err
	}
	switch {
	case unreadable > 0:
		return &failure{codeInvalid, fmt.Sprintf("restakesim: %d of %d files cannot be read", unreadable, len(files))}
	case failed > 0:
		return &failure{codeThreshold, ""}
	}
	return nil
}

// verifyFile reads and checks one file.
func verifyFile(ctx context.Context, name string) (*verify.Report, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return verify.File(ctx, name, text)
}

// jsonFiles lists files as they are named, and the .json files of directories, in the
// order of their names.
func jsonFiles(paths []string) (files []string, err error) {
	for _, path := range paths {
		err := filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && (name == path || filepath.Ext(name) == ".json") {
				files = append(files, name)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	if len(files) == 0 {
		return nil, errors.New("there is no .json file")
	}
	return files, nil
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
