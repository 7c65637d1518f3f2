package partial

import (
	"errors"
	"fmt"

	"github.com/restakesim/restakesim/engine/money"
)

// Errors of this package, besides money.ErrOverflow for totals above 2^62.
var (
	ErrMalformed = errors.New("partial: malformed network") // a negative amount, an index out of range, a fraction outside (0, 1]
	ErrTooLarge  = errors.New("partial: network too large")
)

// limit is the largest total: sums of two still fit an int64.
const limit = int64(1) << 62

// total adds amounts, none of which may be negative.
func total(what string, amounts []int64) (sum int64, err error) {
	for i, a := range amounts {
		if a < 0 {
			return 0, fmt.Errorf("%w: %s %d is negative", ErrMalformed, what, i)
		}
		if a > limit-sum {
			return 0, fmt.Errorf("total of %s: %w", what, money.ErrOverflow)
		}
		sum += a
	}
	return sum, nil
}

// share refuses thresholds outside (0, 1].
func share(what string, i int, r money.Ratio) error {
	if r.Den <= 0 || r.Num <= 0 || r.Num > r.Den {
		return fmt.Errorf("%w: %s of service %d is %v, outside (0, 1]", ErrMalformed, what, i, r)
	}
	return nil
}
