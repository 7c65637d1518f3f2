package scenarios

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine/batch"
)

// TestGoldenSummaries holds every scenario of the repository to a summary that was
// read and agreed to, bit by bit: whoever changes what comes out has to look at it and
// say so. The same file is right on every processor.
func TestGoldenSummaries(t *testing.T) {
	for _, name := range catalogue(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden := filepath.Join("testdata", "golden", strings.TrimSuffix(name, ".yaml")+".json")
			got := summaryOf(t, loaded(t, name, "replications=4"))
			if *rewrite {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("the summary is not that of %s; if the change is meant, run the test with -rewrite and read the difference\nfirst difference: %s", golden, firstDifference(got, want))
			}
		})
	}
}

// summaryOf simulates a plan and returns its summary as it is stored, without
// quantiles that so few replications cannot tell apart.
func summaryOf(t *testing.T, p *Plan) []byte {
	t.Helper()
	out, err := p.Simulate(context.Background(), &batch.Pool{Workers: 2}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := p.Summarise(out.Columns)
	if err != nil {
		t.Fatal(err)
	}
	short := map[string][2]any{}
	for metric, m := range s.Metrics {
		short[metric] = [2]any{m.Unit, m.Mean}
	}
	text, err := json.MarshalIndent(short, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return append(text, '\n')
}

func firstDifference(got, want []byte) string {
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return g[i] + " instead of " + w[i]
		}
	}
	return "one is longer"
}
