package restake

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var rewrite = flag.Bool("rewrite", false, "write what the scripts in testdata print into them")

// stanza is a part of a script: text that is kept as it is, or commands and what they
// print, with ---- between.
//
//	# a comment
//	verb argument argument
//	----
//	output, up to an empty line
type stanza struct{ comment, commands, output string }

func parseScript(text string) (out []stanza) {
	for _, part := range strings.Split(strings.TrimSpace(text), "\n\n") {
		b := stanza{}
		for strings.HasPrefix(part, "#") {
			line, rest, _ := strings.Cut(part, "\n")
			b.comment += line + "\n"
			part = rest
		}
		b.commands, b.output, _ = strings.Cut(part+"\n", "----\n")
		out = append(out, b)
	}
	return out
}

func (b stanza) String() string {
	if b.commands == "\n" {
		return b.comment
	}
	return b.comment + b.commands + "----\n" + b.output
}

// run gives every command of a stanza to the handler of its verb.
func (b stanza) run(t *testing.T, s *stage) string {
	t.Helper()
	out := ""
	for _, line := range strings.Split(strings.TrimSpace(b.commands), "\n") {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		verb := verbs()[words[0]]
		if verb == nil {
			t.Fatalf("no verb %s", words[0])
		}
		said := verb(s, words[1:])
		if err := s.sound(); err != nil {
			t.Fatalf("after %q: %v", line, err)
		}
		if said != "" {
			out += strings.TrimRight(said, "\n") + "\n"
		}
	}
	return out
}

// Every script in testdata prints what stands in it, and prints it again when the
// same world is reset and goes through it once more.
func TestScripts(t *testing.T) {
	names, err := filepath.Glob(filepath.Join("testdata", "*.txt"))
	must(t, err)
	facts, err := filepath.Glob(filepath.Join("testdata", "facts", "*.txt"))
	must(t, err)
	names = append(names, facts...)
	if len(names) == 0 {
		t.Fatal("no scripts")
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) { runScript(t, name) })
	}
}

func runScript(t *testing.T, name string) {
	text, err := os.ReadFile(name)
	must(t, err)
	blocks, s := parseScript(string(text)), &stage{t: t}
	first := play(t, blocks, s)
	if *rewrite {
		must(t, os.WriteFile(name, []byte(join(first)), 0o644))
	} else if got, want := join(first), join(blocks); got != want {
		t.Errorf("%s:\n%s", name, difference(got, want))
	}
	s.reset()
	if got, want := join(play(t, blocks, s)), join(first); got != want {
		t.Errorf("%s, once more after a reset:\n%s", name, difference(got, want))
	}
}

func play(t *testing.T, blocks []stanza, s *stage) []stanza {
	out := append([]stanza(nil), blocks...)
	for i := range out {
		out[i].output = out[i].run(t, s)
	}
	return out
}

func join(blocks []stanza) string {
	parts := make([]string, len(blocks))
	for i, b := range blocks {
		parts[i] = strings.TrimRight(b.String(), "\n")
	}
	return strings.Join(parts, "\n\n") + "\n"
}

// difference shows the first line in which two texts differ, with what is before.
func difference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("%s\nline %d: got  %s\nline %d: want %s", strings.Join(g[max(0, i-6):i], "\n"), i+1, g[i], i+1, w[i])
		}
	}
	return fmt.Sprintf("%d lines instead of %d", len(g), len(w))
}
