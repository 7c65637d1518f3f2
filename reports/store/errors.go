package store

import (
	"errors"
	"fmt"
)

// The kinds of failure; test for them with errors.Is. The message and the wrapped
// error carry the path.
var (
	ErrName       = errors.New("not a name for a run's directory")
	ErrLocked     = errors.New("the directory is in use by another run")
	ErrForeign    = errors.New("the directory holds files that no run wrote")
	ErrDisk       = errors.New("the output cannot be written")
	ErrUnreadable = errors.New("the stored run cannot be read")
)

func failed(kind error, path string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w: %w", path, kind, err)
}
