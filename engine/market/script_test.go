package market

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var rewrite = flag.Bool("rewrite", false, "write what the scripts in testdata print into them")

// stanza is a part of a script: comments, then commands and what they print, with ----
// between. Stanzas are separated by an empty line.
//
//	# a comment
//	verb argument argument
//	----
//	output
type stanza struct{ comment, commands, output string }

func parseScript(text string) (out []stanza) {
	for _, part := range strings.Split(strings.TrimSpace(text), "\n\n") {
		var b stanza
		for strings.HasPrefix(part, "#") {
			line, rest, _ := strings.Cut(part, "\n")
			b.comment, part = b.comment+line+"\n", rest
		}
		b.commands, b.output, _ = strings.Cut(part+"\n", "----\n")
		out = append(out, b)
	}
	return out
}

func printScript(stanzas []stanza) string {
	parts := make([]string, len(stanzas))
	for i, b := range stanzas {
		text := b.comment
		if strings.TrimSpace(b.commands) != "" {
			text += b.commands + "----\n" + b.output
		}
		parts[i] = strings.TrimRight(text, "\n")
	}
	return strings.Join(parts, "\n\n") + "\n"
}

// play gives every command to its verb, and audits ledger and desk after each.
func play(stanzas []stanza, s *stage) string {
	out := append([]stanza(nil), stanzas...)
	for i := range out {
		out[i].output = ""
		for line := range strings.Lines(out[i].commands) {
			words := strings.Fields(line)
			if len(words) == 0 {
				continue
			}
			verb := verbs[words[0]]
			if verb == nil {
				s.t.Fatalf("no verb %s", words[0])
			}
			if said := verb(s, words[1:]); said != "" {
				out[i].output += strings.TrimRight(said, "\n") + "\n"
			}
			s.audit(line)
		}
	}
	return printScript(out)
}

// TestScripts: every script prints what stands in it, prints it again on the same stage
// after a reset, and when the accounts are numbered the other way round.
func TestScripts(t *testing.T) {
	names, err := filepath.Glob("testdata/scripts/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) { runScript(t, name) })
	}
}

func runScript(t *testing.T, name string) {
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	stanzas, want := parseScript(string(text)), string(text)
	s := &stage{t: t}
	first := play(stanzas, s)
	if *rewrite {
		if err := os.WriteFile(name, []byte(first), 0o644); err != nil {
			t.Fatal(err)
		}
		want = first
	}
	s.reset()
	for how, got := range map[string]string{"": first, "after a reset": play(stanzas, s), "with accounts reversed": play(stanzas, &stage{t: t, reversed: true})} {
		if got != want {
			t.Errorf("%s %s:\n%s", name, how, firstDifference(got, want))
		}
	}
}

// firstDifference shows where two texts part, with what is before.
func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("%s\nline %d: got  %s\nline %d: want %s", strings.Join(g[max(0, i-6):i], "\n"), i+1, g[i], i+1, w[i])
		}
	}
	return fmt.Sprintf("%d lines instead of %d", len(g), len(w))
}
