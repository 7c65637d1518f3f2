package param

import (
	"slices"
	"strings"
	"testing"
)

type farmer struct {
	Count Count   `key:"count" required:"true"`
	Mood  Variant `key:"mood" catalogue:"moods"`
}

type buyer struct {
	Capital Amount `key:"capital" default:"1 ETH"`
}

type calm struct{}

var (
	agents = Catalogue{"agents", []Kind{
		{"farmer", "farms", func() any { return new(farmer) }},
		{"buyer", "buys", func() any { return new(buyer) }},
	}}
	moods = Catalogue{"moods", []Kind{{"calm", "", func() any { return new(calm) }}}}
)

func TestVariantsDecode(t *testing.T) {
	n := tree(t, "{kind: farmer, count: 3, mood: {kind: calm}}")
	v, problems := DecodeKind(n, agents, moods)
	p, ok := v.Params.(*farmer)
	if problems != nil || !ok || v.Kind != "farmer" || v.Node != n || p.Count != 3 || p.Mood.Kind != "calm" || n.Get("kind").Canonical != "farmer" {
		t.Fatalf("%+v, %v", v, problems)
	}
	first, _ := DecodeKind(tree(t, "{kind: buyer}"), agents)
	second, _ := DecodeKind(tree(t, "{kind: buyer, capital: 2 ETH}"), agents)
	if a, b := first.Params.(*buyer), second.Params.(*buyer); a == b || a.Capital.String() != "1 ETH" || b.Capital.String() != "2 ETH" {
		t.Error("two of a kind share their parameters")
	}
}

func TestVariantsRefuse(t *testing.T) {
	for text, want := range map[string]string{
		"{count: 3}":              "the kind is missing; write kind: and one of farmer, buyer",
		"{kind: farmr, count: 3}": `kind: unknown kind "farmr"; did you mean "farmer"?`,
		"{kind: [farmer]}":        "kind: a list stands where the name of a kind belongs",
		"farmer":                  "a single value stands where a map with a kind belongs",
		"{kind: buyer, count: 3}": "count: unknown key",
		"{kind: farmer}":          "count: this key is missing",
		"{kind: buyer, kidn: x}":  `kidn: unknown key; did you mean "kind"?`,
		"{kind: farmer, count: 1, mood: {kind: sad}}": `mood.kind: unknown kind "sad"; known here: calm`,
	} {
		v, problems := DecodeKind(tree(t, text), agents, moods)
		if !strings.Contains(problems.Error(), want) {
			t.Errorf("%s: %v (%+v), want %s", text, problems, v, want)
		}
	}
}

func TestUnknownCataloguePanics(t *testing.T) {
	defer func() {
		if r := recover(); r != "param: no catalogue named moods" {
			t.Errorf("panic %v", r)
		}
	}()
	DecodeKind(tree(t, "{kind: farmer, count: 1, mood: {kind: calm}}"), agents)
}

func TestDescribe(t *testing.T) {
	fields := Describe(new(farm))
	at := func(key string) *Field {
		i := slices.IndexFunc(fields, func(f Field) bool { return f.Key == key })
		if i < 0 {
			t.Fatalf("%s is not described", key)
		}
		return &fields[i]
	}
	for key, want := range map[string]string{
		"about": "Text", "count": "Count", "capital": "Amount", "review": "Clock", "pair": "Pair", "reserves": "list", "size": "Dist", "pool": "section",
		"parts": "names", "raw": "tree", "exit": "Choice",
	} {
		if got := at(key).Type; got != want {
			t.Errorf("%s is a %s, want %s", key, got, want)
		}
	}
	c := at("capital")
	if c.Default != "32 ETH" || !slices.Equal(c.Unit, []string{"ETH", "gwei"}) || c.Pattern != (Amount{}).Pattern() || c.Doc != "what they own" || c.Required {
		t.Errorf("capital is described as %+v", *c)
	}
	if f := at("count"); !f.Required || f.Min != "1" || f.Doc != "number of farmers" {
		t.Errorf("count is described as %+v", *f)
	}
	if f := at("exit"); !slices.Equal(f.Oneof, []string{"request", "claim"}) || !at("drift").Signed || at("period").Max != "1y" {
		t.Errorf("exit is described as %+v", *f)
	}
	if f := at("parts"); f.Of == nil || f.Of.Type != "section" || f.Of.Sub[0].Key != "of" || !f.Of.Sub[0].Required || f.Of.Key != "" {
		t.Errorf("parts are described as %+v", *f)
	}
	if f := at("reserves"); f.Of == nil || f.Of.Type != "Amount" || f.Of.Default != "" || f.Default != "[1 ETH, 2 USD]" {
		t.Errorf("reserves are described as %+v", *f)
	}
	if f := Describe(new(farmer))[1]; f.Type != "variant" || f.Catalogue != "moods" {
		t.Errorf("mood is described as %+v", f)
	}
	if len(fields) != 14 {
		t.Errorf("%d fields", len(fields))
	}
}
