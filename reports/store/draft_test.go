package store

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// names lists a directory, hidden names included.
func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func wantNames(t *testing.T, dir string, want ...string) {
	t.Helper()
	got := names(t, dir)
	if len(got) != len(want) {
		t.Fatalf("%s holds %q, want %q", dir, got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("%s holds %q, want %q", dir, got, want)
		}
	}
}

func TestReplacedWhole(t *testing.T) {
	dir := t.TempDir()
	d, err := Create(dir, "a")
	if err != nil {
		t.Fatal(err)
	}
	write := func(w io.Writer) error { _, err := w.Write([]byte("old")); return err }
	if err := errors.Join(d.WriteRun(sample("a")), d.Write("figures/old.png", write), d.Commit()); err != nil {
		t.Fatal(err)
	}
	commit(t, dir, sample("a"))
	if _, err := os.Stat(filepath.Join(dir, "a", "figures")); !errors.Is(err, os.ErrNotExist) {
		t.Error("a file of the old run is still there")
	}
	wantNames(t, dir, "a")
}

func TestAmendKeepsTheRest(t *testing.T) {
	dir := t.TempDir()
	commit(t, dir, sample("a"))
	d, err := Amend(dir, "a")
	if err != nil {
		t.Fatal(err)
	}
	write := func(w io.Writer) error { _, err := w.Write([]byte("pdf")); return err }
	if err := errors.Join(d.Write("report.pdf", write), d.Commit()); err != nil {
		t.Fatal(err)
	}
	wantNames(t, filepath.Join(dir, "a"), contextName, frontierName, manifestName, replicationsName, "report.pdf", seriesName, summaryName)
	if _, err := Amend(dir, "b"); !errors.Is(err, ErrUnreadable) {
		t.Errorf("amending nothing: error %v, want ErrUnreadable", err)
	}
	wantNames(t, dir, "a")
}

func TestAmendingLeavesTheOldRunAlone(t *testing.T) {
	dir := t.TempDir()
	commit(t, dir, sample("a"))
	before, err := os.ReadFile(filepath.Join(dir, "a", summaryName))
	if err != nil {
		t.Fatal(err)
	}
	d, err := Amend(dir, "a")
	if err != nil {
		t.Fatal(err)
	}
	changed := sample("a")
	changed.Summary.Seed = 1
	if err := errors.Join(d.WriteRun(changed), d.Discard()); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(filepath.Join(dir, "a", summaryName))
	if err != nil || string(after) != string(before) {
		t.Errorf("a discarded draft changed the run (error %v)", err)
	}
}

func TestLockedDirectoryIsRefusedAndLeftAlone(t *testing.T) {
	dir := t.TempDir()
	commit(t, dir, sample("a"))
	d, err := Create(dir, "a")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Create(dir, "a"); !errors.Is(err, ErrLocked) {
		t.Errorf("error %v, want ErrLocked", err)
	}
	if other, err := Create(dir, "b"); err != nil {
		t.Errorf("another name is locked too: %v", err)
	} else if err := other.Discard(); err != nil {
		t.Error(err)
	}
	wantNames(t, dir, ".a.lock", ".a.part", "a")
	if err := errors.Join(d.Discard(), d.Discard()); err != nil {
		t.Error(err)
	}
	wantNames(t, dir, "a")
	if err := d.Commit(); err == nil {
		t.Error("a discarded draft was committed")
	}
}

func TestForeignDirectoryIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "thesis"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "thesis", "chapter.tex"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(dir, "thesis"); !errors.Is(err, ErrForeign) {
		t.Errorf("error %v, want ErrForeign", err)
	}
	wantNames(t, dir, "thesis")
	wantNames(t, filepath.Join(dir, "thesis"), "chapter.tex")
}

func TestNames(t *testing.T) {
	for _, name := range []string{"", ".", "..", ".a", "a/b", `a\b`, "a\x00"} {
		if _, err := Create(t.TempDir(), name); !errors.Is(err, ErrName) {
			t.Errorf("%q: error %v, want ErrName", name, err)
		}
	}
}

func TestUnwritable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(file, "a"); !errors.Is(err, ErrDisk) {
		t.Errorf("error %v, want ErrDisk", err)
	}
}

// TestEveryCrashPoint builds by hand what a crash leaves after each step of
// Commit, and wants a whole run to be found and the leavings to be cleared.
func TestEveryCrashPoint(t *testing.T) {
	for name, crash := range map[string]func(p place) error{
		"while writing": func(p place) error { return os.Mkdir(p.part(), 0o755) },
		"old aside": func(p place) error {
			return errors.Join(os.Mkdir(p.part(), 0o755), os.Rename(p.final(), p.old()))
		},
		"new in place": func(p place) error {
			return errors.Join(os.Rename(p.final(), p.old()), os.CopyFS(p.final(), os.DirFS(p.old())))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			run := sample("a")
			commit(t, dir, run)
			if err := crash(place{dir, "a"}); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				got, err := Open(filepath.Join(dir, "a"))
				if err != nil {
					t.Fatal(err)
				}
				sameRun(t, run, got)
				d, err := Create(dir, "a")
				if err != nil {
					t.Fatal(err)
				}
				if err := d.Discard(); err != nil {
					t.Fatal(err)
				}
			}
			wantNames(t, dir, "a")
		})
	}
}

const victim = "RESTAKESIM_STORE_VICTIM"

// TestKilledWriter kills a process that commits without pause, at many moments,
// and wants a whole run each time and a lock that does not outlive the process.
func TestKilledWriter(t *testing.T) {
	if dir := os.Getenv(victim); dir != "" {
		for {
			commit(t, dir, sample("a"))
		}
	}
	if testing.Short() {
		t.Skip("starts processes")
	}
	dir := t.TempDir()
	run := sample("a")
	commit(t, dir, run)
	for i := range 12 {
		c := exec.Command(os.Args[0], "-test.run=^TestKilledWriter$")
		c.Env = append(os.Environ(), victim+"="+dir)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(40+7*i) * time.Millisecond)
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		c.Wait()
		got, err := Open(filepath.Join(dir, "a"))
		if err != nil {
			t.Fatal(err)
		}
		sameRun(t, run, got)
		d, err := Create(dir, "a")
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Discard(); err != nil {
			t.Fatal(err)
		}
	}
	wantNames(t, dir, "a")
}
