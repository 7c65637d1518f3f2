package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/scenarios"
)

func newValidate(stdout, stderr writer) *cobra.Command {
	asJSON := false
	var sets []string
	c := &cobra.Command{
		Use:               "validate FILE…",
		Short:             "Check scenario files and show every problem",
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: completeScenarios,
		RunE: func(_ *cobra.Command, files []string) error {
			return validate(stdout, stderr, files, sets, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print [{file, line, col, path, message, hint}]")
	c.Flags().StringArrayVar(&sets, "set", nil, "edit a value of the file before checking it")
	return c
}

func validate(stdout, stderr writer, files, sets []string, asJSON bool) error {
	var all param.Problems
	for _, name := range files {
		plan, err := load(name, sets)
		var bad *invalid
		switch {
		case errors.As(err, &bad):
			all = append(all, bad.problems...)
			if !asJSON {
				fmt.Fprintln(stderr, bad.Error())
			}
		case err != nil:
			return err
		case !asJSON:
			for _, w := range plan.Warnings {
				fmt.Fprintln(stdout, name+": warning: "+w)
			}
			fmt.Fprintln(stdout, name+": ok")
		}
	}
	if asJSON {
		text, err := scenarios.DiagnoseJSON(all)
		if err != nil {
			return internal(err)
		}
		fmt.Fprint(stdout, string(text))
	}
	if len(all) > 0 {
		return &failure{codeInvalid, ""}
	}
	return nil
}
