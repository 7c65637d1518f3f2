package main

import (
	"fmt"
	"math"
	"slices"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

// printFrontier prints a frontier for people: a row for each crossing with its band.
func printFrontier(w writer, s *result.Summary, c *result.Context, dir string) error {
	f := s.Frontier
	head := table.Row{"variant"}
	if f.Along != nil {
		head = append(head, withUnit(f.Along.Path, f.Along.Unit))
	}
	t := newTable(append(head, withUnit(f.Find.Path, f.Find.Unit), "95 % band", "proven", "95 % band", "n", "usual coalition")...)
	for i := range f.Crossings {
		x := &f.Crossings[i]
		row := table.Row{labelOf(f, x.Variant)}
		if f.Along != nil {
			row = append(row, number(float64(x.Along)))
		}
		t.AppendRow(append(row, crossed(f, x), band(x.At), number(x.Proven.Est), band(x.Proven), x.N, usual(x.Witness)))
	}
	if _, err := fmt.Fprintf(w, "%s · where %s = %s · at the %s · seed %d · snapshot %s\n%s\n", s.Scenario, f.Statistic, target(f), f.At, s.Seed, c.Snapshot, t.Render()); err != nil {
		return err
	}
	for _, x := range s.Warnings {
		if _, err := fmt.Fprintln(w, "warning: "+x); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(f.Crossings, func(c result.Crossing) bool { return !math.IsNaN(c.Proven.Est) }) {
		if _, err := fmt.Fprintln(w, "Proven: where the bound on every attack crosses. Short of it none meets the target; that of the best attack there is lies between it and the one found."); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "Attacks by %s. Bands are pointwise, on common random numbers. Results in %s, report in %s/report.pdf\n", f.Search, dir, dir)
	return err
}

func labelOf(f *result.Frontier, variant string) string {
	for _, v := range f.Variants {
		if v.Name == variant {
			return v.Label
		}
	}
	return variant
}

// target writes the target; a probability as a share in per cent.
func target(f *result.Frontier) string {
	if f.Unit == "share" {
		return number(100*f.Target) + " %"
	}
	return number(f.Target) + " " + f.Unit
}

func withUnit(what, unit string) string {
	if unit == "" {
		return what
	}
	return what + " (" + unit + ")"
}

// crossed is the crossing, or on which side of the range it lies.
func crossed(f *result.Frontier, c *result.Crossing) string {
	switch c.Side {
	case "below":
		return "< " + number(f.Find.From)
	case "above":
		return "> " + number(f.Find.To)
	case "none":
		return "no change"
	}
	return number(c.At.Est)
}

// band writes the band; a bound outside the range is open.
func band(e stats.Estimate) string {
	if math.IsNaN(e.Lo) && math.IsNaN(e.Hi) {
		return "–"
	}
	return "[" + number(e.Lo) + ", " + number(e.Hi) + "]"
}

// usual says how many operators take how many services in the most frequent attack.
func usual(c *result.Coalition) string {
	if c == nil {
		return "–"
	}
	return fmt.Sprintf("%s, %s (%.0f %% of %d)", counted(len(c.Usual.Operators), "operator"), counted(len(c.Usual.Services), "service"), 100*c.Share, c.Populations)
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
