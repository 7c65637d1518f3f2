package money

import (
	"math"
	"math/bits"
)

// MulDiv returns a*b/c for any signs. The product is exact (128 bits); only the
// quotient is rounded, as mulDiv of Uniswap's FullMath does for unsigned words. It
// fails with ErrDivideByZero, or with ErrOverflow when the result does not fit 64 bits.
func MulDiv(a, b, c int64, r Rounding) (int64, error) {
	if c == 0 {
		return 0, ErrDivideByZero
	}
	negative := (a < 0) != (b < 0) != (c < 0)
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	d := magnitude(c)
	if hi >= d {
		return 0, ErrOverflow
	}
	q, rest := bits.Div64(hi, lo, d)
	return signed(q, rest != 0, negative, r)
}

// signed puts sign and rounding on a quotient of magnitudes.
func signed(q uint64, inexact, negative bool, r Rounding) (int64, error) {
	if inexact && (r == Up) != negative {
		if q == math.MaxUint64 {
			return 0, ErrOverflow
		}
		q++
	}
	switch {
	case negative && q <= 1<<63:
		return -int64(q), nil
	case !negative && q <= math.MaxInt64:
		return int64(q), nil
	}
	return 0, ErrOverflow
}

// magnitude is |x|, right for the smallest integer too.
func magnitude(x int64) uint64 {
	if x < 0 {
		return -uint64(x)
	}
	return uint64(x)
}
