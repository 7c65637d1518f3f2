package detmath

import "math"

// Pow returns x^y. Error below 0.55 units in the last place where the result is
// normal. Special cases are those of C99 Annex F: x^0 and 1^y are 1 whatever the
// other, a negative x needs an integer y and gives NaN otherwise.
//
// y·log x is carried in two parts, so that the exponential of a large product
// keeps all its bits.
func Pow(x, y float64) float64 {
	switch {
	case y == 0 || x == 1:
		return 1
	case y == 1:
		return x
	case x != x || y != y:
		return math.NaN()
	case x == 0 || math.IsInf(x, 0) || math.IsInf(y, 0):
		return powEdge(x, y)
	case x < 0:
		return negativePow(x, y)
	}
	return positivePow(x, y)
}

// positivePow is x^y for finite x > 0 and finite y.
func positivePow(x, y float64) float64 {
	k := 0
	if x < 0x1p-1022 {
		x, k = x*0x1p100, -100
	}
	hi, lo := logWide(x, k)
	p := float64(y * hi)
	switch {
	case p > 710:
		return math.Inf(1)
	case p < -746:
		return 0
	case p > -0x1p-60 && p < 0x1p-60:
		return 1 + p
	}
	return expWide(p, productError(y, hi, p)+float64(y*lo))
}

// negativePow is x^y for finite x < 0 and finite y.
func negativePow(x, y float64) float64 {
	whole, odd := parity(y)
	switch {
	case !whole:
		return math.NaN()
	case odd:
		return -positivePow(-x, y)
	}
	return positivePow(-x, y)
}

// powEdge is x^y where x is zero or one of them is infinite.
func powEdge(x, y float64) float64 {
	_, odd := parity(y)
	size := math.Abs(x)
	var r float64
	switch {
	case size == 1: // (−1)^±Inf
		return 1
	case (size > 1) == (y > 0):
		r = math.Inf(1)
	}
	if odd && math.Signbit(x) {
		return -r
	}
	return r
}

// parity says whether y is a whole number, and an odd one.
func parity(y float64) (whole, odd bool) {
	if math.IsInf(y, 0) {
		return true, false
	}
	if math.Floor(y) != y {
		return false, false
	}
	half := y / 2
	return true, math.Floor(half) != half
}
