package param

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// tree reads the flow form and gives every node a line, in file order, and every key
// a column of it.
func tree(t interface{ Fatal(...any) }, text string) *Node {
	n, err := parseLiteral(text)
	if err != nil {
		t.Fatal(err)
	}
	line := 0
	n.Walk(func(c *Node) {
		line++
		c.Pos = Pos{"t.yaml", line, 1}
		for i := range c.KeyPos {
			c.KeyPos[i] = Pos{"t.yaml", line, i + 2}
		}
	})
	return n
}

func TestLiteralTree(t *testing.T) {
	n := tree(t, " {a: 1 ETH, b: {c: [x, {d: y z}, [u]], e: }, f: [], g: a:b} ")
	for path, want := range map[string]string{"a": "1 ETH", "b.c.0": "x", "b.c.1.d": "y z", "b.c.2.0": "u", "b.e": "", "g": "a:b"} {
		if c := n.Lookup(path); c == nil || c.Kind != Scalar || c.Text != want || c.Path != path {
			t.Errorf("%s is %+v, want %q", path, c, want)
		}
	}
	if f := n.Get("f"); f.Kind != List || len(f.Items) != 0 || strings.Join(n.Keys, " ") != "a b f g" {
		t.Errorf("keys %v, f is %+v", n.Keys, f)
	}
	if s := tree(t, " what: a day, or two} "); s.Kind != Scalar || s.Text != "what: a day, or two}" {
		t.Errorf("a scalar reads as %+v", s)
	}
}

func TestLiteralRefuses(t *testing.T) {
	for text, says := range map[string]string{
		"{a: 1": "} is missing", "[1, 2": "] is missing", "{a: 1]}": "} is missing", "{a}": "no new key", "{: 1}": "no new key", "{a: 1, a: 2}": "no new key",
		"{a: 1} x": "follows the closing bracket", "[1] [2]": "follows the closing bracket", "{a: {b: 1}": "} is missing", "{": "no new key", "[": "] is missing",
		strings.Repeat("[", 40) + strings.Repeat("]", 40): "nested too deeply",
	} {
		if n, err := parseLiteral(text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, %v, want %q", text, n, err, says)
		}
	}
}

// FuzzLiteral: composite types take any text without a crash, and what they take
// reads back as it is spelt.
func FuzzLiteral(f *testing.F) {
	for _, s := range []string{
		"{dist: lognormal, median: 3 ETH, p95: 120 ETH}", "{dist: uniform, min: -5 %, max: 5 %}", "3x", "{every: 12h}", "{fixed: 0s}", "[ezETH, ETH]",
		"[a, a]", "{", "[", "{a: [}", "[[[[", "{dist: pareto, shape: 1, min: 0, max: 5}", "{dist: fixed, value: 1/3}", "{every: 1h, fixed: 1h}",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, pair := range [][2]composite{{new(Dist), new(Dist)}, {new(Clock), new(Clock)}, {new(Pair), new(Pair)}} {
			x, back := pair[0], pair[1]
			if x.UnmarshalText([]byte(text)) != nil {
				continue
			}
			if err := back.UnmarshalText([]byte(x.String())); err != nil || back.String() != x.String() {
				t.Fatalf("%T of %q is spelt %q, which reads back as %q: %v", x, text, x, back, err)
			}
		}
	})
}

type composite interface {
	UnmarshalText([]byte) error
	String() string
}

func TestNodeLookups(t *testing.T) {
	n := tree(t, "{agents: {farmers: {count: 1}}, events: [{at: 7d}, {at: 8d}]}")
	for path, want := range map[string]string{"agents.farmers.count": "1", "events.1.at": "8d"} {
		if c := n.Lookup(path); c == nil || c.Text != want {
			t.Errorf("%s is %v", path, c)
		}
	}
	for path, nearest := range map[string]string{
		"agents.whales.count": "agents", "events.2.at": "events", "events.01": "events", "events.-1": "events", "events.x": "events",
		"agents.farmers.count.0": "agents.farmers.count", "no": "", "agents..farmers": "agents",
	} {
		if n.Lookup(path) != nil || n.Nearest(path).Path != nearest {
			t.Errorf("%s: %v, nearest %q, want %q", path, n.Lookup(path), n.Nearest(path).Path, nearest)
		}
	}
	if n.Lookup("") != n || n.Nearest("") != n || (*Node)(nil).Get("a") != nil || n.Get("no") != nil {
		t.Error("the empty path is not the node itself")
	}
}

func TestNodeSetsAndClones(t *testing.T) {
	n := tree(t, "{a: 1, b: [2]}")
	c := n.Clone()
	c.Set("a", Pos{"u", 9, 9}, &Node{Text: "5"})
	c.Set("z", Pos{"u", 8, 8}, &Node{Text: "6"})
	c.Get("b").Items[0].Text = "7"
	if n.Get("a").Text != "1" || n.Get("z") != nil || n.Lookup("b.0").Text != "2" || len(n.Keys) != 2 {
		t.Error("a change of the clone shows in the original")
	}
	if c.Get("a").Text != "5" || c.KeyAt("a") != (Pos{"u", 9, 9}) || c.KeyAt("z") != (Pos{"u", 8, 8}) || c.KeyAt("no") != c.Pos || len(c.Keys) != 3 {
		t.Errorf("the clone is %+v", c)
	}
}

// TestDistanceByDefinition compares the distance with its recursive definition.
func TestDistanceByDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.StringOfN(rapid.SampledFrom([]rune("abcä")), 0, 6, -1).Draw(t, "a")
		b := rapid.StringOfN(rapid.SampledFrom([]rune("abcä")), 0, 6, -1).Draw(t, "b")
		if got, want := distance(a, b), apart([]rune(a), []rune(b)); got != want {
			t.Fatalf("%q and %q are %d apart, want %d", a, b, got, want)
		}
	})
}

// apart counts insertions, deletions, substitutions and swaps of neighbours.
func apart(a, b []rune) int {
	if len(a) == 0 || len(b) == 0 {
		return len(a) + len(b)
	}
	x, y := len(a)-1, len(b)-1
	change := apart(a[:x], b[:y])
	if a[x] != b[y] {
		change++
	}
	least := min(change, 1+apart(a[:x], b), 1+apart(a, b[:y]))
	if x > 0 && y > 0 && a[x] == b[y-1] && a[x-1] == b[y] {
		least = min(least, 1+apart(a[:x-1], b[:y-1]))
	}
	return least
}

func TestSuggest(t *testing.T) {
	known := []string{"stake", "count", "holdings", "review"}
	for word, want := range map[string]string{
		"stakes": `did you mean "stake"?`, "Stake": `did you mean "stake"?`, "coutn": `did you mean "count"?`, "holding": `did you mean "holdings"?`,
		"leverage": "known here: stake, count, holdings, review", "": "known here: stake, count, holdings, review",
	} {
		if got := suggest(word, known); got != want {
			t.Errorf("%q: %s, want %s", word, got, want)
		}
	}
	many := strings.Split(strings.Repeat("longword ", 12)+"last", " ")
	if got := list(many); !strings.HasSuffix(got, "longword, …") || list(nil) != "nothing" || distance(strings.Repeat("a", 65), "a") != 64 {
		t.Errorf("thirteen words: %s", got)
	}
}
