package attack

import (
	"math"

	"github.com/restakesim/restakesim/engine/attack/exact"
	"github.com/restakesim/restakesim/engine/money"
)

// Effort of a pursuit. Each look at the bound takes about as long as a greedy search;
// the first without a trail takes ten times that.
const (
	nearby   = 64 // within 1/nearby of the best attack a bound is near; a look that narrows what is open by less is the last
	looks    = 8  // at most
	narrowed = 6  // ratios of cost to profit that are tried at most
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
// that is all it takes to prove that nothing pays.
func (s *Searcher) pursue(p *exact.Problem, o Objective, w *exact.Warm) (c *exact.Choice, bound money.Gwei) {
	upper, open := int64(math.MaxInt64), int64(math.MaxInt64)
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
		w.Split.Shares = w.Split.Shares[:0]
		var u int64
		c, u = s.solver.Rebound(p, w)
		upper = min(upper, u)
		s.offer(c, o)
	}
	return c, money.Gwei(max(0, upper))
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

// offer notes a choice of the covering problem, unless it is of too many services.
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

// Enclose returns the attack with the least cost per profit that it finds, whose Gamma
// is the best-known slack, and a slack that is proven, −1 where none is; alone is the
// survey in the same objective. ok is false where no service with a profit can be taken.
//
// Where each operator is charged once and whole this is the method of Dinkelbach (1967)
// with the search of Best, which starts from the trail; elsewhere it is Tightest. With
// profits counted r times no attack nets more than U, and each costs the price of
// corruption P or more. So one of profit π costs max(P, rπ − U), and no ratio of cost to
// profit is below that where the two meet, r·P/(P + U).
func (s *Searcher) Enclose(o Objective, alone Survey, t *Trail) (a Attack, proven float64, ok bool) {
	copy(s.worth, s.g.profit)
	if _, whole := s.whole(o); !whole {
		a, ok = s.Tightest(o)
		return a, -1, ok
	}
	s.limits = NoLimits()
	s.forget()
	s.approach(o, t)
	proven = -1
	for range narrowed {
		cost, reward := s.tightest.cost, s.tightest.reward
		if !s.tightest.found {
			break
		}
		upper, fits := s.below(cost, reward, o, &t.tight[o])
		if !fits {
			break
		}
		proven = max(proven, slackOf(cost, reward, alone.Price.Lower, upper))
		if upper <= 0 || s.tightest.cost == cost && s.tightest.reward == reward && s.narrow(proven) {
			break
		}
	}
	return s.enclosed(o, t), proven, s.tightest.found
}

// approach looks for a first ratio: just above the one that the trail ends with, or
// greedily.
func (s *Searcher) approach(o Objective, t *Trail) {
	if t.profit[o] > 0 {
		s.below(t.cost[o]+t.cost[o]/nearby, t.profit[o], o, &t.tight[o])
	}
	if !s.tightest.found {
		s.tighten(o)
	}
}

// below looks for an attack whose ratio of cost to profit is less than the given one,
// and bounds cost/reward·profit − cost of all attacks. It is false where that cannot be
// counted.
func (s *Searcher) below(cost, reward int64, o Objective, w *exact.Warm) (upper money.Gwei, fits bool) {
	if !s.reweigh(cost, reward, money.Up) {
		return 0, false
	}
	p, ok := s.whole(o)
	if !ok {
		return 0, false
	}
	c, u := s.solver.Rebound(p, w)
	s.offer(c, o)
	return money.Gwei(max(0, u)), true
}

// slackOf is r·P/(P + U) − 1, rounded down.
func slackOf(cost, reward int64, price, upper money.Gwei) float64 {
	r := float64(cost) / float64(float64(reward)*slop)
	if upper > 0 {
		r *= float64(price) / float64((float64(price)+float64(upper))*slop)
	}
	return r - 1
}

// narrow says whether a proven slack is as good as the best known.
func (s *Searcher) narrow(proven float64) bool {
	known := float64(s.tightest.cost)/float64(s.tightest.reward) - 1
	return float64((known-proven)*nearby*nearby) <= 1+known
}

// enclosed reads the tightest attack and notes it in the trail.
func (s *Searcher) enclosed(o Objective, t *Trail) Attack {
	copy(s.worth, s.g.profit)
	s.begin(o)
	t.cost[o], t.profit[o] = 0, 0
	if k := &s.tightest; k.found {
		s.c.restore(&k.snapshot)
		t.cost[o], t.profit[o] = k.cost, k.reward
	}
	return s.attack()
}
