package reports

import (
	"gonum.org/v1/plot/vg/draw"

	"github.com/restakesim/restakesim/engine/result"
)

// slippage draws what selling costs at the snapshot.
func slippage(t Theme, r *result.Run) []Figure {
	if len(r.Context.Slippage) == 0 {
		return nil
	}
	return []Figure{{
		Name: "slippage", Title: "Price of selling at the snapshot",
		Caption: "Average price per unit of redemption value, by how much is sold at once into all pools of the token, fees included. Computed from the opening reserves, hence exact.",
		Part:    partLiquidity, Width: halfWidth, Height: lowFigure,
		Draw: func(c draw.Canvas) error {
			drawCurves(t, c, "Price of selling at the snapshot", r.Context.Slippage)
			return nil
		},
	}}
}

func drawCurves(t Theme, c draw.Canvas, title string, curves []result.Curve) {
	c = t.heading(c, title, "exact")
	lo, hi, most := 1., 1., 0.
	var keys []key
	for i, k := range curves {
		for j := range k.X {
			lo, hi, most = min(lo, k.Y[j]), max(hi, k.Y[j]), max(most, k.X[j])
		}
		keys = append(keys, lineKey(k.Name, stroke(hue(i), 1.4, i)))
	}
	lo, hi = nice(lo, hi, 4)
	p := t.panel(t.legend(c, keys), axis{label: "Sold (" + curves[0].XUnit + ")", max: most}, axis{label: curves[0].YUnit, min: lo, max: hi})
	for i, k := range curves {
		p.line(stroke(hue(i), 1.4, i), k.X, k.Y)
	}
}
