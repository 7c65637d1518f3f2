package scenarios

import (
	"io/fs"
	"slices"

	"github.com/restakesim/restakesim/engine/param"
)

// raw is a scenario that has been read and not yet decoded: edits make plans of it
// without reading the file again.
type raw struct {
	fsys     fs.FS
	name     string
	tree     *param.Node
	sources  Sources
	problems param.Problems
}

// readRaw reads a file and applies edits. The frontier section is left out: the
// plans of a plane's points have none.
func readRaw(fsys fs.FS, name string, sets []string) raw {
	tree, sources, problems := ParseTree(fsys, name, sets)
	if tree != nil {
		drop(tree, "frontier")
	}
	return raw{fsys, name, tree, sources, problems}
}

// plan makes a plan with further edits.
func (b *raw) plan(sets []string) (*Plan, param.Problems) {
	if b.tree == nil {
		return nil, b.problems
	}
	tree, l := b.tree.Clone(), loader{fsys: b.fsys}
	for _, edit := range sets {
		l.set(tree, edit)
	}
	sources := Sources{Files: append(slices.Clone(b.sources.Files), l.sources.Files...)}
	f := new(File)
	problems := append(l.problems, param.Decode(tree, f, Catalogues()...)...)
	p := newPlan(b.name, f, tree, sources, problems)
	p.build(b.fsys)
	return p, p.problems
}
