package money

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestMulDivAgainstBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := anyInt().Draw(t, "a"), anyInt().Draw(t, "b"), anyInt().Draw(t, "c")
		checkMulDiv(t, a, b, c, anyRounding().Draw(t, "rounding"))
	})
}

// TestMulDivNearWhole draws products at and next to a multiple of the divisor, where
// a wrong remainder shows.
func TestMulDivNearWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := rapid.Int64Range(-1<<31, 1<<31).Draw(t, "quotient")
		c := rapid.Int64Range(1, 1<<31).Draw(t, "divisor")
		checkMulDiv(t, q*c+rapid.Int64Range(-1, 1).Draw(t, "rest"), 1, c, anyRounding().Draw(t, "rounding"))
	})
}

func TestMulDivAtEveryEdge(t *testing.T) {
	for _, a := range edges {
		for _, b := range edges {
			for _, c := range edges {
				checkMulDiv(t, a, b, c, Down)
				checkMulDiv(t, a, b, c, Up)
			}
		}
	}
}

type fataler interface{ Fatalf(string, ...any) }

func checkMulDiv(t fataler, a, b, c int64, r Rounding) {
	got, err := MulDiv(a, b, c, r)
	if c == 0 {
		if got != 0 || !errors.Is(err, ErrDivideByZero) {
			t.Fatalf("MulDiv(%d, %d, 0) = %d, %v", a, b, got, err)
		}
		return
	}
	switch want := quotient(big.NewInt(a), big.NewInt(b), big.NewInt(c), r); {
	case want.IsInt64() && (err != nil || got != want.Int64()):
		t.Fatalf("MulDiv(%d, %d, %d, %d) = %d, %v, want %s", a, b, c, r, got, err, want)
	case !want.IsInt64() && (got != 0 || !errors.Is(err, ErrOverflow)):
		t.Fatalf("MulDiv(%d, %d, %d, %d) = %d, %v, want overflow of %s", a, b, c, r, got, err, want)
	}
}

// TestMulDivByItsDefinition needs no twin: down is the largest q with q ≤ ab/c, up
// the smallest with q ≥ ab/c.
func TestMulDivByItsDefinition(t *testing.T) {
	const n = 12
	for a := int64(-n); a <= n; a++ {
		for b := int64(-n); b <= n; b++ {
			for c := int64(1); c <= n; c++ {
				for _, sign := range []int64{1, -1} {
					down, _ := MulDiv(a, b, sign*c, Down)
					up, _ := MulDiv(a, b, sign*c, Up)
					p := a * b * sign
					if !(down*c <= p && p < (down+1)*c) || !((up-1)*c < p && p <= up*c) {
						t.Fatalf("%d*%d/%d: down %d, up %d", a, b, sign*c, down, up)
					}
				}
			}
		}
	}
}

func TestMulDivKnownAnswers(t *testing.T) {
	for _, c := range []struct {
		a, b, c  int64
		down, up int64
	}{
		{33_000_000_000_000_000, 4, 100, 1_320_000_000_000_000, 1_320_000_000_000_000}, // 4 % of 33 M ETH
		{32_000_000_000, 1, 3, 10_666_666_666, 10_666_666_667},
		{-32_000_000_000, 1, 3, -10_666_666_667, -10_666_666_666},
		{32_000_000_000, 1, -3, -10_666_666_667, -10_666_666_666},
		{math.MaxInt64, math.MaxInt64, math.MaxInt64, math.MaxInt64, math.MaxInt64},
		{math.MinInt64, math.MinInt64, math.MinInt64, math.MinInt64, math.MinInt64},
		{math.MaxInt64, 2, 3, 6_148_914_691_236_517_204, 6_148_914_691_236_517_205},
		{math.MinInt64, 1, 1, math.MinInt64, math.MinInt64},
		{0, math.MinInt64, -1, 0, 0},
	} {
		down, errDown := MulDiv(c.a, c.b, c.c, Down)
		up, errUp := MulDiv(c.a, c.b, c.c, Up)
		if down != c.down || up != c.up || errDown != nil || errUp != nil {
			t.Errorf("%d*%d/%d: %d (%v) and %d (%v), want %d and %d", c.a, c.b, c.c, down, errDown, up, errUp, c.down, c.up)
		}
	}
}

// TestMulDivOverflowDependsOnRounding: a third below MinInt64 rounds up into range,
// and down out of it. 3·MinInt64-1 = -27670116110564327425 = 5·-5534023222112865485.
func TestMulDivOverflowDependsOnRounding(t *testing.T) {
	const a, b, c = -5_534_023_222_112_865_485, 5, 3
	if x, err := MulDiv(a, b, c, Up); x != math.MinInt64 || err != nil {
		t.Errorf("up: %d, %v", x, err)
	}
	if x, err := MulDiv(a, b, c, Down); !errors.Is(err, ErrOverflow) {
		t.Errorf("down: %d, %v", x, err)
	}
}

// TestMulDivRoundedOutOfAWord: 2^65-1 over 2 is half below 2^64, the last quotient
// before the magnitude itself would wrap to zero. 2^65-1 is 145295143558111·253921.
func TestMulDivRoundedOutOfAWord(t *testing.T) {
	for _, c := range []struct {
		a int64
		r Rounding
	}{{145_295_143_558_111, Up}, {-145_295_143_558_111, Down}, {145_295_143_558_111, Down}} {
		if x, err := MulDiv(c.a, 253_921, 2, c.r); x != 0 || !errors.Is(err, ErrOverflow) {
			t.Errorf("%d: %d, %v", c.a, x, err)
		}
	}
}

func TestArithmeticAllocatesNothing(t *testing.T) {
	x, w := int64(123_456_789_012), Wide{1 << 60, 5}
	if n := testing.AllocsPerRun(100, func() {
		x, _ = MulDiv(x, 3, 3, Up)
		w, _ = MulDivWide(w, W(7), W(7), Down)
		g, _ := Ratio{1, 3}.Of(Gwei(x), Up)
		_ = Ratio{x, 3}.Cmp(Ratio{int64(g), 1})
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
