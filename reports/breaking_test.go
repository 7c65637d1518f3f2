package reports

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// unequal measures text in a made-up type: East Asian characters are twice as wide as
// an m, which is wider than an i; a space is narrow.
func unequal(s string) float64 {
	w := 0.
	for _, r := range s {
		switch {
		case wide(r):
			w += 10
		case r == 'm':
			w += 8
		case r == ' ' || r == 'i':
			w += 3
		default:
			w += 5
		}
	}
	return w
}

func TestLinesBreakWhereReadersExpect(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float64
		want  []string
	}{
		{"", 20, []string{""}},
		{"abc def", 40, []string{"abc def"}},
		{"abc def", 33, []string{"abc def"}}, // it fits to the point
		{"abc def", 32, []string{"abc", "def"}},
		{"abc    def", 20, []string{"abc", "def"}},          // all spaces of a break go
		{"  abc", 100, []string{"  abc"}},                   // those of an indent stay
		{"abc ", 15, []string{"abc"}},                       // a space at the end needs no room
		{"a.bcd", 20, []string{"a.bc", "d"}},                // a dot near the beginning is no good
		{"abc.defgh", 35, []string{"abc.", "defgh"}},        // later on it is
		{"ab abcdefgh", 20, []string{"ab", "abcd", "efgh"}}, // a word wider than a line
		{"重新质押的风险", 30, []string{"重新质", "押的风", "险"}},
		{"用ezETH质押", 35, []string{"用ezETH", "质押"}},
		{"再 a", 5, []string{"再", "a"}},
		{"   abc", 20, []string{"abc"}}, // there is no room for the indent
		{"    ", 20, []string{""}},
		{"mmm", 1, []string{"m", "m", "m"}}, // a character at least
	} {
		if got := breakLines(c.text, c.width, unequal); !cmp.Equal(got, c.want) {
			t.Errorf("%q in %v points breaks into %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

// prose draws texts of words, long words, runs of spaces and Chinese.
func prose() *rapid.Generator[string] {
	words := rapid.SliceOf(rapid.OneOf(
		rapid.StringOfN(rapid.RuneFrom([]rune("aim./-_é−≥")), 1, 12, -1),
		rapid.StringOfN(rapid.RuneFrom([]rune("再质押系统的风险，。𠀀")), 1, 12, -1),
		rapid.SampledFrom([]string{" ", "  ", "   "}),
	))
	return rapid.Custom(func(t *rapid.T) string { return strings.Join(words.Draw(t, "words"), "") })
}

// TestBreakingLosesNothing checks that lines hold every character but the spaces where
// they end, that none is wider than it may be, and that none could take more of the
// next. A PDF writer's own breaking is known to lose a Chinese character at each break.
func TestBreakingLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, width := prose().Draw(t, "text"), rapid.Float64Range(1, 120).Draw(t, "width")
		lines := breakLines(text, width, unequal)
		rest := text
		for i, l := range lines {
			if l == "" && strings.Trim(text, " ") != "" {
				t.Errorf("line %d is empty", i)
			}
			if unequal(l) > width && utf8.RuneCountInString(l) > 1 {
				t.Errorf("line %q is wider than %v", l, width)
			}
			if i == 0 && !strings.HasPrefix(rest, l) {
				rest = strings.TrimLeft(rest, " ") // an indent that had no room
			}
			tail, ok := strings.CutPrefix(rest, l)
			if !ok {
				t.Fatalf("line %d is %q; what remains of the text is %q", i, l, rest)
			}
			rest = strings.TrimLeft(tail, " ")
			if i+1 < len(lines) && len(tail) == len(rest) && !atBreak(l, lines[i+1]) && width-unequal(l) >= unequal(first(rest)) {
				t.Errorf("%q ends inside a word although %q fits", l, first(rest))
			}
		}
		if rest != "" {
			t.Errorf("%q is lost", rest)
		}
	})
}

// atBreak says whether text may be broken between two lines at any time.
func atBreak(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	return wide(last) || wide(next) || strings.ContainsRune("./-_", last)
}

func first(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}

// TestPiecesAreTheText checks that cutting is cutting and nothing else.
func TestPiecesAreTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := prose().Draw(t, "text")
		if got := strings.Join(pieces(text), ""); got != text {
			t.Errorf("pieces of %q join to %q", text, got)
		}
		if ps := pieces(text); text != "" && slices.Contains(ps, "") {
			t.Errorf("pieces of %q: %q, one is empty", text, ps)
		}
	})
}
