package detmath

import "math"

// ln 2 / 32 in two parts. The upper one has 36 bits, so its product with any
// exponent that occurs is exact (Cody and Waite 1980).
const (
	ln2By32Hi = 0x1.62e42fefa0000p-6
	ln2By32Lo = 0x1.cf79abc9e3b3ap-45
	inv32Ln2  = 32 / math.Ln2
	// Adding and subtracting it rounds to an integer, which meanwhile stands in
	// the low bits.
	roundShift = 3 << 51
)

// Exp returns e^x. Relative error below 1.2e-16 (0.54 units in the last place)
// where the result is normal; overflow gives +Inf, underflow 0, NaN gives NaN.
//
// Table-driven reduction after Tang 1989 (ACM TOMS 15:144): e^x = 2^k · 2^(j/32) ·
// e^r with |r| ≤ ln 2/64, e^r by its Taylor series.
func Exp(x float64) float64 {
	if !(x > -708 && x < 709) {
		return expEdge(x)
	}
	shifted := float64(x*inv32Ln2) + roundShift
	k := math.Float64bits(shifted)
	n := shifted - roundShift
	r := x - float64(n*ln2By32Hi) - float64(n*ln2By32Lo)
	t := &exp2Table[k&31]
	s := math.Float64frombits(math.Float64bits(t.value) + k>>5<<52)
	return s + float64(s*(t.tail+expm1Small(r)))
}

// expEdge is Exp where the result overflows, underflows or comes close.
func expEdge(x float64) float64 {
	switch {
	case x != x:
		return x
	case x > 709.79:
		return math.Inf(1)
	case x < -746:
		return 0
	}
	return expWide(x, 0)
}

// expWide returns e^(x+lo) for |x| < 800 and |lo| tiny against x.
func expWide(x, lo float64) float64 {
	s, f, e := expSplit(x, lo)
	return scale(s+float64(s*f), e)
}

// expSplit returns e^(x+lo) as s·(1+f)·2^e, s in [1, 2), |f| < 0.011.
func expSplit(x, lo float64) (s, f float64, e int) {
	shifted := float64(x*inv32Ln2) + roundShift
	n := shifted - roundShift
	r := x - float64(n*ln2By32Hi) - (float64(n*ln2By32Lo) - lo)
	k := int(n)
	t := &exp2Table[k&31]
	return t.value, t.tail + expm1Small(r), k >> 5
}

// expm1Small is e^r − 1 for |r| ≤ ln 2/64; the first term left out is below
// 2^-57.
func expm1Small(r float64) float64 {
	r2 := r * r
	low := 1.0/2 + float64(r*(1.0/6))
	high := 1.0/24 + float64(r*(1.0/120)) + float64(r2*(1.0/720))
	return r + float64(r2*(low+float64(r2*high)))
}

// Expm1 returns e^x − 1 without cancellation near zero. Relative error below
// 3e-16; +Inf on overflow, −1 far below zero.
func Expm1(x float64) float64 {
	switch {
	case x != x || x == 0:
		return x
	case x > 709:
		return Exp(x)
	case x < -40:
		return -1
	case x > -0.3 && x < 0.3:
		return expm1Series(x)
	}
	s, f, e := expSplit(x, 0)
	if e > 60 {
		return scale(s+float64(s*f), e)
	}
	p := powerOfTwo(e)
	s = float64(s * p)
	return (s - 1) + float64(s*f)
}

// expm1Series is the Taylor series of e^x − 1 for |x| < 0.3: the last term kept is
// x^13/13!, the first one left out below 2^-64 relative.
func expm1Series(x float64) float64 {
	p := 1.0 / 6227020800
	for _, c := range [...]float64{
		1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320,
		1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 1.0 / 2,
	} {
		p = c + float64(p*x)
	}
	return x + float64(float64(x*x)*p)
}

// Sinh returns the hyperbolic sine. Relative error below 5e-16; ±Inf on overflow.
func Sinh(x float64) float64 {
	switch {
	case x < 0:
		return -Sinh(-x)
	case x > 22: // e^-x is below half a unit of e^x
		half := Exp(x / 2)
		return float64(half / 2 * half)
	}
	t := Expm1(x)
	return (t + t/(t+1)) / 2
}

// Logistic returns 1/(1+e^-x), the cumulative distribution of the standard
// logistic law, accurate in both tails. Relative error below 5e-16.
func Logistic(x float64) float64 {
	if x < 0 {
		e := Exp(x)
		return e / (1 + e)
	}
	return 1 / (1 + Exp(-x))
}
