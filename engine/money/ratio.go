package money

import (
	"fmt"
	"math/bits"
)

// Ratio is an exact fraction; Den is positive.
type Ratio struct{ Num, Den int64 }

// Of returns the given part of an amount, or ErrOverflow. A zero Ratio has no
// denominator and fails with ErrDivideByZero.
func (r Ratio) Of(x Gwei, rd Rounding) (Gwei, error) {
	v, err := MulDiv(int64(x), r.Num, r.Den, rd)
	return Gwei(v), err
}

// Float returns the float nearest to the fraction, up to one rounding of each part.
func (r Ratio) Float() float64 { return float64(r.Num) / float64(r.Den) }

// Cmp returns -1, 0 or 1 as r is less than, equal to or more than s. The cross
// products are exact, so a threshold is met or missed and never nearly met.
func (r Ratio) Cmp(s Ratio) int {
	if (r.Num < 0) != (s.Num < 0) {
		return order(r.Num < s.Num)
	}
	size := cross(r.Num, s.Den).Cmp(cross(s.Num, r.Den))
	if r.Num < 0 {
		return -size
	}
	return size
}

// cross is |num|*den.
func cross(num, den int64) Wide {
	hi, lo := bits.Mul64(magnitude(num), magnitude(den))
	return Wide{hi, lo}
}

// String returns the fraction as Num/Den, which ParseRatio reads back.
func (r Ratio) String() string { return fmt.Sprintf("%d/%d", r.Num, r.Den) }
