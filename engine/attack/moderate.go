package attack

import (
	"github.com/restakesim/restakesim/engine/attack/exact"
	"github.com/restakesim/restakesim/engine/money"
)

// modesty is how finely moderate looks for the least restraint, in steps of 1/2^modesty.
const modesty = 6

// moderate looks for good attacks within the limits where the best attack on the covering
// problem, c, goes beyond them: a multiplier for each limit that is broken (Everett,
// "Generalized Lagrange multiplier method", Operations Research 11, 1963). A budget
// lets profits count for a part of what they are; a number of services takes the same
// from each. The less profits count, the less is taken; it halves its way to the most
// that they may count for.
func (s *Searcher) moderate(o Objective, c *exact.Choice, w *exact.Warm) {
	dear, many := c.Cost > int64(s.limits.Budget), len(c.Services) > s.limits.Services
	low, high := int64(0), int64(1)<<modesty
	for high-low > 1 {
		restraint := (low + high) / 2
		s.restrain(restraint, dear, many)
		p, ok := s.whole(o)
		if !ok {
			break
		}
		c, _ = s.solver.Rebound(p, w)
		copy(s.worth, s.g.profit)
		s.offer(c, o)
		if s.within(c) {
			high = restraint
		} else {
			low = restraint
		}
	}
	copy(s.worth, s.g.profit)
}

// restrain lets profits count for less.
func (s *Searcher) restrain(restraint int64, dear, many bool) {
	var top int64
	for _, profit := range s.g.profit {
		top = max(top, profit)
	}
	for v, profit := range s.g.profit {
		if many {
			profit -= min(profit, lessOf(top, restraint))
		}
		if dear {
			profit -= lessOf(profit, restraint)
		}
		s.worth[v] = profit
	}
}

// lessOf is restraint/2^modesty of x ≥ 0, rounded down.
func lessOf(x, restraint int64) int64 {
	y, _ := money.MulDiv(x, restraint, 1<<modesty, money.Down) // restraint is less: it fits
	return y
}
