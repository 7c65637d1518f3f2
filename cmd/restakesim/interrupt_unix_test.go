//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/restakesim/restakesim/reports/store"
)

// endless is a number of replications that no test waits for.
const endless = "replications=9000000"

// process is a restakesim that runs beside the test.
type process struct {
	*exec.Cmd
	stdout, stderr bytes.Buffer
}

// start starts a run and waits until a file or directory exists.
func start(t *testing.T, until string, args ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command("restakesim", args...)}
	p.Stdout, p.Stderr = &p.stdout, &p.stderr
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	for range 6000 {
		if _, err := os.Stat(until); err == nil {
			return p
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("there is no %s after a minute: %s", until, p.stderr.String())
	return nil
}

// end sends a signal and returns the exit code, -1 where the signal ended the process.
func (p *process) end(t *testing.T, s os.Signal) int {
	t.Helper()
	if err := p.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
	if failed := (*exec.ExitError)(nil); !errors.As(p.Wait(), &failed) {
		t.Fatal("the process ended well")
	}
	return p.ProcessState.ExitCode()
}

// holds lists what is in a directory, hidden names included.
func holds(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

// TestInterrupted interrupts a batch in its second file: the first file's results
// stay, nothing of the second is kept, and the message says so.
func TestInterrupted(t *testing.T) {
	first := tiny(t)
	dir := filepath.Dir(first)
	second, out := filepath.Join(dir, "second.yaml"), filepath.Join(dir, "out")
	save(t, second, "extends: tiny.yaml\nname: second\nreplications: 9000000\n")
	p := start(t, filepath.Join(out, ".second.part"), "run", "--out", out, first, second, first)
	if code := p.end(t, os.Interrupt); code != codeInterrupted {
		t.Errorf("exit code %d, want %d", code, codeInterrupted)
	}
	if want := "restakesim: interrupted: nothing of " + second + " is kept; 1 of 3 files were finished and stay\n"; !strings.HasSuffix(p.stderr.String(), want) {
		t.Errorf("stderr is %q, want %q", p.stderr.String(), want)
	}
	if got := holds(t, out); got != "tiny" {
		t.Errorf("the output directory holds %s", got)
	}
	if _, err := store.Open(filepath.Join(out, "tiny")); err != nil {
		t.Error(err)
	}
	if got := p.stdout.String(); strings.Count(got, "replications · seed") != 1 {
		t.Errorf("stdout is %q", got)
	}
}

// TestInterruptedFrontier leaves nothing of a frontier behind.
func TestInterruptedFrontier(t *testing.T) {
	dir := filepath.Dir(tiny(t))
	file, out := filepath.Join(dir, "far.yaml"), filepath.Join(dir, "out")
	save(t, file, "extends: tiny.yaml\nname: far\nreplications: 9000000\nfrontier:\n  find: {path: agents.farmers.holdings, between: [400 ETH, 900 ETH]}\n"+
		"  at: horizon\n  statistic: \"mean(gain[farmers])\"\n  target: 30 ETH\n")
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		p := start(t, filepath.Join(out, ".far.part"), "frontier", "--out", out, file)
		if code := p.end(t, signal); code != codeInterrupted {
			t.Errorf("%v: exit code %d, want %d", signal, code, codeInterrupted)
		}
		if want := "restakesim: interrupted: nothing of " + file + " is kept\n"; !strings.HasSuffix(p.stderr.String(), want) || p.stdout.String() != "" {
			t.Errorf("%v: stderr is %q, want %q", signal, p.stderr.String(), want)
		}
		if got := holds(t, out); got != "" {
			t.Errorf("%v: the output directory holds %s", signal, got)
		}
	}
}

// TestInterruptedKeepsTheOldRun interrupts and kills runs that would replace an older
// one. The older run stays readable, byte for byte, and the next run clears away what
// a killed one has left.
func TestInterruptedKeepsTheOldRun(t *testing.T) {
	file := tiny(t)
	out := filepath.Join(filepath.Dir(file), "out")
	if code, _, stderr := ran(t, "run", "--quiet", "--replications", "1", "--out", out, file); code != codeOK {
		t.Fatal(stderr)
	}
	run := filepath.Join(out, "tiny")
	before := written(t, run)
	for _, c := range []struct {
		signal os.Signal
		code   int
		left   string
	}{
		{os.Interrupt, codeInterrupted, "tiny"},
		{syscall.SIGTERM, codeInterrupted, "tiny"},
		{syscall.SIGKILL, -1, ".tiny.lock .tiny.part tiny"},
	} {
		p := start(t, filepath.Join(out, ".tiny.part"), "run", "--out", out, "--set", endless, file)
		if code := p.end(t, c.signal); code != c.code {
			t.Errorf("%v: exit code %d, want %d", c.signal, code, c.code)
		}
		if got := holds(t, out); got != c.left {
			t.Errorf("%v: the output directory holds %s, want %s", c.signal, got, c.left)
		}
		if !maps.EqualFunc(before, written(t, run), slices.Equal) {
			t.Errorf("%v: the older run is not what it was", c.signal)
		}
		if _, err := store.Open(run); err != nil {
			t.Errorf("%v: %v", c.signal, err)
		}
	}
	if code, _, stderr := ran(t, "run", "--quiet", "--replications", "2", "--out", out, file); code != codeOK {
		t.Fatal(stderr)
	}
	if got := holds(t, out); got != "tiny" {
		t.Errorf("after a run the output directory holds %s", got)
	}
}

// TestTwoRunsIntoOneDirectory refuses the second and leaves the first alone, which
// goes on to its end.
func TestTwoRunsIntoOneDirectory(t *testing.T) {
	file, out := tiny(t), t.TempDir()
	first, err := store.Create(out, "tiny")
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Write("summary.json", func(w io.Writer) error { _, err := io.WriteString(w, "{}"); return err }); err != nil {
		t.Fatal(err)
	}
	p := exec.Command("restakesim", "run", "--quiet", "--out", out, file)
	text, err := p.CombinedOutput()
	if failed := (*exec.ExitError)(nil); !errors.As(err, &failed) || failed.ExitCode() != codeStore {
		t.Errorf("%v, want exit code %d", err, codeStore)
	}
	if !strings.Contains(string(text), "the directory is in use by another run") {
		t.Errorf("the second run says %s", text)
	}
	if err := first.Commit(); err != nil {
		t.Error(err)
	}
	if got := holds(t, out) + ": " + holds(t, filepath.Join(out, "tiny")); got != "tiny: summary.json" {
		t.Errorf("the first run has left %s", got)
	}
}

// TestUnless comes back from what cannot be stopped, without it.
func TestUnless(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	if err := unless(ctx, func() error { return io.EOF }); !errors.Is(err, io.EOF) {
		t.Errorf("error %v, want that of what was done", err)
	}
	if err := unless(ctx, func() error { panic("upside down") }); err == nil || err.Error() != "panic: upside down" {
		t.Errorf("error %v, want that of the panic", err)
	}
	stuck := make(chan struct{})
	defer close(stuck)
	err := unless(ctx, func() error { cancel(); <-stuck; return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}
