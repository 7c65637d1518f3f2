package scenarios

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/goccy/go-yaml/ast"

	"github.com/restakesim/restakesim/engine/param"
)

// mostNodes bounds a tree, so that aliases of aliases cannot fill the memory.
const mostNodes = 200_000

// builder turns syntax into a tree.
type builder struct {
	file     string
	anchors  map[string]ast.Node
	open     map[string]bool // anchors whose value is being built
	nodes    int
	problems param.Problems
}

func (b *builder) report(path string, at param.Pos, message, hint string) {
	b.problems = append(b.problems, param.Problem{Path: path, Pos: at, Message: message, Hint: hint})
}

// node builds what lies at a path.
func (b *builder) node(n ast.Node, path string) *param.Node {
	out := &param.Node{Path: path, Pos: param.Pos{File: b.file}}
	if n == nil {
		return out
	}
	out.Pos = place(b.file, n.GetToken())
	if b.nodes++; b.nodes > mostNodes {
		if b.nodes == mostNodes+1 {
			b.report(path, out.Pos, fmt.Sprintf("the file has more than %d values", mostNodes), "")
		}
		return out
	}
	switch x := n.(type) {
	case *ast.MappingNode:
		return b.mapping(x.Values, out)
	case *ast.MappingValueNode:
		return b.mapping([]*ast.MappingValueNode{x}, out)
	case *ast.SequenceNode:
		out.Kind = param.List
		for i, item := range x.Values {
			out.Items = append(out.Items, b.node(item, param.Join(path, strconv.Itoa(i))))
		}
	case *ast.AnchorNode:
		name := tokenText(x.Name)
		b.anchors[name] = x.Value
		return b.expand(name, out)
	case *ast.AliasNode:
		return b.expand(tokenText(x.Value), out)
	case *ast.TagNode, *ast.DirectiveNode, *ast.MappingKeyNode:
		b.report(path, out.Pos, shape(n), "")
	default:
		out.Text = tokenText(n)
	}
	return out
}

// expand builds the value of an anchor in the place of out.
func (b *builder) expand(name string, out *param.Node) *param.Node {
	value, known := b.anchors[name]
	switch {
	case !known:
		b.report(out.Path, out.Pos, "nothing above is anchored as &"+name, "")
		return out
	case b.open[name]:
		b.report(out.Path, out.Pos, "&"+name+" contains itself", "")
		return out
	}
	b.open[name] = true
	defer delete(b.open, name)
	return b.node(value, out.Path)
}

// mapping builds a map. Keys that come by a merge key (<<) yield to those written.
func (b *builder) mapping(values []*ast.MappingValueNode, out *param.Node) *param.Node {
	out.Kind = param.Map
	var merged []*ast.MappingValueNode
	for i, v := range values {
		at := place(b.file, v.Key.GetToken())
		if i == 0 && (out.Pos.Line != at.Line || out.Pos.Col > at.Col) {
			out.Pos = at
		}
		if _, merge := v.Key.(*ast.MergeKeyNode); merge {
			merged = append(merged, v)
			continue
		}
		b.entry(v, at, out)
	}
	for _, v := range merged {
		b.merge(v, out)
	}
	return b.fold(out)
}

// entry adds one key of a map.
func (b *builder) entry(v *ast.MappingValueNode, at param.Pos, out *param.Node) {
	switch v.Key.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
	default:
		b.report(out.Path, at, "this is no key", "write key: value")
		return
	}
	key := tokenText(v.Key)
	path := param.Join(out.Path, key)
	if slices.Contains(out.Keys, key) {
		b.report(path, at, fmt.Sprintf("this key is set twice; line %d sets it first", out.KeyAt(key).Line), "keep one of the two")
		return
	}
	out.Set(key, at, b.node(v.Value, path))
}

// merge adds the keys of a merge key's map or maps that are not set yet.
func (b *builder) merge(v *ast.MappingValueNode, out *param.Node) {
	from := b.node(v.Value, out.Path)
	maps := []*param.Node{from}
	if from.Kind == param.List {
		maps = from.Items
	}
	for _, m := range maps {
		if m.Kind != param.Map {
			b.report(out.Path, place(b.file, v.Key.GetToken()), "<< needs a map", "write <<: *name of an anchored map")
			continue
		}
		for i, key := range m.Keys {
			if !slices.Contains(out.Keys, key) {
				repath(m.Items[i], param.Join(out.Path, key))
				out.Set(key, m.KeyPos[i], m.Items[i])
			}
		}
	}
}

// repath moves a tree to another path.
func repath(n *param.Node, path string) {
	n.Path = path
	for i, item := range n.Items {
		key := strconv.Itoa(i)
		if n.Kind == param.Map {
			key = n.Keys[i]
		}
		repath(item, param.Join(path, key))
	}
}
