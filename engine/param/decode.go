package param

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"slices"
)

// Decode fills the struct that into points to from a Map, and reports all that is
// wrong. It records defaults and canonical spellings in the tree, so a tree that is
// to be edited again must be cloned first. The catalogues are those that the
// struct's Variant fields name. A field type that cannot be decoded is a fault of
// the program and panics.
func Decode(n *Node, into any, catalogues ...Catalogue) Problems {
	d := decoder{catalogues: catalogues}
	d.value(n, reflect.ValueOf(into).Elem(), tag{})
	d.problems.Sort()
	return d.problems
}

// decoder collects problems on its way through a tree.
type decoder struct {
	problems   Problems
	catalogues []Catalogue
}

// nodeDecoder is a type whose form in the file is a map or a list.
type nodeDecoder interface {
	decodeNode(n *Node, t tag, d *decoder)
}

func (d *decoder) add(p Problem) { d.problems = append(d.problems, p) }

// refused adds an error of a text as a problem of its node.
func (d *decoder) refused(n *Node, err error) {
	p := n.Problem(err.Error(), "")
	if r := (*Refusal)(nil); errors.As(err, &r) {
		p.Message, p.Hint = r.Message, r.Hint
	}
	d.add(p)
}

// is checks the shape of a node; want is what belongs there.
func (d *decoder) is(n *Node, kind NodeKind, want string) bool {
	if n.Kind == kind {
		return true
	}
	found := n.Kind.String()
	if n.Kind == Scalar && n.Text == "" {
		found = "nothing"
	}
	d.add(n.Problem(fmt.Sprintf("%s stands where %s belongs", found, want), ""))
	return false
}

// value decodes a node into a value of any type that a field may have.
func (d *decoder) value(n *Node, v reflect.Value, t tag) {
	switch x := v.Addr().Interface().(type) {
	case **Node:
		*x = n
	case nodeDecoder:
		x.decodeNode(n, t, d)
	case encoding.TextUnmarshaler:
		d.scalar(n, x, t)
	case byName:
		d.byName(n, x, t)
	default:
		switch v.Kind() {
		case reflect.Pointer:
			v.Set(reflect.New(v.Type().Elem()))
			d.value(n, v.Elem(), t)
		case reflect.Slice:
			d.list(n, v, t)
		case reflect.Struct:
			d.structure(n, v)
		default:
			panic(fmt.Sprintf("param: %s cannot be decoded: use the types of this package", v.Type()))
		}
	}
}

// byName decodes a map by name in the order of names.
func (d *decoder) byName(n *Node, into byName, t tag) {
	if !d.is(n, Map, "a map by name") {
		return
	}
	for _, key := range slices.Sorted(slices.Values(n.Keys)) {
		child := n.Get(key)
		switch {
		case !word(key, ""):
			d.add(Problem{Join(n.Path, key), n.KeyAt(key), "not a name", "write letters, digits, _ and -, starting with a letter"})
		case child.Edit:
			d.add(Problem{Join(n.Path, key), n.KeyAt(key), "nothing has this name", suggest(key, made(n))})
		default:
			d.value(child, reflect.ValueOf(into.grow(key, child)).Elem(), t)
		}
	}
}

// made lists the keys of a map that an edit did not bring about.
func made(n *Node) []string {
	var names []string
	for i, key := range n.Keys {
		if !n.Items[i].Edit {
			names = append(names, key)
		}
	}
	return names
}

// list decodes a list.
func (d *decoder) list(n *Node, v reflect.Value, t tag) {
	if !d.is(n, List, "a list") {
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Items), len(n.Items)))
	for i, item := range n.Items {
		d.value(item, v.Index(i), t)
	}
}
