package param

import (
	"encoding"
	"reflect"
	"slices"
	"strings"
)

// validator is a struct that can say more about itself than its tags do.
type validator interface{ Validate() Problems }

// structure decodes a map into a struct. The keys in skip belong to somebody else.
func (d *decoder) structure(n *Node, v reflect.Value, skip ...string) {
	if !d.is(n, Map, "a map") {
		return
	}
	before, written := len(d.problems), len(n.Keys)
	fields := fieldsOf(v)
	known := make([]string, len(fields), len(fields)+len(skip))
	for i, f := range fields {
		known[i] = f.key
	}
	known = append(known, skip...)
	for _, key := range n.Keys[:written] {
		if !slices.Contains(known, key) {
			d.add(Problem{Join(n.Path, key), n.KeyAt(key), "unknown key", suggest(key, known)})
		}
	}
	for _, f := range fields {
		d.field(n, f)
	}
	if x, ok := v.Addr().Interface().(validator); ok && len(d.problems) == before {
		d.validate(n, x)
	}
}

// field decodes the value of one key, or its default.
func (d *decoder) field(n *Node, f field) {
	child := n.Get(f.key)
	switch {
	case child != nil:
		d.value(child, f.value, f.tag)
	case f.required:
		d.add(Problem{Join(n.Path, f.key), n.Pos, "this key is missing", example(f)})
	case f.def != "":
		child, err := parseLiteral(f.def)
		if err != nil {
			panic("param: default of " + f.key + ": " + err.Error())
		}
		d.fallback(n, f, child)
	case section(f.value):
		d.fallback(n, f, &Node{Kind: Map})
	}
}

// fallback decodes a value that the file does not give and records it.
func (d *decoder) fallback(n *Node, f field, child *Node) {
	child.Walk(func(c *Node) {
		c.Path, c.Pos, c.Default = Join(Join(n.Path, f.key), c.Path), n.Pos, true
	})
	d.value(child, f.value, f.tag)
	if child.Kind != Map || len(child.Keys) > 0 {
		n.Set(f.key, n.Pos, child)
	}
}

// section says whether a value is a plain struct: its own defaults hold when the
// whole section is missing.
func section(v reflect.Value) bool {
	if v.Kind() != reflect.Struct {
		return false
	}
	switch v.Addr().Interface().(type) {
	case nodeDecoder, encoding.TextUnmarshaler:
		return false
	}
	return true
}

// example is the hint for a missing key: what it means.
func example(f field) string {
	if f.doc == "" {
		return ""
	}
	for _, word := range []string{"what", "when", "how", "the", "whether"} {
		if strings.HasPrefix(f.doc, word+" ") {
			return f.key + " is " + f.doc
		}
	}
	return f.key + " is the " + f.doc
}

// validate adds what a struct says about itself, at the places it names.
func (d *decoder) validate(n *Node, x validator) {
	for _, p := range x.Validate() {
		if p.Pos == (Pos{}) {
			p.Pos = n.Nearest(p.Path).Pos
		}
		p.Path = Join(n.Path, p.Path)
		d.add(p)
	}
}
