package reports

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"github.com/shopspring/decimal"
	"gonum.org/v1/plot/vg/draw"

	"github.com/restakesim/restakesim/engine/result"
)

// heats draws the mean of the metric over the plane for each variant, from the points
// that were evaluated and no others, with the line where it is zero and the frontier.
func heats(t Theme, r *result.Run) []Figure {
	f := r.Summary.Frontier
	if f == nil || f.Along == nil {
		return nil
	}
	var out []Figure
	for _, v := range f.Variants {
		h := newHeat(f, v.Name)
		if len(h.columns) == 0 {
			continue
		}
		out = append(out, Figure{
			Name: "plane-" + fileName(v.Name), Title: h.title(v.Label),
			Caption: fmt.Sprintf("Mean of the %s at every point that was evaluated; a cell reaches half way to the next one. Orange is above zero, blue below; darker is farther from it, on a scale of three decades each way. Black: where the mean is zero. Dashed: where %s.",
				wording(f.Metric.Name), goal(f)),
			Part: partAttack, Width: halfWidth, Height: 236,
			Draw: func(c draw.Canvas) error { h.draw(t, c, v.Label); return nil },
		})
	}
	return out
}

// heatMap is the plane of one variant.
type heatMap struct {
	f         *result.Frontier
	variant   string
	columns   []heatColumn
	low, high float64 // farthest from zero, below and above, over all variants
}

// heatColumn is the points of one row of the frontier, ascending.
type heatColumn struct {
	along  float64
	at     []float64
	values []float64
}

func newHeat(f *result.Frontier, variant string) *heatMap {
	h := &heatMap{f: f, variant: variant}
	for _, p := range f.Points {
		h.low, h.high = max(h.low, -p.Mean.Est), max(h.high, p.Mean.Est)
		if p.Variant != variant {
			continue
		}
		if n := len(h.columns); n == 0 || h.columns[n-1].along != p.Along {
			h.columns = append(h.columns, heatColumn{along: p.Along})
		}
		k := &h.columns[len(h.columns)-1]
		k.at, k.values = append(k.at, p.At), append(k.values, p.Mean.Est)
	}
	return h
}

func (h *heatMap) title(label string) string {
	return capital(wording(h.f.Metric.Name)) + ", mean: " + label
}

// colour of a value: from pale near zero to full three decades on.
func (h *heatMap) colour(v float64) color.Color {
	c, most := alarm(), h.high
	if v < 0 {
		c, v, most = accent(), -v, h.low
	}
	if v == 0 || most == 0 {
		return white()
	}
	return tint(c, max(0.06, 0.9+0.28*math.Log10(v/most)))
}

// edges are the ends of cells around ascending values, on an axis.
func (a *axis) edges(values []float64) []float64 {
	out := []float64{a.min}
	for i := 1; i < len(values); i++ {
		middle := (values[i-1] + values[i]) / 2
		if a.log {
			middle = math.Sqrt(values[i-1] * values[i])
		}
		out = append(out, middle)
	}
	return append(out, a.max)
}

func (h *heatMap) draw(t Theme, c draw.Canvas, label string) {
	c = t.heading(c, h.title(label), sampled(h.f.N))
	c = t.legend(c, h.keys())
	x := axis{label: axisOf(h.f.Along), min: h.f.Along.From, max: h.f.Along.To, log: h.f.Along.Log}
	var along []float64
	for _, k := range h.columns {
		along = append(along, k.along)
	}
	x.margin(along)
	y := axis{label: axisOf(&h.f.Find), min: h.f.Find.From, max: h.f.Find.To, log: h.f.Find.Log}
	p := t.panel(c, x, y)
	across := p.x.edges(along)
	for i, k := range h.columns {
		up := p.y.edges(k.at)
		for j, v := range k.values { // up to the far corner, to be painted over: no seams between cells
			p.bar(h.colour(v), across[i], p.x.max, up[j], p.y.max)
		}
	}
	zx, zy := h.zero()
	p.line(stroke(white(), 3, 0), zx, zy)
	p.line(stroke(ink(), 1.4, 0), zx, zy)
	xs, mid, _, _ := lineOf(h.f, h.variant)
	p.line(stroke(white(), 2.2, 0), xs, mid)
	p.line(stroke(ink(), 1, 1), xs, mid)
}

// margin widens an axis by half a cell at both ends.
func (a *axis) margin(values []float64) {
	n := len(values)
	switch {
	case n < 2:
	case a.log:
		a.min, a.max = a.min/math.Sqrt(values[1]/values[0]), a.max*math.Sqrt(values[n-1]/values[n-2])
	default:
		a.min, a.max = a.min-(values[1]-values[0])/2, a.max+(values[n-1]-values[n-2])/2
	}
}

// keys explain colours and lines.
func (h *heatMap) keys() []key {
	var out []key
	unit := h.f.Metric.Unit
	for _, v := range []float64{-h.low, -h.low / 30, 0, h.high / 30, h.high} {
		if v != 0 {
			out = append(out, bandKey(typeset(withUnit(FormatNumber(round2(v), 2), unit)), h.colour(v)))
		}
	}
	if zx, _ := h.zero(); len(zx) > 0 {
		out = append(out, lineKey("mean 0", stroke(ink(), 1.4, 0)))
	}
	if xs, _, _, _ := lineOf(h.f, h.variant); len(xs) > 0 {
		out = append(out, lineKey("frontier", stroke(ink(), 1, 1)))
	}
	return out
}

// zero lists where the mean first crosses zero in each column, along straight lines
// between evaluated points.
func (h *heatMap) zero() (xs, ys []float64) {
	y := axis{min: h.f.Find.From, max: h.f.Find.To, log: h.f.Find.Log}
	for _, k := range h.columns {
		i := slices.IndexFunc(k.values, func(v float64) bool { return v >= 0 != (k.values[0] >= 0) })
		if i < 1 {
			continue
		}
		share := k.values[i-1] / (k.values[i-1] - k.values[i])
		at := k.at[i-1] + share*(k.at[i]-k.at[i-1])
		if y.log {
			at = k.at[i-1] * math.Pow(k.at[i]/k.at[i-1], share)
		}
		xs, ys = append(xs, k.along), append(ys, at)
	}
	return xs, ys
}

// round2 keeps two digits of a number.
func round2(x float64) float64 {
	if x == 0 || !finite(x) {
		return x
	}
	return decimal.NewFromFloat(x).Round(int32(1 - magnitude(decimal.NewFromFloat(x)))).InexactFloat64()
}
