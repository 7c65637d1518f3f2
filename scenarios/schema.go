package scenarios

import (
	"encoding/json"
	"strconv"

	"github.com/restakesim/restakesim/engine/param"
)

// object is a JSON object; encoding sorts its keys.
type object = map[string]any

// Schema writes the JSON Schema (draft 2020-12) of files whose root decodes into the
// struct that root points to, for completion and checks in editors. It is looser
// than the decoder where a schema cannot see: bounds of values with units, names
// that refer to one another, and, in a file that extends another or sets values by
// path, keys that are missing.
func Schema(root any, catalogues ...param.Catalogue) ([]byte, error) {
	defs := scalarDefs()
	for _, g := range []generator{{defs: defs}, {defs: defs, suffix: partSuffix}} {
		for _, c := range catalogues {
			g.catalogue(c)
		}
		defs["file"+g.suffix] = g.file(root)
	}
	has := func(key string) object { return object{"required": []string{key}} }
	schema := object{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"title":   "restakesim scenario",
		"if":      object{"anyOf": []object{has("extends"), has(leversKey), has(uncertainKey)}},
		"then":    ref("file" + partSuffix),
		"else":    ref("file"),
		"$defs":   defs,
	}
	text, err := json.MarshalIndent(schema, "", "  ")
	return append(text, '\n'), err
}

// partSuffix marks the definitions that require no key: those of a file of which a
// part stands elsewhere.
const partSuffix = "-part"

// generator writes the definitions of whole files or of parts.
type generator struct {
	defs   object
	suffix string
}

func ref(name string) object { return object{"$ref": "#/$defs/" + name} }

// file is the schema of the root, with the keys that the loader itself takes out.
func (g generator) file(root any) object {
	out := g.section(param.Describe(root))
	properties := out["properties"].(object)
	text := object{"type": "string", "minLength": 1}
	properties["extends"] = object{
		"description": "file that this one changes, or several of which later ones win; relative to this file",
		"anyOf":       []object{text, {"type": "array", "items": text, "minItems": 1}},
	}
	settings := func(doc string) object {
		return object{"description": doc, "type": "object", "additionalProperties": ref("setting"),
			"propertyNames": object{"pattern": `^[^.]+(\.[^.]+)*$`}}
	}
	properties[leversKey] = settings("values that a designer may set, by dotted path")
	properties[uncertainKey] = settings("values that nature sets, by dotted path")
	return out
}

// catalogue defines the kinds of a catalogue, and any one of them under its name.
func (g generator) catalogue(c param.Catalogue) {
	var kinds []object
	for _, k := range c.Kinds {
		one := g.section(param.Describe(k.New()))
		one["description"] = k.Doc
		one["properties"].(object)["kind"] = object{"const": k.Name, "description": k.Doc}
		if g.suffix == "" {
			required, _ := one["required"].([]string)
			one["required"] = append([]string{"kind"}, required...)
		}
		g.defs[c.Name+"."+k.Name+g.suffix] = one
		kinds = append(kinds, ref(c.Name+"."+k.Name+g.suffix))
	}
	choice := "oneOf"
	if g.suffix != "" {
		choice = "anyOf"
	}
	g.defs[c.Name+g.suffix] = object{choice: kinds}
}

// section is the schema of a struct.
func (g generator) section(fields []param.Field) object {
	properties := object{}
	var required []string
	for _, f := range fields {
		properties[f.Key] = g.field(f)
		if f.Required {
			required = append(required, f.Key)
		}
	}
	out := object{"type": "object", "additionalProperties": false, "properties": properties}
	if g.suffix == "" && len(required) > 0 {
		out["required"] = required
	}
	return out
}

// field is the schema of a value, with what the tag says about it.
func (g generator) field(f param.Field) object {
	out := g.value(f)
	if f.Doc != "" {
		out["description"] = f.Doc + bounds(f)
	}
	if f.Default != "" && f.Type != "list" {
		out["default"] = f.Default
	}
	if f.Type == "Count" || f.Type == "Number" {
		for key, bound := range map[string]string{"minimum": f.Min, "maximum": f.Max} {
			if x, err := strconv.ParseFloat(bound, 64); err == nil {
				out[key] = x
			}
		}
	}
	return out
}

// bounds puts the bounds of a value into words.
func bounds(f param.Field) string {
	switch {
	case f.Min != "" && f.Max != "":
		return " (" + f.Min + " to " + f.Max + ")"
	case f.Min != "":
		return " (at least " + f.Min + ")"
	case f.Max != "":
		return " (at most " + f.Max + ")"
	}
	return ""
}

// value is the schema of a value by its type.
func (g generator) value(f param.Field) object {
	switch f.Type {
	case "section":
		return g.section(f.Sub)
	case "names":
		return object{"type": "object", "propertyNames": object{"pattern": param.Name("").Pattern()}, "additionalProperties": g.field(*f.Of)}
	case "list":
		return sourced(object{"type": "array", "items": g.field(*f.Of)})
	case "variant":
		return ref(f.Catalogue + g.suffix)
	case "tree":
		return object{}
	case "Dist":
		return sourced(g.distribution(f.Unit))
	case "Choice":
		return sourced(object{"enum": f.Oneof})
	}
	if _, known := g.defs[f.Type]; known {
		return ref(f.Type)
	}
	foreign := object{"type": "string"}
	if f.Pattern != "" {
		foreign["pattern"] = f.Pattern
	}
	return sourced(foreign)
}

// distribution is the schema of a Dist in a unit: a value, or a law with its arguments.
func (g generator) distribution(units []string) object {
	scalar := map[string]string{"x": "Leverage", "%": "Percent", "%/y": "Rate", "d": "Duration", "1": "Number"}
	name := "Amount"
	if len(units) > 0 && scalar[units[0]] != "" {
		name = scalar[units[0]]
	}
	out := name + "-distribution" + g.suffix
	if _, known := g.defs[out]; !known {
		forms := []object{ref(name)}
		for _, law := range param.Laws() {
			for _, form := range law.Forms() {
				forms = append(forms, g.form(law, form, name))
			}
		}
		g.defs[out] = object{"anyOf": forms}
	}
	return ref(out)
}
