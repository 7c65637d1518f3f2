package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/restakesim/restakesim/scenarios"
)

func newExplain(stdout writer) *cobra.Command {
	return &cobra.Command{
		Use:   "explain KEY",
		Short: "Explain a scenario key, such as agents.farmer.review, or a metric, such as lowest_price",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			family, _, _ := strings.Cut(args[0], "[") // lowest_price[ezETH] is one of lowest_price
			text, ok := scenarios.Explain(family)
			if !ok {
				return &failure{codeUsage, fmt.Sprintf("restakesim: nothing is called %q; %s", args[0], scenarios.Suggest(family))}
			}
			_, err := fmt.Fprint(stdout, text)
			return err
		},
	}
}
