package param

import "reflect"

// Kind is one entry of a catalogue: a kind that a scenario can name.
type Kind struct {
	Name string
	Doc  string
	New  func() any // returns a pointer to a new Params struct
}

// Catalogue lists the kinds that a place of the file may hold, in the order in
// which they are explained.
type Catalogue struct {
	Name  string // what the catalogue tag refers to
	Kinds []Kind
}

// names lists the kinds.
func (c Catalogue) names() []string {
	names := make([]string, len(c.Kinds))
	for i, k := range c.Kinds {
		names[i] = k.Name
	}
	return names
}

// Variant is a map whose key "kind" says which keys it may have: {kind: farmer, …}.
// The tag catalogue:"agents" names the Catalogue of its kinds.
type Variant struct {
	Kind   string
	Params any   // what Kind.New returned, filled in
	Node   *Node // where it stands in the file
}

// DecodeKind decodes one Variant. Catalogues that its kinds refer to follow.
func DecodeKind(n *Node, in Catalogue, others ...Catalogue) (Variant, Problems) {
	var v Variant
	d := decoder{catalogues: append([]Catalogue{in}, others...)}
	v.decodeNode(n, tag{catalogue: in.Name}, &d)
	d.problems.Sort()
	return v, d.problems
}

func (v *Variant) decodeNode(n *Node, t tag, d *decoder) {
	v.Node = n
	if !d.is(n, Map, "a map with a kind") {
		return
	}
	catalogue := d.catalogue(t.catalogue)
	k := n.Get("kind")
	switch {
	case k == nil:
		d.add(n.Problem("the kind is missing", "write kind: and one of "+list(catalogue.names())))
		return
	case !d.is(k, Scalar, "the name of a kind"):
		return
	}
	for _, kind := range catalogue.Kinds {
		if kind.Name == k.Text {
			v.Kind, v.Params, k.Canonical = kind.Name, kind.New(), kind.Name
			d.structure(n, reflect.ValueOf(v.Params).Elem(), "kind")
			return
		}
	}
	d.add(k.Problem("unknown kind \""+k.Text+"\"", suggest(k.Text, catalogue.names())))
}

// catalogue finds a catalogue by name. A tag that names none is a fault of the
// program, not of the file.
func (d *decoder) catalogue(name string) Catalogue {
	for _, c := range d.catalogues {
		if c.Name == name {
			return c
		}
	}
	panic("param: no catalogue named " + name)
}
