package main

import (
	"encoding/json"
	"os"
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
