package main

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/verify"
)

// TestDigitsStayOnTheirSide wants what is shown of a bound to be one, and close to it.
func TestDigitsStayOnTheirSide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := big.NewRat(rapid.Int64Range(-1<<62, 1<<62).Draw(t, "num"), rapid.Int64Range(1, 1<<62).Draw(t, "den"))
		if rapid.Bool().Draw(t, "near a round number") {
			x.Add(big.NewRat(rapid.Int64Range(-20, 20).Draw(t, "round"), 10), big.NewRat(rapid.SampledFrom([]int64{-1, 1}).Draw(t, "sign"), 1<<50))
		}
		for _, r := range []rounding{down, nearest, up} {
			shown, ok := new(big.Rat).SetString(digits(x, r))
			off := new(big.Rat).Sub(shown, x)
			if far := new(big.Rat).Abs(x); !ok || off.Sign()*int(r) < 0 || off.Abs(off).Cmp(far.Mul(far, big.NewRat(11, 10000))) > 0 {
				t.Fatalf("%v is shown as %v, rounded %d", x, shown, r)
			}
		}
	})
}

// TestNumbersOfTables writes what is exact exactly and bounds as bounds.
func TestNumbersOfTables(t *testing.T) {
	f := &finding{symbol: " ETH"}
	for _, c := range []struct {
		num, den int64
		want     [3]string // down, nearest, up
	}{
		{400, 1, [3]string{"400 ETH", "400 ETH", "400 ETH"}},
		{-61, 4, [3]string{"-15.25 ETH", "-15.25 ETH", "-15.25 ETH"}},
		{52, 3, [3]string{"52/3 ETH", "52/3 ETH", "52/3 ETH"}},
		{2000000000000, 3, [3]string{"666666666666.6666 ETH", "≈ 666666666666.6667 ETH", "666666666666.6667 ETH"}},
		{-2000000000000, 3, [3]string{"-666666666666.6667 ETH", "≈ -666666666666.6667 ETH", "-666666666666.6666 ETH"}},
	} {
		a := verify.NewAmount(big.NewRat(c.num, c.den))
		if got := [3]string{f.rounded(a, down), f.show(a), f.rounded(a, up)}; got != c.want {
			t.Errorf("%v is %q, want %q", a, got, c.want)
		}
	}
	for _, c := range []struct {
		num, den int64
		want     [3]string
	}{
		{-1, 6, [3]string{"-0.1667 = -1/6", "-0.1667 = -1/6", "-0.1666 = -1/6"}},
		{1, 4, [3]string{"0.25", "0.25", "0.25"}},
		{0, 1, [3]string{"0", "0", "0"}},
		{894518000000001, 1000000000000000, [3]string{"0.8945", "≈ 0.8945", "0.8946"}},
		{4611686018427387904, 1, [3]string{"4611686018427387904", "4611686018427387904", "4611686018427387904"}},
	} {
		x := verify.NewFraction(big.NewRat(c.num, c.den))
		if got := [3]string{ratio(x, down), ratio(x, nearest), ratio(x, up)}; got != c.want {
			t.Errorf("%v is %q, want %q", x, got, c.want)
		}
	}
}
