package restake

import (
	"fmt"
	"slices"

	"github.com/restakesim/restakesim/engine/param"
)

// ParseNetworkJSON reads {"edges":[…],"services":[…]}, whose elements have the columns
// of the CSV files as keys, or the bare form {"stakes":[…],"services":[{"profit",
// "alpha","members"}]}. There validators and services are numbered from 0, amounts
// are whole numbers of one common unit, every service can take the whole stake of its
// members, and validators own what they stake.
func ParseNetworkJSON(file string, text []byte) (*Network, param.Problems) {
	a := assembly{files: []string{file}}
	root, problems := a.root(text)
	if problems != nil {
		return nil, problems
	}
	return a.fromJSON(root)
}

// root reads the object that a JSON file holds.
func (a *assembly) root(text []byte) (*jsonValue, param.Problems) {
	text, a.problems = plain(a.files[0], text)
	if len(a.problems) > 0 {
		return nil, a.problems
	}
	root, problem := parseJSON(a.files[0], text)
	if problem != nil {
		return nil, param.Problems{*problem}
	}
	if root.kind != jsonObject {
		a.refuse(root.cell, "a network is an object", `write {"edges":[…],"services":[…]}`)
		return nil, a.problems
	}
	return root, nil
}

// fromJSON builds a network from either of its two forms.
func (a *assembly) fromJSON(root *jsonValue) (*Network, param.Problems) {
	if root.get("stakes") != nil {
		return a.bare(root)
	}
	a.known(root, a.keys("edges", "services")...)
	for _, v := range a.list(root, "services") {
		a.services = append(a.services, serviceRow(a.fields(v, serviceColumns())))
	}
	for _, v := range a.list(root, "edges") {
		a.edges = append(a.edges, edgeRow(a.fields(v, edgeColumns())))
	}
	return a.network()
}

// keys adds to the keys of a network that of joint profits, where they may stand.
func (a *assembly) keys(keys ...string) []string {
	if a.joints != nil {
		keys = append(keys, "joint")
	}
	return keys
}

// known refuses keys of an object beside those given, and repeated ones.
func (a *assembly) known(v *jsonValue, keys ...string) {
	seen := make(map[string]bool, len(keys))
	for _, k := range v.keys {
		switch {
		case !slices.Contains(keys, k.text):
			a.refuse(k, "unknown key", "a network reads "+header(keys)+" here")
		case seen[k.text]:
			a.refuse(k, "the key stands twice", "")
		}
		seen[k.text] = true
	}
}

// list returns the elements under a key.
func (a *assembly) list(v *jsonValue, key string) []*jsonValue {
	l := v.get(key)
	switch {
	case l == nil:
		a.refuse(v.cell, "the key "+key+" is missing", "")
		a.cut = true
	case l.kind != jsonList:
		a.refuse(l.cell, "a list belongs here", "")
		a.cut = true
	default:
		return l.items
	}
	return nil
}

// fields returns the values under the keys of an object, in their order.
func (a *assembly) fields(v *jsonValue, keys []string) []cell {
	out := make([]cell, len(keys))
	if v.kind != jsonObject {
		a.refuse(v.cell, "an object belongs here", "with the keys "+header(keys))
		for i := range out {
			out[i].bad = true
		}
		return out
	}
	a.known(v, keys...)
	for i, k := range keys {
		out[i] = a.scalar(v, k)
	}
	return out
}

// scalar returns the string or number under a key of an object.
func (a *assembly) scalar(v *jsonValue, key string) cell {
	x := v.get(key)
	switch {
	case x == nil:
		a.refuse(v.cell, "the key "+key+" is missing", "")
		return cell{bad: true}
	case x.kind != jsonString && x.kind != jsonNumber:
		a.refuse(x.cell, fmt.Sprintf("%s stands where a number or a text belongs", x.kind), "")
		return cell{bad: true}
	}
	return x.cell
}
