package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/restakesim/restakesim/scenarios"
)

func newList(stdout writer) *cobra.Command {
	c := &cobra.Command{
		Use:   "list",
		Short: "List scenario files and the kinds that a file may name",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			found, err := filepath.Glob("scenarios/*.yaml")
			if err != nil {
				return err
			}
			if len(found) > 0 {
				fmt.Fprintln(stdout, "scenarios")
			}
			for _, name := range found {
				plan, err := load(name, nil)
				if err != nil {
					fmt.Fprintf(stdout, "  %-36s (invalid)\n", name)
					continue
				}
				fmt.Fprintf(stdout, "  %-36s %s\n", name, plan.File.About)
			}
			for _, c := range scenarios.Catalogues() {
				fmt.Fprintln(stdout, c.Name)
				for _, k := range c.Kinds {
					fmt.Fprintf(stdout, "  %-18s %s\n", k.Name, k.Doc)
				}
			}
			_, err = fmt.Fprintln(stdout, "Real systems, their rules and where these come from: restakesim list systems")
			return err
		},
	}
	c.AddCommand(newListSystems(stdout))
	return c
}
