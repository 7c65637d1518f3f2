package detmath

import "math"

// ln 2 in two parts; the upper one is a multiple of 2^-42, so its product with a
// binary exponent, plus a logHi of the table, is exact.
const (
	ln2Hi = 0x1.62e42fefa3800p-1
	ln2Lo = 0x1.ef35793c76730p-45

	tableStart = 0x3fe6000000000000 // bits of 0.6875, where logTable begins
)

// Log returns the natural logarithm. Error below 0.52 units in the last place, so
// relative error below 1.2e-16, also near 1; Log(0) is −Inf, a negative number
// gives NaN.
//
// Table-driven after Tang 1990 (ACM TOMS 16:378): with x = 2^k·z and a reciprocal
// inv of the middle of z's interval, log x = k·ln 2 − log inv + log(1+r),
// r = z·inv − 1, |r| ≤ 2^-7.
func Log(x float64) float64 {
	if !(x >= 0x1p-1022 && x <= math.MaxFloat64) {
		return logEdge(x)
	}
	return logOf(x, 0)
}

// logEdge is Log where x is no positive normal number.
func logEdge(x float64) float64 {
	switch {
	case x == 0:
		return math.Inf(-1)
	case x > 0 && x < 1: // subnormal
		hi, lo := logWide(x*0x1p100, -100)
		return hi + lo
	case x > 0:
		return x // +Inf
	}
	return math.NaN()
}

// logOf returns log(x+tail) for a positive normal x and a tail of less than a unit
// in its last place.
func logOf(x, tail float64) float64 {
	b := math.Float64bits(x)
	k := int64(b-tableStart) >> 52
	z := math.Float64frombits(b - uint64(k)<<52)
	t := &logTable[(b-tableStart)>>45&127]

	zh := math.Float64frombits(math.Float64bits(z) &^ (1<<32 - 1))
	r := float64(zh*t.inv) - 1 + float64((z-zh)*t.inv)
	if tail != 0 {
		r += float64(tail * t.inv * powerOfTwo(-int(k)))
	}
	n := float64(k)
	base := float64(n*ln2Hi) + t.logHi
	hi := base + r
	lo := (base - hi) + r + (float64(n*ln2Lo) + t.logLo)

	r2 := r * r
	p := -1.0/2 + float64(r*(1.0/3)) + float64(r2*(-1.0/4+float64(r*(1.0/5))+
		float64(r2*(-1.0/6+float64(r*(1.0/7))-float64(r2*(1.0/8))))))
	return hi + (lo + float64(r2*p))
}

// logWide returns log(x)+k·log 2 as hi+lo, good to about 2^-65 relative, for a
// positive normal x. Same reduction as Log, with r and r² in two parts.
func logWide(x float64, k int) (hi, lo float64) {
	b := math.Float64bits(x)
	e := int64(b-tableStart) >> 52
	z := math.Float64frombits(b - uint64(e)<<52)
	t := &logTable[(b-tableStart)>>45&127]

	zh := math.Float64frombits(math.Float64bits(z) &^ (1<<32 - 1))
	rh, rl := float64(zh*t.inv)-1, float64((z-zh)*t.inv) // both exact
	r := rh + rl
	rest := rl - (r - rh)

	a := upperHalf(r)
	q := float64(a * a / 2) // exact
	qRest := float64((r + a) * (r - a + rest) / 2)

	n := float64(int(e) + k)
	base := float64(n*ln2Hi) + t.logHi
	s := base + r
	sRest := (base - s) + r
	u := s - q
	uRest := (s - u) - q

	p := 1.0 / 9
	for _, c := range [...]float64{-1.0 / 8, 1.0 / 7, -1.0 / 6, 1.0 / 5, -1.0 / 4, 1.0 / 3} {
		p = c + float64(p*r)
	}
	w := uRest + (sRest + (rest - qRest + (float64(n*ln2Lo) + t.logLo) + float64(float64(float64(r*r)*r)*p)))
	hi = u + w
	return hi, w - (hi - u)
}

// Log1p returns log(1+x) without cancellation near zero. Relative error below
// 2.3e-16; Log1p(−1) is −Inf, anything below gives NaN.
func Log1p(x float64) float64 {
	u := 1 + x
	switch {
	case !(x > -1 && x <= math.MaxFloat64):
		return Log(u)
	case x > -0x1p-54 && x < 0x1p-54:
		return x
	case x > 0x1p60:
		return Log(x)
	case x < 1:
		return logOf(u, x-(u-1))
	}
	return logOf(u, 1-(u-x))
}

// Asinh returns the inverse hyperbolic sine, log(x + √(x²+1)). Relative error
// below 1e-15.
func Asinh(x float64) float64 {
	switch {
	case x < 0:
		return -Asinh(-x)
	case x > 0x1p28: // 1 is lost against x²
		return Log(x) + math.Ln2
	}
	x2 := float64(x * x)
	return Log1p(x + x2/(1+math.Sqrt(x2+1)))
}
