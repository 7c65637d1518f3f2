package stats

import (
	"math"
	"testing"
)

func TestConcentrationOfKnownMarkets(t *testing.T) {
	for _, c := range []struct {
		amounts   []int64
		hhi, gini float64
		nakamoto  int
	}{
		{[]int64{10, 10, 10, 10}, 0.25, 0, 2},
		{[]int64{0, 0, 0, 100}, 1, 0.75, 1},
		{[]int64{1, 2, 3, 4}, 0.3, 0.25, 1},
		{nil, 0, 0, 0},
		{[]int64{0, 0}, 0, 0, 0},
	} {
		if h, g, n := HHI(c.amounts), Gini(c.amounts), Nakamoto(c.amounts, 1.0/3); math.Abs(h-c.hhi) > 1e-12 || math.Abs(g-c.gini) > 1e-12 || n != c.nakamoto {
			t.Errorf("%v: HHI %v, Gini %v, Nakamoto %d", c.amounts, h, g, n)
		}
	}
	// Two operators of a real token: 17,200 and 28,112 units give HHI 0.529.
	if h := HHI([]int64{17200, 28112}); math.Abs(h-0.529) > 5e-4 {
		t.Errorf("HHI of the two operators is %v", h)
	}
}

func TestLorenzEndsAtAll(t *testing.T) {
	x, y := Lorenz([]int64{3, 1, 6})
	want := []float64{0, 0.1, 0.4, 1}
	for i := range want {
		if math.Abs(y[i]-want[i]) > 1e-12 || math.Abs(x[i]-float64(i)/3) > 1e-12 {
			t.Errorf("point %d is %v, %v", i, x[i], y[i])
		}
	}
}
