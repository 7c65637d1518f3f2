package money

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestSumsAgainstBig(t *testing.T) {
	check := func(t *rapid.T, op string, got Gwei, err error, want *big.Int) {
		if want.IsInt64() != (err == nil) || err == nil && int64(got) != want.Int64() ||
			err != nil && (got != 0 || !errors.Is(err, ErrOverflow)) {
			t.Fatalf("%s: %d, %v, want %s", op, got, err, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyInt().Draw(t, "a"), anyInt().Draw(t, "b")
		x, y := big.NewInt(a), big.NewInt(b)
		sum, err := Add(Gwei(a), Gwei(b))
		check(t, "add", sum, err, new(big.Int).Add(x, y))
		rest, err := Sub(Gwei(a), Gwei(b))
		check(t, "subtract", rest, err, new(big.Int).Sub(x, y))
	})
}

// TestSumRefusesPartialSums: the total may fit and a partial sum may not.
func TestSumRefusesPartialSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := rapid.SliceOfN(anyInt(), 0, 6).Draw(t, "terms")
		amounts, total, fits := make([]Gwei, len(terms)), new(big.Int), true
		for i, x := range terms {
			amounts[i] = Gwei(x)
			total.Add(total, big.NewInt(x))
			fits = fits && total.IsInt64()
		}
		got, err := Sum(amounts...)
		if fits != (err == nil) || fits && int64(got) != total.Int64() || !fits && !errors.Is(err, ErrOverflow) {
			t.Fatalf("sum of %v is %d, %v; exactly %s", terms, got, err, total)
		}
	})
	if _, err := Sum(math.MaxInt64, 1, -2); !errors.Is(err, ErrOverflow) {
		t.Errorf("a partial sum out of range gives %v", err)
	}
}

func TestFromFloatKnownAnswers(t *testing.T) {
	for _, c := range []struct {
		x        float64
		down, up Gwei
	}{
		{0, 0, 0},
		{0.3, 300_000_000, 300_000_000}, // below 0.3 as a float
		{0.1, 100_000_000, 100_000_000}, // above 0.1 as a float
		{32, 32 * ETH, 32 * ETH},
		{1e-10, 0, 1},
		{-1e-10, -1, 0},
		{1.5e-9, 1, 2},
		{-1.5e-9, -2, -1},
		{33e6, 33_000_000 * ETH, 33_000_000 * ETH},
		{-0x1p63 / 1e9, math.MinInt64, math.MinInt64},
	} {
		down, errDown := FromFloat(c.x, Down)
		up, errUp := FromFloat(c.x, Up)
		if down != c.down || up != c.up || errDown != nil || errUp != nil {
			t.Errorf("%g: %d (%v) and %d (%v), want %d and %d", c.x, down, errDown, up, errUp, c.down, c.up)
		}
	}
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 0x1p63 / 1e9, 1e10, -1e10, math.MaxFloat64} {
		for _, r := range []Rounding{Down, Up} {
			if g, err := FromFloat(x, r); g != 0 || !errors.Is(err, ErrOverflow) {
				t.Errorf("%g: %d, %v", x, g, err)
			}
		}
	}
}

// TestFromFloatAgainstBig rounds the exact product to 53 bits, as the document says,
// and then to an integer.
func TestFromFloatAgainstBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.OneOf(rapid.Float64Range(-1e10, 1e10), rapid.Float64Range(-1e-6, 1e-6)).Draw(t, "x")
		product := new(big.Float).SetPrec(53).Mul(big.NewFloat(x), big.NewFloat(1e9))
		for _, r := range []Rounding{Down, Up} {
			want, accuracy := product.Int(nil)
			switch {
			case r == Down && accuracy == big.Above:
				want.Sub(want, big.NewInt(1))
			case r == Up && accuracy == big.Below:
				want.Add(want, big.NewInt(1))
			}
			got, err := FromFloat(x, r)
			if want.IsInt64() != (err == nil) || err == nil && int64(got) != want.Int64() {
				t.Fatalf("%v, rounding %d: %d, %v, want %s", x, r, got, err, want)
			}
		}
	})
}

// TestFloatAndBack: 2^51 gwei, two million ETH, come back within one unit.
func TestFloatAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := Gwei(rapid.Int64Range(-1<<51, 1<<51).Draw(t, "g"))
		down, errDown := FromFloat(g.Float(), Down)
		up, errUp := FromFloat(g.Float(), Up)
		if errDown != nil || errUp != nil || down > g || up < g || up-down > 1 {
			t.Fatalf("%d comes back as %d and %d", g, down, up)
		}
	})
}
