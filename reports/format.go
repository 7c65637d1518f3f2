package reports

import (
	"math"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/restakesim/restakesim/engine/stats"
)

// FormatNumber writes a number with at least the given significant digits and
// with thousands separators: 12345.678 at 3 digits is "12,346", 0.012345 is
// "0.0123". Digits before the decimal point are never dropped. What does not exist
// is "n/a".
func FormatNumber(x float64, digits int) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "n/a"
	}
	d := decimal.NewFromFloat(x)
	if d.IsZero() {
		return "0"
	}
	d = d.Round(int32(places(d, digits)))
	if m := magnitude(d); !ordinary(m) {
		return scientific(d, m, digits)
	}
	return plain(d, places(d, digits)) // 9.999 has become 10.0, with a decimal less
}

// places is the number of decimals that show so many significant digits.
func places(d decimal.Decimal, digits int) int {
	m := magnitude(d)
	if m >= 0 && ordinary(m) {
		return max(0, digits-1-m)
	}
	return digits - 1 - m
}

// ordinary says whether a number of this magnitude is written without an exponent.
func ordinary(m int) bool { return -4 <= m && m < 15 }

// magnitude is the power of ten of the first digit. It counts digits as they are
// written: Decimal.NumDigits takes a logarithm and finds fifteen in 10^15.
func magnitude(d decimal.Decimal) int {
	return len(d.Abs().Coefficient().String()) + int(d.Exponent()) - 1
}

func scientific(d decimal.Decimal, m, digits int) string {
	return d.Shift(int32(-m)).StringFixed(int32(max(0, digits-1))) + "e" + decimal.NewFromInt(int64(m)).String()
}

// plain writes a number rounded to a number of decimals, negative for tens,
// hundreds and so on.
func plain(d decimal.Decimal, decimals int) string {
	s := d.Round(int32(decimals)).StringFixed(int32(max(0, decimals)))
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, rest, _ := strings.Cut(s, ".")
	if rest != "" {
		rest = "." + rest
	}
	if strings.Trim(whole+rest, "0.") == "" {
		sign = ""
	}
	return sign + grouped(whole) + rest
}

// FormatCount writes a whole number with thousands separators.
func FormatCount(n int) string { return typeset(plain(decimal.NewFromInt(int64(n)), 0)) }

func grouped(digits string) string {
	var b strings.Builder
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// FormatEstimate writes an estimate and its 95 % interval with as many digits as
// the interval supports: "0.954" and "[0.951, 0.957]". An estimate without error
// has the interval "exact". Where a bound does not exist the interval says so, as
// in "[0.951, ≥ max, n too small]": the bound lies beyond the largest value seen.
func FormatEstimate(e stats.Estimate) (est, interval string) {
	if math.IsNaN(e.Est) {
		return "n/a", "n too small"
	}
	if e.IsExact() {
		return FormatNumber(e.Est, exactDigits), "exact"
	}
	lo, hi := !math.IsNaN(e.Lo), !math.IsNaN(e.Hi)
	decimals := decimals(e)
	write := func(x float64) string {
		d := decimal.NewFromFloat(x)
		if m := magnitude(d); decimals > 6 || m >= 15 {
			return FormatNumber(x, min(mostDigits, max(3, decimals+1+m)))
		}
		// An amount keeps its first digit beside a wide interval: 8 in [−9,000, 8].
		return plain(d, max(decimals, min(0, -magnitude(d))))
	}
	switch {
	case lo && hi:
		return write(e.Est), "[" + write(e.Lo) + ", " + write(e.Hi) + "]"
	case lo:
		return write(e.Est), "[" + write(e.Lo) + ", ≥ max, n too small]"
	case hi:
		return write(e.Est), "[≤ min, n too small, " + write(e.Hi) + "]"
	}
	return write(e.Est), "n too small"
}

// mostDigits are written of a number whose interval is tiny beside it.
const mostDigits = 6

// exactDigits is how many digits a number without error is written with.
const exactDigits = 4

// decimals is the number of decimals that an estimate deserves: half its interval
// is written with one digit, or with two if it begins with 1 or 2, as the Particle
// Data Group rounds (Review of Particle Physics, introduction, 5.3). With one
// bound only, the distance to it stands for the half.
func decimals(e stats.Estimate) int {
	half := math.Abs(e.Hi-e.Lo) / 2
	switch {
	case math.IsNaN(e.Hi):
		half = math.Abs(e.Est - e.Lo)
	case math.IsNaN(e.Lo):
		half = math.Abs(e.Hi - e.Est)
	}
	if half == 0 || math.IsNaN(half) || math.IsInf(half, 0) {
		d := decimal.NewFromFloat(e.Est)
		if d.IsZero() {
			return 0
		}
		return max(0, exactDigits-1-magnitude(d))
	}
	d := decimal.NewFromFloat(half)
	m := magnitude(d)
	if first := d.Shift(int32(-m)); first.LessThan(decimal.NewFromInt(3)) {
		return 1 - m
	}
	return -m
}

// short writes a number without the zeros that end its decimals.
func short(x float64, digits int) string {
	s := FormatNumber(x, digits)
	if strings.Contains(s, ".") && !strings.Contains(s, "e") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// withUnit joins a number and its unit; the unit "1" is none.
func withUnit(number, unit string) string {
	if unit == "" || unit == "1" {
		return number
	}
	return number + " " + unit
}

// typeset replaces the hyphen before a number by a minus sign.
func typeset(s string) string {
	var b strings.Builder
	before := ' '
	for i, r := range s {
		if r == '-' && (before == ' ' || before == '[') && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9' {
			r = '−'
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}
