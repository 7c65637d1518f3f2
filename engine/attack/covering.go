package attack

import (
	"slices"

	"github.com/restakesim/restakesim/engine/attack/exact"
)

// covering is a covering problem drawn from a field. No coalition of operators costs
// less than the members that it amounts to, so a bound on the problem bounds every
// attack on the exposure; where each operator is one member, the two are the same.
type covering struct {
	problem exact.Problem
	members []member
	same    bool // each operator is at most one member
}

// member is one or more positions of an operator.
type member struct {
	operator  int32
	positions []int32
	service   int32 // the only service of a member that is not charged whole, else −1
}

// perOperator merges what an operator loses together: positions that are charged whole
// and serve the same services, and claims of the same service.
func (f *field) perOperator() *covering {
	of := make([][]int32, f.operators)
	for i, p := range f.positions {
		of[p.operator] = append(of[p.operator], int32(i))
	}
	b := builder{f: f}
	for o, positions := range of {
		first := len(b.drafts)
		for _, i := range positions {
			b.place(int32(o), i, first)
		}
	}
	return b.covering()
}

// perPosition makes members of single positions and claims: what a certificate lists.
func (f *field) perPosition() *covering {
	b := builder{f: f}
	for i, p := range f.positions {
		b.place(p.operator, int32(i), len(b.drafts))
	}
	return b.covering()
}

// builder gathers members before their rows are laid out.
type builder struct {
	f      *field
	drafts []draft
}

type draft struct {
	member
	cost  int64
	edges []exact.Edge
}

// place adds position i to the drafts from first on that it can be merged with, or to
// new ones.
func (b *builder) place(operator, i int32, first int) {
	p := &b.f.positions[i]
	if p.charge == once {
		b.merge(first, draft{member{operator, []int32{i}, -1}, p.cost, edgesOf(p.claims)})
		return
	}
	for k := range p.claims {
		c := &p.claims[k]
		b.merge(first, draft{member{operator, []int32{i}, c.service}, c.price, edgesOf(p.claims[k : k+1])})
	}
}

func edgesOf(claims []claim) []exact.Edge {
	out := make([]exact.Edge, len(claims))
	for k, c := range claims {
		out[k] = exact.Edge{Service: c.service, Weight: c.weight}
	}
	return out
}

// merge adds d to a draft from first on that serves the same services and is charged
// in the same way.
func (b *builder) merge(first int, d draft) {
	for i := first; i < len(b.drafts); i++ {
		old := &b.drafts[i]
		if old.service != d.service || !slices.EqualFunc(old.edges, d.edges, func(x, y exact.Edge) bool { return x.Service == y.Service }) {
			continue
		}
		old.positions = append(old.positions, d.positions...)
		old.cost += d.cost
		for k := range d.edges {
			old.edges[k].Weight += d.edges[k].Weight
		}
		return
	}
	b.drafts = append(b.drafts, d)
}

func (b *builder) covering() *covering {
	c := &covering{same: true}
	c.problem.Services = b.f.services
	c.problem.Start = append(c.problem.Start, 0)
	seen := make([]bool, b.f.operators)
	for i := range b.drafts {
		d := &b.drafts[i]
		c.members = append(c.members, d.member)
		c.problem.Cost = append(c.problem.Cost, d.cost)
		c.problem.Edges = append(c.problem.Edges, d.edges...)
		c.problem.Start = append(c.problem.Start, int32(len(c.problem.Edges)))
		c.same = c.same && !seen[d.operator]
		seen[d.operator] = true
	}
	return c
}

// operatorsOf are the operators of some members, ascending.
func (c *covering) operatorsOf(members []int32) []int32 {
	var out []int32
	for _, m := range members {
		out = append(out, c.members[m].operator)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
