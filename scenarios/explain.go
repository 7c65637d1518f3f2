package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/engine/result"
)

// FileSchema is the JSON Schema of scenario files.
func FileSchema() ([]byte, error) { return Schema(new(File), Catalogues()...) }

// Explain describes a key of the scenario file by its dotted path, with a kind in place
// of a name (agents.farmer.review), or a metric by its name. A path as it stands in a
// file, with an author's name (agents.farmers.review) or with none (network.tail), is
// described for every kind that has such a key.
func Explain(key string) (string, bool) {
	text := ""
	for _, e := range entries() {
		if e.path == key {
			return e.text, true
		}
		if sameKey(e.path, key) {
			text += e.text
		}
	}
	return text, text != ""
}

// sameKey says whether a path of a file leads to a key of a kind.
func sameKey(entry, path string) bool {
	at, in := strings.Split(entry, "."), strings.Split(path, ".")
	if len(at) < 3 || len(in) < 2 {
		return false
	}
	key := strings.Join(at[2:], ".")
	for section, catalogue := range map[string]string{"eth_usd": "prices", "network": "networks"} { // sections without names
		if in[0] == section && at[0] == catalogue {
			return strings.Join(in[1:], ".") == key
		}
	}
	return in[0] == at[0] && strings.Join(in[2:], ".") == key
}

// Suggest names what comes nearest to a key that does not exist.
func Suggest(key string) string {
	var names []string
	for _, e := range entries() {
		names = append(names, e.path)
	}
	if hint := nearest(key, names); hint != "" {
		return hint
	}
	return "restakesim schema lists every key"
}

// entry is one thing that can be explained.
type entry struct{ path, doc, text, kind string }

// entries lists everything that can be explained.
func entries() []entry {
	out := keys("", param.Describe(new(File)))
	for _, c := range Catalogues() {
		top := c.Name
		for _, k := range c.Kinds {
			path := param.Join(top, k.Name)
			out = append(out, entry{path, k.Doc, path + "\n  " + k.Doc + "\n", ""})
			out = append(out, keys(path, param.Describe(k.New()))...)
		}
	}
	families := engine.Families()
	for _, m := range engine.SnapshotMetrics() { // those that share a name with a family mean the same
		if !slices.ContainsFunc(families, func(f result.Metric) bool { return f.Name == m.Name }) {
			families = append(families, m)
		}
	}
	for _, m := range families {
		out = append(out, entry{m.Name, m.Help, fmt.Sprintf("%s (metric, %s)\n  %s\n", m.Name, m.Unit, m.Help), "metric"})
	}
	return out
}

// keys describes the keys of a section and of the sections within.
func keys(path string, fields []param.Field) []entry {
	var out []entry
	for _, f := range fields {
		here := param.Join(path, f.Key)
		out = append(out, entry{here, f.Doc, describe(here, &f), f.Type})
		out = append(out, keys(here, f.Sub)...)
		if f.Of != nil {
			out = append(out, keys(here, f.Of.Sub)...)
		}
	}
	return out
}

// docOf says what the value at a path of a scenario's tree means, by the documentation
// of its key.
func docOf(tree *param.Node, path string) string { return keyOf(tree, path).doc }

// typeOf says what type that value has.
func typeOf(tree *param.Node, path string) string { return keyOf(tree, path).kind }

// keyOf finds the key that leads to a value of a scenario's tree.
func keyOf(tree *param.Node, path string) entry {
	top, rest, _ := strings.Cut(path, ".")
	name, _, _ := strings.Cut(rest, ".")
	kind := tree.Lookup(param.Join(top, "kind"))
	if kind == nil {
		kind = tree.Lookup(param.Join(top, name) + ".kind")
	}
	for _, e := range entries() {
		if e.path == path || kind != nil && sameKey(e.path, path) && strings.Split(e.path, ".")[1] == kind.Text {
			return e
		}
	}
	return entry{}
}

// describe writes what is known of a key.
func describe(path string, f *param.Field) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n  %s\n", path, f.Type, f.Doc)
	for _, line := range []struct{ name, value string }{
		{"unit", strings.Join(f.Unit, " or ")}, {"one of", strings.Join(f.Oneof, ", ")}, {"default", f.Default}, {"least", f.Min}, {"most", f.Max},
	} {
		if line.value != "" {
			fmt.Fprintf(&b, "  %s: %s\n", line.name, line.value)
		}
	}
	if f.Required {
		b.WriteString("  required\n")
	}
	return b.String()
}

// nearest is a hint at the name that is closest to a word, empty if none is close.
func nearest(word string, names []string) string {
	if best := closestWord(word, names); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return ""
}

// closestWord is the name that is closest to a word, empty if none is close.
func closestWord(word string, names []string) string {
	best, least := "", len(word)/2+1
	for _, n := range slices.Sorted(slices.Values(names)) {
		if d := distance(word, n); d < least {
			best, least = n, d
		}
	}
	return best
}

// distance is the least number of letters to change, add or drop.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		above := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := above
			if a[i] != b[j] {
				cost = 1 + min(above, row[j], row[j+1])
			}
			above, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
