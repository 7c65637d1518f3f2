package scenarios

import (
	"strings"

	"github.com/restakesim/restakesim/engine/param"
)

// scalarDefs defines the values of the param package, each as it may be written in
// YAML, and what may stand beside them.
func scalarDefs() object {
	text := func(pattern string) object { return object{"type": "string", "pattern": pattern} }
	either := func(plain object, pattern string) object {
		return object{"anyOf": []object{plain, text(pattern)}}
	}
	defs := object{
		"Amount":   text(param.Amount{}.Pattern()),
		"Flow":     text(param.Flow{}.Pattern()),
		"Percent":  text(param.Percent{}.Pattern()),
		"Rate":     text(param.Rate{}.Pattern()),
		"Duration": text(param.Duration(0).Pattern()),
		"Leverage": text(param.Leverage(0).Pattern()),
		"Date":     text(param.Date{}.Pattern()),
		"Name":     text(param.Name("").Pattern()),
		"Count":    either(object{"type": "integer", "minimum": 0}, param.Count(0).Pattern()),
		"Number":   either(object{"type": "number"}, param.Number(0).Pattern()),
		"Bool":     either(object{"type": "boolean"}, param.Bool(false).Pattern()),
		"Text":     object{"type": []string{"string", "number", "boolean"}},
		"Clock":    clockSchema(),
		"Pair":     object{"type": "array", "items": ref("Name"), "minItems": 2, "maxItems": 2},
	}
	for name, schema := range defs {
		defs[name] = sourced(schema.(object))
	}
	defs["from"] = provenanceSchema()
	defs["setting"] = object{"anyOf": []object{
		{"type": []string{"string", "number", "boolean"}},
		valueBeside(object{"type": []string{"string", "number", "boolean"}}),
	}}
	return defs
}

// sourced lets a value stand as it is or beside its provenance.
func sourced(schema object) object {
	return object{"anyOf": []object{schema, {
		"type": "object", "additionalProperties": false, "required": []string{"value", "from"},
		"properties": object{"value": schema, "from": ref("from")},
	}}}
}

// valueBeside is the form of a setting that says more than its value.
func valueBeside(value object) object {
	return object{
		"type": "object", "additionalProperties": false, "required": []string{"value"},
		"properties": object{"value": value, "from": ref("from"), "doc": object{"type": "string"}},
	}
}

// provenanceSchema is the schema of from: a guess needs no source.
func provenanceSchema() object {
	return object{
		"type": "object", "additionalProperties": false, "required": []string{"grade"},
		"properties": object{
			"source": object{"type": "string", "description": "publication, data set or address"},
			"date":   object{"type": []string{"string", "integer"}, "description": "day, month or year of the observation"},
			"grade":  object{"enum": []string{"measured", "reported", "guess"}},
		},
		"if":   object{"properties": object{"grade": object{"const": "guess"}}},
		"else": object{"required": []string{"source", "date"}},
	}
}

// clockSchema is the schema of a Clock.
func clockSchema() object {
	one := func(key, doc string) object {
		return object{"type": "object", "additionalProperties": false, "required": []string{key}, "description": doc,
			"properties": object{key: ref("Duration")}}
	}
	return object{"oneOf": []object{one("every", "exponential waiting times of this mean"), one("fixed", "regular intervals")}}
}

// form is the schema of one form of a law: the name, its arguments, and perhaps the
// source of them. Shape and sigma are plain numbers whatever the unit of the others.
func (g generator) form(law param.Law, arguments, scalar string) object {
	required := append([]string{"dist"}, strings.Fields(arguments)...)
	properties := object{"dist": object{"const": string(law)}, "from": ref("from")}
	for _, key := range required[1:] {
		properties[key] = ref(scalar)
		if key == "shape" || key == "sigma" {
			properties[key] = ref("Number")
		}
	}
	out := object{"type": "object", "additionalProperties": false, "properties": properties}
	if g.suffix == "" {
		out["required"] = required
	}
	return out
}
