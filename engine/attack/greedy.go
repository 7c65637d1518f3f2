package attack

import (
	"math"

	"github.com/restakesim/restakesim/engine/money"
)

// Effort of the greedy search, which trades quality for time: on networks of up to
// 200 operators and 30 services, three times as much of either found little more.
const (
	greedyStarts = 4  // services to begin with, most valuable alone first
	greedySkips  = 16 // branches per knapsack
)

// Greedy returns the best attack it finds within the limits, and whether it pays:
// reward > cost, strictly. When none pays, the attack is the one that loses least;
// it has no services if none can be taken within the limits.
//
// Services are added one at a time, the one with the best worth − added cost first,
// also while the sum is still negative, because services that share operators can
// pay together and not alone. After each addition members that are no longer needed
// leave and services that are covered anyway are taken. The best coalition seen is
// then improved by single changes. What is found need not be the best there is.
func (s *Searcher) Greedy(o Objective, l Limits) (a Attack, pays bool) {
	s.limits = l
	s.forget()
	copy(s.worth, s.g.profit)
	s.begin(o)
	s.climb()
	if !s.profitable.found {
		s.begin(o)
		return s.attack(), false
	}
	s.c.restore(&s.profitable.snapshot)
	a = s.attack()
	return a, a.Pays(o)
}

// Tightest returns the attack with the least cost per profit that it finds: its
// Gamma is the best-known slack, an upper bound on the network's. It is false when
// no service with a profit can be taken.
//
// Fractional programming after Dinkelbach (1967): with the best ratio r known,
// look for an attack that pays when profits count r times; its ratio is smaller.
func (s *Searcher) Tightest(o Objective) (a Attack, ok bool) {
	s.limits = NoLimits()
	s.forget()
	s.tighten(o)
	copy(s.worth, s.g.profit)
	if !s.tightest.found {
		return Attack{}, false
	}
	s.begin(o)
	s.c.restore(&s.tightest.snapshot)
	return s.attack(), true
}

// tighten climbs at ever smaller ratios of cost to profit.
func (s *Searcher) tighten(o Objective) {
	copy(s.worth, s.g.profit)
	s.begin(o)
	s.climb()
	for s.tightest.found && s.reweigh(s.tightest.cost, s.tightest.reward, money.Down) {
		cost, reward := s.tightest.cost, s.tightest.reward
		s.profitable.found = false
		s.begin(o)
		s.climb()
		if s.tightest.cost == cost && s.tightest.reward == reward {
			break
		}
	}
}

// reweigh lets every service count for its profit times a ratio of cost to profit. It is
// false where that does not fit.
func (s *Searcher) reweigh(cost, reward int64, r money.Rounding) bool {
	var total int64
	for v, profit := range s.g.profit {
		w, err := money.MulDiv(profit, cost, reward, r)
		if err != nil || !grow(&total, w) {
			return false
		}
		s.worth[v] = w
	}
	return true
}

// climb runs the greedy additions from several first services, each until no service
// can be added, and polishes two coalitions: the largest of the first run, from which
// services are given up, and at last the best seen. Whatever coalition stands
// before, none in particular stands afterwards.
func (s *Searcher) climb() {
	s.rankStarts()
	for i := range min(len(s.starts), greedyStarts) {
		s.c.reset(&s.g, s.c.objective)
		for v := s.starts[i].service; v >= 0; v = s.pick() {
			s.add(v)
			s.trim()
			s.absorb()
			s.note()
		}
		if i == 0 && s.c.services > 0 {
			s.polish()
		}
	}
	if s.profitable.found {
		s.c.restore(&s.profitable.snapshot)
		s.polish()
	}
}

// pick returns the service whose addition leaves the most value, ties by index, or
// −1 when none can be added within the limits.
func (s *Searcher) pick() int32 {
	best, chosen := int64(math.MinInt64), int32(-1)
	for v := range int32(s.g.services()) {
		if s.c.taken[v] {
			continue
		}
		if value, ok := s.prospect(v, best); ok && value > best {
			best, chosen = value, v
		}
	}
	return chosen
}

// prospect is the value of the coalition if it also took v, and whether it could and
// the value may exceed floor.
func (s *Searcher) prospect(v int32, floor int64) (value int64, ok bool) {
	if s.g.need[v] == 0 || s.c.services >= s.limits.Services {
		return 0, false
	}
	s.c.take(v)
	defer s.c.drop(v)
	if low := min(s.atLeast(v), math.MaxInt64-max(0, floor)); s.c.value() <= floor+low {
		return 0, false
	}
	added, ok := s.choose(v, greedySkips)
	value = s.c.value() - int64(added.Upper)
	return value, ok && s.c.total+int64(added.Upper) <= int64(s.limits.Budget)
}

// atLeast is less than or equal to what covering v adds in cost: the deficit at the
// least cost per weight that any operator asks. It spares most knapsacks.
func (s *Searcher) atLeast(v int32) int64 {
	deficit := s.g.need[v] - s.c.have[v]
	s.gather(v)
	if deficit <= 0 || len(s.k.items) == 0 {
		return 0
	}
	cheap := s.k.items[0]
	for _, i := range s.k.items[1:] {
		if compareProducts(i.cost, cheap.weight, cheap.cost, i.weight) < 0 {
			cheap = i
		}
	}
	low, err := money.MulDiv(deficit, cheap.cost, cheap.weight, money.Down)
	if err != nil {
		return 0
	}
	return low
}

// add takes v with the operators that choose finds for it.
func (s *Searcher) add(v int32) {
	s.c.take(v)
	s.cover(v, greedySkips)
}

// cover lets the operators enter that choose finds for v with so many branches; false if
// there are none.
func (s *Searcher) cover(v int32, skips int) bool {
	_, ok := s.choose(v, skips)
	if ok {
		for _, i := range s.k.best {
			s.c.enter(s.k.items[i].operator)
		}
	}
	return ok
}
