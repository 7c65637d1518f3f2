package exact

import (
	"context"
	"slices"
)

// rates at which the annealer prices promises, in turn: how dear a unit of coverage is
// against what a service pays for one on average.
var rates = [...]float64{1, 0.7, 0.85}

// load starts a tree on a block; at least best must be exceeded, in units of cost.
func (t *tree) load(p *Problem, b *block, free []int32) {
	t.p, t.b, t.free = p, b, free
	t.o.load(b)
	t.o.k.crowd = crowded
	t.a.start(&t.o)
	t.h.load(b)
	t.best, t.rest = 0, b.worth
	t.choice.reset()
	t.runs, t.due, t.every, t.current, t.below = 0, 0, coreEvery, nil, false
	t.open, t.deep, t.seq, t.nodes, t.rounds = t.open[:0], t.deep[:0], 0, 0, 0
	t.scores = resize(t.scores, len(b.member)+len(b.service))
	clear(t.scores)
	t.guess = resize(t.guess, len(b.member))
	t.climb(false)
	t.build(0, false)
}

// build prices promises at one of the rates. Where whole is set, sets of single
// members that cost more than the profit count too: that takes staircases of their own.
func (t *tree) build(n int, whole bool) {
	if whole != t.whole {
		t.climb(whole)
	}
	for s := range t.b.service {
		t.h.gains[s].floor, t.h.gains[s].beyond = 0, rates[n%len(rates)]*t.price(int32(s))
	}
}

// climb makes the staircases of all services.
func (t *tree) climb(whole bool) {
	t.whole = whole
	for s, profit := range t.b.profit {
		if whole {
			profit = most
		}
		t.h.gains[s].build(t.b, int32(s), profit)
	}
}

// price is the cost of a unit of coverage of service s at the full cost of members.
func (t *tree) price(s int32) float64 {
	var cost, weight float64
	for _, e := range t.b.rowOf(s) {
		cost += float64(t.b.cost[t.b.owner[e]])
		weight += float64(t.b.weight[e])
	}
	if weight == 0 {
		return 0
	}
	return cost / weight
}

// everyone lets the annealer move all members.
func (t *tree) everyone() {
	t.among = t.among[:0]
	for i := range t.b.member {
		t.among = append(t.among, int32(i))
	}
}

// core lets it move those that services disagree on or that are cheap to change.
func (t *tree) core() {
	t.among = t.among[:0]
	for i, f := range t.o.member {
		from, upTo := t.b.edges(int32(i))
		low, high := 1.0, 0.0
		for e := from; e < upTo; e++ {
			if t.o.service[t.b.to[e]] != out {
				low, high = min(low, t.a.mean[e]), max(high, t.a.mean[e])
			}
		}
		if f == open && high > 0.02 && low < 0.98 {
			t.among = append(t.among, int32(i))
		}
	}
}

// anneal runs one descent from hot to cold. Heat is measured against the mean cost of
// a member that can move.
func (t *tree) anneal(ctx context.Context, seed uint64, moves int, hot, cold float64) {
	var mean float64
	for _, i := range t.among {
		mean += float64(t.b.cost[i])
	}
	if n := len(t.among); n > 0 {
		mean /= float64(n)
	}
	t.h.found, t.h.best = false, 0
	t.h.set(t.guess)
	t.h.keep()
	t.h.cool(ctx, t.among, moves, hot*mean, cold*mean, seed)
	if t.h.found {
		t.h.set(t.h.chosen)
		t.h.descend()
		t.offer()
	}
}

// round makes a coalition of where the search is: who is wanted more often than not,
// then single changes while they pay.
func (t *tree) round() {
	b, o := t.b, &t.o
	for i, f := range o.member {
		from, upTo := b.edges(int32(i))
		var sum float64
		for e := from; e < upTo; e++ {
			if o.service[b.to[e]] != out {
				sum = max(sum, t.a.mean[e])
			}
		}
		t.guess[i] = f == in || f == open && sum > 0.5
	}
	forced := false
	for s, f := range o.service {
		t.h.gains[s].floor = 0
		if f == in && t.best < 0 {
			t.h.gains[s].floor, forced = -most, true
		}
	}
	t.h.found, t.h.best = false, 0
	t.h.set(t.guess)
	t.h.keep()
	t.h.descend()
	if t.h.found && (forced || t.best >= 0) {
		t.offer()
	}
}

// offer makes the annealer's best set the incumbent if it is better.
func (t *tree) offer() {
	if !t.h.found || t.h.best <= t.best {
		return
	}
	t.extract(t.h.chosen, &t.offered)
	t.take(&t.offered)
}

// take makes a choice the incumbent if it is better.
func (t *tree) take(c *Choice) {
	v, some := -c.Cost, false
	for _, s := range c.Services {
		if _, ours := slices.BinarySearch(t.b.service, s); ours {
			v, some = v+t.p.Services[s].Profit, true
		}
	}
	if v <<= t.b.shift; some && v > t.best {
		t.best = v
		t.choice.Members = append(t.choice.Members[:0], c.Members...)
		t.choice.Services = append(t.choice.Services[:0], c.Services...)
		t.choice.Cost, t.choice.Profit = c.Cost, c.Profit
		t.tell()
	}
}

// extract turns a set of shared members into a choice: services with a gain are
// completed by members of their own, exactly.
func (t *tree) extract(in []bool, c *Choice) {
	b := t.b
	t.h.set(in)
	c.Members = append(c.Members[:0], t.free...)
	for i, on := range in {
		if on {
			c.Members = append(c.Members, b.member[i])
		}
	}
	k := &t.o.k
	for s := range int32(len(b.service)) {
		if t.h.ghost[s] || t.h.gain[s] <= 0 && t.h.gains[s].floor == 0 {
			continue
		}
		k.items = append(k.items[:0], b.ownOf(s)...)
		k.solve(b.need[s]-t.h.have[s], most, 0)
		for i, it := range k.items {
			if k.found && k.taken[i] {
				c.Members = append(c.Members, it.id)
			}
		}
	}
	t.tally.trim(t.p, c)
}
