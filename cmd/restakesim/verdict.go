package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/scenarios"
)

// conclude chooses the exit code of a batch.
func conclude(failures []error, files, verdict int) error {
	switch {
	case len(failures) == files:
		return &failure{asFailureOf(failures[0]).code, ""}
	case len(failures) > 0:
		return &failure{codePartly, fmt.Sprintf("restakesim: %d of %d files failed", len(failures), files)}
	case verdict != codeOK:
		return &failure{verdict, ""}
	}
	return nil
}

// worse keeps a failed threshold over an undecided one.
func worse(a, b int) int {
	if a == codeThreshold || b == codeThreshold {
		return codeThreshold
	}
	return max(a, b)
}

// asFailureOf gives an error of one file its exit code.
func asFailureOf(err error) *failure {
	if v := (*invalid)(nil); errors.As(err, &v) {
		return &failure{codeInvalid, v.Error()}
	}
	if f := (*failure)(nil); errors.As(err, &f) {
		return f
	}
	if errors.Is(err, context.Canceled) || isStoreError(err) {
		return asFailure(err)
	}
	return internal(err)
}

func describe(err error) string { return asFailureOf(err).message }

// interrupted says what is kept of a batch that Ctrl-C has ended.
func interrupted(name string, finished, files int) *failure {
	message := "restakesim: interrupted: nothing of " + name + " is kept"
	if files > 1 {
		message += fmt.Sprintf("; %d of %d files were finished and stay", finished, files)
	}
	return &failure{codeInterrupted, message}
}

// verdictOf is the exit code that the results of a file ask for: that of its thresholds,
// and of its frontier.
func verdictOf(s *result.Summary) int {
	code := codeOK
	if s.Frontier != nil && !scenarios.Decided(s.Frontier) {
		code = codeUndecided
	}
	for _, t := range s.Thresholds {
		switch {
		case t.Pass == nil:
			code = worse(code, codeUndecided)
		case !*t.Pass:
			code = codeThreshold
		}
	}
	return code
}

// contradicted says which statements of the theory failed in a run, and how to repeat it.
func contradicted(plan *scenarios.Plan, checks *result.Checks) error {
	var failed []error
	for _, i := range checks.Broken() {
		a := checks.Assertions[i]
		failed = append(failed, fmt.Errorf("assertion A-%d failed in %d of %d cases, first in scenario %s, cell 0, replication %d, seed %d",
			i+1, a.Violated, a.Applicable, plan.Name, a.First, plan.Seed))
	}
	if len(failed) == 0 {
		return nil
	}
	return internal(errors.Join(failed...))
}
