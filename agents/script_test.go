package agents_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/param"
)

var rewrite = flag.Bool("rewrite", false, "write what agents say into the scripts of testdata/scripts")

// TestScripts plays every script, one for each kind. A script is a list of blocks: a
// command with the lines below it, a line ----, and what it answers up to a blank line.
//
//	case       a case on the small world; its lines are the YAML that it adds
//	edit       an edit a line, path=value; they hold until the next case
//	puppet     somebody from outside does the lines below, as in "2d sell 5000"
//	ask NAME   what a cohort asks for, day by day
//	read NAME  a metric at the end
func TestScripts(t *testing.T) {
	names, err := filepath.Glob("testdata/scripts/*.txt")
	if err != nil || len(names) < 9 {
		t.Fatalf("scripts: %v, %v", names, err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) { playScript(t, name) })
	}
}

func playScript(t *testing.T, name string) {
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	d := director{}
	for _, block := range strings.Split(strings.TrimSpace(string(text)), "\n\n") {
		command, want, plain := strings.Cut(block, "\n----")
		if !plain {
			out = append(out, block) // a comment
			continue
		}
		lines := strings.Split(command, "\n")
		for strings.HasPrefix(lines[0], "#") {
			lines = lines[1:]
		}
		got := d.do(t, strings.Fields(lines[0]), lines[1:])
		if want = strings.TrimSpace(want); got != want && !*rewrite {
			t.Errorf("%s: %s\nsays\n%s\nwant\n%s", name, lines[0], got, want)
		}
		out = append(out, strings.TrimSuffix(command+"\n----\n"+got, "\n"))
	}
	if *rewrite {
		if err := os.WriteFile(name, []byte(strings.Join(out, "\n\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// director follows a script.
type director struct {
	text    string
	edits   []string
	puppets []puppet
	metrics map[string]float64
}

func (d *director) do(t *testing.T, command, lines []string) string {
	switch command[0] {
	case "case":
		*d = director{text: strings.Join(lines, "\n") + "\n"}
	case "edit":
		d.edits, d.metrics = append(d.edits, lines...), nil
	case "puppet":
		d.metrics = nil
		for _, line := range lines {
			d.puppets = append(d.puppets, puppetOf(t, strings.Fields(line)))
		}
	case "ask":
		return d.ask(t, command[1])
	case "read":
		if d.metrics == nil {
			d.ask(t, "")
		}
		return fmt.Sprintf("%.2f", d.metrics[command[1]])
	default:
		t.Fatalf("no command %s", command[0])
	}
	return ""
}

// puppetOf reads a puppet as in "2d sell 5000"; it has what it needs.
func puppetOf(t *testing.T, words []string) puppet {
	t.Helper()
	var at param.Duration
	var amount float64
	if err := at.UnmarshalText([]byte(words[0])); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscan(words[2], &amount); err != nil {
		t.Fatal(err)
	}
	verbs := map[string]engine.Verb{"sell": engine.Sell, "queue": engine.Queue, "deposit": engine.Deposit, "borrow": engine.Borrow}
	verb, ok := verbs[words[1]]
	if !ok {
		t.Fatalf("puppets do not %s", words[1])
	}
	p := puppet{at: at.Span(), do: []engine.Action{{Verb: verb, Amount: engine.ETH(amount), Ratio: 0.9}}}
	if verb == engine.Deposit {
		p.eth = engine.ETH(amount)
	} else {
		p.tokens = engine.ETH(amount)
	}
	return p
}

// ask plays replication 0 and tells what a cohort asks for. A world that has played
// another replication in between must say the same.
func (d *director) ask(t *testing.T, cohort string) string {
	t.Helper()
	s := load(t, d.text, d.edits...)
	for _, p := range d.puppets {
		s.cast(p)
	}
	d.metrics = s.play(t, 1)
	first := tell(s.asked(cohort))
	s.said = nil
	s.replay(t, 0, 1, 0)
	if again := tell(s.asked(cohort)); again != first {
		t.Errorf("%s say\n%s\nand later\n%s", cohort, first, again)
	}
	return first
}

// tell sums actions up by day and kind.
func tell(all []said) string {
	type line struct {
		day    int
		what   string
		agents map[int]bool
		amount float64
		limit  float64
	}
	var lines []*line
	for _, x := range all {
		what := x.Verb.String() + [...]string{"", " and queue", " and sell"}[x.Then] + about(x)
		k := slices.IndexFunc(lines, func(l *line) bool { return l.day == int(days(x.at)) && l.what == what })
		if k < 0 {
			k, lines = len(lines), append(lines, &line{day: int(days(x.at)), what: what, agents: map[int]bool{}, limit: x.Limit})
		}
		l := lines[k]
		l.agents[x.agent], l.amount, l.limit = true, l.amount+x.Amount.Float(), min(l.limit, x.Limit)
	}
	var out strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&out, "day %d: %d %s", l.day, len(l.agents), l.what)
		if l.amount > 0 {
			fmt.Fprintf(&out, ", %.2f", l.amount)
		}
		if l.limit > 0 {
			fmt.Fprintf(&out, ", limit %.3f", l.limit)
		}
		out.WriteString("\n")
	}
	if out.Len() == 0 {
		return "nothing"
	}
	return strings.TrimSpace(out.String())
}

// about names what an action is about besides tokens.
func about(x said) string {
	switch x.Verb {
	case engine.OptIn, engine.OptOut:
		return fmt.Sprintf(" operator %d service %d", x.Target, x.Aux)
	case engine.Delegate, engine.Undelegate:
		return fmt.Sprintf(" part %d", x.Aux)
	case engine.Lever, engine.Unlever:
		return fmt.Sprintf(" to %.2f", x.Ratio)
	case engine.Attack:
		return fmt.Sprintf(" services %v with operators %v", x.Plan.Services, x.Plan.Operators)
	}
	return ""
}
