package param

import (
	"slices"
	"strconv"
	"strings"
)

// NodeKind is the shape of a Node.
type NodeKind uint8

// The three shapes.
const (
	Scalar NodeKind = iota
	Map
	List
)

// String names the shape as messages do.
func (k NodeKind) String() string {
	return [...]string{"a single value", "a map", "a list"}[k]
}

// Role says who sets a value: the author of the scenario, a designer who may turn
// it as a lever, or nature.
type Role uint8

// The roles. A value has one when a scenario's levers or uncertain section sets it.
const (
	Plain Role = iota
	Lever
	Uncertainty
)

// Provenance is where a number comes from.
type Provenance struct {
	Source string // publication, data set or address
	Date   string // of the observation: YYYY, YYYY-MM or YYYY-MM-DD
	Grade  string // measured, reported or guess
}

// Node is one place of a scenario's tree.
type Node struct {
	Kind   NodeKind
	Text   string   // of a Scalar, as written
	Keys   []string // of a Map, in file order, without repetition
	KeyPos []Pos    // where each key stands
	Items  []*Node  // values of a Map in the order of Keys, or elements of a List
	Path   string   // dotted, list elements by index from 0; empty for the root
	Pos    Pos
	From   *Provenance // nil when the file does not say

	Role Role
	Doc  string // what the levers or uncertain section says of it
	Edit bool   // a Map that exists only on the way to an edited path

	Canonical string // of a Scalar: its value's canonical spelling, written by Decode
	Default   bool   // the value is the default of its tag, written by Decode
}

// Get returns the value of a Map's key, or nil.
func (n *Node) Get(key string) *Node {
	if n == nil || n.Kind != Map {
		return nil
	}
	if i := slices.Index(n.Keys, key); i >= 0 {
		return n.Items[i]
	}
	return nil
}

// Lookup follows a dotted path such as agents.farmers.count or events.0.at, and
// returns nil when it leads nowhere. The empty path is the node itself.
func (n *Node) Lookup(path string) *Node {
	for part := range pathParts(path) {
		if n = n.child(part); n == nil {
			return nil
		}
	}
	return n
}

// Nearest follows a path as far as it leads and returns the last node on it.
func (n *Node) Nearest(path string) *Node {
	for part := range pathParts(path) {
		next := n.child(part)
		if next == nil {
			return n
		}
		n = next
	}
	return n
}

// child returns the value under a key or an index.
func (n *Node) child(part string) *Node {
	if n == nil || n.Kind != List {
		return n.Get(part)
	}
	i, err := strconv.Atoi(part)
	if err != nil || i < 0 || i >= len(n.Items) || strconv.Itoa(i) != part {
		return nil
	}
	return n.Items[i]
}

// Set puts a value under a key, replacing the one that stands there.
func (n *Node) Set(key string, at Pos, value *Node) {
	if i := slices.Index(n.Keys, key); i >= 0 {
		n.Items[i], n.KeyPos[i] = value, at
		return
	}
	n.Keys = append(n.Keys, key)
	n.KeyPos = append(n.KeyPos, at)
	n.Items = append(n.Items, value)
}

// KeyAt returns where a key stands, or the node's own place when it has no such key.
func (n *Node) KeyAt(key string) Pos {
	if i := slices.Index(n.Keys, key); i >= 0 && i < len(n.KeyPos) {
		return n.KeyPos[i]
	}
	return n.Pos
}

// Clone copies the tree below and including n. Provenances are shared: nothing
// writes to them.
func (n *Node) Clone() *Node {
	c := *n
	c.Keys, c.KeyPos = slices.Clone(n.Keys), slices.Clone(n.KeyPos)
	c.Items = make([]*Node, len(n.Items))
	for i, item := range n.Items {
		c.Items[i] = item.Clone()
	}
	return &c
}

// Walk calls visit for n and everything below it in file order.
func (n *Node) Walk(visit func(*Node)) {
	visit(n)
	for _, item := range n.Items {
		item.Walk(visit)
	}
}

// Problem is a problem of this place.
func (n *Node) Problem(message, hint string) Problem {
	return Problem{Path: n.Path, Pos: n.Pos, Message: message, Hint: hint}
}

// Join appends a key to a dotted path.
func Join(path, key string) string {
	if path == "" || key == "" {
		return path + key
	}
	return path + "." + key
}

// pathParts yields the keys of a dotted path; the empty path has none.
func pathParts(path string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		if path == "" {
			return
		}
		for part := range strings.SplitSeq(path, ".") {
			if !yield(part) {
				return
			}
		}
	}
}
