//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// lock is a file that exists while a run writes. Where the system has no flock, a
// killed run leaves it behind; the error names the file, which then has to be
// removed by hand.
type lock struct{ path string }

func acquire(path string) (*lock, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, failed(ErrLocked, path, err)
	}
	if err != nil {
		return nil, failed(ErrDisk, path, err)
	}
	_, err = fmt.Fprintln(f, os.Getpid())
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(path)
		return nil, failed(ErrDisk, path, err)
	}
	return &lock{path}, nil
}

func (l *lock) release() error { return os.Remove(l.path) }
