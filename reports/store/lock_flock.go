//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package store

import (
	"errors"
	"os"
	"syscall"
)

// lock is an advisory lock on a file. The kernel drops it when the process ends,
// however it ends, so a killed run never blocks the next one.
type lock struct{ file *os.File }

// acquire takes the lock at path without waiting. The loop is for the race in
// which another process removes the file between our open and our lock: then we
// hold a lock on a file that nobody can find any more.
func acquire(path string) (*lock, error) {
	for {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
		if err != nil {
			return nil, failed(ErrDisk, path, err)
		}
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
			f.Close()
			if errors.Is(err, syscall.EWOULDBLOCK) {
				return nil, failed(ErrLocked, path, err)
			}
			return nil, failed(ErrDisk, path, err)
		}
		if sameFile(f, path) {
			return &lock{f}, nil
		}
		f.Close()
	}
}

func sameFile(f *os.File, path string) bool {
	held, err := f.Stat()
	if err != nil {
		return false
	}
	found, err := os.Stat(path)
	return err == nil && os.SameFile(held, found)
}

// release removes the file while the lock is held, then lets go.
func (l *lock) release() error {
	return errors.Join(os.Remove(l.file.Name()), l.file.Close())
}
