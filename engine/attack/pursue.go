package attack

import (
	"context"
	"math"

	"github.com/restakesim/restakesim/engine/attack/exact"
	"github.com/restakesim/restakesim/engine/money"
)

// Effort of a pursuit. Each look at the bound takes about as long as a greedy search;
// one without a trail branches, which takes a hundred times that.
const (
	nearby   = 64 // within 1/nearby of the best attack a bound is near; a look that narrows what is open by less is the last
	looks    = 8  // at most
	narrowed = 6  // ratios of cost to profit that are tried at most
	explored = 40 // nodes of a search without a trail
)

// Best returns the most profitable attack that it finds within the limits, and a bound
// on what any attack nets, with or without limits. The attack has no services where
// none can be taken, or where the bound is 0: then none pays.
//
// Where each operator is charged once and whole the attack is that of
// engine/attack/exact, started from the trail, and the bound is its. Where that goes
// beyond the limits, profits count for less until it keeps to them. Where the bound stays
// far above what is found, a greedy search follows. Elsewhere there is only that; where
// stake is unique the bound in σ is what the services yield one by one, and with shared
// stake there is none.
func (s *Searcher) Best(o Objective, l Limits, t *Trail) (a Attack, upper money.Gwei) {
	s.limits = l
	s.forget()
	copy(s.worth, s.g.profit)
	upper = math.MaxInt64
	if p, ok := s.whole(o); ok {
		var c *exact.Choice
		if c, upper = s.pursue(p, o, &t.best[o]); !s.within(c) {
			s.moderate(o, c, &t.modest[o])
		}
	} else if s.g.apart && o == Sigma {
		upper = s.oneByOne()
	}
	if upper > 0 && !s.near(upper) {
		s.begin(o)
		s.climb()
	}
	s.begin(o)
	if upper > 0 && s.profitable.found {
		s.c.restore(&s.profitable.snapshot)
	}
	return s.attack(), upper
}

// pursue lowers the bound on a covering problem, and offers what it finds on the way.
// Where nothing found pays and the bound does not say why, it begins anew: often enough
// that is all it takes to prove that nothing pays. With nodes to spend it branches until
// that is known.
func (s *Searcher) pursue(p *exact.Problem, o Objective, w *exact.Warm) (c *exact.Choice, bound money.Gwei) {
	upper, open := int64(math.MaxInt64), int64(math.MaxInt64)
	if len(w.Split.Shares) == 0 {
		upper = s.explore(p, o, w, false)
	}
	for range looks {
		var u int64
		c, u = s.solver.Rebound(p, w)
		upper = min(upper, u)
		s.offer(c, o)
		before := open
		open = upper - s.value()
		if upper <= 0 || open >= before-before/nearby {
			break
		}
	}
	if upper > 0 && s.value() == 0 {
		var u int64
		if s.limits.Nodes > 0 {
			c, u = s.solver.Settle(context.Background(), s.limits.Nodes)
		} else {
			w.Split.Shares = w.Split.Shares[:0]
			c, u = s.solver.Rebound(p, w)
		}
		upper = min(upper, u)
		s.offer(c, o)
	}
	return c, money.Gwei(max(0, upper))
}

// explore starts a trail by a search that branches: all that follow depend on where it
// ends. It may stop at the first attack that pays.
func (s *Searcher) explore(p *exact.Problem, o Objective, w *exact.Warm, first bool) (upper int64) {
	a, err := s.solver.Solve(context.Background(), p, exact.Limits{Nodes: explored, Decide: first})
	if err != nil || !a.Possible {
		return math.MaxInt64
	}
	if a.Best.Net() > 0 {
		s.offer(&a.Best, o)
		w.Members = append(w.Members[:0], a.Best.Members...)
	}
	w.Split.Shares = append(w.Split.Shares[:0], a.Split.Shares...)
	return a.Upper
}

// within says whether a choice of the covering problem keeps to the limits.
func (s *Searcher) within(c *exact.Choice) bool {
	return len(c.Services) <= s.limits.Services && c.Cost <= int64(s.limits.Budget)
}

// value is what the best attack nets; 0 where none is known that pays.
func (s *Searcher) value() int64 {
	if !s.profitable.found {
		return 0
	}
	return max(0, s.profitable.value)
}

// near says whether the best attack is as good as the bound.
func (s *Searcher) near(upper money.Gwei) bool {
	return int64(upper)-s.value() <= s.value()/nearby
}

// offer notes a choice of the covering problem, unless it goes beyond the limits.
func (s *Searcher) offer(c *exact.Choice, o Objective) {
	s.begin(o)
	for _, v := range c.Services {
		s.c.take(v)
	}
	for _, v := range c.Members {
		s.c.enter(v)
	}
	if s.within(c) {
		s.note()
	}
}
