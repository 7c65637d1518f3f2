package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestProseKeepsWithinItsWidth: no line is wider than it may be unless it is one word,
// every word is there in order, and a line ends only where the next word would not fit.
func TestProseKeepsWithinItsWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-zé·]{1,12}|1 %`), 1, 30).Draw(t, "words")
		p := prose{width: rapid.IntRange(leastColumns, mostColumns).Draw(t, "width")}
		indent := rapid.IntRange(0, 6).Draw(t, "indent")
		text := strings.Join(words, " ")
		p.line(indent, text)
		lines := strings.Split(strings.TrimSuffix(p.text.String(), "\n"), "\n")
		if got := strings.Join(strings.Fields(p.text.String()), " "); got != strings.Join(strings.Fields(text), " ") {
			t.Fatalf("%q reads %q", text, got)
		}
		for i, line := range lines {
			want := indent + 2*min(i, 1)
			if rest := strings.TrimLeft(line, " "); len(line)-len(rest) != want || rest == "" || rest[0] == '%' {
				t.Fatalf("line %d is %q, indented by %d", i, line, want)
			}
			if n := len([]rune(line)); n > p.width {
				t.Fatalf("%q is %d wide, of %d", line, n, p.width)
			}
			if i == 0 {
				continue
			}
			next, after, _ := strings.Cut(strings.TrimLeft(line, " "), " ")
			if strings.HasPrefix(after, "%") {
				next += " %"
			}
			if n := len([]rune(lines[i-1])) + 1 + len([]rune(next)); n <= p.width {
				t.Fatalf("%q would still fit behind %q", next, lines[i-1])
			}
		}
	})
}

// TestColumnsOfAFile: what goes to a file does not hang on any terminal.
func TestColumnsOfAFile(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "list"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, w := range []writer{f, &outlet{to: f}, &strings.Builder{}} {
		if got := columns(w); got != columnsOfFile {
			t.Errorf("%T is %d wide", w, got)
		}
	}
}
