package scenarios

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// systemsMark is the line of docs/systems.md after which the list stands.
const systemsMark = "<!-- systems -->\n"

// TestSystemsPage: the list of docs/systems.md is that of the catalogue.
func TestSystemsPage(t *testing.T) {
	const name = "../docs/systems.md"
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	head, got, found := strings.Cut(string(text), systemsMark)
	want := systemsPage()
	switch {
	case !found:
		t.Fatalf("%s has no line %s", name, systemsMark)
	case *rewrite:
		if err := os.WriteFile(name, []byte(head+systemsMark+want), 0o644); err != nil {
			t.Fatal(err)
		}
	case got != want:
		t.Errorf("%s is behind the catalogue: run this test with -rewrite and read the difference", name)
	}
}

// systemsPage writes the catalogue in Markdown.
func systemsPage() string {
	var b strings.Builder
	for _, s := range Systems() {
		fmt.Fprintf(&b, "\n## %s\n\n*%s.* %s\n", s.Name, s.Kind, s.Modelled)
		for _, r := range s.Rules {
			writeRules(&b, &r)
		}
		if len(s.Known) > 0 {
			b.WriteString("\n| known | value | grade | date | source |\n|---|---|---|---|---|\n")
			for _, p := range s.Known {
				fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", p.Name, p.Value, p.Grade, p.Date, p.Source)
			}
		}
		if len(s.Unused) > 0 {
			fmt.Fprintf(&b, "\nIn the mechanism, and reached by no scenario: %s.\n", strings.Join(s.Unused, "; "))
		}
		fmt.Fprintf(&b, "\nLeft out: %s.\n", strings.Join(s.LeftOut, "; "))
	}
	return b.String()
}

func writeRules(b *strings.Builder, r *RuleSet) {
	head := r.Name
	if r.Since != "" {
		head += " since " + r.Since
	}
	if r.Use != "" {
		head += " (`" + r.Use + "`)"
	}
	fmt.Fprintf(b, "\n| %s | grade | date | source |\n|---|---|---|---|\n", head)
	for _, group := range ByOrigin(r.Parameters) {
		var values []string
		for _, p := range group {
			values = append(values, p.Name+" **"+p.Value+"**")
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", strings.Join(values, ", "), group[0].Grade, group[0].Date, group[0].Source)
	}
	if len(r.Inputs) > 0 {
		fmt.Fprintf(b, "| a scenario states %s | | | |\n", strings.Join(r.Inputs, ", "))
	}
}
