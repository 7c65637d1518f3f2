package reports

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/restakesim/restakesim/engine/result"
)

// drawAll is everything that a run is drawn as, by name.
func drawAll(t *testing.T, run *result.Run) map[string][]byte {
	out := map[string][]byte{}
	write := func(name string, to func(io.Writer) error) {
		var b bytes.Buffer
		if err := to(&b); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		out[name] = b.Bytes()
	}
	write("report.pdf", func(w io.Writer) error { return PDF(w, run, Options{}) })
	list, err := Figures(run, Options{})
	if err != nil {
		t.Error(err)
	}
	for i, f := range list {
		write(f.Name+".svg", f.SVG)
		if i%8 == 0 && !testing.Short() { // pictures take long
			write(f.Name+".png", f.PNG)
		}
	}
	return out
}

// TestSameBytes draws the same run again, from several goroutines at once, and a run
// made anew.
func TestSameBytes(t *testing.T) {
	run := usualRun(40)
	want := drawAll(t, run)
	again := make([]map[string][]byte, 2)
	var wg sync.WaitGroup
	for i := range again {
		wg.Go(func() {
			if i == 0 {
				again[i] = drawAll(t, usualRun(40))
				return
			}
			again[i] = drawAll(t, run)
		})
	}
	wg.Wait()
	for _, got := range again {
		if len(got) != len(want) || len(want) < 18 {
			t.Errorf("%d files, then %d", len(want), len(got))
		}
		for name, b := range want {
			if !bytes.Equal(got[name], b) {
				t.Errorf("%s: %d bytes, then others, %d of them", name, len(b), len(got[name]))
			}
		}
	}
}

// TestOneFigureFromManyGoroutines draws one Figure value at the same time, as its
// documentation allows.
func TestOneFigureFromManyGoroutines(t *testing.T) {
	for _, f := range figures(mustTheme(t), longRun(40)) {
		var drawn [3]bytes.Buffer
		var wg sync.WaitGroup
		for i := range drawn {
			wg.Go(func() {
				if err := f.SVG(&drawn[i]); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for i := range drawn {
			if drawn[i].Len() < 1000 || !bytes.Equal(drawn[0].Bytes(), drawn[i].Bytes()) {
				t.Errorf("%s: %d bytes, then others, %d of them", f.Name, drawn[0].Len(), drawn[i].Len())
			}
		}
	}
}

// TestDatesAreTheSnapshots checks that a report carries its snapshot's date and no
// other, and says so if there is none.
func TestDatesAreTheSnapshots(t *testing.T) {
	run := newMaker(1).run
	var b bytes.Buffer
	if err := PDF(&b, run, Options{}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "(D:20250131000000"); n != 2 || strings.Count(b.String(), "(D:") != 2 {
		t.Errorf("the snapshot's date stands %d times", n)
	}
	run.Context.Snapshot = "in January"
	if err := PDF(io.Discard, run, Options{}); err == nil || !strings.Contains(err.Error(), "snapshot") {
		t.Errorf("a report without a date: %v", err)
	}
	if _, err := Figures(run, Options{Font: []byte("no font")}); err == nil || !strings.Contains(err.Error(), "font") {
		t.Errorf("figures without a font: %v", err)
	}
}

// TestTextIsSelectable reads a report as another program does, where that is installed.
func TestTextIsSelectable(t *testing.T) {
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed")
	}
	name := filepath.Join(t.TempDir(), "report.pdf")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	run := usualRun(40)
	run.Context.Question = "Hält γ < 0 bei 5 % – oder ≥ 1? 质押"
	if err := PDF(file, run, Options{}); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(program, "-layout", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Made up", run.Context.Question, "lower95(p05(lowest_price[ezETH])) > 0.2", "undecided", "operator-030", "γ (σ)", "−0.4", "service-09", "agents.cohort-59.setting", "restakesim run made-up.yaml --seed 7"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the report does not say %q", want)
		}
	}
}
