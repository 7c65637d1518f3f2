package detmath

import "math"

// powerOfTwo returns 2^e for e in [-1022, 1023].
func powerOfTwo(e int) float64 { return math.Float64frombits(uint64(e+1023) << 52) }

// scale returns y·2^e, rounded once, for y in [0.5, 4] and e in [-1100, 1100].
func scale(y float64, e int) float64 {
	switch {
	case e > 1000:
		return float64(y * powerOfTwo(e-100) * powerOfTwo(100))
	case e < -1000:
		return float64(y * powerOfTwo(e+200) * powerOfTwo(-200))
	}
	return float64(y * powerOfTwo(e))
}

// upperHalf clears the low 27 bits of x: what is left has 26 bits, so its products
// with other halves are exact (Dekker 1971).
func upperHalf(x float64) float64 {
	return math.Float64frombits(math.Float64bits(x) &^ (1<<27 - 1))
}

// productError returns x·y − float64(x·y) exactly, barring overflow and underflow.
func productError(x, y, product float64) float64 {
	xh, yh := upperHalf(x), upperHalf(y)
	xl, yl := x-xh, y-yh
	return float64(xl*yl) + (float64(xl*yh) + (float64(xh*yl) + (float64(xh*yh) - product)))
}
