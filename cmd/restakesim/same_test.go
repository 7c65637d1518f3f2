package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// TestSameBytes runs a world with every kind of agent on one, two and seven workers,
// the last time from files in which cohorts, assets, edges and services stand in
// reverse order: every file but the manifest must have the same bytes.
func TestSameBytes(t *testing.T) {
	reversed := t.TempDir()
	reverse(t, "testdata/world", reversed)
	want := map[string][]byte{}
	for _, c := range []struct{ file, workers string }{
		{"testdata/world/world.yaml", "1"},
		{"testdata/world/world.yaml", "2"},
		{filepath.Join(reversed, "world.yaml"), "7"},
	} {
		out := t.TempDir()
		if code, _, stderr := ran(t, "run", "--quiet", "--out", out, "--workers", c.workers, c.file); code != codeOK {
			t.Fatalf("%s: exit code %d: %s", c.file, code, stderr)
		}
		got := written(t, filepath.Join(out, "world"))
		if len(want) == 0 {
			want = got
			continue
		}
		if len(got) != len(want) {
			t.Errorf("%s, %s workers: %d files, want %d", c.file, c.workers, len(got), len(want))
		}
		for name, text := range want {
			if !bytes.Equal(got[name], text) {
				t.Errorf("%s, %s workers: %s differs", c.file, c.workers, name)
			}
		}
	}
	for _, name := range []string{"summary.json", "context.json", "certificate.json", "replications.parquet", "series.parquet", "report.pdf", "figures/timeline.png", "figures/lorenz.svg"} {
		if len(want[name]) == 0 {
			t.Errorf("there is no %s", name)
		}
	}
}

// written reads every file of a run but the manifest.
func written(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	root := os.DirFS(dir)
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == "manifest.json" {
			return err
		}
		out[name], err = fs.ReadFile(root, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// reverse copies a scenario with the keys of all its maps and the rows of its tables
// in reverse order.
func reverse(t *testing.T, from, to string) {
	t.Helper()
	for _, name := range []string{"edges.csv", "services.csv"} {
		rows := strings.Split(strings.TrimSpace(read(t, filepath.Join(from, name))), "\n")
		slices.Reverse(rows[1:])
		save(t, filepath.Join(to, name), strings.Join(rows, "\n")+"\n")
	}
	var tree yaml.MapSlice
	if err := yaml.UnmarshalWithOptions([]byte(read(t, filepath.Join(from, "world.yaml"))), &tree, yaml.UseOrderedMap()); err != nil {
		t.Fatal(err)
	}
	text, err := yaml.Marshal(turned(tree))
	if err != nil {
		t.Fatal(err)
	}
	save(t, filepath.Join(to, "world.yaml"), string(text))
}

// turned reverses the keys of a map and of those within; lists keep their order.
func turned(v any) any {
	switch x := v.(type) {
	case yaml.MapSlice:
		for i := range x {
			x[i].Value = turned(x[i].Value)
		}
		slices.Reverse(x)
	case []any:
		for i := range x {
			x[i] = turned(x[i])
		}
	}
	return v
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func save(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
