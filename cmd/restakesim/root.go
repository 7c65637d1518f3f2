package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/restakesim/restakesim/scenarios"
)

// newRoot builds the command tree.
func newRoot(stdout, stderr writer) *cobra.Command {
	root := &cobra.Command{
		Use:           "restakesim",
		Short:         "Simulate the economy of restaked ether",
		Long:          "restakesim runs scenario files through thousands of drawn populations and writes distributions, figures and a report.",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.AddCommand(newRun(stdout, stderr), newFrontier(stdout, stderr), newValidate(stdout, stderr), newAttack(stdout), newVerify(stdout, stderr),
		newSchema(stdout), newList(stdout), newExplain(stdout), newReport(stdout), newVersion(stdout))
	return root
}

func newVersion(stdout writer) *cobra.Command {
	return &cobra.Command{Use: "version", Short: "Print the version", Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error {
		_, err := fmt.Fprintln(stdout, "restakesim "+scenarios.Version)
		return err
	}}
}

func newSchema(stdout writer) *cobra.Command {
	return &cobra.Command{Use: "schema", Short: "Print the JSON Schema of scenario files, for editors", Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error {
		text, err := scenarios.FileSchema()
		if err != nil {
			return internal(err)
		}
		_, err = stdout.Write(text)
		return err
	}}
}
