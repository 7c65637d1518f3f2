package reports

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

// distributions draws how each of the run's main metrics is spread: a histogram, and
// below it the cumulative distribution with its band.
func distributions(t Theme, r *result.Run) []Figure {
	var out []Figure
	for _, name := range mainMetrics(r) {
		m, ok := find(r, name)
		if !ok {
			continue
		}
		s, err := stats.NewSample(r.Columns.Find(name))
		if err != nil || s.Min() == s.Max() {
			continue
		}
		out = append(out, Figure{
			Name:    "distribution-" + fileName(name),
			Title:   capital(wording(name)),
			Caption: capital(m.Help) + ".",
			Part:    partLoss, Width: halfWidth, Height: highFigure,
			Draw: func(c draw.Canvas) error { drawDistribution(t, c, m, s); return nil },
		})
	}
	return out
}

// distributionNote explains all distributions at once.
const distributionNote = "Above, how many populations ended where; below, the share that ended at or below a value, with its 95 % band (Dvoretzky–Kiefer–Wolfowitz). Where a few populations lie far out, the axis stops before them and their number stands at its end; tables hold them all."

// usual are the metrics that a reader looks for, where a scenario has them.
func usual() []string {
	return []string{"lowest_price", "outflow_share", "longest_wait", "bad_debt", "liquidated", "stake_lost", "attack_profit", "gamma_sigma", "cost_of_corruption"}
}

// mainMetrics names the headline, what thresholds judge, and the usual ones, in that
// order and each once.
func mainMetrics(r *result.Run) []string {
	seen := map[string]bool{}
	var out []string
	add := func(name string) {
		if name != "" && !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	add(r.Context.Headline)
	for _, th := range r.Summary.Thresholds {
		for _, m := range r.Context.Metrics {
			if strings.Contains(th.Text, "("+m.Name+")") || strings.Contains(th.Text, "("+m.Name+" ") {
				add(m.Name)
			}
		}
	}
	for _, stem := range usual() {
		for _, m := range r.Context.Metrics {
			if of, _ := split(m.Name); of == stem {
				add(m.Name)
			}
		}
	}
	return out
}

func drawDistribution(t Theme, c draw.Canvas, m result.Metric, s *stats.Sample) {
	c = t.heading(c, capital(wording(m.Name)), sampled(s.N()))
	lo, hi := window(s)
	edges, counts := bins(s, lo, hi)
	most := 0
	for _, k := range counts {
		most = max(most, k)
	}
	top := 1.25 * float64(most) // the median's note stands above the bars
	half := c.Size().Y * 0.5
	x := axis{min: lo, max: hi}
	above := t.panel(draw.Crop(c, 0, 0, half, 0), x, axis{label: "Populations", max: top, ticks: fewMarks(top), room: t.width(regular, labelSize, "100") + gap})
	for i, k := range counts {
		above.bar(tint(accent(), 0.75), edges[i], edges[i+1], 0, float64(k))
	}
	above.vertical(stroke(ink(), 1, 1), s.Quantile(0.5).Est, "median")
	above.beyond(s, lo, hi)
	x.label = axisLabel(m)
	below := t.panel(draw.Crop(c, 0, 0, 0, -half-gap), x, axis{label: "Share of populations at or below (%)", max: 100, room: above.Min.X - c.Min.X})
	drawECDF(below, s, lo, hi)
}

// fewMarks marks small counts one by one, for there is no half of a population.
func fewMarks(top float64) []tick {
	var out []tick
	for i := 0; top < 5 && float64(i) <= top; i++ {
		out = append(out, tick{float64(i), FormatCount(i)})
	}
	return out
}

// window is the range that a distribution is drawn over: all of it, unless the far ends
// would leave no room for the middle.
func window(s *stats.Sample) (lo, hi float64) {
	lo, hi = s.Min(), s.Max()
	low, high := s.Quantile(0.025).Est, s.Quantile(0.975).Est
	if body := high - low; body > 0 {
		if low-lo > 1.5*body {
			lo = low - body/2
		}
		if hi-high > 1.5*body {
			hi = high + body/2
		}
	}
	return nice(lo, hi, 5)
}

// beyond counts what lies outside the window.
func (p *panel) beyond(s *stats.Sample, lo, hi float64) {
	below, above := 0, 0
	for _, v := range s.Sorted() {
		if v < lo {
			below++
		}
		if v > hi {
			above++
		}
	}
	y := p.Min.Y + 0.5*(p.Max.Y-p.Min.Y)
	if below > 0 {
		p.FillText(p.theme.style(regular, labelSize, ink(), text.XLeft, text.YCenter), vg.Point{X: p.Min.X + 3, Y: y}, fmt.Sprintf("← %s below", FormatCount(below)))
	}
	if above > 0 {
		p.FillText(p.theme.style(regular, labelSize, ink(), text.XRight, text.YCenter), vg.Point{X: p.Max.X - 3, Y: y}, fmt.Sprintf("%s above →", FormatCount(above)))
	}
}

// bins cuts a range into pieces by the rule of Freedman and Diaconis (1981), between
// 8 and 40 of them, and counts.
func bins(s *stats.Sample, lo, hi float64) (edges []float64, counts []int) {
	iqr := s.Quantile(0.75).Est - s.Quantile(0.25).Est
	n := 40
	if width := 2 * iqr / math.Cbrt(float64(s.N())); width > 0 {
		n = int(min(40, max(8, math.Ceil((hi-lo)/width))))
	}
	counts = make([]int, n)
	for i := range n + 1 {
		edges = append(edges, lo+(hi-lo)*float64(i)/float64(n))
	}
	for _, v := range s.Sorted() {
		if lo <= v && v <= hi {
			counts[min(n-1, int(float64(n)*(v-lo)/(hi-lo)))]++
		}
	}
	return edges, counts
}

// drawECDF draws the cumulative distribution as steps within its band.
func drawECDF(p *panel, s *stats.Sample, lo, hi float64) {
	b := s.ECDFBand()
	half := 1 - b.Lo[len(b.Lo)-1] // of the band, where it is not cut off
	xs, low, mid, high := []float64{lo}, []float64{0}, []float64{0}, []float64{100 * half}
	for i := range b.X {
		xs = append(xs, b.X[i])
		low, mid, high = append(low, 100*b.Lo[i]), append(mid, 100*b.P[i]), append(high, 100*b.Hi[i])
	}
	xs, low, mid, high = append(xs, hi), append(low, low[len(low)-1]), append(mid, 100), append(high, 100)
	bx, bl := stepped(xs, low)
	_, bh := stepped(xs, high)
	p.band(tint(accent(), 0.25), bx, bl, bh)
	p.steps(stroke(accent(), 1.2, 0), xs, mid)
}
