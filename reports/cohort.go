package reports

import (
	"math"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/restakesim/restakesim/engine/result"
)

// standing is how one cohort fared, in one metric.
type standing struct {
	name          string
	mean, lo, hi  float64 // with its 95 % interval
	low, mid, top float64 // p05, p50, p95
}

// cohorts draws who gains and who pays.
func cohorts(t Theme, r *result.Run) []Figure {
	shares, amounts := standings(r, "wealth_change"), standings(r, "gain")
	if len(shares) == 0 {
		return nil
	}
	return []Figure{{
		Name: "cohorts", Title: "Who gains and who pays",
		Caption: "Change of each cohort's wealth over the horizon, as a share and in ETH, with tokens at their true redemption rate and airdrops at their market price. The bar spans 90 % of the populations, the dot is the mean and the thick line its 95 % interval.",
		Part:    partCohorts, Width: fullWidth, Height: vg.Length(60 + 17*len(shares)),
		Draw: func(c draw.Canvas) error { drawCohorts(t, c, shares, amounts, r.Summary.Replications); return nil },
	}}
}

// standings reads a metric for every cohort for which it ever moves.
func standings(r *result.Run, stem string) []standing {
	var out []standing
	for _, k := range r.Context.Cohorts {
		m, ok := r.Summary.Metrics[stem+"["+k.Name+"]"]
		if !ok || m.Mean.IsExact() && m.Mean.Est == 0 {
			continue
		}
		s := standing{name: k.Name, mean: m.Mean.Est, lo: m.Mean.Lo, hi: m.Mean.Hi,
			low: m.Quantiles["p05"].Est, mid: m.Quantiles["p50"].Est, top: m.Quantiles["p95"].Est}
		if math.IsNaN(s.lo) {
			s.lo, s.hi = s.mean, s.mean
		}
		out = append(out, s)
	}
	return out
}

func drawCohorts(t Theme, c draw.Canvas, shares, amounts []standing, n int) {
	c = t.heading(c, "Who gains and who pays", sampled(n))
	names := vg.Length(0)
	for _, s := range shares {
		names = max(names, t.width(regular, labelSize, s.name))
	}
	left := names + 2*gap
	width := (c.Size().X - left - 4*gap) / 2
	first := standingPanel(t, draw.Crop(c, left, -(width+4*gap), 0, 0), "Change of wealth (%)", shares)
	standingPanel(t, draw.Crop(c, left+width+4*gap, 0, 0, 0), "Change of wealth (ETH)", amounts)
	style := t.style(regular, labelSize, ink(), text.XLeft, text.YCenter)
	for i, s := range shares {
		c.FillText(style, vg.Point{X: c.Min.X, Y: first.atY(float64(len(shares) - 1 - i))}, s.name)
	}
}

func standingPanel(t Theme, c draw.Canvas, label string, rows []standing) *panel {
	lo, hi := 0., 0.
	for _, s := range rows {
		lo, hi = min(lo, s.low, s.lo), max(hi, s.top, s.hi)
	}
	lo, hi = nice(lo, hi, 4)
	p := t.panel(c, axis{label: label, min: lo, max: hi}, axis{min: -0.7, max: float64(len(rows)) - 0.3, bare: true})
	zero := p.atX(0)
	p.StrokeLine2(stroke(quiet(), 0.75, 0), zero, p.Min.Y, zero, p.Max.Y)
	for i, s := range rows {
		y := float64(len(rows) - 1 - i)
		colour := accent()
		if s.mean < 0 {
			colour = alarm()
		}
		p.bar(tint(colour, 0.3), s.low, s.top, y-0.22, y+0.22)
		p.line(stroke(colour, 2, 0), []float64{s.lo, s.hi}, []float64{y, y})
		p.mark(colour, 2.6, 0, s.mean, y)
	}
	return p
}
