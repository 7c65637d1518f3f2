package attack

import (
	"math"

	"github.com/restakesim/restakesim/engine/attack/exact"
	"github.com/restakesim/restakesim/engine/money"
)

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
	fresh := t.profit[o] == 0
	s.approach(o, t)
	proven = -1
	for range narrowed {
		cost, reward := s.tightest.cost, s.tightest.reward
		if !s.tightest.found {
			break
		}
		upper, fits := s.below(cost, reward, o, &t.tight[o], fresh)
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
// that of the coalition where the trail of Best ends, or greedily.
func (s *Searcher) approach(o Objective, t *Trail) {
	if t.profit[o] > 0 {
		s.below(t.cost[o]+t.cost[o]/nearby, t.profit[o], o, &t.tight[o], false)
	} else {
		s.recall(o, t.best[o].Members)
	}
	if !s.tightest.found {
		s.tighten(o)
	}
}

// recall notes a coalition with all services that it covers.
func (s *Searcher) recall(o Objective, operators []int32) {
	s.begin(o)
	for _, v := range operators {
		if int(v) < s.g.operators() {
			s.c.enter(v)
		}
	}
	for v, profit := range s.g.profit {
		if profit > 0 && s.c.covered(int32(v)) {
			s.c.take(int32(v))
		}
	}
	s.note()
}

// below looks for an attack whose ratio of cost to profit is less than the given one,
// and bounds cost/reward·profit − cost of all attacks. Without a trail it branches. It is
// false where that cannot be counted.
func (s *Searcher) below(cost, reward int64, o Objective, w *exact.Warm, fresh bool) (upper money.Gwei, fits bool) {
	if !s.reweigh(cost, reward, money.Up) {
		return 0, false
	}
	p, ok := s.whole(o)
	if !ok {
		return 0, false
	}
	first := int64(math.MaxInt64)
	if fresh {
		first = s.explore(p, o, w, true)
	}
	c, u := s.solver.Rebound(p, w)
	s.offer(c, o)
	return money.Gwei(max(0, min(first, u))), true
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
