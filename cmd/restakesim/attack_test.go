package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDivisibleChangesNothingElse compares the answers with and without --divisible.
func TestDivisibleChangesNothingElse(t *testing.T) {
	answers := [2]map[string]any{}
	for i, args := range [][]string{{"attack", "--json", "../../docs/networks/two-services.json"}, {"attack", "--json", "--divisible", "../../docs/networks/two-services.json"}} {
		code, stdout, stderr := ran(t, args...)
		if code != codeOK || stderr != "" {
			t.Fatalf("%q: exit code %d, stderr %q", args, code, stderr)
		}
		if err := json.Unmarshal([]byte(stdout), &answers[i]); err != nil {
			t.Fatal(err)
		}
		delete(answers[i], "seconds")
	}
	if answers[0]["divisible_max_net"] != nil || answers[1]["divisible_max_net"] != 400.0 {
		t.Errorf("divisible_max_net is %v without the flag and %v with it", answers[0]["divisible_max_net"], answers[1]["divisible_max_net"])
	}
	delete(answers[0], "divisible_max_net")
	delete(answers[1], "divisible_max_net")
	if diff := cmp.Diff(answers[0], answers[1]); diff != "" {
		t.Error(diff)
	}
}

// TestReadmeShowsRealOutput runs README's attack.
func TestReadmeShowsRealOutput(t *testing.T) {
	t.Chdir("../..")
	const file = "docs/networks/two-services.json"
	code, stdout, _ := ran(t, "attack", file)
	readme, err := os.ReadFile("README.md")
	if err != nil || code != codeOK {
		t.Fatal(code, err)
	}
	if want := "go run ./cmd/restakesim attack " + file + "\n```"; !strings.Contains(string(readme), want) || !strings.Contains(string(readme), "```\n"+stdout+"```") {
		t.Errorf("README does not show the command and what it prints:\n%s", stdout)
	}
}

// midsize writes the networks of middle size to files of their own.
func midsize(t *testing.T) (names []string) {
	t.Helper()
	text, err := os.ReadFile("../../engine/attack/exact/testdata/midsize.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct{ Network json.RawMessage }
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for i, c := range file.Cases {
		names = append(names, filepath.Join(dir, fmt.Sprint(i, ".json")))
		if err := os.WriteFile(names[i], c.Network, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return names
}

// TestUndecidedIsCode6 allows one node, after which some networks are open.
func TestUndecidedIsCode6(t *testing.T) {
	for _, name := range midsize(t) {
		var a struct {
			Secure *bool
			Lower  float64 `json:"max_net_profit"`
			Upper  float64 `json:"upper_bound"`
		}
		code, stdout, stderr := ran(t, "attack", "--json", "--nodes", "1", name)
		if err := json.Unmarshal([]byte(stdout), &a); err != nil {
			t.Fatal(err)
		}
		want := codeOK
		if a.Secure == nil {
			want = codeUndecided
		}
		if code != want || stderr != "" || (a.Secure == nil) != (a.Upper > 0 && a.Lower <= 0) {
			t.Errorf("%s: exit code %d, stderr %q, between %v and %v", name, code, stderr, a.Lower, a.Upper)
		}
	}
}

// TestInterruptedAttackSaysWhatIsKnown ends the context before the search begins.
func TestInterruptedAttackSaysWhatIsKnown(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	for _, name := range midsize(t) {
		var stdout, stderr strings.Builder
		proof := name + ".proof"
		code := execute(ctx, []string{"attack", name, "--certificate", proof}, &stdout, &stderr)
		if code != codeInterrupted || stderr.String() != "restakesim: interrupted: this is what was known\n" || !strings.Contains(stdout.String(), "price of corruption") {
			t.Errorf("%s: exit code %d, stderr %q\n%s", name, code, stderr.String(), stdout.String())
		}
		if _, err := os.Stat(proof); err == nil || !strings.Contains(stdout.String(), "Certificate: none was written") {
			t.Errorf("%s: a certificate: %v\n%s", name, err, stdout.String())
		}
	}
}
