package main

import (
	"context"
	"errors"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/reports/store"
)

func newReport(stdout writer) *cobra.Command {
	font := ""
	c := &cobra.Command{
		Use:   "report DIR",
		Short: "Draw figures and report again from stored results, without simulating",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			dir := filepath.Clean(args[0])
			run, err := redraw(c.Context(), dir, font)
			if errors.Is(err, context.Canceled) {
				return &failure{codeInterrupted, "restakesim: interrupted: " + dir + " stays as it was"}
			}
			if err != nil {
				return asFailureOf(err)
			}
			return printRun(stdout, run, dir)
		},
	}
	c.Flags().StringVar(&font, "font", "", "TrueType font for the report, for scripts beyond Latin")
	return c
}

// redraw puts new pictures beside the results of a run.
func redraw(ctx context.Context, dir, font string) (*result.Run, error) {
	o, err := drawnIn(font)
	if err != nil {
		return nil, err
	}
	run, err := store.Open(dir)
	if err != nil {
		return nil, err
	}
	whole, err := filepath.Abs(dir) // "." has no name
	if err != nil {
		return nil, err
	}
	draft, err := store.Amend(filepath.Dir(whole), filepath.Base(whole))
	if err != nil {
		return nil, err
	}
	defer draft.Discard()
	if err := draw(ctx, draft, run, o); err != nil {
		return nil, err
	}
	return run, draft.Commit()
}
