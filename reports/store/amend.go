package store

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Amend begins a new version of the run that stands in dir/name, from the files it
// has: those that are not written again stay as they are. Errors: those of Create,
// and ErrUnreadable when there is no run to start from.
func Amend(dir, name string) (*Draft, error) {
	d, err := Create(dir, name)
	if err != nil {
		return nil, err
	}
	if err := copyTree(d.final(), d.part()); err != nil {
		return nil, errors.Join(failed(ErrUnreadable, d.final(), err), d.Discard())
	}
	return d, nil
}

// copyTree links the files of one directory into another. Links are enough, since
// a draft replaces files and never writes into one; where the file system has no
// links it copies.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		switch {
		case e.IsDir():
			return os.MkdirAll(target, 0o755)
		case os.Link(path, target) == nil:
			return nil
		default:
			return copyFile(path, target)
		}
	})
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
