package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/restakesim/restakesim/engine/result"
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

// thresholdCode is the exit code that the thresholds ask for.
func thresholdCode(s *result.Summary) int {
	code := codeOK
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
