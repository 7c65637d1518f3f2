package main

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/restakesim/restakesim/engine/verify"
)

// rounding is what happens to digits that are not shown. A bound that was rounded the
// other way would say more than is proven.
type rounding int

const (
	down    rounding = -1
	nearest rounding = 0
	up      rounding = 1
)

// show writes an amount with its unit: exact where it has few digits.
func (f *finding) show(a *verify.Amount) string { return f.rounded(a, nearest) }

// between writes an interval.
func (f *finding) between(lower, upper *verify.Amount) string {
	return f.rounded(lower, down) + " to " + f.rounded(upper, up)
}

// rounded writes an amount that is a bound, and stays one.
func (f *finding) rounded(a *verify.Amount, r rounding) string {
	if a == nil {
		return "none"
	}
	if a.IsInt() {
		return a.Num().String() + f.symbol
	}
	if digits, exact := a.FloatPrec(); exact && digits <= 4 {
		return a.FloatString(digits) + f.symbol
	}
	if s := a.String(); len(s) <= 12 {
		return s + f.symbol
	}
	if r == nearest {
		return "≈ " + a.FloatString(4) + f.symbol
	}
	n := whole(new(big.Rat).Mul(&a.Rat, big.NewRat(1e4, 1)), r)
	return new(big.Rat).SetFrac(n, big.NewInt(1e4)).FloatString(4) + f.symbol
}

// whole rounds to a whole number.
func whole(x *big.Rat, r rounding) *big.Int {
	n := new(big.Int).Div(x.Num(), x.Denom()) // downwards, also below zero
	if r == up && !x.IsInt() {
		n.Add(n, big.NewInt(1))
	}
	return n
}

// ratio writes a fraction as a decimal of four digits, and exactly where that is short.
func ratio(x *verify.Fraction, r rounding) string {
	if x == nil {
		return "none"
	}
	text := digits(&x.Rat, r)
	decimal, _ := new(big.Rat).SetString(text)
	switch s := x.RatString(); {
	case decimal.Cmp(&x.Rat) == 0 || s == text:
		return text
	case len(s) <= 16:
		return text + " = " + s
	case r == nearest:
		return "≈ " + text
	}
	return text
}

// digits writes a number as number does, rounded to its side where digits are lost.
func digits(x *big.Rat, r rounding) string {
	y, _ := x.Float64()
	if y >= 1e4 || y <= -1e4 { // as a float it would lose digits beyond 2^53
		if r == nearest {
			return x.FloatString(0)
		}
		return whole(x, r).String()
	}
	text := number(y)
	shown, _ := new(big.Rat).SetString(text)
	if r == nearest || shown.Cmp(x)*int(r) >= 0 {
		return text
	}
	_, exponent, _ := strings.Cut(fmt.Sprintf("%.3e", y), "e")
	e, _ := strconv.Atoi(exponent)
	last, _ := new(big.Rat).SetString(fmt.Sprintf("%de%d", r, e-3))
	z, _ := shown.Add(shown, last).Float64()
	return number(z)
}
