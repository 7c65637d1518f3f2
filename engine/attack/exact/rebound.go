package exact

import (
	"context"
	"slices"
)

// Rounds and flips of a warm start: a few evaluations' worth of time.
const (
	warmRounds = 3
	warmFlips  = 50
	warmCrowd  = 1 << 12 // states of a knapsack
)

// Warm is what a search leaves to the next, on the same members, services and edges
// with slightly other amounts: the shares that bound it, and its coalition. It alone
// carries over, so a warm search depends on nothing that a solver did before.
type Warm struct {
	Split   Split
	Members []int32 // ascending
}

// Rebound bounds p by the shares it is given, moved a little, and repairs the coalition
// of the search before; then it writes down what to start the next from. It returns the
// best attack found, empty where none is known to pay, and a bound on all. Both are
// valid for any p that has passed Check; they are close where little has changed.
// Without shares it searches as long as at the root of Solve. The choice stands until
// the solver's next call; nothing is allocated once the solver has seen the largest
// problem.
func (s *Solver) Rebound(p *Problem, from *Warm) (*Choice, int64) {
	s.load(p, Limits{Nodes: 1})
	cold := len(from.Split.Shares) != len(p.Edges)
	for _, t := range s.active() {
		rounds := warmRounds
		if cold {
			rounds = t.b.pace().root
		} else {
			t.inherit(from)
		}
		t.o.k.crowd = warmCrowd
		t.warm(rounds, cold)
	}
	best := s.compose()
	s.share(&from.Split)
	from.Members = append(from.Members[:0], best.Members...)
	return best, max(s.upper(), best.Net())
}

// Settle goes on where Rebound has left off, branching until it is known whether an
// attack pays or nodes are up. It returns what Rebound does, and leaves what to start
// the next search from alone.
func (s *Solver) Settle(ctx context.Context, nodes int64) (*Choice, int64) {
	s.limits = Limits{Nodes: s.nodes() + nodes, Decide: true}
	for _, t := range s.active() {
		t.plant()
	}
	for _, t := range s.active() {
		t.run(ctx, t.nodes+s.limits.Nodes-s.nodes(), s.enough)
	}
	best := s.compose()
	return best, max(s.upper(), best.Net())
}

// plant makes the root of a tree of where a warm start stands.
func (t *tree) plant() {
	if t.rest <= t.best {
		return
	}
	t.root = t.save()
	t.root.bound = t.rest
	t.rest, t.below = -most, true
	t.open.add(t.root)
}

// warm bounds the block from where it stands and looks around the incumbent.
func (t *tree) warm(rounds int, root bool) {
	if t.evaluate(context.Background(), rounds, root) {
		t.rest = t.a.firm
		t.core()
		t.round()
		t.guess = append(t.guess[:0], t.h.chosen...)
		t.anneal(context.Background(), 0, warmFlips*len(t.among), warm/2, coldest)
	} else {
		t.rest = -most
	}
	t.prices = append(t.prices[:0], t.a.best...)
}

// inherit starts from the shares and the coalition of another search.
func (t *tree) inherit(from *Warm) {
	b, p := t.b, t.p
	for i, v := range b.member {
		e, upTo := b.edges(int32(i))
		left, top := b.cost[i], e
		for k := p.Start[v]; k < p.Start[v+1] && e < upTo; k++ {
			if p.Edges[k].Service == b.service[b.to[e]] {
				t.o.price[e] = mulDivDown(b.cost[i], int64(min(from.Split.Shares[k], Scale)), Scale)
				t.o.price[e] = min(t.o.price[e], left)
				left -= t.o.price[e]
				e++
			}
		}
		t.o.price[top] += left
		_, t.guess[i] = slices.BinarySearch(from.Members, v)
	}
	t.o.recount()
	t.h.found, t.h.best = false, 0
	t.h.set(t.guess)
	t.h.keep()
	t.h.descend()
	t.offer()
}
