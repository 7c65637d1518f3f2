package store

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/renameio/v2"
)

// Draft is a run's directory while it is being written, invisible under its name
// until Commit. Its Write methods may be called from several goroutines at once;
// Commit and Discard end it.
type Draft struct {
	place
	lock *lock
}

// place is where a run's directory and its hidden siblings are.
type place struct{ dir, name string }

func (p place) final() string { return filepath.Join(p.dir, p.name) }
func (p place) part() string  { return filepath.Join(p.dir, "."+p.name+".part") }
func (p place) old() string   { return filepath.Join(p.dir, "."+p.name+".old") }
func (p place) guard() string { return filepath.Join(p.dir, "."+p.name+".lock") }

// Create begins the directory dir/name, which Commit will put in place of whatever
// run stands there. It makes dir where it is missing. Errors: ErrName, ErrLocked,
// ErrForeign when what stands there was not written by a run, ErrDisk.
func Create(dir, name string) (*Draft, error) {
	if !validName(name) {
		return nil, failed(ErrName, name, fs.ErrInvalid)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, failed(ErrDisk, dir, err)
	}
	p := place{dir, name}
	l, err := acquire(p.guard())
	if err != nil {
		return nil, err
	}
	if err := p.prepare(); err != nil {
		return nil, errors.Join(err, l.release())
	}
	return &Draft{p, l}, nil
}

// validName refuses what would leave the directory or collide with the hidden
// siblings.
func validName(name string) bool {
	return name != "" && !strings.HasPrefix(name, ".") && !strings.ContainsAny(name, "/\\\x00")
}

// prepare repairs what an interrupted run left and makes an empty part.
func (p place) prepare() error {
	if err := p.recover(); err != nil {
		return failed(ErrDisk, p.final(), err)
	}
	if err := p.checkOurs(); err != nil {
		return err
	}
	return failed(ErrDisk, p.part(), os.Mkdir(p.part(), 0o755))
}

// recover finishes or undoes a replacement that a crash interrupted.
func (p place) recover() error {
	if err := os.RemoveAll(p.part()); err != nil {
		return err
	}
	if _, err := os.Lstat(p.final()); errors.Is(err, fs.ErrNotExist) {
		if err := os.Rename(p.old(), p.final()); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	return os.RemoveAll(p.old())
}

// checkOurs guards a user's own directory against being replaced: whatever stands
// under the name must be empty or hold a file that every run has.
func (p place) checkOurs() error {
	entries, err := os.ReadDir(p.final())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return failed(ErrForeign, p.final(), err)
	}
	for _, e := range entries {
		switch e.Name() {
		case manifestName, summaryName, contextName:
			return nil
		}
	}
	if len(entries) == 0 {
		return nil
	}
	return failed(ErrForeign, p.final(), fs.ErrExist)
}

// Write puts one file into the draft: render writes its content. The name is
// slash-separated and relative, such as figures/loss.png; a file of that name is
// replaced. The file is synced when Write returns.
func (d *Draft) Write(name string, render func(io.Writer) error) error {
	if !fs.ValidPath(name) || name == "." {
		return failed(ErrName, name, fs.ErrInvalid)
	}
	path := filepath.Join(d.part(), filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return failed(ErrDisk, path, err)
	}
	f, err := renameio.NewPendingFile(path, renameio.WithTempDir(filepath.Dir(path)), renameio.WithPermissions(0o644))
	if err != nil {
		return failed(ErrDisk, path, err)
	}
	defer f.Cleanup()
	w := bufio.NewWriterSize(sink{f}, 1<<16)
	if err := render(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return failed(ErrDisk, path, f.CloseAtomicallyReplace())
}

// sink marks what goes wrong while writing as the disk's fault, so that it is told
// apart from an error of the renderer.
type sink struct{ *renameio.PendingFile }

func (s sink) Write(b []byte) (int, error) {
	n, err := s.PendingFile.Write(b)
	return n, failed(ErrDisk, s.Name(), err)
}
