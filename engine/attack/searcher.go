package attack

import (
	"cmp"
	"math"
	"slices"

	"github.com/restakesim/restakesim/engine/attack/exact"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// Searcher looks for attacks on one exposure at a time. Its zero value is ready;
// it keeps its memory from search to search and allocates nothing once it has seen
// the largest exposure. It is used by one goroutine. Equal inputs give equal
// answers: every tie is broken by index.
//
// The attacks it returns alias its memory and stand until its next call; Clone
// keeps one.
type Searcher struct {
	g      index
	c      coalition
	k      knapsack
	limits Limits
	plain  exact.Problem
	solver exact.Solver

	profitable incumbent // most value seen
	tightest   incumbent // least cost per profit seen
	trial      snapshot
	banned     int32 // operator that may not be chosen
	starts     []start
	members    []item
	worth      []int64
	operators  []int32
	taken      []int32
	brackets   []Bracket
}

// incumbent is the best coalition seen by some measure.
type incumbent struct {
	snapshot
	found        bool
	value        int64
	cost, reward int64
}

// start is a service to begin with and what it is worth alone.
type start struct {
	service int32
	value   int64
}

// Load takes a copy of what the search needs of x, which may be refilled
// afterwards. It fails with ErrMalformed, or money.ErrOverflow when total stake,
// profit, bonds and franchises, or what one node could lose exceed an int64.
func (s *Searcher) Load(x *restake.Exposure) error {
	if err := s.g.build(x); err != nil {
		return err
	}
	s.worth = append(s.worth[:0], s.g.profit...)
	return nil
}

// Measure returns the attack of the given operators on the given services of the
// loaded exposure, and whether it covers all of them. Repeated indices count once;
// indices out of range are never covered. A world re-checks with it, on the state
// as it is, what was planned on the state as it was recognised.
func (s *Searcher) Measure(operators, services []int32) (a Attack, covered bool) {
	s.begin(Sigma)
	covered = len(services) > 0
	for _, v := range services {
		if v < 0 || int(v) >= s.g.services() {
			covered = false
		} else if !s.c.taken[v] {
			s.c.take(v)
		}
	}
	for _, o := range operators {
		if o < 0 || int(o) >= s.g.operators() {
			covered = false
		} else if !s.c.in[o] {
			s.c.enter(o)
		}
	}
	a = s.attack()
	for _, v := range a.Services {
		covered = covered && s.c.covered(v)
	}
	return a, covered
}

// attack reads the coalition as it stands.
func (s *Searcher) attack() Attack {
	a := Attack{Operators: s.operators[:0], Services: s.taken[:0], Reward: money.Gwei(s.c.reward)}
	for o, in := range s.c.in {
		if !in {
			continue
		}
		a.Operators = append(a.Operators, int32(o))
		a.Stake += money.Gwei(s.g.opStake[o])
		a.Sigma += money.Gwei(s.c.sigma[o])
		a.Kappa += money.Gwei(s.g.kappa(int32(o), s.c.sigma[o]))
		a.Franchise += money.Gwei(s.g.franch[o])
	}
	for v, taken := range s.c.taken {
		if taken {
			a.Services = append(a.Services, int32(v))
		}
	}
	s.operators, s.taken = a.Operators, a.Services
	return a
}

// nobody stands for no operator.
const nobody = -1

// begin empties the coalition for a search in objective o.
func (s *Searcher) begin(o Objective) {
	s.banned = nobody
	s.c.worth = s.worth
	s.c.reset(&s.g, o)
}

// choose finds operators outside the coalition that would lift v to its threshold
// at the least added cost, given that v is among the services taken. The answer is
// in s.k.best; ok is false when v cannot be covered.
func (s *Searcher) choose(v int32, skips int) (added Bracket, ok bool) {
	deficit := s.g.need[v] - s.c.have[v]
	if deficit <= 0 {
		s.k.best = s.k.best[:0]
		return Bracket{}, s.g.need[v] > 0
	}
	s.gather(v)
	return s.k.solve(deficit, skips)
}

// gather lists the operators outside the coalition that could help to cover v.
func (s *Searcher) gather(v int32) {
	s.k.items = s.k.items[:0]
	for _, l := range s.g.backersOf(v) {
		o := s.g.owner[l.to]
		n := len(s.k.items)
		switch {
		case s.c.in[o] || l.weight == 0 || o == s.banned:
		case n > 0 && s.k.items[n-1].operator == o:
			s.k.items[n-1].weight += l.weight
		default:
			s.k.items = append(s.k.items, item{operator: o, weight: l.weight, cost: s.c.cost[o]})
		}
	}
}

// rankStarts lists the services that can be taken within the limits, most value
// alone first.
func (s *Searcher) rankStarts() {
	s.starts = s.starts[:0]
	for v := range int32(s.g.services()) {
		if value, ok := s.prospect(v, math.MinInt64); ok {
			s.starts = append(s.starts, start{v, value})
		}
	}
	slices.SortFunc(s.starts, func(a, b start) int {
		return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(a.service, b.service))
	})
}

// note keeps the coalition if it is the best so far by either measure.
func (s *Searcher) note() {
	c := &s.c
	if c.services == 0 || c.total > int64(s.limits.Budget) {
		return
	}
	if p := &s.profitable; !p.found || c.value() > p.value {
		s.keep(p)
	}
	if t := &s.tightest; c.reward > 0 && (!t.found || compareProducts(c.total, t.reward, t.cost, c.reward) < 0) {
		s.keep(t)
	}
}

func (s *Searcher) keep(i *incumbent) {
	s.c.save(&i.snapshot)
	i.found, i.value, i.cost, i.reward = true, s.c.value(), s.c.total, s.c.reward
}

// forget drops the incumbents of an earlier search.
func (s *Searcher) forget() {
	s.profitable.found, s.tightest.found = false, false
}
