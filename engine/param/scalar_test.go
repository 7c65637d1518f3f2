package param

import (
	"encoding"
	"errors"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// unitType is a type that is written as one text.
type unitType interface {
	encoding.TextUnmarshaler
	fmt.Stringer
	Pattern() string
}

// unitTypes makes a new value of each.
var unitTypes = []func() unitType{
	func() unitType { return new(Amount) },
	func() unitType { return new(Flow) },
	func() unitType { return new(Percent) },
	func() unitType { return new(Rate) },
	func() unitType { return new(Duration) },
	func() unitType { return new(Count) },
	func() unitType { return new(Number) },
	func() unitType { return new(Leverage) },
	func() unitType { return new(Date) },
	func() unitType { return new(Name) },
	func() unitType { return new(Text) },
	func() unitType { return new(Choice) },
	func() unitType { return new(Bool) },
}

var patterns = map[string]*regexp.Regexp{}

// matches says whether the schema of a type lets a text through. In the regular
// expressions of JSON Schema \s is any space of Unicode, in those of Go only ASCII.
func matches(x unitType, text string) bool {
	p, ok := patterns[x.Pattern()]
	if !ok {
		p = regexp.MustCompile(strings.ReplaceAll(x.Pattern(), `\s`, `[\s\v\x{85}\p{Z}]`))
		patterns[x.Pattern()] = p
	}
	return p.MatchString(text)
}

// checkText holds for any text and any type: it is refused with a reason, leaving
// the value alone, or its canonical spelling reads back as the same value, and an
// editor that goes by the schema takes both spellings.
func checkText(t testing.TB, build func() unitType, text string) {
	t.Helper()
	x := build()
	if err := x.UnmarshalText([]byte(text)); err != nil {
		var r *Refusal
		if !errors.As(err, &r) || r.Message == "" {
			t.Fatalf("%T of %q: %#v is no proper refusal", x, text, err)
		}
		if !reflect.DeepEqual(x, build()) {
			t.Fatalf("%T of %q was refused and is %v", x, text, x)
		}
		return
	}
	spelt, back := x.String(), build()
	if err := back.UnmarshalText([]byte(spelt)); err != nil || !reflect.DeepEqual(back, x) || back.String() != spelt {
		t.Fatalf("%T of %q is spelt %q, which reads back as %v: %v", x, text, spelt, back, err)
	}
	if m, ok := x.(measured); ok && (math.IsNaN(m.magnitude()) || math.IsInf(m.magnitude(), 0)) {
		t.Fatalf("%T of %q has the size %v", x, text, m.magnitude())
	}
	if !matches(x, spelt) || !matches(x, text) {
		t.Fatalf("%T: the pattern %s refuses %q or its spelling %q", x, x.Pattern(), text, spelt)
	}
}

func FuzzUnits(f *testing.F) {
	for _, s := range []string{
		"32 ETH", "5 gwei", "1wei", "28 000 ezETH", "28_000.5 USD", "-0 ETH", "1e5ETH", "1 e5", "NaN", ".inf", "-5 ETH", "1,5 ETH",
		"20 000 ETH/d", "1 point/ETH/h", "1 a/b/c/d", "1 a//h", "5 gwei/s", "1 ETH / min",
		"4 %", "-5 %", "1/3", "1/576460752303423488", "010/3", "-1/4611686018427387904", "0.0000000000000001 %",
		"6 %/y", "6 %/y apy", "0.5 %/min", "2 /y", "6 % apy", "0.000000000001 /y",
		"14d", "1d12h", "1.5d", "1d -2h", "90s", "2m", "2min", "1000y", "0s",
		"1200", "1 200", "1\u202f200", "1.5", "1e-6", "1e400", ".5", "5.", "-3", "3x", "1e3x",
		"2024-06-26", "2024-02-30", "farmers", "dip-buyers", "true", "yes", "", " ", "\xff",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 200 {
			t.Skip()
		}
		for _, build := range unitTypes {
			checkText(t, build, text)
		}
	})
}

// reads checks what texts of one type mean: their canonical spelling.
func reads(t *testing.T, build func() unitType, want map[string]string) {
	t.Helper()
	for text, spelt := range want {
		x := build()
		if err := x.UnmarshalText([]byte(text)); err != nil || x.String() != spelt {
			t.Errorf("%T of %q: %v, %v, want %s", x, text, x, err, spelt)
		}
		checkText(t, build, text)
	}
}

// refuses checks what is said of texts that have no meaning.
func refuses(t *testing.T, build func() unitType, want map[string]string) {
	t.Helper()
	for text, says := range want {
		x := build()
		if err := x.UnmarshalText([]byte(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%T of %q: %v (%v), want %q", x, text, err, x, says)
		}
	}
}
