package reports

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

// frontierRun has a frontier of two variants over five rows, of which one has its
// crossing outside the range and one a band with an open end.
func frontierRun(n int) *result.Run {
	m := newMaker(n)
	m.metric("attack_net", "ETH", func(u float64) float64 { return 1e5 * (u - 0.8) })
	m.run.Context.Headline = "attack_net"
	f := &result.Frontier{Find: result.Axis{Path: "network.profit_share", Label: "Median profit", Unit: "%", From: 0.2, To: 20, Log: true},
		Along: &result.Axis{Path: "network.breadth", Label: "Services per operator", From: 1, To: 5}, At: "snapshot", Search: "greedy search",
		Statistic: "prob(attack_net > 0 ETH)", Metric: m.run.Context.Metrics[0], Target: 0.05, Unit: "share", Precision: 0.1, N: n,
		Variants: []result.Variant{{Name: "unique", Label: "EigenLayer, unique stake"}, {Name: "shared", Label: "Karak, shared stake"}}}
	for v, name := range []string{"unique", "shared"} {
		for row := 1; row <= 5; row++ {
			addRow(f, name, float64(row), float64(v+1)*6/float64(row))
		}
	}
	f.Crossings[1].At.Lo = math.NaN()
	f.Crossings[2].Proven.Est = math.NaN()
	f.Crossings[9].Side, f.Crossings[9].Witness, f.Crossings[9].At = "above", nil, stats.Estimate{Est: math.NaN(), Lo: math.NaN(), Hi: math.NaN()}
	m.run.Summary.Frontier = f
	return m.run
}

// addRow adds a crossing with the points and attacks around it.
func addRow(f *result.Frontier, variant string, along, at float64) {
	for k := range 9 {
		x := 0.2 * math.Pow(100, float64(k)/8)
		p := math.Min(1, 0.05*x/at)
		f.Points = append(f.Points, result.Point{Variant: variant, Along: along, At: x, Statistic: stats.Estimate{Est: p, Lo: p / 2, Hi: math.Min(1, 2*p)},
			Mean: stats.Estimate{Est: 1e5 * (x/at - 1.1), Lo: 1e5 * (x/at - 1.3), Hi: 1e5 * (x/at - 1)}})
	}
	w := &result.Coalition{Paying: 9, Populations: 9, Share: 4. / 9, Usual: result.Witness{Operators: []string{"operator-001"}, Services: []string{"service-02", "service-03"}, Cost: 1e5, Reward: 1.1e5}}
	for o := range 12 {
		w.Operators = append(w.Operators, result.Member{Name: fmt.Sprintf("operator-%03d", (o*int(along))%15), Share: 1 / float64(o+1)})
	}
	f.Crossings = append(f.Crossings, result.Crossing{Variant: variant, Along: stats.Nullable(along), At: stats.Estimate{Est: at, Lo: at / 1.2, Hi: at * 1.2}, Proven: stats.Estimate{Est: at / 2, Lo: at / 3, Hi: at}, Rising: true, Turns: 1, Precise: true, N: f.N, Evaluations: 9, Witness: w})
	for k := range 20 {
		a := result.Attempt{Variant: variant, Along: along, At: at, Cost: 1e4 * float64(k+1), Profit: 7e3 * float64(k+2), Low: 3e3 * float64(k), High: 2e4 * float64(k+1)}
		if k < 8 {
			a.Service = fmt.Sprintf("service-%02d", k+1)
		}
		f.Attempts = append(f.Attempts, a)
	}
}

// singleRow is a frontier without a second axis, of a mean.
func singleRow(n int) *result.Run {
	r := frontierRun(n)
	f := r.Summary.Frontier
	f.Along, f.Statistic, f.Unit, f.Target = nil, "mean(attack_net)", "ETH", 0
	f.Crossings = []result.Crossing{f.Crossings[0], f.Crossings[5]}
	var points []result.Point
	for _, p := range f.Points {
		if p.Along == 1 {
			p.Along, p.Statistic = math.NaN(), p.Mean
			points = append(points, p)
		}
	}
	f.Points = points
	return r
}

// TestFrontierReport reads part 6 and the answer on the first page.
func TestFrontierReport(t *testing.T) {
	for name, want := range map[string][]string{
		"plane": {"EigenLayer, unique stake: 2.00 %, 95 % band [1.67, 2.40] %, at services per operator = 3", "Attack economics", "above 20 %", "[out of range, 3.60]",
			"operator-001 takes service-02 and service-03: cost 100,000 ETH, profit 110,000 ETH on average; 44 % of 9 populations in which an attack pays"},
		"row": {"The median profit at which mean(attack_net) = 0 ETH:", "EigenLayer, unique stake: 6.00 %, 95 % band [5.00, 7.20] %"},
	} {
		run := frontierRun(40)
		if name == "row" {
			run = singleRow(40)
		}
		theme := mustTheme(t)
		r, err := compose(theme, run, figures(theme, run), 0)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(strings.Fields(allText(streams(t, r.pdf))), " ")
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: the report does not say %q", name, w)
			}
		}
	}
}

// TestZeroContourLiesBetweenItsNeighbours: the contour is interpolated between the
// points around it and nowhere else.
func TestZeroContourLiesBetweenItsNeighbours(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := frontierRun(10).Summary.Frontier
		f.Find.Log = rapid.Bool().Draw(t, "log")
		f.Points = nil
		x, from := 1.0, -1
		for i := range rapid.IntRange(2, 9).Draw(t, "points") {
			x += rapid.Float64Range(0.1, 3).Draw(t, "step")
			v := rapid.Float64Range(-5, 5).Draw(t, "value")
			f.Points = append(f.Points, result.Point{Variant: "unique", Along: 1, At: x, Mean: stats.Exact(v)})
			if from < 0 && i > 0 && (v >= 0) != (f.Points[0].Mean.Est >= 0) {
				from = i - 1
			}
		}
		xs, ys := newHeat(f, "unique").zero()
		switch {
		case from < 0 && len(xs) > 0:
			t.Fatalf("a contour at %v of values that keep their sign", ys)
		case from >= 0 && (len(xs) != 1 || ys[0] < f.Points[from].At || ys[0] > f.Points[from+1].At*(1+1e-12)):
			t.Fatalf("the contour at %v is not between %v and %v", ys, f.Points[from].At, f.Points[from+1].At)
		}
	})
}

// longFrontier has names and labels longer than any place for them, a metric that
// never varies and crossings that are nowhere.
func longFrontier() *result.Run {
	r := frontierRun(3)
	f := r.Summary.Frontier
	f.Find.Label, f.Along.Label, f.Statistic, f.Along.Unit = long, long, "mean("+long+")", long
	f.Find.Log = false
	for i := range f.Variants {
		f.Variants[i].Label = long
	}
	for i := range f.Points {
		f.Points[i].Mean = stats.Exact(-7)
	}
	for i := range f.Crossings {
		f.Crossings[i].Side = []string{"", "none", "below", "above"}[i%4]
		if w := f.Crossings[i].Witness; w != nil {
			w.Operators[0].Name, w.Usual.Operators[0] = long, long
		}
	}
	return r
}
