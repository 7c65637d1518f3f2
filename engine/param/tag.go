package param

import (
	"reflect"
	"strings"
)

// tag is what a struct field says about its key.
type tag struct {
	key, doc, def, min, max, catalogue string
	units, oneof                       []string
	required, signed                   bool
}

// tagOf reads a field's tags.
func tagOf(f reflect.StructField) tag {
	get := f.Tag.Get
	return tag{
		key: get("key"), doc: get("doc"), def: get("default"), min: get("min"), max: get("max"),
		catalogue: get("catalogue"), units: alternatives(get("unit")), oneof: alternatives(get("oneof")),
		required: get("required") == "true", signed: get("signed") == "true",
	}
}

// alternatives splits a|b.
func alternatives(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}

// unit is the unit that hints name: the first alternative.
func (t tag) unit() string {
	if len(t.units) == 0 {
		return ""
	}
	return t.units[0]
}

// field is one key of a struct: its tag and its value.
type field struct {
	tag
	value reflect.Value
}

// fieldsOf lists the keys of a struct in order, embedded structs flattened.
func fieldsOf(v reflect.Value) []field {
	var out []field
	for i := range v.NumField() {
		f := v.Type().Field(i)
		switch t := tagOf(f); {
		case t.key != "" && f.IsExported():
			out = append(out, field{t, v.Field(i)})
		case f.Anonymous && f.Type.Kind() == reflect.Struct:
			out = append(out, fieldsOf(v.Field(i))...)
		}
	}
	return out
}
