package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Commit puts the draft in place of what stood under its name and ends the draft.
// If it fails, what stood there is still there, or is put back by the next Create.
func (d *Draft) Commit() error {
	if d.lock == nil {
		return failed(ErrDisk, d.final(), fs.ErrClosed)
	}
	err := d.swap()
	if err != nil {
		err = errors.Join(failed(ErrDisk, d.final(), err), failed(ErrDisk, d.final(), d.recover()))
	}
	return errors.Join(err, d.end())
}

func (d *Draft) swap() error {
	if err := syncTree(d.part()); err != nil {
		return err
	}
	if err := os.Rename(d.final(), d.old()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(d.part(), d.final()); err != nil {
		return err
	}
	if err := syncDir(d.dir); err != nil {
		return err
	}
	return os.RemoveAll(d.old())
}

// Discard removes the draft and leaves what stands under its name alone. After
// Commit or Discard it does nothing, so it can be deferred.
func (d *Draft) Discard() error {
	if d.lock == nil {
		return nil
	}
	return errors.Join(failed(ErrDisk, d.part(), os.RemoveAll(d.part())), d.end())
}

func (d *Draft) end() error {
	err := d.lock.release()
	d.lock = nil
	return failed(ErrDisk, d.guard(), err)
}

// syncTree syncs the directories below root; their files were synced as they were
// written.
func syncTree(root string) error {
	return filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.IsDir() {
			return err
		}
		return syncDir(path)
	})
}

// syncDir makes the names in a directory durable.
func syncDir(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
