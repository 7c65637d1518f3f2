package store

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"
)

// CheckFile says whether WriteFile could put a file at path now. Errors are ErrDisk.
func CheckFile(path string) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return failed(ErrDisk, path, errors.New("it is no regular file"))
	}
	f, err := renameio.NewPendingFile(path, renameio.WithTempDir(filepath.Dir(path)))
	if err != nil {
		return failed(ErrDisk, path, err)
	}
	return failed(ErrDisk, path, f.Cleanup())
}

// WriteFile puts a file of its own at path, whole or not at all: what stands there is
// replaced once the new content is on disk. Errors are ErrDisk.
func WriteFile(path string, content []byte) error {
	f, err := renameio.NewPendingFile(path, renameio.WithTempDir(filepath.Dir(path)), renameio.WithPermissions(0o644))
	if err != nil {
		return failed(ErrDisk, path, err)
	}
	defer f.Cleanup()
	if _, err := f.Write(content); err != nil {
		return failed(ErrDisk, path, err)
	}
	return failed(ErrDisk, path, f.CloseAtomicallyReplace())
}
