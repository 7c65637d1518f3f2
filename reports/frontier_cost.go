package reports

import (
	"fmt"
	"math"

	"gonum.org/v1/plot/vg/draw"

	"github.com/restakesim/restakesim/engine/result"
)

// costs draws cost against profit at the middle of each variant's frontier: of every
// service alone, and of the best attack of every population.
func costs(t Theme, r *result.Run) []Figure {
	f := r.Summary.Frontier
	if f == nil {
		return nil
	}
	var out []Figure
	for _, v := range f.Variants {
		s, ok := newScatter(f, v)
		if !ok {
			continue
		}
		out = append(out, Figure{
			Name: "cost-profit-" + fileName(v.Name), Title: s.title,
			Caption: fmt.Sprintf("At %s. Squares: each service alone, the least cost found for it against the median of its profit, with the span from the 5th to the 95th percentile over populations. Dots: the best attack found in each population. Above the dashed line corruption pays.", s.where),
			Part:    partAttack, Width: halfWidth, Height: 236,
			Draw: func(c draw.Canvas) error { s.draw(t, c); return nil },
		})
	}
	return out
}

// scatter is what corruption takes and yields at one crossing.
type scatter struct {
	title, where       string
	services, attempts []result.Attempt
}

// newScatter takes the crossing nearest to the middle of the frontier at which attacks
// were looked for.
func newScatter(f *result.Frontier, v result.Variant) (*scatter, bool) {
	list := crossingsOf(f, v.Name)
	best := -1
	middle := func(i int) int { return max(i-len(list)/2, len(list)/2-i) }
	for i := range list {
		if list[i].Witness != nil && (best < 0 || middle(i) < middle(best)) {
			best = i
		}
	}
	if best < 0 {
		return nil, false
	}
	c := &list[best]
	s := &scatter{title: "Cost against profit: " + v.Label, where: place(f, c)}
	for _, a := range f.Attempts {
		switch same := a.Variant == v.Name && a.At == c.At.Est && (f.Along == nil || a.Along == float64(c.Along)); {
		case !same || a.Cost <= 0 || a.Profit <= 0:
		case a.Service != "":
			s.services = append(s.services, a)
		default:
			s.attempts = append(s.attempts, a)
		}
	}
	return s, len(s.services)+len(s.attempts) > 0
}

// place says where a crossing lies.
func place(f *result.Frontier, c *result.Crossing) string {
	est, _ := crossingWords(f, c)
	text := axisName(&f.Find) + " = " + est
	if f.Along != nil {
		text += ", " + axisName(f.Along) + " = " + withUnit(short(float64(c.Along), 4), f.Along.Unit)
	}
	return text
}

func axisName(a *result.Axis) string {
	if a.Label == "" {
		return a.Path
	}
	return lower(a.Label)
}

func (s *scatter) draw(t Theme, c draw.Canvas) {
	c = t.heading(c, s.title, sampled(len(s.attempts)))
	c = t.legend(c, []key{
		{"service alone", func(c draw.Canvas) { drawMark(c, hue(2), 2.2, 2, c.Center()) }},
		{"best attack", func(c draw.Canvas) { drawMark(c, alarm(), 1.6, 0, c.Center()) }},
		lineKey("break-even", stroke(ink(), 0.8, 1)),
	})
	x := axis{label: "Cost of corruption (ETH)", log: true}
	y := axis{label: "Profit from corruption (ETH)", log: true}
	x.min, x.max, y.min, y.max = math.Inf(1), 0, math.Inf(1), 0
	for _, list := range [][]result.Attempt{s.services, s.attempts} {
		for _, a := range list {
			x.min, x.max = min(x.min, a.Cost), max(x.max, a.Cost)
			y.min, y.max = min(y.min, orIf(a.Low, a.Profit)), max(y.max, a.High, a.Profit)
		}
	}
	for _, a := range []*axis{&x, &y} {
		a.min, a.max = a.min/1.3, a.max*1.3
	}
	p := t.panel(c, x, y)
	lo, hi := max(p.x.min, p.y.min), min(p.x.max, p.y.max)
	if lo < hi {
		p.line(stroke(ink(), 0.8, 1), []float64{lo, hi}, []float64{lo, hi})
	}
	for _, a := range s.attempts {
		p.mark(tint(alarm(), 0.7), 1.4, 0, a.Cost, a.Profit)
	}
	for _, a := range s.services {
		p.line(stroke(tint(hue(2), 0.6), 0.8, 0), []float64{a.Cost, a.Cost}, []float64{orIf(a.Low, a.Profit), a.High})
		p.mark(hue(2), 2.2, 2, a.Cost, a.Profit)
	}
}

// orIf is x where a logarithm has it, and otherwise the other.
func orIf(x, other float64) float64 {
	if x > 0 {
		return x
	}
	return other
}
