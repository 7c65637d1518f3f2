package scenarios

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const published = "../docs/scenario.schema.json"

// TestPublishedSchemaIsUpToDate compares the schema that editors read with the one
// that follows from the code.
func TestPublishedSchemaIsUpToDate(t *testing.T) {
	want, err := FileSchema()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(published)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("docs/scenario.schema.json is out of date; run: go run ./cmd/restakesim schema > docs/scenario.schema.json")
	}
}

// TestScenariosNameAndSatisfyTheSchema reads each file as an editor does: the schema
// that its first line names must exist, be the published one and accept the file.
func TestScenariosNameAndSatisfyTheSchema(t *testing.T) {
	text, err := os.ReadFile(published)
	if err != nil {
		t.Fatal(err)
	}
	schema := compile(t, text)
	files, err := filepath.Glob("*.yaml")
	if err != nil || len(files) < 6 {
		t.Fatalf("%d scenario files, error %v", len(files), err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(text), "# yaml-language-server: $schema="+published+"\n") {
			t.Errorf("%s does not name its schema on line 1", name)
		}
		if err := validate(t, schema, string(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSchemaRefusesWhatTheLoaderRefuses tries faults that a schema can see.
func TestSchemaRefusesWhatTheLoaderRefuses(t *testing.T) {
	text, err := os.ReadFile("airdrop-exit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	schema := compile(t, must(FileSchema()))
	for _, c := range []struct{ old, new string }{
		{"seed: 20240627", "seeds: 20240627"},
		{"horizon: 30d", "horizon: 30"},
		{"replications: 1000", "replications: 1.5"},
		{"kind: farmer", "kind: farmhand"},
	} {
		bad := strings.Replace(string(text), c.old, c.new, 1)
		if bad == string(text) || validate(t, schema, bad) == nil {
			t.Errorf("%q instead of %q is accepted", c.new, c.old)
		}
	}
}

func must(text []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return text
}
