package verify

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
)

// Amount is an exact amount: JSON writes an integer as a number and anything else as
// "num/den" in lowest terms.
type Amount struct{ big.Rat }

// NewAmount returns r as an Amount.
func NewAmount(r *big.Rat) *Amount {
	a := new(Amount)
	a.Set(r)
	return a
}

// amount is num/den.
func amount(num, den int64) *Amount { return NewAmount(big.NewRat(num, den)) }

func (a *Amount) is(num, den int64) bool { return a.Cmp(big.NewRat(num, den)) == 0 }

// String writes an integer, or num/den.
func (a *Amount) String() string { return a.RatString() }

// MarshalJSON implements json.Marshaler.
func (a Amount) MarshalJSON() ([]byte, error) {
	if a.IsInt() {
		return []byte(a.Num().String()), nil
	}
	return json.Marshal(a.RatString())
}

// UnmarshalJSON implements json.Unmarshaler. Each amount has one notation: floats,
// exponents and fractions that could be shorter are refused.
func (a *Amount) UnmarshalJSON(text []byte) error {
	var s string
	if len(text) > 0 && text[0] == '"' {
		if err := json.Unmarshal(text, &s); err != nil {
			return err
		}
		if !strings.Contains(s, "/") {
			return fmt.Errorf("%q is no fraction", s)
		}
	} else {
		s = string(text)
	}
	r, ok := parseRat(s)
	if !ok || r.RatString() != s {
		return fmt.Errorf("%s is neither an integer nor a fraction in lowest terms", text)
	}
	a.Set(r)
	return nil
}

// Fraction is an exact ratio: JSON writes "num/den" in lowest terms, also "1/1".
type Fraction struct{ big.Rat }

// NewFraction returns r as a Fraction; nil stays nil.
func NewFraction(r *big.Rat) *Fraction {
	if r == nil {
		return nil
	}
	f := new(Fraction)
	f.Set(r)
	return f
}

// equal compares two fractions; nil equals nil only.
func (f *Fraction) equal(g *Fraction) bool {
	if f == nil || g == nil {
		return f == nil && g == nil
	}
	return f.Cmp(&g.Rat) == 0
}

// String writes num/den, "null" where there is none.
func (f *Fraction) String() string {
	if f == nil {
		return "null"
	}
	return f.Rat.String()
}

// floor writes a fraction as a decimal of at most six places that is not above it.
func (f *Fraction) floor() string {
	million := big.NewInt(1e6)
	n := new(big.Int).Mul(f.Num(), million)
	n.Div(n, f.Denom()) // downwards, also below zero
	text := new(big.Rat).SetFrac(n, million).FloatString(6)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// MarshalJSON implements json.Marshaler.
func (f Fraction) MarshalJSON() ([]byte, error) { return json.Marshal(f.Rat.String()) }

// UnmarshalJSON implements json.Unmarshaler.
func (f *Fraction) UnmarshalJSON(text []byte) error {
	var s string
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	r, ok := parseRat(s)
	if !ok || r.String() != s {
		return fmt.Errorf("%q is not num/den in lowest terms", s)
	}
	f.Set(r)
	return nil
}

// longestNumber bounds what is parsed; two products of 63-bit integers have 38 digits.
const longestNumber = 100

// parseRat reads [-]digits or [-]digits/digits. Package big alone would also take
// exponents, which may be as large as memory.
func parseRat(s string) (*big.Rat, bool) {
	if len(s) > longestNumber || strings.Trim(strings.TrimPrefix(s, "-"), "0123456789/") != "" {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}
