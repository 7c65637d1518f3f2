package money

import (
	"errors"
	"math/big"
	"regexp"
	"strings"
	"testing"
)

func TestParseRatioReads(t *testing.T) {
	for text, want := range map[string]Ratio{
		"1/3":   {1, 3},
		"2/6":   {1, 3},
		"-1/3":  {-1, 3},
		"0.25":  {1, 4},
		"-0.25": {-1, 4},
		"25 %":  {1, 4},
		"25%":   {1, 4},
		" 4 % ": {1, 25},
		"0.04%": {1, 2500},
		"-5 %":  {-1, 20},
		"0":     {0, 1},
		"-0":    {0, 1},
		"0/5":   {0, 1},
		"7":     {7, 1},
		"010/3": {10, 3}, // decimal, not octal
		"08":    {8, 1},
		"00.50": {1, 2},

		"9223372036854775807/9223372036854775806": {9223372036854775807, 9223372036854775806},
		"-9223372036854775808":                    {-9223372036854775808, 1},
		"0.000000000000000001":                    {1, 1_000_000_000_000_000_000},
	} {
		if got, err := ParseRatio(text); err != nil || got != want {
			t.Errorf("%q: %v, %v, want %v", text, got, err, want)
		}
	}
}

func TestParseRatioRefuses(t *testing.T) {
	for text, want := range map[string]error{
		"": ErrSyntax, " ": ErrSyntax, "%": ErrSyntax, "-": ErrSyntax, "/": ErrSyntax, "1/": ErrSyntax, "/3": ErrSyntax,
		"1/0": ErrSyntax, "1/-3": ErrSyntax, "1/3/5": ErrSyntax, "1 / 3": ErrSyntax, "1/3 %": ErrSyntax, "1.5/3": ErrSyntax,
		".5": ErrSyntax, "5.": ErrSyntax, "1.2.3": ErrSyntax, "--5": ErrSyntax, "+5": ErrSyntax, "- 5": ErrSyntax,
		"1e3": ErrSyntax, "0x10": ErrSyntax, "1_000": ErrSyntax, "1,5": ErrSyntax, "NaN": ErrSyntax, "Inf": ErrSyntax,
		"25 % %": ErrSyntax, "25%%": ErrSyntax, "٣": ErrSyntax, strings.Repeat("0", 41): ErrSyntax,
		"9223372036854775808": ErrOverflow, "-9223372036854775809": ErrOverflow,
		"1/9223372036854775808": ErrOverflow, "0.0000000000000000001": ErrOverflow,
	} {
		if got, err := ParseRatio(text); !errors.Is(err, want) || got != (Ratio{}) {
			t.Errorf("%q: %v, %v, want %v", text, got, err, want)
		}
	}
}

// notation is the grammar of the three notations, written once more.
var notation = regexp.MustCompile(`^(-?)([0-9]+)(?:/([0-9]+)|(?:\.([0-9]+))?[\s\v\x{85}\p{Z}]*(%?))$`)

// twin reads a fraction with the grammar, or returns nil.
func twin(text string) *big.Rat {
	m := notation.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return nil
	}
	below := "1" + strings.Repeat("0", len(m[4]))
	if m[3] != "" {
		below = m[3]
	}
	if m[5] != "" {
		below += "00"
	}
	n, _ := new(big.Int).SetString(m[1]+m[2]+m[4], 10)
	d, _ := new(big.Int).SetString(below, 10)
	if d.Sign() == 0 {
		return nil
	}
	return new(big.Rat).SetFrac(n, d)
}

func FuzzParseRatio(f *testing.F) {
	for _, s := range []string{"1/3", "0.25", "25 %", "-5 %", "010/3", "1/3 %", "9223372036854775808/2", "1/0", "5\u00a0%", "1e3", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ParseRatio(text)
		want := twin(text)
		switch {
		case err == nil:
			if want == nil || ratOf(got).Cmp(want) != 0 || got.Den <= 0 || got.Den != want.Denom().Int64() {
				t.Fatalf("%q reads as %s, want %v", text, got, want)
			}
		case errors.Is(err, ErrOverflow):
			if want == nil || want.Num().IsInt64() && want.Denom().IsInt64() {
				t.Fatalf("%q does not overflow: %v", text, want)
			}
		case !errors.Is(err, ErrSyntax):
			t.Fatalf("%q: %v is neither kind of refusal", text, err)
		case want != nil && len(text) <= longest:
			t.Fatalf("%q is a fraction, %v, and was refused: %v", text, want, err)
		}
	})
}
