package money

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// ErrSyntax says that a text is not a fraction in one of the three notations.
var ErrSyntax = errors.New("not a fraction")

// longest bounds the digits of a text, well above what two 63-bit integers need.
const longest = 40

// ParseRatio reads "1/3", "0.25" or "25 %", each with an optional leading minus, and
// returns it in lowest terms. The text is taken exactly. Anything else is refused
// with ErrSyntax, a numerator or denominator beyond 63 bits with ErrOverflow.
func ParseRatio(text string) (Ratio, error) {
	number, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	number = strings.TrimSpace(number)
	digits := strings.TrimPrefix(number, "-")
	x, ok := exact(digits)
	if !ok || percent && strings.Contains(digits, "/") {
		return Ratio{}, fmt.Errorf("%q: %w", text, ErrSyntax)
	}
	if percent {
		x.Quo(x, big.NewRat(100, 1))
	}
	if len(digits) < len(number) {
		x.Neg(x)
	}
	if !x.Num().IsInt64() || !x.Denom().IsInt64() {
		return Ratio{}, fmt.Errorf("%q: %w", text, ErrOverflow)
	}
	return Ratio{x.Num().Int64(), x.Denom().Int64()}, nil
}

// exact reads digits, digits.digits or digits/digits. Package big alone would also
// take octal, binary and exponents, and read 010/3 as eight thirds.
func exact(text string) (*big.Rat, bool) {
	if len(text) > longest {
		return nil, false
	}
	if num, den, found := strings.Cut(text, "/"); found {
		n, okN := natural(num)
		d, okD := natural(den)
		if !okN || !okD || d.Sign() == 0 {
			return nil, false
		}
		return new(big.Rat).SetFrac(n, d), true
	}
	whole, fraction, point := strings.Cut(text, ".")
	n, ok := natural(whole + fraction)
	if !ok || whole == "" || (point && fraction == "") {
		return nil, false
	}
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(len(fraction))), nil)
	return new(big.Rat).SetFrac(n, scale), true
}

// natural reads one or more decimal digits.
func natural(digits string) (*big.Int, bool) {
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return nil, false
	}
	return new(big.Int).SetString(digits, 10)
}
