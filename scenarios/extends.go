package scenarios

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/restakesim/restakesim/engine/param"
)

// ParseTree reads a file and those that it extends into one tree, and applies edits
// of the form path=value. Later files win over earlier ones: maps are merged by key,
// lists and single values replaced. The values of the levers and uncertain sections
// stand in the tree at the paths that they name, with their Role. The tree is nil
// when a file or an edit could not be made out; it comes with problems when it is
// whole except at their paths. Sources hold what could be read in any case.
func ParseTree(fsys fs.FS, name string, sets []string) (*param.Node, Sources, param.Problems) {
	l := loader{fsys: fsys}
	tree := l.load(path.Clean(name), nil, nil)
	for _, edit := range sets {
		l.set(tree, edit)
	}
	l.problems.Sort(l.sources.names()...)
	if l.broken {
		tree = nil
	}
	return tree, l.sources, slices.Compact(l.problems)
}

// DecodeTree reads a tree and decodes it, so that the problems of the text and those
// of its values come back together. Where the text is at fault, nothing is said about
// the value.
func DecodeTree(fsys fs.FS, name string, sets []string, into any, catalogues ...param.Catalogue) (*param.Node, Sources, param.Problems) {
	tree, sources, problems := ParseTree(fsys, name, sets)
	if tree == nil {
		return nil, sources, problems
	}
	text := problems
	for _, p := range param.Decode(tree, into, catalogues...) {
		if !slices.ContainsFunc(text, func(t param.Problem) bool { return t.Path == p.Path }) {
			problems = append(problems, p)
		}
	}
	problems.Sort(sources.names()...)
	return tree, sources, problems
}

// loader gathers sources and problems over the files of one scenario.
type loader struct {
	fsys     fs.FS
	sources  Sources
	loads    int
	problems param.Problems
	broken   bool // a file or an edit could not be made out
}

// mostFiles bounds how often files are read for one scenario: one that two others
// extend is read twice.
const mostFiles = 64

// load reads a file whose chain of extending files is given, and those it extends.
// The node by names the file in the last of the chain.
func (l *loader) load(name string, chain []string, by *param.Node) *param.Node {
	l.loads++
	refuse := func(message string) *param.Node {
		p := param.Problem{Pos: param.Pos{File: name}, Message: message}
		if by != nil {
			p = by.Problem(by.Text+": "+message, "")
		}
		l.problems, l.broken = append(l.problems, p), true
		return nil
	}
	chain = append(slices.Clone(chain), name)
	switch {
	case slices.Contains(chain[:len(chain)-1], name):
		return refuse("extends runs in a circle: " + strings.Join(chain, " extends "))
	case l.loads > mostFiles:
		return refuse("too many files extend one another")
	}
	s, err := readSource(l.fsys, name)
	if err != nil {
		return refuse(err.Error())
	}
	if _, known := l.sources.Text(name); !known {
		l.sources.Files = append(l.sources.Files, s)
	}
	body, problems := parse(s)
	l.problems = append(l.problems, problems...)
	if body != nil && body.Kind != param.Map {
		l.problems, body = append(l.problems, body.Problem("a scenario is a map of keys", "write key: value")), nil
	}
	if body == nil {
		l.broken = true
		return nil
	}
	return l.assemble(body, chain)
}

// assemble merges a file's own tree over those it extends and applies its settings.
func (l *loader) assemble(body *param.Node, chain []string) *param.Node {
	bases := l.bases(drop(body, "extends"))
	settings := l.settings(body)
	var tree *param.Node
	for _, by := range bases {
		file := path.Join(path.Dir(chain[len(chain)-1]), by.Text)
		tree = merge(tree, l.load(file, chain, by))
	}
	tree = merge(tree, body)
	for _, s := range settings {
		l.put(tree, s.path, s.at, s.value)
	}
	return tree
}

// bases lists the files that an extends key names: one or several.
func (l *loader) bases(n *param.Node) []*param.Node {
	if n == nil {
		return nil
	}
	list := []*param.Node{n}
	if n.Kind == param.List {
		list = n.Items
	}
	for _, item := range list {
		if item.Kind != param.Scalar || item.Text == "" {
			l.problems, l.broken = append(l.problems, item.Problem("extends needs the name of a file", "write extends: other.yaml")), true
			return nil
		}
	}
	return list
}

// merge lays one tree over another and returns the result; either may be nil.
func merge(base, over *param.Node) *param.Node {
	switch {
	case base == nil:
		return over
	case over == nil:
		return base
	case base.Kind != param.Map || over.Kind != param.Map || replaces(base, over):
		return inherit(base, over)
	}
	for i, key := range over.Keys {
		base.Set(key, over.KeyPos[i], merge(base.Get(key), over.Items[i]))
	}
	base.Pos = over.Pos
	if over.From != nil {
		base.From = over.From
	}
	return base
}

// replaces says whether a map takes the place of another as a whole: one of another
// kind has other keys, and a distribution or a clock is a single value.
func replaces(base, over *param.Node) bool {
	was, is := base.Get("kind"), over.Get("kind")
	if was != nil && is != nil && was.Text != is.Text {
		return true
	}
	return over.Get("dist") != nil || len(over.Keys) == 1 && (over.Keys[0] == "every" || over.Keys[0] == "fixed")
}

// inherit lets a value that replaces a lever's or an uncertain one stay such a value.
func inherit(was, is *param.Node) *param.Node {
	if is.Role == param.Plain && was.Kind == param.Scalar && is.Kind == param.Scalar {
		is.Role, is.Doc = was.Role, was.Doc
	}
	return is
}
