package scenarios

import (
	"slices"
	"strings"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/param"
)

// report adds problems whose paths are relative to a node. Where something is wrong
// already, at the same place, around it or inside it, nothing more is said: the rest
// may only follow from it.
func (p *Plan) report(at *param.Node, problems param.Problems) {
	for _, x := range problems {
		if x.Pos.Line == 0 {
			where := at.Nearest(x.Path)
			x.Pos, x.Path = where.Pos, param.Join(at.Path, x.Path)
			if p.accused(x.Path) {
				continue
			}
		}
		p.problems = append(p.problems, x)
	}
}

// accused says whether something is wrong at a path of the scenario, above or below it.
func (p *Plan) accused(path string) bool {
	return slices.ContainsFunc(p.problems, func(x param.Problem) bool {
		return x.Path == path || within(x.Path, path) || within(path, x.Path)
	})
}

// within says whether a path lies below another. Everything lies below the root, of
// which a problem without a path speaks.
func within(path, above string) bool { return strings.HasPrefix(path, above+".") }

// nearestAsset is a hint at the asset whose name is closest to a word.
func (p *Plan) nearestAsset(word string) string {
	var names []string
	for i := range p.File.Assets {
		names = append(names, p.File.Assets[i].Name)
	}
	return known(word, names)
}

// operators lists the network's operators, if there is one.
func (p *Plan) operators() []string {
	if p.Spec.Network == nil {
		return nil
	}
	var names []string
	for _, o := range p.Spec.Network.Network.Operators {
		names = append(names, o.Name)
	}
	return names
}

// withHints adds to an agent's names that nothing bears what they may have meant.
func withHints(problems param.Problems, at *param.Node, n *engine.Names) param.Problems {
	names := map[string][]string{"token": n.Tokens, "alternative": n.Tokens, "pool": n.Pools, "desk": n.Desks, "programme": n.Programmes}
	for i := range problems {
		x := &problems[i]
		if word := at.Lookup(x.Path); word != nil && x.Hint == "" && names[x.Path] != nil {
			x.Hint = known(word.Text, names[x.Path])
		}
	}
	return problems
}

// known is a hint at the name that is closest to a word, or at the names that there
// are where none is close.
func known(word string, names []string) string {
	const most = 12
	if hint := nearest(word, names); hint != "" || len(names) == 0 {
		return hint
	}
	list := slices.Sorted(slices.Values(names))
	if len(list) > most {
		list = append(list[:most], "…")
	}
	return "known here: " + strings.Join(list, ", ")
}
