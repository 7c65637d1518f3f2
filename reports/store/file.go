package store

import (
	"path/filepath"

	"github.com/google/renameio/v2"
)

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
