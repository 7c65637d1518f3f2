package attack

import (
	"math/big"
	"slices"

	"github.com/restakesim/restakesim/engine/restake"
)

// search uses the searcher where the covering problem leaves something open that it can
// answer. Amounts too large for the searcher's index leave it open.
func (e *Examiner) search(x *restake.Exposure, small bool) {
	open := func(c Single) bool { return c.Possible && c.Lower < c.Upper }
	if e.x.Method == Covering && !slices.ContainsFunc(e.x.Singles, open) {
		return
	}
	var s Searcher
	if s.Load(x) != nil || !s.g.scale(e.f.num, e.f.den) {
		return
	}
	copy(s.worth, s.g.profit)
	for i := range e.x.Singles {
		c := &e.x.Singles[i]
		if !open(*c) {
			continue
		}
		if b, ok := s.Single(int32(i), Sigma); ok {
			c.Lower = max(c.Lower, int64(b.Lower))
			e.offer(s.chosen(), []int32{int32(i)})
		}
	}
	if e.x.Method != Covering {
		e.propose(&s, small)
	}
}

// chosen are the operators of the last knapsack, ascending.
func (s *Searcher) chosen() []int32 {
	var out []int32
	for _, i := range s.k.best {
		out = append(out, s.k.items[i].operator)
	}
	slices.Sort(out)
	return out
}

// propose looks for attacks on an exposure that is no covering problem: all of them
// where it is said to be small, else greedily.
func (e *Examiner) propose(s *Searcher, small bool) {
	if small {
		e.enumerated(s.enumerate(Sigma, e.f.joints))
		return
	}
	if a, _ := s.Greedy(Sigma, NoLimits()); len(a.Services) > 0 {
		e.offer(a.Operators, a.Services)
	}
	if a, ok := s.Tightest(Sigma); ok {
		e.offer(a.Operators, a.Services)
	}
}

// enumerated takes over an exact answer.
func (e *Examiner) enumerated(a *Answer) {
	e.x.Method = Enumeration
	if !a.Possible {
		return
	}
	e.offer(a.Best.Operators, a.Best.Services)
	e.x.Upper = int64(a.MaxNet)
	for s, c := range a.MinCost {
		if c >= 0 {
			e.x.Singles[s] = Single{true, int64(c), int64(c)}
		}
	}
	if a.GammaMax != nil {
		e.offer(a.GammaWitness.Operators, a.GammaWitness.Services)
		e.raise(new(big.Rat).Set(a.GammaMax))
	}
}

// scale charges the share num/den of the stake: costs grow by num, profits by den, and
// coverage stays. It is false where that does not fit.
func (g *index) scale(num, den int64) bool {
	for _, x := range []struct {
		by   int64
		list []int64
	}{{num, g.stake}, {num, g.opStake}, {den, g.profit}} {
		var sum int64
		for i := range x.list {
			scaled, fits := product(x.list[i], x.by)
			if !fits || !add(&sum, scaled) {
				return false
			}
			x.list[i] = scaled
		}
	}
	for _, rows := range [][]link{g.byNode, g.bySvc} {
		for i := range rows {
			rows[i].loss *= num // at most the stake of its node, which fits
		}
	}
	return true
}
