package main

import (
	"strings"
	"testing"
	"time"

	"github.com/restakesim/restakesim/scenarios"
)

// TestProgressLines wants a line when ten seconds have passed, none before, and none
// ever when quiet.
func TestProgressLines(t *testing.T) {
	plan := &scenarios.Plan{Name: "tiny", Replications: 40}
	for _, c := range []struct {
		quiet bool
		ago   time.Duration
		want  string
	}{
		{false, 9 * time.Second, ""},
		{false, 11 * time.Second, "tiny: 10/40 replications, 1/s, 30 s left  headline 2 ± "},
		{true, 11 * time.Second, ""},
	} {
		var stderr strings.Builder
		b := newProgress(&stderr, plan, c.quiet)
		b.said, b.started = b.said.Add(-c.ago), b.started.Add(-10*time.Second)
		b.report(10, []float64{1, 2, 3})
		said := stderr.String()
		b.report(20, []float64{1, 2, 3, 4})
		b.close()
		if stderr.String() != said {
			t.Errorf("%v ago, quiet %v: a second line at once: %q", c.ago, c.quiet, stderr.String())
		}
		if !strings.HasPrefix(said, c.want) || c.want == "" && said != "" || strings.Count(said, "\n") > 1 {
			t.Errorf("%v ago, quiet %v: said %q, want %q", c.ago, c.quiet, said, c.want)
		}
	}
}
