package reports

import (
	"gonum.org/v1/plot/vg/draw"

	"github.com/restakesim/restakesim/engine/result"
)

// concentration draws how unequal holders and operators are at the snapshot.
func concentration(t Theme, r *result.Run) []Figure {
	if len(r.Context.Lorenz) == 0 {
		return nil
	}
	return []Figure{{
		Name: "lorenz", Title: "Concentration at the snapshot",
		Caption: "Lorenz curves: the share of stake that the smallest agents hold together. On the diagonal all hold the same. The first replication's draw of sizes, counted and hence exact.",
		Part:    partConcentration, Width: halfWidth, Height: 230,
		Draw: func(c draw.Canvas) error { drawLorenz(t, c, r.Context.Lorenz); return nil },
	}}
}

func drawLorenz(t Theme, c draw.Canvas, curves []result.Curve) {
	c = t.heading(c, "Concentration at the snapshot", "exact")
	var keys []key
	for i, k := range curves {
		keys = append(keys, lineKey(k.Name, stroke(hue(i), 1.4, i)))
	}
	p := t.panel(t.legend(c, keys), axis{label: "Share of agents, smallest first (%)", max: 100}, axis{label: "Share of stake (%)", max: 100})
	p.line(stroke(rule(), 1, 2), []float64{0, 100}, []float64{0, 100})
	for i, k := range curves {
		p.line(stroke(hue(i), 1.4, i), percent(k.X), percent(k.Y))
	}
}

func percent(xs []float64) []float64 {
	out := make([]float64, len(xs))
	for i, x := range xs {
		out[i] = 100 * x
	}
	return out
}
