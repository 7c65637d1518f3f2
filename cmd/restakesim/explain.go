package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/restakesim/restakesim/scenarios"
)

func newExplain(stdout writer) *cobra.Command {
	return &cobra.Command{
		Use:   "explain KEY",
		Short: "Explain a scenario key, such as agents.farmer.review, or a metric",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			text, ok := scenarios.Explain(args[0])
			if !ok {
				return &failure{codeUsage, fmt.Sprintf("restakesim: nothing is called %q; %s", args[0], scenarios.Suggest(args[0]))}
			}
			_, err := fmt.Fprint(stdout, text)
			return err
		},
	}
}
