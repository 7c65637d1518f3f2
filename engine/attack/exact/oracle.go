package exact

import "slices"

// fixing says what a branch has decided of a member or a service.
type fixing int8

const (
	open fixing = iota
	out
	in
)

// oracle bounds a block from prices: every service pays for its members at its share
// of their costs, so that together they never pay more than the coalition costs. The
// services become independent, and each solves one knapsack. For any split
//
//	profit(A) − cost(B) ≤ Σ over s of max(0, profit_s − K_s).
//
// Services solve their integer knapsacks exactly, which makes this far stronger than
// the linear relaxation.
type oracle struct {
	b      *block
	k      knapsack
	margin int64   // services may stop this close to their optimum
	price  []int64 // per edge; those of a member add up to its cost

	member  []fixing
	service []fixing
	paid    int64   // cost of members that are in
	have    []int64 // per service: their coverage

	sorted  []item // items of all services, each run nearly in order
	at      []int32
	value   []int64 // per service: no less than what it can be worth; negative only if it is in
	lacks   []int64 // per service not taken: no more than its price exceeds its profit by
	used    []bool  // per edge: the service's own solution wants the member
	ownUsed []bool  // per member of a single service, as they stand in the block
	other   []int64 // per edge: no more than the service loses where the member does the opposite
	taken   []bool  // per service
	stale   []bool  // per service: something changed since it was solved
}

// load starts with even prices and nothing fixed.
func (o *oracle) load(b *block) {
	o.b = b
	m := len(b.service)
	o.price, o.used, o.other = resize(o.price, len(b.to)), resize(o.used, len(b.to)), resize(o.other, len(b.to))
	o.member, o.service = resize(o.member, len(b.member)), resize(o.service, m)
	o.have, o.value, o.lacks = resize(o.have, m), resize(o.value, m), resize(o.lacks, m)
	o.taken, o.stale, o.ownUsed = resize(o.taken, m), resize(o.stale, m), resize(o.ownUsed, len(b.own))
	clear(o.member)
	clear(o.service)
	clear(o.used)
	clear(o.ownUsed)
	for i := range b.member {
		from, upTo := b.edges(int32(i))
		share := b.cost[i] / int64(upTo-from)
		for e := from; e < upTo; e++ {
			o.price[e] = share
		}
		o.price[from] += b.cost[i] - share*int64(upTo-from)
	}
	o.sorted = o.sorted[:0]
	o.at = append(o.at[:0], 0)
	for s := range int32(m) {
		for _, e := range b.rowOf(s) {
			o.sorted = append(o.sorted, item{weight: b.weight[e], price: o.price[e], id: e})
		}
		for i, it := range b.ownOf(s) {
			o.sorted = append(o.sorted, item{weight: it.weight, price: it.price, id: -1 - int32(i)})
		}
		slices.SortFunc(o.sorted[o.at[s]:], byDensity) // gather keeps them so, and is slow where they are far from it
		o.at = append(o.at, int32(len(o.sorted)))
	}
	o.recount()
}

// recount makes paid and have follow the fixings, and everything stale.
func (o *oracle) recount() {
	o.paid = 0
	clear(o.have)
	for i, f := range o.member {
		if f == in {
			o.enter(int32(i))
		}
	}
	for s := range o.stale {
		o.stale[s] = true
	}
}

func (o *oracle) enter(i int32) {
	o.paid += o.b.cost[i]
	from, upTo := o.b.edges(i)
	for e := from; e < upTo; e++ {
		o.have[o.b.to[e]] += o.b.weight[e]
	}
}

// fix decides an open member.
func (o *oracle) fix(i int32, f fixing) {
	o.member[i] = f
	if f == in {
		o.enter(i)
	}
	o.touch(i)
}

// touch makes the services of a member solve again.
func (o *oracle) touch(i int32) {
	from, upTo := o.b.edges(i)
	for e := from; e < upTo; e++ {
		o.stale[o.b.to[e]] = true
	}
}

// bound solves the services that changed and returns the bound, false if a service
// that must be taken cannot be covered.
func (o *oracle) bound() (int64, bool) {
	total := -o.paid
	for s := range int32(len(o.b.service)) {
		if o.stale[s] && !o.solve(s) {
			return 0, false
		}
		total += o.value[s]
	}
	return total, true
}

// solve prices one service; false if it must be taken and cannot.
func (o *oracle) solve(s int32) bool {
	o.value[s], o.lacks[s], o.taken[s] = 0, 0, false
	var all int64
	if o.service[s] != out {
		all = o.gather(s)
	}
	for _, e := range o.b.rowOf(s) {
		o.used[e], o.other[e] = false, 0
	}
	if o.service[s] == out {
		o.stale[s] = false
		return true
	}
	profit, ceiling := o.b.profit[s], o.b.profit[s]
	if o.service[s] == in {
		ceiling = all + 1 + o.margin
	}
	o.k.solve(o.b.need[s]-o.have[s], ceiling, o.margin)
	if o.service[s] == in && !o.k.found {
		return false
	}
	o.stale[s] = false
	o.value[s] = profit - o.k.lower
	if o.service[s] == open {
		o.value[s], o.lacks[s] = max(o.value[s], 0), max(o.k.lower-profit, 0)
	}
	o.read(s)
	return true
}

// gather puts the items of s that are open into the knapsack, in order, and returns
// the sum of their prices.
func (o *oracle) gather(s int32) (all int64) {
	run, own := o.sorted[o.at[s]:o.at[s+1]], o.b.ownFrom[s]
	for i := range run {
		if run[i].id >= 0 {
			run[i].price = o.price[run[i].id]
		}
		it, j := run[i], i
		for ; j > 0 && byDensity(it, run[j-1]) < 0; j-- {
			run[j] = run[j-1]
		}
		run[j] = it
	}
	o.k.items = o.k.items[:0]
	for _, it := range run {
		if it.id >= 0 {
			if o.member[o.b.owner[it.id]] != open {
				continue
			}
			it.hint = o.used[it.id]
		} else {
			it.hint = o.ownUsed[own-1-it.id]
		}
		o.k.items = append(o.k.items, it)
		all += it.price
	}
	return all
}

// read takes the solution out of the knapsack, and what it would lose if one member
// did the opposite while the others may be divided.
func (o *oracle) read(s int32) {
	k, own, profit := &o.k, o.b.ownFrom[s], o.b.profit[s]
	if o.service[s] == in {
		profit = most
	}
	o.taken[s] = k.found
	if k.found {
		for i, it := range k.items {
			if it.id >= 0 {
				o.used[it.id] = k.taken[i]
			} else {
				o.ownUsed[own-1-it.id] = k.taken[i]
			}
		}
	}
	if k.need <= 0 || !k.slope.fits {
		return
	}
	for _, it := range k.items {
		if it.id < 0 {
			continue
		}
		lower := min(k.lower, profit)
		if o.used[it.id] {
			// Without the member the set costs no less than this; or s is not taken.
			o.other[it.id] = max(0, min(k.root-1+k.slope.below(-it.price, it.weight), profit)-lower)
		} else {
			o.other[it.id] = max(0, min(k.root-1+k.slope.below(it.price, -it.weight), profit+it.price)-lower)
		}
	}
}
