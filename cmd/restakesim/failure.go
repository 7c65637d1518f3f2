package main

import (
	"context"
	"errors"
	"io"

	"github.com/restakesim/restakesim/reports/store"
)

// Exit codes. They are documented in README.md and never reused.
const (
	codeOK          = 0
	codeInternal    = 1   // an invariant broke: ours
	codeUsage       = 2   // the command line
	codeInvalid     = 3   // a scenario or another input
	codeThreshold   = 4   // a threshold failed
	codePartly      = 5   // some files of a batch failed, others were written
	codeUndecided   = 6   // too few replications for a threshold's bound
	codeStore       = 7   // unreadable store, or disk trouble
	codeInterrupted = 130 // Ctrl-C
)

type writer = io.Writer

// failure is an error that knows its exit code.
type failure struct {
	code    int
	message string
}

func (f *failure) Error() string { return f.message }

// asFailure gives every error an exit code: what nobody has classified is a wrong
// command line, since that is all that the command-line library reports.
func asFailure(err error) *failure {
	var f *failure
	switch {
	case errors.As(err, &f):
		return f
	case errors.Is(err, context.Canceled):
		return &failure{codeInterrupted, ""}
	case isStoreError(err):
		return &failure{codeStore, "restakesim: " + err.Error()}
	}
	return &failure{codeUsage, "restakesim: " + err.Error() + "\nSee restakesim --help."}
}

// isStoreError says whether an error comes from the results on disk.
func isStoreError(err error) bool {
	for _, e := range []error{store.ErrLocked, store.ErrDisk, store.ErrForeign, store.ErrUnreadable} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

func internal(err error) *failure {
	return &failure{codeInternal, "restakesim: internal fault, please report it: " + err.Error()}
}
