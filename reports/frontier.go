package reports

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/restakesim/restakesim/engine/result"
)

// frontiers draws where a statistic crosses its target: a line with its band for each
// variant along the second axis, or, without one, the statistic itself.
func frontiers(t Theme, r *result.Run) []Figure {
	f := r.Summary.Frontier
	if f == nil {
		return nil
	}
	if f.Along == nil {
		return []Figure{{
			Name: "frontier", Title: "Where " + goal(f),
			Caption: capital(f.Statistic) + " at every value that was tried, with its 95 % interval, and the target (dashed). Shaded: the 95 % band of the crossing, which holds every value whose interval contains the target.",
			Part:    partAttack, Width: fullWidth, Height: highFigure,
			Draw: func(c draw.Canvas) error { drawResponse(t, c, f); return nil },
		}}
	}
	return []Figure{{
		Name: "frontier", Title: "Where " + goal(f),
		Caption: "Each mark is the crossing found for that value along the axis; shaded, its 95 % band, pointwise: the values whose 95 % interval of the statistic contains the target. Above a line the target is exceeded where the statistic rises. A ring at the edge stands for a crossing outside the range that was searched. Dotted, thin: where the bound that is proven of every attack crosses; short of it no attack whatever meets the target, between the two nobody knows.",
		Part:    partAttack, Width: fullWidth, Height: 260,
		Draw: func(c draw.Canvas) error { drawFrontier(t, c, f); return nil },
	}}
}

// goal says what holds at a crossing: prob(attack_net > 0 ETH) = 5 %.
func goal(f *result.Frontier) string { return f.Statistic + " = " + goalValue(f) }

func goalValue(f *result.Frontier) string {
	if f.Unit == "share" {
		return short(100*f.Target, 3) + " %"
	}
	return withUnit(short(f.Target, 4), f.Unit)
}

// axisOf names an axis of the plane on a figure.
func axisOf(a *result.Axis) string {
	if a.Label == "" {
		return labelled(a.Path, a.Unit)
	}
	return labelled(a.Label, a.Unit)
}

// crossingsOf lists a variant's crossings.
func crossingsOf(f *result.Frontier, variant string) []result.Crossing {
	var out []result.Crossing
	for _, c := range f.Crossings {
		if c.Variant == variant {
			out = append(out, c)
		}
	}
	return out
}

// bandOf is a crossing's band within the range; an open end reaches the range's.
func bandOf(f *result.Frontier, c *result.Crossing) (lo, hi float64) {
	lo, hi = c.At.Lo, c.At.Hi
	if math.IsNaN(lo) {
		lo = f.Find.From
	}
	if math.IsNaN(hi) {
		hi = f.Find.To
	}
	return lo, hi
}

// foundAxis is the part of the sought axis that crossings and bands take up.
func foundAxis(f *result.Frontier) axis {
	lo, hi := math.Inf(1), math.Inf(-1)
	for i := range f.Crossings {
		if c := &f.Crossings[i]; c.Side == "" {
			from, to := bandOf(f, c)
			lo, hi = min(lo, from), max(hi, to)
			if !math.IsNaN(c.Proven.Est) {
				lo, hi = min(lo, c.Proven.Est), max(hi, c.Proven.Est)
			}
		}
	}
	a := axis{label: axisOf(&f.Find), min: f.Find.From, max: f.Find.To, log: f.Find.Log}
	switch {
	case !(lo < hi):
	case a.log:
		a.min, a.max = max(a.min, lo/1.3), min(a.max, hi*1.3)
	default:
		pad := (hi - lo) / 8
		a.min, a.max = max(a.min, lo-pad), min(a.max, hi+pad)
	}
	return a
}

// line of a variant: colour, dash and mark tell it apart.
func variantStyle(i int) draw.LineStyle { return stroke(hue(i), 1.4, i) }

func drawFrontier(t Theme, c draw.Canvas, f *result.Frontier) {
	c = t.heading(c, "Where "+goal(f), sampled(f.N)+" at each point")
	var keys []key
	for i, v := range f.Variants {
		keys = append(keys, markedKey(v.Label, i))
	}
	if hasProof(f) {
		keys = append(keys, lineKey("by the proven bound", stroke(quiet(), 0.8, 2)))
	}
	c = t.legend(c, keys)
	p := t.panel(c, axis{label: axisOf(f.Along), min: f.Along.From, max: f.Along.To, log: f.Along.Log}, foundAxis(f))
	for i, v := range f.Variants {
		xs, _, lo, hi := lineOf(f, v.Name)
		p.band(tint(hue(i), 0.2), xs, lo, hi)
	}
	for i, v := range f.Variants {
		xs, mid, lo, hi := lineOf(f, v.Name)
		edge := stroke(tint(hue(i), 0.6), 0.5, 0)
		p.line(edge, xs, lo)
		p.line(edge, xs, hi)
		p.line(variantStyle(i), xs, mid)
		for k := range xs {
			p.mark(hue(i), 2.4, i, xs[k], mid[k])
		}
		p.outside(f, v.Name, i)
		px, py := provenLine(f, v.Name)
		p.line(stroke(hue(i), 0.8, 2), px, py)
	}
}

// lineOf lists a variant's crossings that lie in the range.
func lineOf(f *result.Frontier, variant string) (xs, mid, lo, hi []float64) {
	for _, c := range crossingsOf(f, variant) {
		if c.Side == "" {
			from, to := bandOf(f, &c)
			xs, mid, lo, hi = append(xs, float64(c.Along)), append(mid, c.At.Est), append(lo, from), append(hi, to)
		}
	}
	return xs, mid, lo, hi
}

// provenLine lists where the proven bound crosses the target.
func provenLine(f *result.Frontier, variant string) (xs, ys []float64) {
	for _, c := range crossingsOf(f, variant) {
		if !math.IsNaN(c.Proven.Est) {
			xs, ys = append(xs, float64(c.Along)), append(ys, c.Proven.Est)
		}
	}
	return xs, ys
}

func hasProof(f *result.Frontier) bool {
	return slices.ContainsFunc(f.Crossings, func(c result.Crossing) bool { return !math.IsNaN(c.Proven.Est) })
}

// outside marks crossings beyond the range with rings at the panel's edge.
func (p *panel) outside(f *result.Frontier, variant string, i int) {
	for _, c := range crossingsOf(f, variant) {
		y := p.y.max
		switch c.Side {
		case "", "none":
			continue
		case "below":
			y = p.y.min
		}
		p.mark(hue(i), 3, 3, float64(c.Along), y)
	}
}

// markedKey is a legend's sample of a variant.
func markedKey(name string, i int) key {
	return key{name, func(c draw.Canvas) {
		s := variantStyle(i)
		c.StrokeLine2(s, c.Min.X, c.Center().Y, c.Max.X, c.Center().Y)
		drawMark(c, hue(i), 2.4, i, c.Center())
	}}
}

// drawResponse draws the statistic over the sought axis.
func drawResponse(t Theme, c draw.Canvas, f *result.Frontier) {
	c = t.heading(c, "Where "+goal(f), sampled(f.N)+" at each point")
	var keys []key
	for i, v := range f.Variants {
		keys = append(keys, markedKey(v.Label+": "+crossingText(f, crossingsOf(f, v.Name)), i))
	}
	c = t.legend(c, keys)
	scale, label := 1., capital(f.Statistic)
	if f.Unit == "share" {
		scale, label = 100, label+" (%)"
	} else {
		label = labelled(label, f.Unit)
	}
	lo, hi := scale*f.Target, scale*f.Target
	for _, q := range f.Points {
		for _, y := range []float64{q.Statistic.Lo, q.Statistic.Est, q.Statistic.Hi} {
			if finite(y) {
				lo, hi = min(lo, scale*y), max(hi, scale*y)
			}
		}
	}
	lo, hi = nice(lo, hi, 4)
	p := t.panel(c, axis{label: axisOf(&f.Find), min: f.Find.From, max: f.Find.To, log: f.Find.Log}, axis{label: label, min: lo, max: hi})
	for i, v := range f.Variants {
		for _, x := range crossingsOf(f, v.Name) {
			if x.Side == "" {
				from, to := bandOf(f, &x)
				p.bar(tint(hue(i), 0.2), from, to, lo, hi)
			}
		}
	}
	p.line(stroke(ink(), 0.8, 1), []float64{p.x.min, p.x.max}, []float64{scale * f.Target, scale * f.Target})
	for i, v := range f.Variants {
		p.response(f, v.Name, i, scale)
	}
}

// response draws one variant's statistic with intervals as whiskers.
func (p *panel) response(f *result.Frontier, variant string, i int, scale float64) {
	var xs, ys []float64
	for _, q := range f.Points {
		if q.Variant != variant {
			continue
		}
		xs, ys = append(xs, q.At), append(ys, scale*q.Statistic.Est)
		lo, hi := q.Statistic.Lo, q.Statistic.Hi
		if finite(lo) && finite(hi) {
			p.line(stroke(tint(hue(i), 0.7), 0.7, 0), []float64{q.At, q.At}, []float64{scale * lo, scale * hi})
		}
	}
	p.line(variantStyle(i), xs, ys)
	for k := range xs {
		p.mark(hue(i), vg.Length(1.8), i, xs[k], ys[k])
	}
}

// crossingText writes a crossing and its band.
func crossingText(f *result.Frontier, list []result.Crossing) string {
	if len(list) == 0 {
		return ""
	}
	est, band := crossingWords(f, &list[0])
	return est + " " + band
}

// crossingWords writes a crossing and its band with units; a bound that the range does
// not hold is open.
func crossingWords(f *result.Frontier, c *result.Crossing) (est, band string) {
	switch c.Side {
	case "below":
		return "below " + withUnit(short(f.Find.From, 4), f.Find.Unit), ""
	case "above":
		return "above " + withUnit(short(f.Find.To, 4), f.Find.Unit), ""
	case "none":
		return "no change over the range", ""
	}
	lo, hi := "out of range", "out of range"
	if !math.IsNaN(c.At.Lo) {
		lo = FormatNumber(c.At.Lo, 3)
	}
	if !math.IsNaN(c.At.Hi) {
		hi = FormatNumber(c.At.Hi, 3)
	}
	return withUnit(FormatNumber(c.At.Est, 3), f.Find.Unit), fmt.Sprintf("[%s, %s]", lo, hi)
}
