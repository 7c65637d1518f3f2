package attack

import (
	"context"

	"github.com/restakesim/restakesim/engine/attack/exact"
)

// jointSearch finds the most profitable coalition of a covering problem with joint
// profits by looking at cases, each of which is a plain covering problem: first the one
// that leaves all joint profits open, then, as long as the best coalition of a case is
// worth less than the case assumes, its parts, the most promising first.
type jointSearch struct {
	j      *joined
	solver *exact.Solver
	limits exact.Limits // of all cases together; a case counts as one node at least
	floor  int64        // a net that need not be proven again
	found  func(loot)   // told of the best coalition of each case

	best  loot // of all cases
	any   bool // some coalition was found
	nodes int64
	cases []jointCase
}

// run returns a bound on the net of every attack, at least the best one's and the floor.
func (s *jointSearch) run(ctx context.Context) (upper int64, err error) {
	if s.limits.Nodes == 0 {
		s.limits.Nodes = exact.DefaultNodes
	}
	closed := s.floor // cases in which nothing more can be found out
	s.cases = []jointCase{{fates: make([]fate, len(s.j.joints)), upper: most}}
	for len(s.cases) > 0 {
		c := s.next()
		if c.upper <= s.settled() {
			break // and so are all others
		}
		if s.nodes >= s.limits.Nodes || s.limits.Decide && s.settled() > 0 || s.nodes > 0 && ctx.Err() != nil {
			closed = max(closed, c.upper)
			break
		}
		at, err := s.look(ctx, &c)
		if err != nil {
			return 0, err
		}
		switch {
		case c.upper <= s.settled():
		case at < 0:
			closed = max(closed, c.upper)
		default:
			s.cases = append(s.cases, s.j.split(&c, at)...)
		}
	}
	return max(closed, s.settled()), nil
}

// settled is the net up to which cases hold nothing new. To decide, it is enough to
// know that nothing pays.
func (s *jointSearch) settled() int64 {
	net := s.floor
	if s.any {
		net = max(net, s.best.net())
	}
	if s.limits.Decide {
		return max(net, 0)
	}
	return net
}

// next takes out the case with the largest bound, the oldest of equals.
func (s *jointSearch) next() jointCase {
	first := 0
	for i := range s.cases {
		if s.cases[i].upper > s.cases[first].upper {
			first = i
		}
	}
	c := s.cases[first]
	s.cases = append(s.cases[:first], s.cases[first+1:]...)
	return c
}

// look searches one case, lowers its bound and returns the joint profit to divide it
// by; −1 for none.
func (s *jointSearch) look(ctx context.Context, c *jointCase) (int, error) {
	q, offset, fits := s.j.covering(c)
	s.nodes++
	if !fits {
		return -1, nil
	}
	if q == nil {
		c.upper = -most
		return -1, nil
	}
	a, err := s.solver.Solve(ctx, q, exact.Limits{Nodes: max(1, s.limits.Nodes-s.nodes), Decide: s.limits.Decide && offset == 0})
	if err != nil {
		return -1, err
	}
	s.nodes += max(0, a.Nodes-1)
	if !a.Possible {
		c.upper = -most
		return -1, nil
	}
	c.upper = min(c.upper, a.Upper+offset)
	l, covered := s.j.count(a.Best.Members)
	s.found(l)
	if !s.any || l.net() > s.best.net() {
		s.best, s.any = l, true
	}
	return s.j.doubtful(c, covered), nil
}
