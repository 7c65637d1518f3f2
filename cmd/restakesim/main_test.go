package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// broken is a stdout that fails, or panics.
type broken struct{ panics bool }

func (b broken) Write([]byte) (int, error) {
	if b.panics {
		panic("upside down")
	}
	return 0, errors.New("no space left on device")
}

// TestFaultsAreNoResults wants code 7 where stdout cannot be written, since what was
// asked for did not arrive, and code 1 for a panic, as for any fault of ours.
func TestFaultsAreNoResults(t *testing.T) {
	for _, args := range [][]string{
		{"version"}, {"schema"}, {"list"}, {"explain", "horizon"}, {"--help"}, {"completion", "bash"},
		{"validate", "testdata/tiny/tiny.yaml"}, {"validate", "--json", "testdata/tiny/tiny.yaml"},
		{"attack", "../../docs/networks/two-services.json"}, {"attack", "--json", "../../docs/networks/two-services.json"}, {"verify", "../../engine/attack/testdata/hand.json"}, {"verify", "--json", "../../engine/attack/testdata/hand.json"},
		{"run", "--json", "--quiet", "--out", t.TempDir(), "testdata/tiny/tiny.yaml"},
	} {
		var stderr strings.Builder
		code := execute(context.Background(), args, broken{}, &stderr)
		if code != codeStore || stderr.String() != "restakesim: no space left on device\n" {
			t.Errorf("%q: exit code %d, stderr %q", args, code, stderr.String())
		}
	}
	var stderr strings.Builder
	code := execute(context.Background(), []string{"version"}, broken{panics: true}, &stderr)
	if code != codeInternal || !strings.HasPrefix(stderr.String(), "restakesim: internal fault, please report it: panic: upside down\n") {
		t.Errorf("a panic: exit code %d, stderr %q", code, stderr.String())
	}
}

// TestSchemaIsOne compiles what `restakesim schema` prints, which checks it against
// the metaschema.
func TestSchemaIsOne(t *testing.T) {
	code, stdout, stderr := ran(t, "schema")
	if code != codeOK || stderr != "" {
		t.Fatalf("exit code %d, stderr %q", code, stderr)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(stdout))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource("scenario.json", doc); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Compile("scenario.json"); err != nil {
		t.Error(err)
	}
	published, err := os.ReadFile("../../docs/scenario.schema.json")
	if err != nil || !bytes.Equal(published, []byte(stdout)) {
		t.Errorf("docs/scenario.schema.json is not what restakesim schema prints (error %v)", err)
	}
}

// TestVerdicts chooses exit codes of batches.
func TestVerdicts(t *testing.T) {
	bad, disk := &failure{codeInvalid, "bad"}, &failure{codeStore, "disk"}
	for _, c := range []struct {
		failures []error
		files    int
		verdict  int
		want     int
	}{
		{nil, 1, codeOK, codeOK},
		{nil, 2, codeThreshold, codeThreshold},
		{nil, 2, codeUndecided, codeUndecided},
		{[]error{bad}, 1, codeOK, codeInvalid},
		{[]error{disk, bad}, 2, codeOK, codeStore},
		{[]error{bad}, 2, codeOK, codePartly},
		{[]error{bad}, 2, codeThreshold, codePartly},
		{[]error{errors.New("an invariant broke")}, 1, codeOK, codeInternal},
	} {
		got := codeOK
		if err := conclude(c.failures, c.files, c.verdict); err != nil {
			got = asFailure(err).code
		}
		if got != c.want {
			t.Errorf("%v of %d files, verdict %d: exit code %d, want %d", c.failures, c.files, c.verdict, got, c.want)
		}
	}
	for _, c := range [][3]int{{codeOK, codeUndecided, codeUndecided}, {codeUndecided, codeThreshold, codeThreshold}, {codeThreshold, codeUndecided, codeThreshold}, {codeOK, codeOK, codeOK}} {
		if got := worse(c[0], c[1]); got != c[2] {
			t.Errorf("worse(%d, %d) = %d, want %d", c[0], c[1], got, c[2])
		}
	}
}
