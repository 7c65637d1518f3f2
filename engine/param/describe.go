package param

import (
	"encoding"
	"reflect"
)

// Field describes one key of a Params struct for people (explain) and for editors
// (JSON Schema).
type Field struct {
	Key, Doc string
	// Type is the Go name of a scalar or composite type of this package (Amount,
	// Dist, …), or section (a struct), list, names (a Named map), variant, tree (a raw
	// Node) or the name of a foreign text type.
	Type      string
	Unit      []string // alternatives
	Default   string
	Min, Max  string
	Required  bool
	Signed    bool
	Oneof     []string
	Pattern   string  // of the text, for scalars; empty for anything
	Catalogue string  // of a variant
	Sub       []Field // keys of a section
	Of        *Field  // element of a list or of names
}

// Describe lists the keys of the Params struct that params points to.
func Describe(params any) []Field { return describe(reflect.ValueOf(params).Elem()) }

func describe(v reflect.Value) []Field {
	var out []Field
	for _, f := range fieldsOf(v) {
		out = append(out, describeField(f))
	}
	return out
}

// describeField describes one key from its tag and its type.
func describeField(f field) Field {
	out := Field{
		Key: f.key, Doc: f.doc, Unit: f.units, Default: f.def, Min: f.min, Max: f.max,
		Required: f.required, Signed: f.signed, Oneof: f.oneof, Catalogue: f.catalogue,
	}
	inner := f
	inner.key, inner.def, inner.required = "", "", false
	element := func(v reflect.Value) *Field {
		inner.value = v
		e := describeField(inner)
		return &e
	}
	switch x := f.value.Addr().Interface().(type) {
	case **Node:
		out.Type = "tree"
	case *Variant:
		out.Type = "variant"
	case nodeDecoder:
		out.Type = f.value.Type().Name()
	case encoding.TextUnmarshaler:
		out.Type = f.value.Type().Name()
		if p, ok := x.(interface{ Pattern() string }); ok {
			out.Pattern = p.Pattern()
		}
	case byName:
		out.Type, out.Of = "names", element(reflect.ValueOf(x.element()).Elem())
	default:
		switch f.value.Kind() {
		case reflect.Pointer:
			e := element(reflect.New(f.value.Type().Elem()).Elem())
			e.Key, e.Default, e.Required = f.key, f.def, f.required
			return *e
		case reflect.Slice:
			out.Type, out.Of = "list", element(reflect.New(f.value.Type().Elem()).Elem())
		case reflect.Struct:
			out.Type, out.Sub = "section", describe(f.value)
		}
	}
	return out
}
