package param

import (
	"errors"
	"slices"
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"pgregory.net/rapid"
)

func TestProblemsAreWritten(t *testing.T) {
	for want, p := range map[string]Problem{
		`a.yaml:14:9: agents.farmers.stakes: unknown key; did you mean "stake"?`: {"agents.farmers.stakes", Pos{"a.yaml", 14, 9}, "unknown key", `did you mean "stake"?`},
		"a.yaml: count: too large": {"count", Pos{File: "a.yaml"}, "too large", ""},
		"count: too large":         {"count", Pos{}, "too large", ""},
		"too large":                {"", Pos{}, "too large", ""},
	} {
		if got := p.Error(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	ps := Problems{{Message: "a"}, {Message: "b"}}
	if ps.Error() != "a\nb" || ps.Err() == nil || Problems(nil).Err() != nil || (Problems{}).Err() != nil {
		t.Error("problems are no error, or none are one")
	}
	var back Problems
	if !errors.As(ps.Err(), &back) || len(back) != 2 {
		t.Error("problems do not come back out of an error")
	}
}

// TestSortIsByFileAndPlace: given files first and in their order, others by name,
// problems of one place as they came.
func TestSortIsByFileAndPlace(t *testing.T) {
	files := []string{"z.yaml", "a.yaml"}
	rapid.Check(t, func(t *rapid.T) {
		var ps Problems
		for i := range rapid.IntRange(0, 30).Draw(t, "problems") {
			file := rapid.SampledFrom([]string{"", "a.yaml", "b.yaml", "m.yaml", "z.yaml"}).Draw(t, "file")
			ps = append(ps, Problem{string(rune('A' + i)), Pos{file, rapid.IntRange(0, 3).Draw(t, "line"), rapid.IntRange(0, 3).Draw(t, "col")}, "", ""})
		}
		came := slices.Clone(ps)
		ps.Sort(files...)
		for i := range len(ps) - 1 {
			if a, b := ps[i], ps[i+1]; !precedes(files, a, b) && (precedes(files, b, a) || slices.Index(came, a) > slices.Index(came, b)) {
				t.Fatalf("%+v stands before %+v", a, b)
			}
		}
		for _, p := range came {
			if !slices.Contains(ps, p) {
				t.Fatalf("%+v was lost", p)
			}
		}
	})
}

// precedes compares the places of two problems field by field.
func precedes(files []string, a, b Problem) bool {
	order := append(slices.Clone(files), "", "b.yaml", "m.yaml")
	x, y := slices.Index(order, a.Pos.File), slices.Index(order, b.Pos.File)
	return x < y || x == y && (a.Pos.Line < b.Pos.Line || a.Pos.Line == b.Pos.Line && a.Pos.Col < b.Pos.Col)
}

func TestClockReads(t *testing.T) {
	for text, want := range map[string]Clock{
		"{every: 12h}": {12 * clock.Hour, false}, "{fixed: 1.5d}": {36 * clock.Hour, true}, " {fixed: 30m} ": {30 * clock.Minute, true},
	} {
		var c, back Clock
		if err := c.UnmarshalText([]byte(text)); err != nil || c != want {
			t.Errorf("%s reads as %v, %v", text, c, err)
		}
		if err := back.UnmarshalText([]byte(c.String())); err != nil || back != c {
			t.Errorf("%s is spelt %s, which reads back as %v, %v", text, c, back, err)
		}
	}
	if s := (Clock{36 * clock.Hour, true}).String(); s != "{fixed: 1d12h}" {
		t.Errorf("spelt %s", s)
	}
}

func TestClockAndPairRefuse(t *testing.T) {
	for text, says := range map[string]string{
		"12h": "not a clock; write {every: 12h}", "{}": "not a clock", "[12h]": "not a clock", "{every: 1h, fixed: 1h}": "not a clock", "{evry: 1h}": `evry: unknown key; did you mean "every"?`,
		"{every: 0s}": "every: a clock cannot have no interval", "{every: 12}": "every: a bare number", "{every: -1h}": "every: a duration cannot be negative", "{every: [1h]}": "every: a list stands",
	} {
		if err := new(Clock).UnmarshalText([]byte(text)); err == nil || !hasPrefix(err, says) {
			t.Errorf("%s: %v, want %s", text, err, says)
		}
	}
	for text, says := range map[string]string{
		"ETH": "not a pair; write two names", "[ETH]": "not a pair", "[a, b, c]": "not a pair", "{a: b}": "not a pair", "[a, a]": "1: a pair needs two different names",
		"[a, 1b]": `1: "1b" is not a name`, "[, b]": "0: no value is given", "[[a], b]": "0: a list stands where a name belongs",
	} {
		if err := new(Pair).UnmarshalText([]byte(text)); err == nil || !hasPrefix(err, says) {
			t.Errorf("%s: %v, want %s", text, err, says)
		}
	}
	var p Pair
	if err := p.UnmarshalText([]byte("[ ezETH ,ETH]")); err != nil || p != (Pair{"ezETH", "ETH"}) || p.String() != "[ezETH, ETH]" {
		t.Errorf("%s, %v", p, err)
	}
}

func hasPrefix(err error, says string) bool {
	return len(err.Error()) >= len(says) && err.Error()[:len(says)] == says
}
