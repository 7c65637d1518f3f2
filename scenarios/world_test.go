package scenarios

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/batch"
	"github.com/restakesim/restakesim/engine/clock"
)

// long says whether the tests of the world run in full.
func long() bool { return os.Getenv("RESTAKESIM_LONG") == "1" }

// often is a number of replications: few, or many in the long run.
func often(few, many int) int {
	if long() {
		return many
	}
	return few
}

// catalogue lists the scenarios of the repository.
func catalogue(t testing.TB) []string {
	t.Helper()
	names, err := filepath.Glob("*.yaml")
	if err != nil || len(names) < 3 {
		t.Fatalf("scenarios: %v, %v", names, err)
	}
	return names
}

// distinct lists the scenarios that are no variant of another by a few values, or all
// of them in the long run.
func distinct(t testing.TB) []string {
	t.Helper()
	return slices.DeleteFunc(catalogue(t), func(name string) bool {
		base := loaded(t, name).Sources.Files
		return !long() && len(base) > 1 && name != "cascading-slash.yaml"
	})
}

// loaded reads a scenario of the repository with edits.
func loaded(t testing.TB, name string, edits ...string) *Plan {
	t.Helper()
	p, _, problems := Load(os.DirFS("."), name, edits)
	if len(problems) > 0 {
		t.Fatalf("%s with %v: %v", name, edits, problems)
	}
	return p
}

// small lists edits after which a scenario has a tenth of its agents and operators and
// ends so many days after its last event, so that the short run of a test takes no time.
func small(t testing.TB, name string, days int) []string {
	t.Helper()
	p := loaded(t, name)
	last := 0.0
	for _, e := range p.Spec.Events {
		last = max(last, clock.Span(e.At).Days())
	}
	edits := []string{fmt.Sprintf("horizon=%dd", min(int(last)+days, int(p.Spec.Horizon.Days())))}
	tree := p.Tree
	smaller := func(path string, least int) {
		if n := tree.Lookup(path); n != nil {
			count := 0
			if _, err := fmt.Sscan(strings.ReplaceAll(canonicalText(n), " ", ""), &count); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			edits = append(edits, fmt.Sprintf("%s=%d", path, max(min(count, least), count/10)))
		}
	}
	for _, agents := range tree.Get("agents").Keys {
		smaller("agents."+agents+".count", 5)
	}
	smaller("network.operators", 20)
	smaller("network.services", 6)
	return edits
}

// outcome runs replications of a plan in tasks of a given size.
func outcome(t testing.TB, p *Plan, replications, workers, size int) *Outcome {
	t.Helper()
	first, err := engine.New(p.Spec)
	if err != nil {
		t.Fatal(err)
	}
	g := newGatherer(first, p.Headline)
	runner := func() (batch.Runner, error) {
		w, err := engine.New(p.Spec)
		return &replicator{world: w, seed: p.Seed}, err
	}
	err = batch.Pool{Workers: workers}.Execute(context.Background(), runner, batch.Split(0, uint32(replications), uint32(size)), func(part batch.Partial) error {
		g.add(part)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return &Outcome{Columns: g.columns, Series: g.series(), Checks: g.checks}
}

// written is everything that an outcome says, in bytes.
func written(t testing.TB, o *Outcome) []byte {
	t.Helper()
	var b bytes.Buffer
	for i, m := range o.Columns.Metrics {
		fmt.Fprintf(&b, "%s: %x\n", m.Name, o.Columns.Values[i]) // %x writes all bits, and NaN too
	}
	if err := json.NewEncoder(&b).Encode(o.Series); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(&b, o.Columns.Cells, o.Columns.Replications, o.Checks)
	return b.Bytes()
}

// differ reports the first line in which two outcomes differ.
func differ(t *testing.T, what string, want, got []byte) {
	t.Helper()
	if bytes.Equal(want, got) {
		return
	}
	a, b := bytes.Split(want, []byte("\n")), bytes.Split(got, []byte("\n"))
	for i := range min(len(a), len(b)) {
		if !bytes.Equal(a[i], b[i]) {
			t.Fatalf("%s: line %d is\n%.300s, not\n%.300s", what, i+1, b[i], a[i])
		}
	}
	t.Fatalf("%s: %d lines, not %d", what, len(b), len(a))
}
