package scenarios

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/param"
)

// canonicalStudy loads a text as a study and returns its canonical form.
func canonicalStudy(t *testing.T, text string, sets ...string) string {
	t.Helper()
	tree, sources, problems := DecodeTree(single(text), "main.yaml", sets, new(study), studyKinds())
	if len(problems) > 0 {
		t.Fatal(Diagnose(problems, sources))
	}
	return string(Canonical(tree))
}

// What is written otherwise and means the same has the same canonical form.
func TestCanonicalForgetsTheSpelling(t *testing.T) {
	want := canonicalStudy(t, whole)
	for _, c := range []struct{ old, new string }{
		{"{value: 30d, from: {source: the study, date: 2024-06-26, grade: reported}}", "720h # a month"},
		{"6 %/y,", "6%/y,"},
		{"1 200", "1200"},
		{"320 000 ETH", "320_000 ETH"},
		{"1/3", "2/6"},
		{"fixed: 1d12h", "fixed: 36h"},
		{"size: 3 ETH", "size: {dist: fixed, value: 3 ETH}"},
		{"size: 3 ETH", "size: 3000000000 gwei"},
		{"size: 3 ETH", "size: 3 ETH, share: 0 %"},
		{"{at: 7d, do: airdrop}", "at: 168h"},
		{"name: study\nseed: 7\n", "seed: 7\nname: 'study'\n"},
	} {
		if !strings.Contains(whole, c.old) {
			t.Fatalf("%q is not in the sample", c.old)
		}
		if got := canonicalStudy(t, strings.Replace(whole, c.old, c.new, 1)); got != want {
			t.Errorf("%q is not %q:\n%s", c.new, c.old, got)
		}
	}
	for _, c := range []struct{ old, new string }{
		{"30d", "31d"}, {"320 000 ETH", "320 001 ETH"}, {"fixed: 1d12h", "every: 1d12h"}, {"[ezETH, ETH]", "[ETH, ezETH]"}, {"6 %/y, 6 %/y apy", "6 %/y apy, 6 %/y"},
	} {
		if canonicalStudy(t, strings.Replace(whole, c.old, c.new, 1)) == want {
			t.Errorf("%q is taken for %q", c.new, c.old)
		}
	}
}

// A lever is the value that it sets.
func TestCanonicalForgetsTheRole(t *testing.T) {
	lever := strings.Replace(whole, "seed: 7\n", "", 1) + "levers:\n  seed: {value: 7, doc: chance}\n"
	if got, want := canonicalStudy(t, lever), canonicalStudy(t, whole); got != want {
		t.Errorf("got %s", got)
	}
	if got, want := canonicalStudy(t, whole, "seed=8"), canonicalStudy(t, strings.Replace(whole, "seed: 7", "seed: 8", 1)); got != want {
		t.Errorf("got %s", got)
	}
}

func TestCanonicalReadsBack(t *testing.T) {
	first := canonicalStudy(t, whole)
	if second := canonicalStudy(t, first); second != first {
		t.Errorf("got\n%s, want\n%s", second, first)
	}
}

// Any tree, whatever its texts and keys, survives being written and read.
func TestCanonicalOfAnyTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := &param.Node{Kind: param.Map}
		for i := range rapid.IntRange(1, 5).Draw(t, "keys") {
			tree.Set(rapid.StringMatching(`[a-z<>&é "']{1,6}`).Draw(t, "key")+strconv.Itoa(i), param.Pos{}, anyNode(t, 3))
		}
		first := Canonical(tree)
		again, problems := parse(Source{Name: "canonical", Text: first})
		if len(problems) > 0 {
			t.Fatalf("%v\n%s", problems, first)
		}
		if second := Canonical(again); string(second) != string(first) {
			t.Fatalf("got\n%s, want\n%s", second, first)
		}
	})
}

func anyNode(t *rapid.T, depth int) *param.Node {
	kind := param.Scalar
	if depth > 0 {
		kind = rapid.SampledFrom([]param.NodeKind{param.Scalar, param.Scalar, param.Map, param.List}).Draw(t, "kind")
	}
	n := &param.Node{Kind: kind}
	if kind == param.Scalar {
		n.Text = rapid.String().Draw(t, "text")
		return n
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "items") {
		item := anyNode(t, depth-1)
		if kind == param.List {
			n.Items = append(n.Items, item)
			continue
		}
		n.Set("k"+strconv.Itoa(i), param.Pos{}, item)
	}
	return n
}
