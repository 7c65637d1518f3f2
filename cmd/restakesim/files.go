package main

import (
	"io/fs"
	"os"
	"path/filepath"

	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/scenarios"
)

// load reads a scenario from the file system. Scenario files may extend and read
// files beside them or above, so the root of the file system is that of the path.
func load(name string, sets []string) (*scenarios.Plan, error) {
	fsys, inside, err := rooted(name)
	if err != nil {
		return nil, &failure{codeInvalid, "restakesim: " + err.Error()}
	}
	plan, sources, problems := scenarios.Load(fsys, inside, sets)
	if len(problems) > 0 {
		return nil, &invalid{problems, sources}
	}
	return plan, nil
}

// rooted opens the current directory, or the root of the file system for a path that
// leads out of it.
func rooted(name string) (fs.FS, string, error) {
	clean := filepath.ToSlash(filepath.Clean(name))
	if fs.ValidPath(clean) {
		return os.DirFS("."), clean, nil
	}
	abs, err := filepath.Abs(name)
	if err != nil {
		return nil, "", err
	}
	dir, file := filepath.Split(abs)
	return os.DirFS(dir), file, nil
}

// invalid is a scenario with problems.
type invalid struct {
	problems param.Problems
	sources  scenarios.Sources
}

// Error shows every problem with its line and a caret.
func (e *invalid) Error() string { return scenarios.Diagnose(e.problems, e.sources) }
