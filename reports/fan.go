package reports

import (
	"math"
	"slices"

	"gonum.org/v1/plot/vg/draw"

	"github.com/restakesim/restakesim/engine/result"
)

// fans draws every path that the run followed as a band over time, with the
// scenario's events.
func fans(t Theme, r *result.Run) []Figure {
	var out []Figure
	for i := range r.Series {
		s := &r.Series[i]
		if !moves(s) {
			continue
		}
		out = append(out, Figure{
			Name:    "fan-" + fileName(s.Metric.Name),
			Title:   capital(wording(s.Metric.Name)),
			Caption: capital(s.Metric.Help) + ".",
			Part:    partOfSeries(s.Metric.Name), Width: halfWidth, Height: lowFigure,
			Draw: func(c draw.Canvas) error { drawFan(t, c, s, r.Context.Events); return nil },
		})
	}
	return out
}

// bandNote explains all fans at once.
const bandNote = "Bands over time are pointwise: at each moment half of the populations lie in the dark band and nine in ten in the light one; the line is the median. No single population need stay within them. Dashed verticals are the scenario's events."

func partOfSeries(name string) int {
	if stem, _ := split(name); stem == "queue" || stem == "wait" {
		return partLiquidity
	}
	return partPaths
}

// moves says whether a series is worth a figure.
func moves(s *result.Series) bool {
	for _, line := range s.Values {
		for _, v := range line {
			if v != s.Values[0][0] {
				return true
			}
		}
	}
	return false
}

func drawFan(t Theme, c draw.Canvas, s *result.Series, events []result.Event) {
	c = t.heading(c, capital(wording(s.Metric.Name)), sampled(s.N))
	days := make([]float64, len(s.Times))
	for i, at := range s.Times {
		days[i] = float64(at) / 86400
	}
	lo, hi := extremes(s.Values)
	lo, hi = padded(lo, hi)
	x := axis{label: "Days since the snapshot", min: days[0], max: days[len(days)-1]}
	p := t.panel(c, x, axis{label: unitLabel(s.Metric.Unit), min: lo, max: hi})
	n := len(s.Quantiles)
	for i := range n / 2 {
		p.band(tint(accent(), 0.18+0.22*float64(i)), days, s.Values[i], s.Values[n-1-i])
	}
	for _, at := range eventDays(events) {
		p.vertical(stroke(quiet(), 0.75, 1), at, "")
	}
	p.line(stroke(ink(), 1.2, 0), days, s.Values[n/2])
}

func unitLabel(unit string) string {
	if unit == "1" || unit == "" {
		return "Ratio, without unit"
	}
	return unit
}

// padded leaves a little room above and below, but none below zero for what never
// falls there.
func padded(lo, hi float64) (float64, float64) {
	pad := max(0.04*(hi-lo), 1e-9*math.Abs(hi))
	if pad == 0 {
		pad = 0.5
	}
	if lo >= 0 && lo < 5*pad {
		return 0, hi + pad
	}
	return lo - pad, hi + pad
}

func extremes(lines [][]float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, line := range lines {
		lo, hi = min(lo, slices.Min(line)), max(hi, slices.Max(line))
	}
	return lo, hi
}

// eventDays lists the days on which something happens, each once.
func eventDays(events []result.Event) []float64 {
	var out []float64
	for _, e := range events {
		out = append(out, float64(e.At)/86400)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
