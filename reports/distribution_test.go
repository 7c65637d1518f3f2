package reports

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

func mustSample(t interface{ Fatal(...any) }, values ...float64) *stats.Sample {
	s, err := stats.NewSample(values)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestBinsCountEveryPopulation checks that bins and what lies outside of the window
// make all replications, and that bins are even.
func TestBinsCountEveryPopulation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := mustSample(t, rapid.SliceOfN(number(), 2, 200).Draw(t, "values")...)
		if s.Min() == s.Max() {
			return
		}
		lo, hi := window(s)
		edges, counts := bins(s, lo, hi)
		if len(edges) != len(counts)+1 || len(counts) < 8 || len(counts) > 40 || edges[0] != lo || math.Abs(edges[len(counts)]-hi) > 1e-12*(hi-lo) {
			t.Errorf("%d bins between %v", len(counts), edges)
		}
		inside, total := 0, 0
		for _, v := range s.Sorted() {
			if lo <= v && v <= hi {
				inside++
			}
		}
		for _, k := range counts {
			total += k
		}
		if total != inside || inside < s.N()/2 {
			t.Errorf("%d of %d are counted, %d lie within %v to %v", total, s.N(), inside, lo, hi)
		}
	})
}

// TestBinsOfKnownValues counts by hand.
func TestBinsOfKnownValues(t *testing.T) {
	s := mustSample(t, 0, 0, 1, 2, 3, 4, 4.5, 5, 8)
	edges, counts := bins(s, 0, 8)
	if !cmp.Equal(edges, []float64{0, 1, 2, 3, 4, 5, 6, 7, 8}) || !cmp.Equal(counts, []int{2, 1, 1, 1, 2, 1, 0, 1}) {
		t.Errorf("edges %v, counts %v", edges, counts)
	}
}

func TestWindowStopsBeforeFarValues(t *testing.T) {
	var values []float64
	for i := range 200 {
		values = append(values, float64(i)/20) // 0 to 9.95
	}
	whole := mustSample(t, values...)
	if lo, hi := window(whole); lo != 0 || hi != 10 {
		t.Errorf("the window is %v to %v", lo, hi)
	}
	far := mustSample(t, append(values, 1e6, -1e6)...)
	if lo, hi := window(far); lo < -20 || hi > 20 || lo > 0 || hi < 10 {
		t.Errorf("the window is %v to %v", lo, hi)
	}
}

// TestECDFIsDrawnWhereItLies draws two distributions on a square of 100 points from 0
// to 5 and looks for their corners. With four values the band reaches 0.679 to either
// side, with two 0.960.
func TestECDFIsDrawnWhereItLies(t *testing.T) {
	has := corners(t, 1, 2, 3, 4)
	for _, q := range []vg.Point{{X: 0, Y: 0}, {X: 20, Y: 0}, {X: 20, Y: 25}, {X: 40, Y: 25}, {X: 40, Y: 50}, {X: 80, Y: 75}, {X: 80, Y: 100}, {X: 100, Y: 100}, // the steps
		{X: 0, Y: 67.9}, {X: 20, Y: 92.9}, {X: 80, Y: 32.1}, {X: 100, Y: 32.1}} { // the band
		if !has(q.X, q.Y) {
			t.Errorf("nothing is drawn at %v", q)
		}
	}
	if has(0, 100) || has(20, 50) {
		t.Error("there is a corner where none belongs")
	}
	if has = corners(t, 1, 2); !has(0, 96.0) || !has(20, 96.0) || !has(40, 4.0) || has(0, 50) {
		t.Error("the band of two values is not where it belongs")
	}
}

// corners draws a distribution and says whether there is a corner at a place.
func corners(t *testing.T, values ...float64) func(x, y vg.Length) bool {
	var c recorder.Canvas
	p := &panel{draw.NewCanvas(&c, 100, 100), mustTheme(t), axis{max: 5}, axis{max: 100}}
	drawECDF(p, mustSample(t, values...), 0, 5)
	return func(x, y vg.Length) bool {
		for _, a := range c.Actions {
			var path vg.Path
			switch a := a.(type) {
			case *recorder.Stroke:
				path = a.Path
			case *recorder.Fill:
				path = a.Path
			}
			for _, comp := range path {
				if math.Abs(float64(comp.Pos.X-x)) < 0.01 && math.Abs(float64(comp.Pos.Y-y)) < 0.1 {
					return true
				}
			}
		}
		return false
	}
}

// TestPanelsLineUp checks that the histogram and the cumulative distribution below it
// have the same marks at the same places.
func TestPanelsLineUp(t *testing.T) {
	theme := mustTheme(t)
	for _, n := range []int{2, 40, 2000} {
		for _, f := range distributions(theme, usualRun(n)) {
			rows := map[vg.Length][]string{} // numbers at the same height, with their places
			for _, w := range drawn(t, theme, f).words {
				if _, err := strconv.ParseFloat(strings.NewReplacer(",", "", "−", "-").Replace(w.text), 64); err == nil {
					rows[w.box.Min.Y] = append(rows[w.box.Min.Y], fmt.Sprintf("%s at %.2f", w.text, w.box.Min.X))
				}
			}
			var marks [][]string
			for _, row := range rows {
				if len(row) > 1 {
					marks = append(marks, row)
				}
			}
			if len(marks) != 2 || !cmp.Equal(marks[0], marks[1]) {
				t.Errorf("n = %d, %s: marks %v", n, f.Name, marks)
			}
		}
	}
}

func TestMainMetrics(t *testing.T) {
	r := usualRun(40)
	want := []string{"lowest_price[ezETH]", "bad_debt", "lowest_price[pufETH]", "outflow_share[ezETH]", "stake_lost", "attack_profit", "gamma_sigma"}
	if got := mainMetrics(r); !cmp.Equal(got, want) {
		t.Errorf("%s", cmp.Diff(want, got))
	}
	r.Summary.Thresholds = []result.Threshold{{Text: "upper95(prob(gain[holders] < -3 ETH)) < 5 %"}}
	if got := mainMetrics(r)[1]; got != "gain[holders]" {
		t.Errorf("after the headline comes %s", got)
	}
}

func TestConvergenceLooks(t *testing.T) {
	for n, want := range map[int][]int{10: {10}, 11: {10, 11}, 60: {10, 20, 50, 60}, 1000: {10, 20, 50, 100, 200, 500, 1000}} {
		if got := looks(n); !cmp.Equal(got, want) {
			t.Errorf("looks at %v of %d, want %v", got, n, want)
		}
	}
	// Ten equal values have no interval; of the twenty, t₀.₉₇₅ with 19 degrees of freedom is 2.0930.
	values := append(make([]float64, 10), 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
	ns, widths := halfWidths(values)
	if want := 2.0930 * math.Sqrt(5./19/20); len(ns) != 1 || ns[0] != 20 || math.Abs(widths[0]-want) > 1e-4 {
		t.Errorf("half-widths %v after %v, want %v", widths, ns, want)
	}
}
