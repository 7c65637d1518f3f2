package scenarios

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/restakesim/restakesim/engine/param"
)

// FuzzParseTree feeds the loader anything. It must come back with a tree or with
// problems whose places exist, and what it makes canonical must be read back as the
// same.
func FuzzParseTree(f *testing.F) {
	for _, seed := range []string{
		"a: 1\n", "", "# nothing\n", "a: [1, {b: 2}]\nc: |\n  x\n  y\n", "a: &x {p: 1}\nb: {<<: *x, q: 2}\n",
		"a: &a [*a]", "a: {value: 4 %, from: {grade: guess}}", "levers: {a.b: 5}\na: {c: 1}", "extends: f.yaml",
		"a:\n\tb: 1", "a\x00", "a: \xff", "? x\n: y", "!!map {}", "%YAML 1.2\n---\na: 1", "---\na: 1\n---\nb: 2",
		"\ufeffa: 1\r\nb: 2\r\n", "é: {ü: \"x\\ty\"}", "a: 'it''s'", "a: >-\n  x\n\n  y\n", strings.Repeat("[", 100), strings.Repeat("- ", 2000),
	} {
		f.Add(seed, "a.b=1")
	}
	files, _ := filepath.Glob("*.yaml")
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text), "seed=1")
	}
	f.Fuzz(func(t *testing.T, text, edit string) {
		fsys := fstest.MapFS{"f.yaml": {Data: []byte(text)}}
		tree, sources, problems := ParseTree(fsys, "f.yaml", []string{edit})
		if tree == nil && len(problems) == 0 {
			t.Fatal("neither a tree nor a problem")
		}
		for _, p := range problems {
			checkPlace(t, p, sources)
		}
		Diagnose(problems, sources)
		if tree == nil {
			return
		}
		if len(problems) > 0 {
			return
		}
		first := Canonical(tree)
		again, problems := parse(Source{Name: "canonical", Text: first})
		if len(problems) > 0 {
			t.Fatalf("the canonical form is refused: %v\n%s", problems, first)
		}
		if second := Canonical(again); string(second) != string(first) {
			t.Fatalf("read back as something else:\n%s\n%s", first, second)
		}
	})
}

// checkPlace fails when a problem lies outside its source.
func checkPlace(t *testing.T, p param.Problem, sources Sources) {
	t.Helper()
	if p.Message == "" {
		t.Fatalf("%v: no message", p)
	}
	line, ok := sources.line(p.Pos)
	if p.Pos.Line == 0 {
		return
	}
	if !ok || p.Pos.Col < 1 || p.Pos.Col > utf8.RuneCountInString(line)+1 {
		t.Fatalf("%v: there is no such place in %q", p, line)
	}
}
