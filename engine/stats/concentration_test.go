package stats

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
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
		{[]int64{7}, 1, 0, 1},
		{[]int64{1, 1, 1}, 1.0 / 3, 0, 2}, // one of them has a third, not more
		{[]int64{33e15, 66e15}, 5.0 / 9, 1.0 / 6, 1},
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

// TestConcentrationAgainstDefinitions compares with the textbook forms: the mean
// difference of all pairs, and a greedy count in whole numbers.
func TestConcentrationAgainstDefinitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amounts := rapid.SliceOfN(rapid.Int64Range(0, 1e6), 1, 30).Draw(t, "amounts")
		var total, squares, differences int64
		for _, x := range amounts {
			total += x
			squares += x * x
			for _, y := range amounts {
				differences += max(x-y, y-x)
			}
		}
		if total == 0 {
			return
		}
		n := float64(len(amounts))
		if want := float64(squares) / float64(total) / float64(total); math.Abs(HHI(amounts)-want) > 1e-14 {
			t.Fatalf("HHI %v, want %v", HHI(amounts), want)
		}
		if want := float64(differences) / (2 * n * float64(total)); math.Abs(Gini(amounts)-want) > 1e-13 {
			t.Fatalf("Gini %v, want %v", Gini(amounts), want)
		}
		// The area under the Lorenz curve is (1 − Gini)/2.
		x, y := Lorenz(amounts)
		area := 0.0
		for i := 1; i < len(x); i++ {
			area += (x[i] - x[i-1]) * (y[i] + y[i-1]) / 2
		}
		if math.Abs(1-2*area-Gini(amounts)) > 1e-12 {
			t.Fatalf("area %v, Gini %v", area, Gini(amounts))
		}
		if got, want := Nakamoto(amounts, 1.0/3), nakamotoThird(amounts, total); got != want {
			t.Fatalf("Nakamoto %d, want %d", got, want)
		}
	})
}

func nakamotoThird(amounts []int64, total int64) int {
	left := slices.Clone(amounts)
	var have int64
	for k := 1; ; k++ {
		largest := slices.Index(left, slices.Max(left))
		have += left[largest]
		left[largest] = -1
		if 3*have > total {
			return k
		}
	}
}
