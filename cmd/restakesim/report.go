package main

import (
	"path/filepath"

	"github.com/spf13/cobra"

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
			run, err := store.Open(dir)
			if err != nil {
				return err
			}
			draft, err := store.Amend(filepath.Dir(dir), filepath.Base(dir))
			if err != nil {
				return err
			}
			defer draft.Discard()
			if err := draw(c.Context(), draft, run, font); err != nil {
				return asFailureOf(err)
			}
			if err := draft.Commit(); err != nil {
				return err
			}
			return printTable(stdout, run.Summary, run.Context, dir)
		},
	}
	c.Flags().StringVar(&font, "font", "", "TrueType font for the report, for scripts beyond Latin")
	return c
}
