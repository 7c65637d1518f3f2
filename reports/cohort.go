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
	name, note    string  // the note is the mean in figures
	mean, lo, hi  float64 // with its 95 % interval
	low, mid, top float64 // p05, p50, p95
}

// newStanding reads a metric; a mean without an interval has one of no width.
func newStanding(name string, m result.MetricSummary) standing {
	s := standing{name: name, mean: m.Mean.Est, lo: m.Mean.Lo, hi: m.Mean.Hi,
		low: m.Quantiles["p05"].Est, mid: m.Quantiles["p50"].Est, top: m.Quantiles["p95"].Est}
	if math.IsNaN(s.lo) || math.IsNaN(s.hi) {
		s.lo, s.hi = s.mean, s.mean
	}
	est, _ := FormatEstimate(m.Mean)
	s.note = typeset(est)
	return s
}

// cohorts draws who gains and who pays.
func cohorts(t Theme, r *result.Run) []Figure {
	shares, amounts := standings(r)
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

// standings reads shares and amounts of every cohort of which either ever moves, in
// the same order.
func standings(r *result.Run) (shares, amounts []standing) {
	still := func(m result.MetricSummary) bool { return m.Mean.IsExact() && m.Mean.Est == 0 }
	for _, k := range r.Context.Cohorts {
		share, ok := r.Summary.Metrics["wealth_change["+k.Name+"]"]
		amount, too := r.Summary.Metrics["gain["+k.Name+"]"]
		if ok && too && !(still(share) && still(amount)) {
			shares, amounts = append(shares, newStanding(k.Name, share)), append(amounts, newStanding(k.Name, amount))
		}
	}
	return shares, amounts
}

func drawCohorts(t Theme, c draw.Canvas, shares, amounts []standing, n int) {
	c = t.heading(c, "Who gains and who pays", sampled(n))
	const widest = 120
	names := vg.Length(0)
	for _, s := range shares {
		names = min(widest, max(names, t.width(regular, labelSize, s.name)))
	}
	left := names + 2*gap
	width := (c.Size().X - left - 4*gap) / 2
	first := standingPanel(t, draw.Crop(c, left, -(width+4*gap), 0, 0), "Change of wealth (%)", shares)
	standingPanel(t, draw.Crop(c, left+width+4*gap, 0, 0, 0), "Change of wealth (ETH)", amounts)
	style := t.style(regular, labelSize, ink(), text.XLeft, text.YCenter)
	for i, s := range shares {
		c.FillText(style, vg.Point{X: c.Min.X, Y: first.atY(float64(len(shares) - 1 - i))}, t.fit(regular, labelSize, s.name, widest))
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
