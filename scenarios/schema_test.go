package scenarios

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// compile turns the text of a schema into a validator. The compiler checks the text
// against the metaschema of its draft.
func compile(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource("scenario.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("scenario.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// validate checks a YAML text as an editor does.
func validate(t *testing.T, s *jsonschema.Schema, text string) error {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	asJSON, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(doc)
}

// whole is a file that says everything, in many of the ways in which it may be said.
const whole = `
name: study
seed: 7
horizon: {value: 30d, from: {source: the study, date: 2024-06-26, grade: reported}}
rates: [6 %/y, 6 %/y apy, 0.5 %/min]
pair: [ezETH, ETH]
agents:
  a: {kind: farmer, count: 1 200, holdings: 320 000 ETH, share: 1/3, size: {dist: lognormal, median: 3 ETH, p95: 120 ETH}, review: {fixed: 1d12h}}
  b: {kind: farmer, count: {value: 5, from: {grade: guess}}, size: 3 ETH}
  c: {kind: conservative, count: 3, patience: 30d}
events:
  - {at: 7d, do: airdrop}
report: {title: 2024}
`

func TestSchemaAcceptsAndRefuses(t *testing.T) {
	text, err := Schema(new(study), studyKinds())
	if err != nil {
		t.Fatal(err)
	}
	s := compile(t, text)
	if err := validate(t, s, whole); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new string }{
		{"name: study", "name: 7 days"},
		{"name: study", "nam: study"},
		{"name: study\n", "\n"},
		{"seed: 7", "seed: 7.5"},
		{"seed: 7", "seed: 7\nsee: 8"},
		{"value: 30d", "value: 30"},
		{"grade: reported", "grade: sure"},
		{"source: the study, ", ""},
		{"0.5 %/min", "0.5 %"},
		{"[ezETH, ETH]", "[ezETH]"},
		{"kind: conservative", "kind: farmer"},
		{"kind: conservative", "kind: cautious"},
		{"kind: conservative, ", ""},
		{"count: 3", "cuont: 3"},
		{"320 000 ETH", "320 000"},
		{"1/3", "0.3"},
		{"median: 3 ETH, ", ""},
		{"fixed: 1d12h", "fixed: 12"},
		{"do: airdrop", "do: air-drop"},
		{"at: 7d, ", ""},
		{"1 200", "-5"},
	} {
		bad := strings.Replace(whole, c.old, c.new, 1)
		if bad == whole {
			t.Fatalf("%q is not in the sample", c.old)
		}
		if validate(t, s, bad) == nil {
			t.Errorf("%q in the place of %q is accepted", c.new, c.old)
		}
		if _, _, problems := DecodeTree(single(bad), "main.yaml", nil, new(study), studyKinds()); len(problems) == 0 {
			t.Errorf("%q in the place of %q: the loader accepts it", c.new, c.old)
		}
	}
}

// Files of which a part stands elsewhere may leave keys out, but not invent any.
func TestSchemaOfParts(t *testing.T) {
	text, err := Schema(new(study), studyKinds())
	if err != nil {
		t.Fatal(err)
	}
	s := compile(t, text)
	for sample, good := range map[string]bool{
		"extends: base.yaml\nname: variant\n":                                 true,
		"extends: [a.yaml, b.yaml]\nagents: {a: {count: 5}}\n":                true,
		"extends: base.yaml\nagents: {a: {size: {sigma: 2}}}\n":               true,
		"extends: base.yaml\nagents: {a: {cuont: 5}}\n":                       false,
		"extends: base.yaml\nagents: {a: {count: 5 ETH}}\n":                   false,
		"extends: base.yaml\nagents: {a: {kind: conservative, share: 5 %}}\n": false,
		"extends: []\n":                          false,
		"name: s\nlevers: {agents.a.count: 5}\n": true,
		"uncertain: {agents.a.share: {value: 5 %, doc: how many leave, from: {grade: guess}}}\n": true,
		"levers: {agents.a.share: {doc: how many leave}}\n":                                      false,
		"levers: {agents..share: 5 %}\n":                                                         false,
		"levers: {agents.a.share: [5 %]}\n":                                                      false,
	} {
		if err := validate(t, s, sample); (err == nil) != good {
			t.Errorf("%s%v", sample, err)
		}
	}
}

// Every scenario that ships fits the schema that ships, and so does its canonical
// form, which has no levers and hence must be complete.
func TestScenariosFitTheSchema(t *testing.T) {
	text, err := FileSchema()
	if err != nil {
		t.Fatal(err)
	}
	s := compile(t, text)
	names, err := filepath.Glob("*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(t, s, string(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		tree, sources, problems := DecodeTree(os.DirFS("."), name, nil, new(File), Catalogues()...)
		if len(problems) > 0 {
			t.Errorf("%s", Diagnose(problems, sources))
			continue
		}
		if err := validate(t, s, string(Canonical(tree))); err != nil {
			t.Errorf("%s, canonical: %v", name, err)
		}
		if bad := strings.Replace(string(text), "\nname:", "\nnmae:", 1); validate(t, s, bad) == nil {
			t.Errorf("%s: a key that does not exist is accepted", name)
		}
	}
}
