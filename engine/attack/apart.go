package attack

import (
	"math"

	"github.com/restakesim/restakesim/engine/money"
)

// Slack encloses the network's slack γ in σ by what each service costs alone, where
// stake is unique: where all that services can take of a node fits into it, as in
// EigenLayer's operator sets. There an attack costs at least what its services cost
// one by one, so none has less cost per profit than the best service alone. ok is
// false where stake is shared. Both are +Inf where there is no profit to be had.
func (s *Searcher) Slack(alone Survey) (lower, upper float64, ok bool) {
	lower, upper = math.Inf(1), math.Inf(1)
	for v, c := range alone.ByService {
		if profit := float64(s.g.profit[v]); s.g.need[v] > 0 && profit > 0 {
			lower = min(lower, float64(c.Lower)/float64(profit*slop)-1)
			upper = min(upper, float64(c.Upper)/profit-1)
		}
	}
	return lower, upper, s.g.apart
}

// oneByOne bounds the net of every attack in σ where stake is unique: services together
// cost at least what they cost one by one.
func (s *Searcher) oneByOne() (upper money.Gwei) {
	for v, c := range s.Survey(Sigma).ByService {
		if s.g.need[v] > 0 {
			upper += max(0, money.Gwei(s.g.profit[v])-c.Lower)
		}
	}
	return upper
}

// Least returns the attack that loses least of those it finds, for where none pays; it
// has no services if none can be taken. Where stake is unique, in σ, it is one service
// alone: a further one would only add to the loss. Elsewhere it is the greedy search's.
func (s *Searcher) Least(o Objective) Attack {
	if !s.g.apart || o != Sigma {
		a, _ := s.Greedy(o, NoLimits())
		return a
	}
	best, loss := int32(-1), int64(math.MaxInt64)
	for v, c := range s.Survey(o).ByService {
		if x := int64(c.Upper) - s.g.profit[v]; s.g.need[v] > 0 && x < loss {
			best, loss = int32(v), x
		}
	}
	s.begin(o)
	if best >= 0 {
		s.c.take(best)
		s.cover(best, singleSkips)
	}
	return s.attack()
}
