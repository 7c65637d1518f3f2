package market

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestFallingRoot: on smooth, kinked and stepped functions the end found is still
// feasible and just beyond it nothing is, even where a secant hardly gets on.
func TestFallingRoot(t *testing.T) {
	shapes := map[string]func(float64) float64{
		"line":  func(x float64) float64 { return -x },
		"cube":  func(x float64) float64 { return -x * x * x },
		"steep": func(x float64) float64 { return -math.Expm1(x) },
		"flat":  func(x float64) float64 { return math.Expm1(-x) },
		"kink":  func(x float64) float64 { return min(-x, -100*x) },
		"step":  func(x float64) float64 { return math.Copysign(1, -x) },
	}
	for name, shape := range shapes {
		rapid.Check(t, func(t *rapid.T) {
			root := logUniform(-3, 3).Draw(t, "root")
			hi := root * (1 + rapid.Float64Range(0.001, 5).Draw(t, "beyond"))
			calls := 0
			f := func(x float64) float64 {
				calls++
				return shape(x - root)
			}
			got := fallingRoot(f, 0, hi)
			if got < 0 || got > hi || f(got) < 0 || f(got*(1+1e-15)+1e-300) > 0 && got < root*(1-1e-14) {
				t.Fatalf("%s: root at %v, found %v", name, root, got)
			}
			if calls > 200 || name == "line" && calls > 12 {
				t.Fatalf("%s: %d evaluations", name, calls)
			}
		})
	}
}

// TestFallingRootAtTheEnds: where nothing is feasible it is the lower end, where all is
// the upper one.
func TestFallingRootAtTheEnds(t *testing.T) {
	f := func(x float64) float64 { return 5 - x }
	for _, c := range []struct{ lo, hi, want float64 }{{6, 9, 6}, {5, 9, 5}, {1, 4, 4}, {1, 5, 5}, {5, 5, 5}} {
		if got := fallingRoot(f, c.lo, c.hi); got != c.want {
			t.Errorf("between %v and %v: %v, want %v", c.lo, c.hi, got, c.want)
		}
	}
}
