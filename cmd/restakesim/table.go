package main

import (
	"fmt"
	"math"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

// printRun prints the results of a run, or the frontier that it found.
func printRun(w writer, run *result.Run, dir string) error {
	if run.Summary.Frontier != nil {
		return printFrontier(w, run.Summary, run.Context, dir)
	}
	return printTable(w, run.Summary, run.Context, dir)
}

// printTable prints a summary for people: every metric with its mean, its 95 % interval
// and the spread of its distribution; then thresholds and warnings.
func printTable(w writer, s *result.Summary, c *result.Context, dir string) error {
	t := newTable("metric", "unit", "mean", "95 % interval", "p01", "p50", "p99")
	for _, m := range c.Metrics {
		x := s.Metrics[m.Name]
		t.AppendRow(table.Row{m.Name, x.Unit, number(x.Mean.Est), interval(x.Mean), number(x.Quantiles["p01"].Est), number(x.Quantiles["p50"].Est), number(x.Quantiles["p99"].Est)})
	}
	if _, err := fmt.Fprintf(w, "%s · %d replications · seed %d · snapshot %s\n%s\n", s.Scenario, s.Replications, s.Seed, c.Snapshot, t.Render()); err != nil {
		return err
	}
	for _, x := range s.Thresholds {
		if _, err := fmt.Fprintf(w, "%s  %s (estimate %s, bound %s)\n", passed(x.Pass), x.Text, number(float64(x.Est)), number(float64(x.Bound))); err != nil {
			return err
		}
	}
	for _, x := range s.Warnings {
		if _, err := fmt.Fprintln(w, "warning: "+x); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "ETH/USD is exogenous. Results in %s, report in %s/report.pdf\n", dir, dir)
	return err
}

func passed(p *bool) string {
	switch {
	case p == nil:
		return "undecided"
	case *p:
		return "pass"
	}
	return "FAIL"
}

// number writes four significant digits.
func number(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	if x != 0 && math.Abs(x) >= 10000 {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.4g", x)
}

func interval(e stats.Estimate) string {
	if e.IsExact() {
		return "exact"
	}
	return "[" + number(e.Lo) + ", " + number(e.Hi) + "]"
}
