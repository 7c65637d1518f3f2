package param

import (
	"slices"
	"strings"
)

// Entry is one element of a map by name.
type Entry[T any] struct {
	Name  string
	Node  *Node // where it stands in the file
	Value T
}

// Named is a map by name, such as agents or markets, sorted by name: the order in
// the file must decide nothing.
type Named[T any] []Entry[T]

// Get returns the entry of a name, or nil.
func (n Named[T]) Get(name string) *Entry[T] {
	i, found := slices.BinarySearchFunc(n, name, func(e Entry[T], s string) int { return strings.Compare(e.Name, s) })
	if !found {
		return nil
	}
	return &n[i]
}

// grow adds an entry and returns its value to decode into. Names come sorted.
func (n *Named[T]) grow(name string, node *Node) any {
	*n = append(*n, Entry[T]{Name: name, Node: node})
	return &(*n)[len(*n)-1].Value
}

// element returns a new value of the element type, to be described.
func (n *Named[T]) element() any { return new(T) }

// byName is what the decoder sees of a Named of any element.
type byName interface {
	grow(name string, node *Node) any
	element() any
}
