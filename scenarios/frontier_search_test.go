package scenarios

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/rng"
	"github.com/restakesim/restakesim/engine/stats"
)

// TestBandOfAProbabilityIsThatOfOrderStatistics: where each population crosses once, the
// value at which a share q of them has crossed is the q-quantile of where they cross,
// and its exact interval is that of order statistics. The search must find the same
// without seeing where they cross, up to the width of its brackets.
func TestBandOfAProbabilityIsThatOfOrderStatistics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(30, 300).Draw(t, "n")
		q := rapid.Float64Range(0.15, 0.85).Draw(t, "target")
		falling := rapid.Bool().Draw(t, "falling")
		a := &axis{Axis: result.Axis{From: 1, To: 100, Log: rapid.Bool().Draw(t, "log")}, points: rapid.IntRange(2, 9).Draw(t, "points")}
		crossings := make([]float64, n)
		for i := range crossings {
			crossings[i] = rapid.Float64Range(1.5, 95).Draw(t, "crossing")
		}
		where, err := stats.NewSample(crossings)
		if err != nil {
			t.Fatal(err)
		}
		target, op := q, stats.Greater
		want := where.Quantile(q)
		if falling {
			target = 1 - q
		}
		r := &row{axis: a, target: target, tolerance: 1e-4, try: func(x float64) (trial, error) {
			paying := make([]float64, n)
			for i, c := range crossings {
				if (x >= c) != falling {
					paying[i] = 1
				}
			}
			s, err := stats.NewSample(paying)
			return trial{x: x, stat: s.Prob(op, 0)}, err
		}}
		c, err := r.find()
		if err != nil {
			t.Fatal(err)
		}
		near := func(got, want, slack float64) bool { return math.Abs(got-want) <= float64(slack*want) }
		if want.Lo > 1.5 && want.Hi < 95 && (c.at.Lo > want.Lo || !near(c.at.Lo, want.Lo, 4e-4) || c.at.Hi < want.Hi || !near(c.at.Hi, want.Hi, 4e-4)) {
			t.Fatalf("the band is %v, order statistics say %v", c.at, want)
		}
		// A share of populations may be the target exactly on a whole stretch.
		exact := math.Abs(math.Round(float64(n)*q)-float64(n)*q) < 1e-6
		if !exact && (c.turns != 1 || c.side != "" || !near(c.at.Est, want.Est, 2e-4)) {
			t.Fatalf("the crossing is %+v, the quantile %v", c, want)
		}
	})
}

// TestBandOfAMeanCovers: profits lognormal around x are worth their cost in the mean at
// x = cost·e^(−σ²/2).
func TestBandOfAMeanCovers(t *testing.T) {
	const experiments, n, sigma, cost = 200, 100, 0.5, 2000.0
	truth, covered := cost*detmath.Exp(-sigma*sigma/2), 0
	for e := range experiments {
		stream := rng.Key{Seed: 1, Entity: uint64(e), Purpose: rng.Profit}.Stream()
		r := &row{axis: &axis{Axis: result.Axis{From: 500, To: 8000, Log: true}, points: 5}, tolerance: 0.002, try: func(x float64) (trial, error) {
			net := make([]float64, n)
			for i := range net {
				net[i] = float64(x*detmath.LognormalQuantile(stream.UnitAt(uint16(i)), 0, sigma)) - cost
			}
			s, err := stats.NewSample(net)
			return trial{x: x, stat: s.Mean()}, err
		}}
		c, err := r.find()
		if err != nil {
			t.Fatal(err)
		}
		if c.at.Lo <= truth && truth <= c.at.Hi {
			covered++
		}
	}
	if share := float64(covered) / experiments; share < 0.92 {
		t.Errorf("%.3f of the bands cover", share)
	}
}

// TestRowsWithoutACrossingSayWhere it must lie.
func TestRowsWithoutACrossingSayWhere(t *testing.T) {
	line := func(slope, level float64) func(float64) (trial, error) {
		return func(x float64) (trial, error) {
			y := level + float64(slope*x)
			return trial{x: x, stat: stats.Estimate{Est: y, Lo: y - 1, Hi: y + 1}}, nil
		}
	}
	for name, c := range map[string]struct {
		try    func(float64) (trial, error)
		side   string
		lo, hi bool
	}{
		"rising, all below":    {line(1, -20), "above", false, false},
		"rising, all above":    {line(1, 20), "below", false, false},
		"falling, all above":   {line(-1, 20), "above", false, false},
		"falling, all below":   {line(-1, -20), "below", false, false},
		"flat":                 {line(0, 5), "none", false, false},
		"just short of it":     {line(1, -10.5), "above", true, false},
		"inside":               {line(1, -5), "", true, true},
		"inside, falling":      {line(-1, 5), "", true, true},
		"at the end, open":     {line(1, -9.5), "", true, false},
		"at the start, open":   {line(1, -0.5), "", false, true},
		"wide over everything": {line(0.1, -0.5), "", false, false},
	} {
		r := &row{axis: &axis{Axis: result.Axis{From: 0, To: 10}, points: 5}, tolerance: 1e-3, try: c.try}
		got, err := r.find()
		if err != nil || got.side != c.side || math.IsNaN(got.at.Lo) == c.lo || math.IsNaN(got.at.Hi) == c.hi || math.IsNaN(got.at.Est) != (c.side != "") {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// TestSeveralCrossingsAreCounted, and the band holds them all.
func TestSeveralCrossingsAreCounted(t *testing.T) {
	r := &row{axis: &axis{Axis: result.Axis{From: 0, To: 10}, points: 11}, tolerance: 1e-3, try: func(x float64) (trial, error) {
		y := float64(x-2.5) * float64(x-5.5) * float64(x-8.5)
		return trial{x: x, stat: stats.Estimate{Est: y, Lo: y - 0.5, Hi: y + 0.5}}, nil
	}}
	c, err := r.find()
	if err != nil || c.turns != 3 || math.Abs(c.at.Est-2.5) > 0.01 || c.at.Lo > 2.5 || c.at.Hi < 8.5 {
		t.Errorf("%+v, %v", c, err)
	}
	if !slices.IsSortedFunc(r.trials, func(a, b trial) int { return int(math.Copysign(1, a.x-b.x)) }) {
		t.Error("trials are not ascending")
	}
}

// TestCountsCrossAtAWholeNumber: nothing is tried between two counts.
func TestCountsCrossAtAWholeNumber(t *testing.T) {
	r := &row{axis: &axis{Axis: result.Axis{From: 1, To: 40}, whole: true, points: 4}, target: 0.5, tolerance: 1e-9, try: func(x float64) (trial, error) {
		if x != math.Trunc(x) {
			t.Errorf("%v was tried", x)
		}
		y := 0.0
		if x >= 17 {
			y = 1
		}
		return trial{x: x, stat: stats.Exact(y)}, nil
	}}
	if c, err := r.find(); err != nil || c.at.Est != 17 || c.at.Lo != 16 || c.at.Hi != 17 {
		t.Errorf("%+v, %v", c, err)
	}
}

// TestQuantities splits values from units as files write them.
func TestQuantities(t *testing.T) {
	for text, want := range map[string]struct {
		x    float64
		unit string
	}{"1 %": {1, "%"}, "20 000 ETH/d": {20000, "ETH/d"}, "3x": {3, "x"}, "-0.5": {-0.5, ""}, "1_000": {1000, ""}, "14d": {14, "d"}} {
		x, unit, err := quantity(text)
		if err != nil || x != want.x || unit != want.unit {
			t.Errorf("%s: %v %q, %v", text, x, unit, err)
		}
	}
	for _, text := range []string{"", "ETH", "1/3", "1.2.3 ETH"} {
		if x, unit, err := quantity(text); err == nil {
			t.Errorf("%q is %v %q", text, x, unit)
		}
	}
}

// TestACrossingAtZeroIsFoundInFewTrials: nothing is narrow beside it.
func TestACrossingAtZeroIsFoundInFewTrials(t *testing.T) {
	r := &row{axis: &axis{Axis: result.Axis{From: -10, To: 30}, points: 5}, tolerance: 1e-3, try: func(x float64) (trial, error) {
		return trial{x: x, stat: stats.Exact(x)}, nil
	}}
	if c, err := r.find(); err != nil || math.Abs(c.at.Est) > 1e-4 || len(r.trials) > 60 {
		t.Errorf("%+v after %d trials, %v", c, len(r.trials), err)
	}
}
