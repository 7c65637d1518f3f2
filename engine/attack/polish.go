package attack

import (
	"cmp"
	"slices"
)

// polishPasses bounds the rounds of single changes; a round without improvement
// ends them earlier.
const polishPasses = 4

// trim lets members leave whose services stay covered without them, the dearest
// first, ties by index. Leaving changes no other member's cost and only lowers
// coverage, so one pass leaves nobody who could go.
func (s *Searcher) trim() {
	s.members = s.members[:0]
	for o, in := range s.c.in {
		if in {
			s.members = append(s.members, item{operator: int32(o), cost: s.c.cost[o]})
		}
	}
	slices.SortFunc(s.members, func(a, b item) int {
		return cmp.Or(cmp.Compare(b.cost, a.cost), cmp.Compare(a.operator, b.operator))
	})
	for _, m := range s.members {
		s.c.leave(m.operator)
		if !s.c.holds(m.operator) {
			s.c.enter(m.operator)
		}
	}
}

// absorb takes services that the coalition covers already, where their worth
// exceeds what more would be slashed.
func (s *Searcher) absorb() {
	for v := range int32(s.g.services()) {
		if s.c.taken[v] || !s.c.covered(v) || s.c.services >= s.limits.Services {
			continue
		}
		before := s.c.value()
		s.c.take(v)
		if s.c.value() <= before || s.c.total > int64(s.limits.Budget) {
			s.c.drop(v)
		}
	}
}

// polish tries single changes to the coalition (an operator out, an operator in, a
// service given up), each followed by what it makes possible, and keeps those that
// raise its value.
func (s *Searcher) polish() {
	for range polishPasses {
		improved := false
		for o := range int32(s.g.operators()) {
			improved = s.attempt(o, -1) || improved
		}
		for v := range int32(s.g.services()) {
			improved = s.c.taken[v] && s.attempt(-1, v) || improved
		}
		if !improved {
			return
		}
	}
}

// attempt flips operator o, or gives up service v where o is negative, and undoes
// everything unless the value rose.
func (s *Searcher) attempt(o, v int32) bool {
	before := s.c.value()
	s.c.save(&s.trial)
	switch {
	case o < 0:
		s.c.drop(v)
	case s.c.in[o]:
		s.expel(o)
	default:
		s.c.enter(o)
		s.absorb()
	}
	s.trim()
	if s.c.services > 0 && s.c.value() > before && s.c.total <= int64(s.limits.Budget) {
		s.note()
		return true
	}
	s.c.restore(&s.trial)
	return false
}

// expel removes a member and the services that fall short without it.
func (s *Searcher) expel(o int32) {
	s.c.leave(o)
	for _, v := range s.g.nodesOf(o) {
		for _, l := range s.g.linksOf(v) {
			if s.c.taken[l.to] && s.c.have[l.to] < s.g.need[l.to] {
				s.c.drop(l.to)
			}
		}
	}
}
