package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/restakesim/restakesim/engine/result"
)

const (
	manifestName     = "manifest.json"
	summaryName      = "summary.json"
	contextName      = "context.json"
	replicationsName = "replications.parquet"
	seriesName       = "series.parquet"
	frontierName     = "frontier.parquet"
)

// WriteRun writes what a run says: summary.json, context.json,
// replications.parquet and series.parquet, and frontier.parquet where it has a
// frontier. The same run gives the same bytes. It fails on a number that JSON cannot
// say, on two columns of one name and on columns of unequal length.
func (d *Draft) WriteRun(run *result.Run) error {
	var frontier error
	if f := run.Summary.Frontier; f != nil {
		frontier = d.Write(frontierName, func(w io.Writer) error { return writeFrontier(w, f) })
	}
	return errors.Join(frontier,
		d.writeJSON(summaryName, run.Summary),
		d.writeJSON(contextName, run.Context),
		d.Write(replicationsName, func(w io.Writer) error { return writeColumns(w, run.Columns) }),
		d.Write(seriesName, func(w io.Writer) error { return writeSeries(w, run.Series) }),
	)
}

// WriteManifest writes manifest.json.
func (d *Draft) WriteManifest(m *Manifest) error { return d.writeJSON(manifestName, m) }

func (d *Draft) writeJSON(name string, v any) error {
	return d.Write(name, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(v)
	})
}

// Open reads the run in the directory at path, from summary.json, context.json and
// the Parquet files only. Where the directory is missing because a replacement
// was cut short, it reads the version that was being replaced. Errors wrap
// ErrUnreadable.
func Open(path string) (*result.Run, error) {
	path = filepath.Clean(path)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		aside := place{filepath.Dir(path), filepath.Base(path)}.old()
		if _, err := os.Stat(aside); err == nil {
			path = aside
		}
	}
	run := &result.Run{Summary: &result.Summary{}}
	context, err := Context(path)
	if err := errors.Join(readJSON(filepath.Join(path, summaryName), run.Summary), err); err != nil {
		return nil, err
	}
	if err := checkSchema(filepath.Join(path, summaryName), run.Summary.Schema, result.SummarySchema); err != nil {
		return nil, err
	}
	run.Context = context
	if run.Columns, err = readColumns(filepath.Join(path, replicationsName)); err != nil {
		return nil, err
	}
	if run.Series, err = readSeries(filepath.Join(path, seriesName)); err != nil {
		return nil, err
	}
	if f := run.Summary.Frontier; f != nil {
		err = readFrontier(filepath.Join(path, frontierName), f)
	}
	return run, err
}

// Holds says whether the directory at path is that of a run.
func Holds(path string) bool {
	for _, name := range []string{summaryName, contextName} {
		if info, err := os.Stat(filepath.Join(path, name)); err != nil || !info.Mode().IsRegular() {
			return false
		}
	}
	return true
}

// Context reads what the run in the directory at path says beside its numbers. Errors
// wrap ErrUnreadable.
func Context(path string) (*result.Context, error) {
	name, c := filepath.Join(path, contextName), &result.Context{}
	if err := readJSON(name, c); err != nil {
		return nil, err
	}
	return c, checkSchema(name, c.Schema, result.ContextSchema)
}

// checkSchema refuses a file of another version, whose fields may mean something else.
func checkSchema(path, got, want string) error {
	if got == want {
		return nil
	}
	return failed(ErrUnreadable, path, fmt.Errorf("its schema is %q, and this version reads %q", got, want))
}

func readJSON(path string, v any) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return failed(ErrUnreadable, path, err)
	}
	return failed(ErrUnreadable, path, json.Unmarshal(b, v))
}
