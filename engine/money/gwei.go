package money

import (
	"errors"
	"fmt"
	"math"
)

// Gwei is an amount in units of 1e-9 of a coin. Other assets than ETH choose their
// decimals so that their supply stays below 2^62 units.
type Gwei int64

// ETH is one ether.
const ETH Gwei = 1_000_000_000

// Rounding names the direction in which a quotient is rounded.
type Rounding uint8

// The two roundings there are.
const (
	Down Rounding = iota // towards minus infinity
	Up                   // towards plus infinity
)

// Errors of the arithmetic.
var (
	ErrOverflow     = errors.New("amount out of range")
	ErrDivideByZero = errors.New("division by zero")
)

// Float returns the amount in whole coins, rounded to the nearest float.
func (g Gwei) Float() float64 { return float64(g) / 1e9 }

// FromFloat turns whole coins into an amount. The product with 1e9 is a float, rounded
// to nearest, so that 0.3 is 300,000,000 whichever way; what it has behind the point is
// rounded as asked. NaN, infinities and what does not fit are refused with ErrOverflow.
func FromFloat(x float64, r Rounding) (Gwei, error) {
	y := math.Floor(x * 1e9)
	if r == Up {
		y = math.Ceil(x * 1e9)
	}
	if !(y >= -limit && y < limit) {
		return 0, fmt.Errorf("%g: %w", x, ErrOverflow)
	}
	return Gwei(y), nil
}

// limit is the first amount above all that fit.
const limit = 1 << 63

// Add returns a+b, or ErrOverflow.
func Add(a, b Gwei) (Gwei, error) {
	s := a + b
	if (s > a) != (b > 0) {
		return 0, ErrOverflow
	}
	return s, nil
}

// Sub returns a-b, or ErrOverflow.
func Sub(a, b Gwei) (Gwei, error) {
	d := a - b
	if (d < a) != (b > 0) {
		return 0, ErrOverflow
	}
	return d, nil
}

// Sum returns the total of the amounts, or ErrOverflow as soon as a partial sum, in
// the order given, does not fit.
func Sum(amounts ...Gwei) (total Gwei, err error) {
	for _, a := range amounts {
		if total, err = Add(total, a); err != nil {
			return 0, err
		}
	}
	return total, nil
}
