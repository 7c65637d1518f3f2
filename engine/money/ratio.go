package money

import (
	"fmt"
	"math/big"
	"strings"
)

// Ratio is an exact fraction; Den is positive.
type Ratio struct{ Num, Den int64 }

// Of returns the given part of an amount.
func (r Ratio) Of(x Gwei, rd Rounding) (Gwei, error) {
	v, err := MulDiv(int64(x), r.Num, r.Den, rd)
	return Gwei(v), err
}

// Float returns the float nearest to the fraction, up to one rounding of each part.
func (r Ratio) Float() float64 { return float64(r.Num) / float64(r.Den) }

// Cmp returns -1, 0 or 1 as r is less than, equal to or more than s, exactly.
func (r Ratio) Cmp(s Ratio) int { return r.rat().Cmp(s.rat()) }

// String returns the fraction as Num/Den.
func (r Ratio) String() string { return fmt.Sprintf("%d/%d", r.Num, r.Den) }

func (r Ratio) rat() *big.Rat { return big.NewRat(r.Num, r.Den) }

// ParseRatio reads "1/3", "0.25" or "25 %". The text is taken exactly; what needs
// more than 63 bits on either side is refused.
func ParseRatio(text string) (Ratio, error) {
	digits, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	digits = strings.TrimSpace(digits)
	if len(digits) > 40 || strings.ContainsAny(digits, "eExXpP_") {
		return Ratio{}, fmt.Errorf("%q is not a fraction", text)
	}
	x, ok := new(big.Rat).SetString(digits)
	if !ok {
		return Ratio{}, fmt.Errorf("%q is not a fraction", text)
	}
	if percent {
		x.Quo(x, big.NewRat(100, 1))
	}
	if !x.Num().IsInt64() || !x.Denom().IsInt64() {
		return Ratio{}, fmt.Errorf("%q: %w", text, ErrOverflow)
	}
	return Ratio{x.Num().Int64(), x.Denom().Int64()}, nil
}
