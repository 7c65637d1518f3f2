package param

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/restakesim/restakesim/engine/clock"
)

// farm is a struct as mechanisms and agents have them.
type farm struct {
	shared
	Count    Count        `key:"count" doc:"number of farmers" required:"true" min:"1"`
	Capital  Amount       `key:"capital" doc:"what they own" unit:"ETH|gwei" default:"32 ETH"`
	Fee      Percent      `key:"fee" default:"4 %" max:"50 %"`
	Drift    Percent      `key:"drift" default:"-1/3" signed:"true"`
	Period   Duration     `key:"period" default:"14d" min:"1h" max:"1y"`
	Exit     Choice       `key:"exit" default:"request" oneof:"request|claim"`
	Review   Clock        `key:"review" default:"{every: 12h}"`
	Pair     *Pair        `key:"pair"`
	Reserves []Amount     `key:"reserves" default:"[1 ETH, 2 USD]"`
	Size     Dist         `key:"size" unit:"ETH" default:"{dist: pareto, shape: 1.1, max: 2 000 ETH}"`
	Pool     pool         `key:"pool"`
	Parts    Named[share] `key:"parts"`
	Raw      *Node        `key:"raw"`
	Skipped  int
}

type shared struct {
	About Text `key:"about" default:""`
}

type pool struct {
	Depth Amount `key:"depth" default:"5 ETH" unit:"ETH"`
	Open  Bool   `key:"open" default:"true"`
}

type share struct {
	Of Percent `key:"of" required:"true"`
}

// Validate is asked only when the fields are sound.
func (s share) Validate() Problems {
	if s.Of.Float() > 1 {
		return Problems{{Path: "of", Message: "more than all"}}
	}
	return nil
}

func TestDecodeFillsAndRecords(t *testing.T) {
	n := tree(t, "{count: 1 200, capital: 5 gwei, pair: [ezETH, ETH], parts: {b: {of: 10 %}, a: {of: 1/3}}, raw: {any: [1]}}")
	var p farm
	if problems := Decode(n, &p); problems != nil {
		t.Fatal(problems)
	}
	for what, ok := range map[string]bool{
		"count": p.Count == 1200, "capital": p.Capital.String() == "0.000000005 ETH", "fee": p.Fee.String() == "4 %", "drift": p.Drift.String() == "-1/3",
		"period": p.Period == Duration(14*clock.Day), "exit": p.Exit == "request", "review": p.Review == Clock{12 * clock.Hour, false},
		"pair": p.Pair != nil && *p.Pair == Pair{"ezETH", "ETH"}, "reserves": len(p.Reserves) == 2 && p.Reserves[1].String() == "2 USD",
		"size": p.Size.Max == 2000, "pool": p.Pool.Depth.String() == "5 ETH" && bool(p.Pool.Open), "raw": p.Raw == n.Get("raw"),
		"parts":    len(p.Parts) == 2 && p.Parts[0].Name == "a" && p.Parts[1].Value.Of.String() == "10 %" && p.Parts[0].Node == n.Lookup("parts.a"),
		"get":      p.Parts.Get("b") == &p.Parts[1] && p.Parts.Get("c") == nil && Named[share](nil).Get("a") == nil,
		"about":    p.About == "",
		"canon":    n.Get("count").Canonical == "1200" && n.Get("capital").Canonical == "0.000000005 ETH" && n.Get("count").Text == "1 200",
		"default":  n.Get("fee").Default && n.Get("fee").Canonical == "4 %" && !n.Get("count").Default,
		"nested":   n.Lookup("pool.depth").Default && n.Lookup("pool.depth").Canonical == "5 ETH" && n.Lookup("reserves.1").Path == "reserves.1",
		"no key":   n.Get("Skipped") == nil && n.Get("about") == nil,
		"position": n.Get("fee").Pos == n.Pos,
	} {
		if !ok {
			t.Errorf("%s is wrong: %+v", what, p)
		}
	}
}

// TestDecodedTreeIsAFixedPoint: decoded again, by its canonical spellings, the tree
// gives the same values.
func TestDecodedTreeIsAFixedPoint(t *testing.T) {
	n := tree(t, "{count: 1 200, capital: 5 gwei, pair: [ezETH, ETH], parts: {b: {of: 10 %}}}")
	var first, second farm
	if problems := Decode(n, &first); problems != nil {
		t.Fatal(problems)
	}
	again := n.Clone()
	again.Walk(func(c *Node) {
		if c.Kind == Scalar && c.Canonical != "" {
			c.Text = c.Canonical
		}
	})
	if problems := Decode(again, &second); problems != nil {
		t.Fatal(problems)
	}
	ignore := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Node" || p.Last().String() == ".text" }, cmp.Ignore())
	if d := cmp.Diff(first, second, ignore, cmp.AllowUnexported(farm{}, Percent{}, Dist{})); d != "" {
		t.Error(d)
	}
}

func TestDecodeReportsAll(t *testing.T) {
	n := tree(t, `{cuont: 5, capital: 3 USD, fee: 51 %, drift: -5 %, period: 30m, exit: requst, review: {evry: 1h}, pair: [ETH, ETH],
		reserves: [1, -2 ETH], size: {dist: pareto, shape: 1.1}, pool: [x], parts: {a: {}, 1b: {of: 1 %}, c: {of: 200 %}}}`)
	var p farm
	problems := Decode(n, &p)
	for _, want := range []string{
		`cuont: unknown key; did you mean "count"?`,
		"count: this key is missing; count is the number of farmers",
		"capital: USD is not the unit here; write it in ETH or gwei",
		"fee: the value is above 50 %",
		"period: the value is below 1h",
		`exit: "requst" is not one of request, claim; did you mean "request"?`,
		`review.evry: unknown key; did you mean "every"?`,
		"pair.1: a pair needs two different names",
		"reserves.0: a bare number stands where a unit belongs; write 1 ETH",
		"reserves.1: an amount cannot be negative",
		"size: the arguments do not make a pareto distribution; give shape and max, or shape and min and max",
		"pool: a list stands where a map belongs",
		"parts.a.of: this key is missing",
		"parts.1b: not a name; write letters, digits, _ and -, starting with a letter",
		"parts.c.of: more than all",
	} {
		if !strings.Contains(problems.Error(), want) {
			t.Errorf("nothing says %q", want)
		}
	}
	if len(problems) != 15 {
		t.Errorf("%d problems:\n%v", len(problems), problems)
	}
	for i := range problems[1:] {
		if problems[i].Pos.Line > problems[i+1].Pos.Line {
			t.Errorf("not in file order: %v", problems[i:i+2])
		}
	}
}

// TestDecodeRefusesShapes: what belongs in a place and what stands there.
func TestDecodeRefusesShapes(t *testing.T) {
	for text, want := range map[string]string{
		"{count: [1]}":                    "count: a list stands where a count belongs",
		"{count: }":                       "count: no value is given",
		"{count: 1, capital: {a: 1}}":     "capital: a map stands where an amount belongs",
		"{count: 1, reserves: 5 ETH}":     "reserves: a single value stands where a list belongs",
		"{count: 1, reserves: }":          "reserves: nothing stands where a list belongs",
		"{count: 1, parts: [a]}":          "parts: a list stands where a map by name belongs",
		"{count: 1, pair: [a, b, c]}":     "pair: not a pair",
		"{count: 1, review: 12h}":         "review: not a clock",
		"{count: 1, review: {every: 0s}}": "review.every: a clock cannot have no interval",
		"{count: 0}":                      "count: the value is below 1",
		"{count: 1.5}":                    "count: 1.5 is not a count; write a whole number",
		"{count: 1, fee: -1 %}":           "fee: the share cannot be negative here",
		"{count: 1, pool: {depth: 1}}":    "pool.depth: a bare number stands where a unit belongs; write 1 ETH",
		"[1]":                             "a list stands where a map belongs",
		"5":                               "a single value stands where a map belongs",
	} {
		var p farm
		if got := Decode(tree(t, text), &p).Error(); !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// TestValidateIsAskedOfSoundStructsOnly: what it would say may follow from the rest.
func TestValidateIsAskedOfSoundStructsOnly(t *testing.T) {
	var s share
	if problems := Decode(tree(t, "{of: 200 %, off: 1}"), &s); len(problems) != 1 || problems[0].Path != "off" {
		t.Errorf("got %v", problems)
	}
	problems := Decode(tree(t, "{of: 200 %}"), &s)
	if len(problems) != 1 || problems[0] != (Problem{"of", Pos{"t.yaml", 2, 1}, "more than all", ""}) {
		t.Errorf("got %+v", problems)
	}
}

// TestEditOfNothing: a path that an edit made up is told from a name of the file.
func TestEditOfNothing(t *testing.T) {
	n := tree(t, "{count: 1, parts: {alpha: {of: 1 %}, alpah: {of: 2 %}}}")
	n.Lookup("parts.alpah").Edit = true
	var p farm
	problems := Decode(n, &p)
	if len(problems) != 1 || problems[0].Message != "nothing has this name" || problems[0].Hint != `did you mean "alpha"?` || len(p.Parts) != 1 {
		t.Errorf("%v, %+v", problems, p.Parts)
	}
}

// TestBareNumbersNameTheFieldsUnit in their hint.
func TestBareNumbersNameTheFieldsUnit(t *testing.T) {
	var p struct {
		Pool Amount `key:"pool" unit:"REZ"`
		Rate Flow   `key:"rate" unit:"point/ETH"`
		Free Amount `key:"free"`
	}
	problems := Decode(tree(t, "{pool: 5, rate: 1 000, free: 2.50}"), &p)
	for _, want := range []string{"write 5 REZ", "write 1000 point/ETH/d", "write 2.50 ETH"} {
		if !strings.Contains(problems.Error(), want) {
			t.Errorf("nothing says %q: %v", want, problems)
		}
	}
}

func TestUndecodableFieldPanics(t *testing.T) {
	defer func() {
		if r := recover(); r == nil || !strings.Contains(r.(string), "float64 cannot be decoded") {
			t.Errorf("panic %v", r)
		}
	}()
	var p struct {
		X float64 `key:"x"`
	}
	Decode(tree(t, "{x: 1}"), &p)
}
