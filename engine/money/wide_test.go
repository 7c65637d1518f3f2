package money

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestMulDivWideAgainstBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := anyWide().Draw(t, "a"), anyWide().Draw(t, "b"), anyWide().Draw(t, "c")
		checkMulDivWide(t, a, b, c, anyRounding().Draw(t, "rounding"))
	})
}

// TestMulDivWideThatFits draws b ≤ c, so that no case is lost to overflow and the
// long division is always reached.
func TestMulDivWideThatFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, c := anyWide().Draw(t, "b"), anyWide().Draw(t, "c")
		if c.Cmp(b) < 0 {
			b, c = c, b
		}
		checkMulDivWide(t, anyWide().Draw(t, "a"), b, c, anyRounding().Draw(t, "rounding"))
	})
}

func TestMulDivWideAtEveryLimb(t *testing.T) {
	var all []Wide
	for _, hi := range []uint64{0, 1, 1<<63 - 1, 1 << 63, math.MaxUint64} {
		for _, lo := range []uint64{0, 1, 1 << 63, math.MaxUint64 - 1, math.MaxUint64} {
			all = append(all, Wide{hi, lo})
		}
	}
	for _, a := range all {
		for _, b := range all {
			for _, c := range all {
				checkMulDivWide(t, a, b, c, Down)
				checkMulDivWide(t, a, b, c, Up)
			}
		}
	}
}

func checkMulDivWide(t fataler, a, b, c Wide, r Rounding) {
	got, err := MulDivWide(a, b, c, r)
	if c.IsZero() {
		if !got.IsZero() || !errors.Is(err, ErrDivideByZero) {
			t.Fatalf("%s*%s/0 = %s, %v", a, b, got, err)
		}
		return
	}
	switch want := quotient(bigOf(a), bigOf(b), bigOf(c), r); {
	case want.BitLen() <= 128 && (err != nil || bigOf(got).Cmp(want) != 0):
		t.Fatalf("%s*%s/%s (%d) = %s, %v, want %s", a, b, c, r, got, err, want)
	case want.BitLen() > 128 && (!got.IsZero() || !errors.Is(err, ErrOverflow)):
		t.Fatalf("%s*%s/%s (%d) = %s, %v, want overflow", a, b, c, r, got, err)
	}
}

func TestMulDivWideKnownAnswers(t *testing.T) {
	const most = "340282366920938463463374607431768211455" // 2^128-1
	for _, c := range []struct{ a, b, c, down, up string }{
		{"100000000000000000000000000000000000000", "30000000000000000000000000000000000000", "70000000000000000000000000000000000000",
			"42857142857142857142857142857142857142", "42857142857142857142857142857142857143"},
		{most, most, most, most, most},
		{most, "2", "3", "226854911280625642308916404954512140970", "226854911280625642308916404954512140970"},
		{most, "1000000000000000000", "1000000000000000000000000000",
			"340282366920938463463374607431", "340282366920938463463374607432"},
		{"33000000000000000000000000", "999999999999999999", "1000000000000000000",
			"32999999999999999967000000", "32999999999999999967000000"},
		{"79228162514264337593543950336", "79228162514264337593543962681", "79228162514264337593543950337",
			"79228162514264337593543962679", "79228162514264337593543962680"},
	} {
		for r, want := range []string{c.down, c.up} {
			got, err := MulDivWide(wide(c.a), wide(c.b), wide(c.c), Rounding(r))
			if err != nil || got.String() != want {
				t.Errorf("%s*%s/%s = %s, %v, want %s", c.a, c.b, c.c, got, err, want)
			}
		}
	}
}

func TestWideSumsAgainstBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyWide().Draw(t, "a"), anyWide().Draw(t, "b")
		sum, errSum := a.Add(b)
		if want := new(big.Int).Add(bigOf(a), bigOf(b)); want.BitLen() > 128 != errors.Is(errSum, ErrOverflow) ||
			errSum == nil && bigOf(sum).Cmp(want) != 0 {
			t.Fatalf("%s + %s = %s, %v", a, b, sum, errSum)
		}
		rest, errRest := a.Sub(b)
		if want := new(big.Int).Sub(bigOf(a), bigOf(b)); want.Sign() < 0 != errors.Is(errRest, ErrOverflow) ||
			errRest == nil && bigOf(rest).Cmp(want) != 0 {
			t.Fatalf("%s - %s = %s, %v", a, b, rest, errRest)
		}
		if a.Cmp(b) != bigOf(a).Cmp(bigOf(b)) {
			t.Fatalf("%s against %s: %d", a, b, a.Cmp(b))
		}
	})
}

func TestWideFormsAgainstBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := anyWide().Draw(t, "a")
		x := bigOf(a)
		if a.String() != x.String() || wide(a.String()) != a || a.IsZero() != (x.Sign() == 0) {
			t.Fatalf("%v is written %s", a, a)
		}
		n, err := a.Int64()
		if x.IsInt64() != (err == nil) || err == nil && n != x.Int64() || err != nil && !errors.Is(err, ErrOverflow) {
			t.Fatalf("%s as an integer: %d, %v", a, n, err)
		}
		// One rounding of the high half and one of the sum.
		exact, _ := new(big.Rat).SetInt(x).Float64()
		if d := math.Abs(a.Float() - exact); d > exact*0x1p-52 {
			t.Fatalf("%s as a float is %v, off by %v", a, a.Float(), d)
		}
		p, q := anyLimb().Draw(t, "p"), anyLimb().Draw(t, "q")
		if want := new(big.Int).Mul(bigOf(W(p)), bigOf(W(q))); bigOf(Mul64(p, q)).Cmp(want) != 0 {
			t.Fatalf("%d*%d = %s", p, q, Mul64(p, q))
		}
	})
}
