package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"github.com/restakesim/restakesim/engine/param"
)

// setting is an entry of the levers or uncertain section.
type setting struct {
	path  string
	at    param.Pos
	value *param.Node
}

// settings takes the levers and uncertain sections out of a file's tree.
func (l *loader) settings(body *param.Node) []setting {
	var out []setting
	for _, section := range [...]struct {
		key  string
		role param.Role
	}{{leversKey, param.Lever}, {uncertainKey, param.Uncertainty}} {
		m := drop(body, section.key)
		switch {
		case m == nil:
			continue
		case m.Kind != param.Map:
			l.problems = append(l.problems, m.Problem("a map of paths belongs here", "write agents.farmers.count: 1200 below "+section.key))
			continue
		}
		for i, p := range m.Keys {
			s := setting{p, m.KeyPos[i], m.Items[i]}
			s.value.Role = section.role
			if l.single(body, out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// single checks that a setting is one value, set nowhere else in its file.
func (l *loader) single(body *param.Node, others []setting, s setting) bool {
	refuse := func(message, hint string) bool {
		l.problems = append(l.problems, param.Problem{Path: s.path, Pos: s.at, Message: message, Hint: hint})
		return false
	}
	if s.value.Kind != param.Scalar {
		return refuse("a single value belongs here, not "+s.value.Kind.String(), "write the dotted path of each value")
	}
	if n := body.Lookup(s.path); n != nil {
		return refuse(fmt.Sprintf("the file sets this value twice; line %d sets it too", n.Pos.Line), "keep one of the two")
	}
	if i := slices.IndexFunc(others, func(o setting) bool { return o.path == s.path }); i >= 0 {
		return refuse(fmt.Sprintf("the file sets this value twice; line %d sets it too", others[i].at.Line), "keep one of the two")
	}
	return true
}

// put sets the value at a path. A path that leads through nothing is laid out, so
// that the strict decoder finds the unknown key on it.
func (l *loader) put(tree *param.Node, to string, at param.Pos, value *param.Node) {
	repath(value, to)
	refuse := func(n *param.Node) {
		message := "nothing lies below " + n.Path + ", which is " + n.Kind.String()
		if n.Kind == param.List {
			message = fmt.Sprintf("%s has elements 0 to %d", n.Path, len(n.Items)-1)
		}
		l.problems = append(l.problems, param.Problem{Path: to, Pos: at, Message: message})
	}
	n, parts := tree, strings.Split(to, ".")
	for _, part := range parts[:len(parts)-1] {
		next := n.Lookup(part)
		if next == nil {
			if n.Kind != param.Map {
				refuse(n)
				return
			}
			next = &param.Node{Kind: param.Map, Path: param.Join(n.Path, part), Pos: at, Edit: true}
			n.Set(part, at, next)
		}
		n = next
	}
	last := parts[len(parts)-1]
	old := n.Lookup(last)
	if old != nil {
		value = inherit(old, value)
	}
	switch {
	case n.Kind == param.Map:
		n.Set(last, at, value)
	case old != nil:
		n.Items[slices.Index(n.Items, old)] = value
	default:
		refuse(n)
	}
}
