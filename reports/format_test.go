package reports

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/stats"
)

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		x      float64
		digits int
		want   string
	}{
		{0, 3, "0"}, {math.Copysign(0, -1), 3, "0"},
		{1, 3, "1.00"}, {12.345, 3, "12.3"}, {12.35, 3, "12.4"}, {12345.678, 3, "12,346"}, {0.012345, 3, "0.0123"},
		{-12345.678, 7, "-12,345.68"}, {1234567, 1, "1,234,567"}, {999, 1, "999"}, {1000, 1, "1,000"},
		{9.999, 3, "10.0"}, {99.96, 3, "100"}, {999.6, 3, "1,000"}, {0.09996, 3, "0.100"}, // rounding adds a digit
		{0.0001234, 2, "0.00012"}, {0.00001234, 2, "1.2e-5"}, {0.000099996, 3, "0.000100"}, {9.9996e-7, 3, "1.00e-6"},
		{1e15, 3, "1.00e15"}, {1.2e15, 1, "1e15"}, {999999999999999, 3, "999,999,999,999,999"}, {999999999999999.9, 3, "1.00e15"},
		{-9.996e20, 3, "-1.00e21"}, {1.7976931348623157e308, 4, "1.798e308"}, {5e-324, 2, "5.0e-324"},
		{math.NaN(), 3, "n/a"}, {math.Inf(1), 3, "n/a"}, {math.Inf(-1), 3, "n/a"},
	} {
		if got := FormatNumber(c.x, c.digits); got != c.want {
			t.Errorf("%v at %d digits is written %q, want %q", c.x, c.digits, got, c.want)
		}
	}
}

func TestCounts(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1: "−1", -20000: "−20,000", math.MaxInt64: "9,223,372,036,854,775,807"} {
		if got := FormatCount(n); got != want {
			t.Errorf("%d is written %q, want %q", n, got, want)
		}
	}
}

// number draws numbers of every magnitude and sign.
func number() *rapid.Generator[float64] {
	return rapid.Custom(func(t *rapid.T) float64 {
		m := rapid.Float64Range(-1, 1).Draw(t, "mantissa")
		e := rapid.IntRange(-30, 30).Draw(t, "exponent")
		return m * math.Pow(10, float64(e))
	})
}

// wellFormed is a number as a reader expects it: thousands in threes, no lone zero
// before digits.
var wellFormed = regexp.MustCompile(`^-?(0|[1-9]\d{0,2}(,\d{3})*)(\.\d+)?(e-?[1-9]\d*)?$`)

func TestNumbersReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, digits := number().Draw(t, "x"), rapid.IntRange(1, 12).Draw(t, "digits")
		s := FormatNumber(x, digits)
		if !wellFormed.MatchString(s) {
			t.Errorf("%v at %d digits is written %q", x, digits, s)
		}
		back, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
		if err != nil || math.Abs(back-x) > 0.5000001*math.Pow(10, float64(1-digits))*math.Abs(x) {
			t.Errorf("%v at %d digits is written %q, which is read as %v, %v", x, digits, s, back, err)
		}
		if back == 0 && x != 0 || strings.HasPrefix(s, "-") != (x < 0) {
			t.Errorf("%v is written %q", x, s)
		}
	})
}

func TestEstimates(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		e             stats.Estimate
		est, interval string
	}{
		{stats.Exact(5), "5.000", "exact"},
		{stats.Exact(0), "0", "exact"},
		{stats.Exact(276148), "276,148", "exact"},
		{stats.Estimate{Est: 0.95432, Lo: 0.95111, Hi: 0.95733}, "0.954", "[0.951, 0.957]"},    // half 0.0031
		{stats.Estimate{Est: 0.95432, Lo: 0.95311, Hi: 0.95533}, "0.9543", "[0.9531, 0.9553]"}, // half 0.0011: a digit more
		{stats.Estimate{Est: 276148, Lo: 267987, Hi: 284309}, "276,000", "[268,000, 284,000]"}, // half 8161
		{stats.Estimate{Est: -0.001, Lo: -0.3, Hi: 0.3}, "0.0", "[-0.3, 0.3]"},                 // never -0.0
		{stats.Estimate{Est: -30171, Lo: -31376, Hi: -28965}, "-30,200", "[-31,400, -29,000]"},
		{stats.Estimate{Est: 7.87, Lo: -9.1e12, Hi: 8.24}, "8", "[-9,000,000,000,000, 8]"},
		{stats.Estimate{Est: -31, Lo: -1031, Hi: 969}, "-30", "[-1,000, 1,000]"},
		{stats.Estimate{Est: 1e-9, Lo: 0.7e-9, Hi: 1.3e-9}, "1.00e-9", "[7.00e-10, 1.30e-9]"},
		{stats.Estimate{Est: 0.5, Lo: 0.49999998, Hi: 0.50000002}, "0.500000", "[0.500000, 0.500000]"},
		{stats.Estimate{Est: 6.14107725, Lo: 6.141077, Hi: 6.1410775}, "6.14108", "[6.14108, 6.14108]"}, // nobody reads more digits
		{stats.Estimate{Est: 2.5e17, Lo: 2.1e17, Hi: 2.9e17}, "2.50e17", "[2.10e17, 2.90e17]"},
		{stats.Estimate{Est: 7, Lo: 6.1, Hi: nan}, "7.0", "[6.1, ≥ max, n too small]"},
		{stats.Estimate{Est: 7, Lo: nan, Hi: 9}, "7.0", "[≤ min, n too small, 9.0]"},
		{stats.Estimate{Est: 7, Lo: nan, Hi: 7}, "7.000", "[≤ min, n too small, 7.000]"},
		{stats.Estimate{Est: 7, Lo: nan, Hi: nan}, "7.000", "n too small"},
		{stats.Estimate{Est: nan, Lo: nan, Hi: nan}, "n/a", "n too small"},
		{stats.Estimate{Est: 0, Lo: nan, Hi: 0}, "0", "[≤ min, n too small, 0]"},
	} {
		if est, interval := FormatEstimate(c.e); est != c.est || interval != c.interval {
			t.Errorf("%v is written %q %q, want %q %q", c.e, est, interval, c.est, c.interval)
		}
	}
}

// TestEstimatesKeepTheirInterval checks that rounding moves no end of an interval by
// more than a sixth of its half-width: one digit is kept, or two if it begins with 1 or 2. An
// interval that is less than a ten thousandth of its number gets no more digits.
func TestEstimatesKeepTheirInterval(t *testing.T) {
	read := func(s string) float64 {
		x, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
		if err != nil {
			return math.NaN()
		}
		return x
	}
	rapid.Check(t, func(t *rapid.T) {
		x := number().Draw(t, "x")
		half := math.Abs(x) * math.Pow(10, rapid.Float64Range(-4, 3).Draw(t, "relative"))
		if half == 0 {
			return
		}
		e := stats.Estimate{Est: x, Lo: x - half, Hi: x + half}
		est, interval := FormatEstimate(e)
		lo, hi, ok := strings.Cut(strings.Trim(interval, "[]"), ", ")
		for want, text := range map[float64]string{e.Est: est, e.Lo: lo, e.Hi: hi} {
			if got := read(text); !ok || !(math.Abs(got-want) <= half/5.99) || !wellFormed.MatchString(text) || got == 0 && text[0] == '-' {
				t.Errorf("%v is written %q %q: %v has become %q", e, est, interval, want, text)
			}
		}
	})
}

func TestShortNumbers(t *testing.T) {
	for x, want := range map[float64]string{2: "2", 0: "0", 10: "10", 0.5: "0.5", 2.125: "2.1", 1e-7: "1.0e-7", 20.04: "20", 100: "100"} {
		if got := short(x, 2); got != want {
			t.Errorf("%v is written %q, want %q", x, got, want)
		}
	}
}

func TestMinusSigns(t *testing.T) {
	for text, want := range map[string]string{
		"-5": "−5", "[-31,400, -29,000]": "[−31,400, −29,000]", "1e-5": "1e-5", "a-1": "a-1", "- 5": "- 5", "-x": "-x", "2025-01-31": "2025-01-31", "": "", "-": "-",
	} {
		if got := typeset(text); got != want {
			t.Errorf("%q is typeset %q, want %q", text, got, want)
		}
	}
}
