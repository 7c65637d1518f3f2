package reports

import (
	"math"

	"gonum.org/v1/plot/vg/draw"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

// convergence draws how the headline's interval narrows as replications are added.
func convergence(t Theme, r *result.Run) []Figure {
	m, ok := find(r, r.Context.Headline)
	values := r.Columns.Find(r.Context.Headline)
	if !ok || len(values) < 20 {
		return nil
	}
	ns, widths := halfWidths(values)
	if len(ns) < 2 {
		return nil
	}
	return []Figure{{
		Name: "convergence", Title: "Convergence of " + wording(m.Name),
		Caption: "Half of the 95 % interval of the mean after the first replications. The dashed line falls as one over the root of their number, which is what independent replications of finite variance do.",
		Part:    partConvergence, Width: halfWidth, Height: lowFigure,
		Draw: func(c draw.Canvas) error { drawConvergence(t, c, m, len(values), ns, widths); return nil },
	}}
}

// halfWidths computes the half-width of the mean's interval at 1-2-5 steps and at the
// end.
func halfWidths(values []float64) (ns, widths []float64) {
	for _, n := range looks(len(values)) {
		s, err := stats.NewSample(values[:n])
		if err != nil {
			continue
		}
		if e := s.Mean(); e.Hi > e.Lo {
			ns, widths = append(ns, float64(n)), append(widths, (e.Hi-e.Lo)/2)
		}
	}
	return ns, widths
}

// looks lists 10, 20, 50 and so on up to n, and n itself.
func looks(n int) []int {
	var out []int
	for scale := 10; scale <= n; scale *= 10 {
		for _, k := range []int{1, 2, 5} {
			if k*scale < n {
				out = append(out, k*scale)
			}
		}
	}
	return append(out, n)
}

func drawConvergence(t Theme, c draw.Canvas, m result.Metric, n int, ns, widths []float64) {
	c = t.heading(c, "Convergence of "+wording(m.Name), sampled(n))
	last := len(ns) - 1
	root := make([]float64, len(ns))
	for i := range ns {
		root[i] = widths[last] * math.Sqrt(ns[last]/ns[i])
	}
	lo, hi := extremes([][]float64{widths, root})
	keys := []key{lineKey("half-width of the 95 % interval", stroke(accent(), 1.4, 0)), lineKey("1/√n", stroke(quiet(), 1, 1))}
	p := t.panel(t.legend(c, keys), axis{label: "Replications", min: ns[0], max: ns[last], log: true},
		axis{label: unitLabel(m.Unit), min: lo / 1.5, max: hi * 1.5, log: true})
	p.line(stroke(quiet(), 1, 1), ns, root)
	p.line(stroke(accent(), 1.4, 0), ns, widths)
	for i := range ns {
		p.mark(accent(), 2, 0, ns[i], widths[i])
	}
}
