package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the test's own binary be run as restakesim.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"restakesim": main})
}

// TestScripts runs testdata/script. Each script starts beside tiny.yaml, a world of a
// few farmers over two days, and may use the commands below besides the usual ones.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			return os.CopyFS(e.WorkDir, os.DirFS("testdata/tiny"))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "same": same, "objects": objects, "tear": tear, "untimed": untimed, "hashed": hashed,
		},
	})
}

// exits CODE COMMAND… wants an exit code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		got = failed.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// same DIR DIR wants two runs whose files, the manifests apart, have the same bytes.
func same(ts *testscript.TestScript, neg bool, args []string) {
	a, b := contents(ts, args[0]), contents(ts, args[1])
	var differing []string
	for name := range a {
		if !bytes.Equal(a[name], b[name]) {
			differing = append(differing, name)
		}
	}
	for name := range b {
		if _, both := a[name]; !both {
			differing = append(differing, name)
		}
	}
	if neg != (len(differing) > 0) {
		ts.Fatalf("%d files differ: %q", len(differing), differing)
	}
}

func contents(ts *testscript.TestScript, dir string) map[string][]byte {
	out := map[string][]byte{}
	root := os.DirFS(ts.MkAbs(dir))
	ts.Check(fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == "manifest.json" {
			return err
		}
		out[name], err = fs.ReadFile(root, name)
		return err
	}))
	for _, name := range []string{"summary.json", "context.json", "replications.parquet", "series.parquet", "report.pdf", "figures/timeline.svg", "figures/timeline.png"} {
		if len(out[name]) == 0 {
			ts.Fatalf("%s has no %s", dir, name)
		}
	}
	return out
}

// objects KEY VALUE… wants as many JSON objects on stdout, each on a line of its own,
// that have these values under the key.
func objects(ts *testscript.TestScript, _ bool, args []string) {
	lines := strings.Split(strings.TrimSuffix(ts.ReadFile("stdout"), "\n"), "\n")
	if len(lines) != len(args)-1 {
		ts.Fatalf("%d lines, want %d", len(lines), len(args)-1)
	}
	for i, line := range lines {
		var o map[string]any
		ts.Check(json.Unmarshal([]byte(line), &o))
		if got, _ := json.Marshal(o[args[0]]); strings.Trim(string(got), `"`) != args[i+1] {
			ts.Fatalf("line %d: %s is %s, want %s", i+1, args[0], got, args[i+1])
		}
	}
}

// untimed FILE [nodes] writes what stdout holds to a file, with the clock's part of it
// as 0, since it is outside of the promise of equal bytes; and, for scripts that are not
// about the length of searches, that as well.
func untimed(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile("stdout")
	for _, key := range append([]string{"seconds"}, args[1:]...) {
		number := regexp.MustCompile(`"` + key + `": [0-9.e+-]+`)
		if n := len(number.FindAllString(text, -1)); n != 1 {
			ts.Fatalf("%s stands %d times", key, n)
		}
		text = number.ReplaceAllString(text, `"`+key+`": 0`)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

// hashed FILE OTHER fails unless the SHA-256 of FILE stands in OTHER.
func hashed(ts *testscript.TestScript, _ bool, args []string) {
	sum := sha256.Sum256([]byte(ts.ReadFile(args[0])))
	if !strings.Contains(ts.ReadFile(args[1]), `"`+hex.EncodeToString(sum[:])+`"`) {
		ts.Fatalf("%s does not hold the hash of %s", args[1], args[0])
	}
}

// tear FILE… cuts files in half, as a broken disk might.
func tear(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		info, err := os.Stat(ts.MkAbs(name))
		ts.Check(err)
		ts.Check(os.Truncate(ts.MkAbs(name), info.Size()/2))
	}
}

// ran executes a command line in this process.
func ran(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err strings.Builder
	code = execute(context.Background(), args, &out, &err)
	return code, out.String(), err.String()
}

// tiny copies the tiny scenario into a new directory and returns its path.
func tiny(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/tiny")); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "tiny.yaml")
}
