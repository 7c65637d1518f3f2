package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/scenarios"
)

// load reads a scenario from the file system.
func load(name string, sets []string) (*scenarios.Plan, error) {
	for _, edit := range sets {
		if !strings.Contains(edit, "=") {
			return nil, &failure{codeUsage, "restakesim: --set " + edit + " is no edit; write path=value, as in agents.farmers.count=100"}
		}
	}
	plan, sources, problems := scenarios.Load(disk{}, filepath.ToSlash(filepath.Clean(name)), sets)
	if len(problems) > 0 {
		return nil, &invalid{problems, sources}
	}
	return plan, nil
}

// disk opens files under the names that the user types. Unlike os.DirFS it also takes
// absolute names and those that lead out of the current directory: a scenario may
// extend and read files above it, and messages name files as the user does.
type disk struct{}

// Open implements fs.FS.
func (disk) Open(name string) (fs.File, error) { return os.Open(filepath.FromSlash(name)) }

// reader opens files as disk does and keeps what it has read: a pipe can be read only
// once, and problems show the lines that they are about.
type reader struct {
	disk
	sources scenarios.Sources
}

// ReadFile implements fs.ReadFileFS.
func (r *reader) ReadFile(name string) ([]byte, error) {
	if text, read := r.sources.Text(name); read {
		return text, nil
	}
	text, err := os.ReadFile(filepath.FromSlash(name))
	if err == nil {
		r.sources.Files = append(r.sources.Files, scenarios.Source{Name: name, Text: text})
	}
	return text, err
}

// invalid is a scenario, or another input, with problems.
type invalid struct {
	problems param.Problems
	sources  scenarios.Sources
}

// Error shows every problem with its line and a caret.
func (e *invalid) Error() string {
	return strings.TrimSuffix(scenarios.Diagnose(e.problems, e.sources), "\n")
}
