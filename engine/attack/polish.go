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

// polish tries single changes to the coalition and keeps those that raise its
// value, until a round of all of them brings nothing.
func (s *Searcher) polish() {
	for range polishPasses {
		improved := false
		for o := range int32(s.g.operators()) {
			if s.c.in[o] {
				improved = s.attempt(replace, o) || improved
			}
			improved = s.attempt(flip, o) || improved
		}
		for v := range int32(s.g.services()) {
			improved = s.attempt(toggle, v) || improved
		}
		if !improved {
			return
		}
	}
}

// change is a kind of single change to a coalition.
type change uint8

const (
	flip    change = iota // an operator in, with what that covers, or out, with the services that fall short
	replace               // a member out and others in for it
	toggle                // a service given up, or taken with the operators it needs
)

// attempt makes one change and what follows from it, and undoes everything unless
// the value rose within the limits.
func (s *Searcher) attempt(k change, i int32) bool {
	before := s.c.value()
	if k == flip && !s.c.in[i] && s.idle(i) && !s.ripe() {
		return false // it would be trimmed at once, and nothing be taken
	}
	s.c.save(&s.trial)
	if s.make(k, i) {
		s.trim()
		s.absorb()
		if s.allowed() && s.c.value() > before {
			s.note()
			return true
		}
	}
	s.c.restore(&s.trial)
	return false
}

func (s *Searcher) allowed() bool {
	return s.c.services > 0 && s.c.services <= s.limits.Services && s.c.total <= int64(s.limits.Budget)
}

// make is false where the change is not possible.
func (s *Searcher) make(k change, i int32) bool {
	switch {
	case k == replace:
		return s.replace(i)
	case k == toggle && s.c.taken[i]:
		s.c.drop(i)
	case k == toggle && s.g.need[i] == 0:
		return false
	case k == toggle:
		s.add(i)
	case s.c.in[i]:
		s.expel(i)
	default:
		s.c.enter(i)
	}
	return true
}

// idle says whether an operator backs none of the services taken.
func (s *Searcher) idle(o int32) bool {
	for _, v := range s.g.nodesOf(o) {
		for _, l := range s.g.linksOf(v) {
			if s.c.taken[l.to] {
				return false
			}
		}
	}
	return true
}

// ripe says whether the coalition covers a service that it has not taken.
func (s *Searcher) ripe() bool {
	for v, taken := range s.c.taken {
		if !taken && s.c.covered(int32(v)) {
			return true
		}
	}
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

// replace removes a member and covers what falls short by others.
func (s *Searcher) replace(o int32) bool {
	s.c.leave(o)
	s.banned = o
	defer func() { s.banned = nobody }()
	for _, v := range s.g.nodesOf(o) {
		for _, l := range s.g.linksOf(v) {
			if s.c.taken[l.to] && s.c.have[l.to] < s.g.need[l.to] && !s.cover(l.to, greedySkips) {
				return false
			}
		}
	}
	return true
}
