package exact

import (
	"cmp"
	"context"
	"slices"
)

// Flips of the annealer for each member that may move, and evaluations between two
// runs of it, at first and at last: together they take a fifth of the time at most.
const (
	flips      = 500
	coreEvery  = 16
	coreRarely = 256 // while it finds nothing
	starts     = 3   // runs among all members
)

// Heats of the annealer, in mean costs of a member: from where everything moves, or
// from where a good coalition melts at its edges, to where nothing does.
const (
	hottest = 1.25
	warm    = 0.5
	coldest = 0.0125
)

// start bounds the block before branching: first coalitions, prices, and better
// coalitions among those whom prices leave in doubt.
func (t *tree) start(ctx context.Context, stop func() bool) {
	t.scratch(ctx, 0)
	if stop() {
		t.rest = t.b.worth
		t.prices = append(t.prices[:0], t.o.price...)
		return
	}
	open := t.evaluate(ctx, t.b.pace().root, true)
	t.root, t.rest = t.save(), -most
	t.prices = append(t.prices[:0], t.a.best...)
	t.below = true
	if !open {
		t.tell()
		return
	}
	t.open.add(t.root)
	t.round()
	for n := 1; n < starts && ctx.Err() == nil && !stop(); n++ {
		t.scratch(ctx, n)
	}
	for n := 0; n < starts && ctx.Err() == nil && !stop(); n++ {
		t.again(ctx)
	}
}

// scratch anneals among all members, from nothing.
func (t *tree) scratch(ctx context.Context, n int) {
	t.everyone()
	clear(t.guess)
	t.build(n, false)
	t.anneal(ctx, uint64(n), flips*len(t.among), hottest, coldest)
}

// again anneals among the doubtful of the part searched last.
func (t *tree) again(ctx context.Context) {
	before := t.best
	t.runs++
	t.core()
	t.build(t.runs, t.best < 0)
	t.round()
	t.anneal(ctx, uint64(t.runs), flips*len(t.among), warm, coldest)
	if t.every = min(2*t.every, coreRarely); t.best > before {
		t.every = coreEvery
	}
	t.due = t.nodes + t.every
}

// run searches the block until it is settled, stopped or out of nodes.
func (t *tree) run(ctx context.Context, nodes int64, stop func() bool) {
	for t.upper() > t.best && t.nodes < nodes && ctx.Err() == nil && !stop() {
		if len(t.open)+len(t.deep) == 0 {
			return
		}
		t.current = t.next()
		if t.current.bound > t.best {
			t.split(ctx, t.current)
			if t.nodes >= t.due {
				t.again(ctx)
			}
		}
		t.current = nil
		t.tell()
	}
}

func (t *tree) next() *node {
	d := len(t.deep)
	if d == 0 {
		return t.open.next()
	}
	n := t.deep[d-1]
	t.deep = t.deep[:d-1]
	return n
}

// least prepares the search for the attack that loses least, in a block where none
// pays: one node for each service, with that service in and the services before it
// out. The most promising come first.
func (t *tree) least(ctx context.Context, incumbent int64) {
	t.best, t.rest = incumbent, -most
	t.choice.reset()
	t.open, t.deep = t.open[:0], t.deep[:0]
	t.build(0, true)
	clear(t.scores)
	order := make([]int32, len(t.b.service))
	for s := range order {
		order[s] = int32(s)
	}
	t.enter(t.root)
	clear(t.o.service)
	clear(t.o.member)
	t.o.recount()
	t.o.margin = 0
	t.o.bound()
	slices.SortStableFunc(order, func(x, y int32) int {
		return cmp.Or(cmp.Compare(t.o.value[y], t.o.value[x]), cmp.Compare(t.o.lacks[x], t.o.lacks[y]))
	})
	for n, s := range order {
		t.enter(t.root)
		clear(t.o.service)
		clear(t.o.member)
		t.o.recount()
		for _, before := range order[:n] {
			t.o.service[before] = out
		}
		t.o.service[s] = in
		t.visit(ctx, &node{bound: 0}, leastRounds, true)
	}
}
