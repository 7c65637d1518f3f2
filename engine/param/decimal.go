package param

import (
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/restakesim/restakesim/engine/money"
)

// decimal is a number as somebody wrote it, so that no digit is lost on the way.
type decimal struct {
	negative    bool
	whole, part string // digits before and after the point
}

// separators may stand between groups of three digits: space, underscore, and the
// no-break, thin and narrow spaces of typesetting.
const separators = " _\u00a0\u2009\u202f"

const digits = "0123456789"

// scan reads a decimal from the start of text and returns what follows it, trimmed.
func scan(text string) (d decimal, rest string, err error) {
	rest = strings.TrimSpace(text)
	if rest == "" {
		return d, "", refuse("", "no value is given")
	}
	if notFinite(rest) {
		return d, "", refuse("", "%q is not a finite number", text)
	}
	if d.negative = rest[0] == '-'; d.negative || rest[0] == '+' {
		rest = rest[1:]
	}
	if d.whole, rest, err = scanGroups(rest); err != nil {
		return d, "", err
	}
	if d.whole == "" {
		return d, "", refuse("", "%q does not start with a number", text)
	}
	if strings.HasPrefix(rest, ".") {
		after := strings.TrimLeft(rest[1:], digits)
		d.part, rest = rest[1:len(rest)-len(after)], after
		if d.part == "" {
			return d, "", refuse("", "%q has no digits after its point", text)
		}
	}
	if err := afterNumber(text, rest); err != nil {
		return d, "", err
	}
	return d, strings.TrimLeft(rest, separators), nil
}

// scanGroups reads digits, in groups of three where they are separated.
func scanGroups(s string) (whole, rest string, err error) {
	var b strings.Builder
	for first := true; ; first = false {
		rest = strings.TrimLeft(s, digits)
		group := s[:len(s)-len(rest)]
		b.WriteString(group)
		next := strings.TrimLeft(rest, separators)
		more := group != "" && next != rest && next != "" && strings.Contains(digits, next[:1])
		if !first && len(group) != 3 || more && len(group) > 3 {
			return "", "", refuse("write groups of three, as in 28 000", "digits are grouped by %d", len(group))
		}
		if !more {
			return b.String(), rest, nil
		}
		s = next
	}
}

// notFinite recognises the spellings of NaN and the infinities, YAML's included.
func notFinite(s string) bool {
	switch strings.ToLower(strings.TrimLeft(strings.Fields(s)[0], "+-.")) {
	case "nan", "inf", "infinity":
		return true
	}
	return false
}

// afterNumber refuses what a reader would take for part of the number.
func afterNumber(text, rest string) error {
	if strings.HasPrefix(rest, ",") {
		return refuse("write 28 000 or 28_000 for thousands and a point for decimals", "a comma stands in %q", text)
	}
	if tail, ok := strings.CutPrefix(strings.ToLower(rest), "e"); ok {
		if tail = strings.TrimLeft(tail, "+-"); tail != "" && strings.Contains(digits, tail[:1]) {
			return refuse("write all digits", "%q has an exponent", text)
		}
	}
	if strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, "_") {
		return refuse("", "%q is not a number", text)
	}
	return nil
}

// shifted is the decimal times 10^by; by may be negative.
func (d decimal) shifted(by int) decimal {
	switch {
	case by > 0:
		part := d.part + strings.Repeat("0", max(0, by-len(d.part)))
		d.whole, d.part = d.whole+part[:by], part[by:]
	case by < 0:
		whole := strings.Repeat("0", max(0, -by-len(d.whole))) + d.whole
		cut := len(whole) + by
		d.whole, d.part = whole[:cut], whole[cut:]+d.part
	}
	return d
}

// fixed returns the magnitude in units of 10^-places, exactly or not at all.
func (d decimal) fixed(places int) (money.Wide, error) {
	d = d.shifted(places)
	if strings.Trim(d.part, "0") != "" {
		return money.Wide{}, refuse("", "the value is finer than %s", tiny(places))
	}
	x, ok := new(big.Int).SetString("0"+d.whole, 10)
	if !ok || x.BitLen() > 128 {
		return money.Wide{}, refuse("", "the value is too large")
	}
	lo := new(big.Int).And(x, new(big.Int).SetUint64(1<<64-1)).Uint64()
	return money.Wide{Hi: x.Rsh(x, 64).Uint64(), Lo: lo}, nil
}

// zero says whether all digits are 0.
func (d decimal) zero() bool { return strings.Trim(d.whole+d.part, "0") == "" }

// tiny writes 10^-places.
func tiny(places int) string { return "1e-" + strconv.Itoa(places) }

// spell writes x·10^-places with as few digits as say it exactly.
func spell(x money.Wide, places int) string {
	s := x.String()
	if len(s) <= places {
		s = strings.Repeat("0", places+1-len(s)) + s
	}
	whole, part := s[:len(s)-places], strings.TrimRight(s[len(s)-places:], "0")
	if part == "" {
		return whole
	}
	return whole + "." + part
}

// word says whether s is a unit or a name: letters, digits, _, - and what extra
// allows, starting with a letter.
func word(s, extra string) bool {
	if s == "" || utf8.RuneCountInString(s) > 64 {
		return false
	}
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || !strings.ContainsRune(digits+"_-"+extra, r)) {
			return false
		}
	}
	return true
}
