package scenarios

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/restakesim/restakesim/engine/param"
)

// Canonical writes a decoded tree so that files that mean the same have the same
// bytes: keys sorted, every value in the spelling of its type, defaults included, a
// fixed distribution as its value. Comments, sources, levers and the files that a
// scenario was put together from leave no trace. The text is JSON with all values as
// strings, hence YAML, and reads back as the same scenario.
func Canonical(n *param.Node) []byte {
	var b bytes.Buffer
	writeCanonical(&b, n, "\n")
	b.WriteByte('\n')
	return b.Bytes()
}

// writeCanonical writes a node; indent is the line break before its closing bracket.
func writeCanonical(b *bytes.Buffer, n *param.Node, indent string) {
	switch {
	case n.Kind == param.List:
		writeBracketed(b, "[]", indent, len(n.Items), func(i int, inner string) {
			writeCanonical(b, n.Items[i], inner)
		})
	case n.Kind == param.Scalar:
		b.Write(quoted(canonicalText(n)))
	case isFixed(n):
		writeCanonical(b, n.Get("value"), indent)
	default:
		keys := slices.Sorted(slices.Values(n.Keys))
		writeBracketed(b, "{}", indent, len(keys), func(i int, inner string) {
			b.Write(quoted(keys[i]))
			b.WriteString(": ")
			writeCanonical(b, n.Get(keys[i]), inner)
		})
	}
}

// writeBracketed writes count elements, one to a line, between two brackets.
func writeBracketed(b *bytes.Buffer, brackets, indent string, count int, element func(i int, inner string)) {
	b.WriteByte(brackets[0])
	for i := range count {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(indent + "  ")
		element(i, indent+"  ")
	}
	if count > 0 {
		b.WriteString(indent)
	}
	b.WriteByte(brackets[1])
}

// canonicalText is a scalar's canonical spelling, or the written one where no type has read it.
func canonicalText(n *param.Node) string {
	if n.Canonical != "" {
		return n.Canonical
	}
	return strings.TrimSpace(n.Text)
}

// isFixed says whether a map is a distribution that always gives one value.
func isFixed(n *param.Node) bool {
	d := n.Get("dist")
	return d != nil && d.Text == string(param.Fixed) && n.Get("value") != nil && len(n.Keys) == 2
}

// quoted writes a text as a JSON string that leaves <, > and & alone.
func quoted(s string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(s) != nil {
		return []byte(`""`)
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}
