package reports

import (
	"math"
	"strings"

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
			Caption: capital(m.Help) + ". Above, how many populations ended where; below, the share that ended at or below a value, with its 95 % band (Dvoretzky–Kiefer–Wolfowitz).",
			Part:    partLoss, Width: halfWidth, Height: 230,
			Draw: func(c draw.Canvas) error { drawDistribution(t, c, m, s); return nil },
		})
	}
	return out
}

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
	lo, hi := nice(s.Min(), s.Max(), 5)
	edges, counts := bins(s, lo, hi)
	most := 0
	for _, k := range counts {
		most = max(most, k)
	}
	_, top := nice(0, float64(most), 3)
	half := c.Size().Y * 0.5
	x := axis{min: lo, max: hi}
	above := t.panel(draw.Crop(c, 0, 0, half, 0), x, axis{label: "Populations", max: top})
	for i, k := range counts {
		above.bar(tint(accent(), 0.75), edges[i], edges[i+1], 0, float64(k))
	}
	above.vertical(stroke(ink(), 1, 1), s.Quantile(0.5).Est, "median")
	x.label = axisLabel(m)
	below := t.panel(draw.Crop(c, 0, 0, 0, -half-gap), x, axis{label: "Share of populations at or below (%)", max: 100})
	drawECDF(below, s, lo, hi)
}

// bins cuts a range into pieces by the rule of Freedman and Diaconis (1981), between
// 8 and 40 of them, and counts.
func bins(s *stats.Sample, lo, hi float64) (edges []float64, counts []int) {
	iqr := s.Quantile(0.75).Est - s.Quantile(0.25).Est
	n := 40
	if width := 2 * iqr / math.Cbrt(float64(s.N())); width > 0 {
		n = min(40, max(8, int(math.Ceil((hi-lo)/width))))
	}
	counts = make([]int, n)
	for i := range n + 1 {
		edges = append(edges, lo+(hi-lo)*float64(i)/float64(n))
	}
	for _, v := range s.Sorted() {
		counts[min(n-1, int(float64(n)*(v-lo)/(hi-lo)))]++
	}
	return edges, counts
}

// drawECDF draws the cumulative distribution as steps within its band.
func drawECDF(p *panel, s *stats.Sample, lo, hi float64) {
	b := s.ECDFBand()
	half := b.Hi[0] - b.P[0] // left of all, nothing lies below
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
