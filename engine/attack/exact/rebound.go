package exact

import (
	"context"
	"slices"
)

// Rounds and flips of a warm start: a few evaluations' worth of time.
const (
	warmRounds = 3
	warmFlips  = 50
)

// Rebound looks at a problem with the same edges as the one before and slightly other
// amounts: the prices of that one, carried over in proportion, bound this one, and its
// coalition, repaired, is the incumbent. It returns the best attack found, empty where
// none is known to pay, and a bound on all. Both are valid for any p that has passed
// Check; they are close where little has changed.
func (s *Solver) Rebound(p *Problem) (Choice, int64) {
	before := make([]memory, 0, len(s.trees))
	if s.r != nil {
		for _, t := range s.active() {
			before = append(before, memory{t.b, slices.Clone(t.prices), t.choice.Members})
		}
	}
	s.load(p, Limits{Nodes: 1})
	ctx := context.Background()
	for i, t := range s.active() {
		rounds := rootRounds
		if i < len(before) && before[i].fits(t.b) {
			t.inherit(&before[i])
			rounds = warmRounds
		}
		if t.evaluate(ctx, rounds, rounds == rootRounds) {
			t.rest = t.floor(t.a.low)
			t.core()
			t.round()
			t.guess = append(t.guess[:0], t.h.chosen...)
			t.anneal(0, warmFlips*len(t.among), warm/2, coldest)
		} else {
			t.rest = -most
		}
		t.prices = append(t.prices[:0], t.a.best...)
	}
	best := s.compose(func(t *tree) *Choice { return &t.choice })
	return best, max(s.upper(), best.Net())
}

// memory is what a block leaves to its successor.
type memory struct {
	b       *block
	prices  []int64
	members []int32
}

// fits says whether the successor has the same services, members and edges.
func (m *memory) fits(b *block) bool {
	return slices.Equal(m.b.service, b.service) && slices.Equal(m.b.member, b.member) && slices.Equal(m.b.to, b.to)
}

// inherit starts from the prices and the coalition of the block before.
func (t *tree) inherit(m *memory) {
	b := t.b
	for i, c := range b.cost {
		from, upTo := b.edges(int32(i))
		left := c
		for e := from; e < upTo; e++ {
			t.o.price[e] = mulDivDown(c, m.prices[e], m.b.cost[i])
			left -= t.o.price[e]
		}
		t.o.price[from] += left
		_, t.guess[i] = slices.BinarySearch(m.members, b.member[i])
	}
	t.o.recount()
	t.h.found, t.h.best = false, 0
	t.h.set(t.guess)
	t.h.keep()
	t.h.descend()
	t.offer()
}
