package market

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// logUniform draws a number between two powers of ten, all orders alike.
func logUniform(lo, hi float64) *rapid.Generator[float64] {
	return rapid.Map(rapid.Float64Range(lo, hi), func(e float64) float64 { return math.Pow(10, e) })
}

// TestCurveAgainstTwin: invariant, marginal price and trades of a 1e-12th of the pool up to
// a thousand pools agree with 300-bit iterations to a few roundings, however lopsided
// the pool. A quote made by subtracting balances fails at the small trades.
func TestCurveAgainstTwin(t *testing.T) {
	var worstD, worstOut float64
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 4).Draw(t, "coins")
		c := Curve{n, math.Floor(logUniform(0, 4).Draw(t, "A"))}
		x := rapid.SliceOfN(logUniform(-3, 3), n, n).Draw(t, "balances")
		w := newTwin(c, x)
		d := relativeError(c.Invariant(x), w.getD())
		dx := x[0] * logUniform(-12, 3).Draw(t, "share")
		got := c.Out(x, 0, n-1, dx)
		out := relativeError(got, w.out(0, n-1, exactly(dx)))
		worstD, worstOut = max(worstD, math.Abs(d)), max(worstOut, math.Abs(out))
		if math.Abs(d) > 4e-15 || math.Abs(out) > 4e-15 || got < 0 || got > x[n-1] {
			t.Fatalf("invariant off by %.2g, trade by %.2g; %v of %v paid", d, out, got, x[n-1])
		}
	})
	t.Logf("worst: invariant %.2g, trade %.2g", worstD, worstOut)
}

// TestClosedFormIsNewton: both ways to the invariant of two coins.
func TestClosedFormIsNewton(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Curve{2, logUniform(0, 6).Draw(t, "A")}
		x := []float64{logUniform(-6, 9).Draw(t, "x"), logUniform(-6, 9).Draw(t, "y")}
		if a, b := c.Invariant(x), c.newton(x); math.Abs(a-b) > 1e-14*b {
			t.Fatalf("closed form %v, Newton %v", a, b)
		}
	})
}

// TestCurveScales: a pool and a trade twice as large pay twice as much, to the bit.
func TestCurveScales(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Curve{rapid.IntRange(2, 4).Draw(t, "coins"), logUniform(0, 4).Draw(t, "A")}
		x := rapid.SliceOfN(logUniform(-3, 3), c.Coins, c.Coins).Draw(t, "balances")
		dx := logUniform(-6, 3).Draw(t, "dx")
		twice := make([]float64, len(x))
		for i := range x {
			twice[i] = 2 * x[i]
		}
		if one, two := c.Out(x, 0, 1, dx), c.Out(twice, 0, 1, 2*dx); two != 2*one {
			t.Fatalf("%v, and %v at twice the size", one, two)
		}
		if one, two := c.Price(x, 0, 1), c.Price(twice, 0, 1); one != two {
			t.Fatalf("prices %v and %v", one, two)
		}
	})
}

// TestPriceIsSlope: the marginal price is what a vanishing trade pays, and the product
// of both directions is 1.
func TestPriceIsSlope(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Curve{rapid.IntRange(2, 4).Draw(t, "coins"), logUniform(0, 4).Draw(t, "A")}
		x := rapid.SliceOfN(logUniform(-2, 2), c.Coins, c.Coins).Draw(t, "balances")
		dx := 1e-13 * min(x[0], x[1])
		price := c.Price(x, 0, 1)
		if slope := c.Out(x, 0, 1, dx) / dx; math.Abs(slope/price-1) > 1e-8 {
			t.Fatalf("a small trade pays %v, the price is %v", slope, price)
		}
		if back := c.Price(x, 1, 0); math.Abs(price*back-1) > 1e-13 {
			t.Fatalf("prices %v and %v", price, back)
		}
	})
}
