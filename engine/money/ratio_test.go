package money

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestRatioAgainstBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, s := anyRatio().Draw(t, "r"), anyRatio().Draw(t, "s")
		if got, want := r.Cmp(s), ratOf(r).Cmp(ratOf(s)); got != want {
			t.Fatalf("%s against %s: %d, want %d", r, s, got, want)
		}
		x, rd := anyInt().Draw(t, "x"), anyRounding().Draw(t, "rounding")
		got, err := r.Of(Gwei(x), rd)
		want := quotient(big.NewInt(x), big.NewInt(r.Num), big.NewInt(r.Den), rd)
		if want.IsInt64() != (err == nil) || err == nil && int64(got) != want.Int64() {
			t.Fatalf("%s of %d: %d, %v, want %s", r, x, got, err, want)
		}
		back, err := ParseRatio(r.String())
		if err != nil || ratOf(back).Cmp(ratOf(r)) != 0 || back.Cmp(r) != 0 {
			t.Fatalf("%s reads back as %s, %v", r, back, err)
		}
		// One rounding of each part and one of the quotient.
		exact, _ := ratOf(r).Float64()
		if d := math.Abs(r.Float() - exact); d > 4*math.Abs(exact)*0x1p-53 {
			t.Fatalf("%s as a float is %v, want %v", r, r.Float(), exact)
		}
	})
}

// TestRatioCmpNearlyEqual: fractions that one float cannot tell apart.
func TestRatioCmpNearlyEqual(t *testing.T) {
	const n = math.MaxInt64
	for _, c := range []struct {
		r, s Ratio
		want int
	}{
		{Ratio{n - 1, n}, Ratio{n - 2, n - 1}, 1},
		{Ratio{n, n - 1}, Ratio{n - 1, n - 2}, -1},
		{Ratio{-n, n - 1}, Ratio{1 - n, n - 2}, 1},
		{Ratio{1, 3}, Ratio{3_074_457_345_618_258_602, 9_223_372_036_854_775_806}, 0},
		{Ratio{1, 3}, Ratio{3_074_457_345_618_258_602, n}, 1},
		{Ratio{math.MinInt64, 1}, Ratio{-n, 1}, -1},
		{Ratio{0, 7}, Ratio{0, n}, 0},
		{Ratio{0, 7}, Ratio{-1, n}, 1},
		{Ratio{-1, n}, Ratio{0, 1}, -1},
	} {
		if got := c.r.Cmp(c.s); got != c.want {
			t.Errorf("%s against %s: %d, want %d", c.r, c.s, got, c.want)
		}
		if got := c.s.Cmp(c.r); got != -c.want {
			t.Errorf("%s against %s: %d, want %d", c.s, c.r, got, -c.want)
		}
	}
}

func TestZeroRatioHasNoPart(t *testing.T) {
	if g, err := (Ratio{}).Of(ETH, Down); g != 0 || !errors.Is(err, ErrDivideByZero) {
		t.Errorf("got %d, %v", g, err)
	}
}
