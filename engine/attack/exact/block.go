package exact

import "slices"

// block is one connected part of a problem after reduction: services that can pay,
// the members they share, and members that serve one of them only. Costs, profits and
// prices are multiplied by 2^shift, so that prices have a fine grid to move on.
type block struct {
	shift uint

	service []int32 // of the problem
	profit  []int64 // scaled
	need    []int64 // in units of its own grid, as the weights at it

	member []int32 // of the problem: those that serve two or more services
	cost   []int64 // scaled
	from   []int32 // edges of member i are from[i] ≤ e < from[i+1]
	to     []int32 // per edge: service
	weight []int64 // per edge
	owner  []int32 // per edge: member

	filled  []int32
	rowFrom []int32 // edges at service s are row[rowFrom[s]:rowFrom[s+1]]
	row     []int32

	ownFrom []int32 // members of service s alone are own[ownFrom[s]:ownFrom[s+1]]
	own     []item  // id: member of the problem; price: scaled cost

	worth int64 // sum of profits
	fine  int64 // a small part of a member's cost, scaled
	grain int64 // divides all scaled costs
	step  int64 // divides all scaled costs and profits
}

// reset empties the block and keeps its memory.
func (b *block) reset() {
	b.service, b.profit, b.need = b.service[:0], b.profit[:0], b.need[:0]
	b.member, b.cost, b.from = b.member[:0], b.cost[:0], b.from[:0]
	b.to, b.weight, b.owner = b.to[:0], b.weight[:0], b.owner[:0]
	b.ownFrom, b.own, b.worth, b.fine = b.ownFrom[:0], b.own[:0], 0, 0
}

func (b *block) edges(i int32) (from, upTo int32) { return b.from[i], b.from[i+1] }

// rowOf returns the edges at service s.
func (b *block) rowOf(s int32) []int32 { return b.row[b.rowFrom[s]:b.rowFrom[s+1]] }

// ownOf returns the members that serve s alone.
func (b *block) ownOf(s int32) []item { return b.own[b.ownFrom[s]:b.ownFrom[s+1]] }

// units brings need and weights of each service to the grid of its weights: only sums
// of these can cover it, so the need rounds up. Weights beyond the need count as it.
func (b *block) units() {
	for s := range b.service {
		var g int64
		for _, e := range b.rowOf(int32(s)) {
			g = gcd(g, b.weight[e])
		}
		for _, it := range b.ownOf(int32(s)) {
			g = gcd(g, it.weight)
		}
		g = max(g, 1)
		b.need[s] = (b.need[s]-1)/g + 1
		for _, e := range b.rowOf(int32(s)) {
			b.weight[e] = min(b.weight[e]/g, b.need[s])
		}
		own := b.ownOf(int32(s))
		for i := range own {
			own[i].weight = min(own[i].weight/g, b.need[s])
		}
		slices.SortStableFunc(own, byDensity)
	}
}

// scale chooses the shift and multiplies by it.
func (b *block) scale() {
	var total int64
	for _, x := range b.cost {
		total += x >> 1
	}
	for _, x := range b.profit {
		total += x >> 1
	}
	for _, it := range b.own {
		total += it.price >> 1
	}
	for b.shift = 20; b.shift > 0 && total >= (most>>1)>>b.shift; b.shift-- {
	}
	b.grain = 0
	for i := range b.cost {
		b.cost[i] <<= b.shift
		b.grain = gcd(b.grain, b.cost[i])
	}
	for i := range b.own {
		b.own[i].price <<= b.shift
		b.grain = gcd(b.grain, b.own[i].price)
	}
	for _, c := range b.cost {
		b.fine += c / int64(2048*len(b.cost))
	}
	b.step = b.grain
	for i := range b.profit {
		b.profit[i] <<= b.shift
		b.step = gcd(b.step, b.profit[i])
		b.worth += b.profit[i]
	}
	b.grain, b.step = max(b.grain, 1), max(b.step, 1)
}

// byDensity orders by price per weight, then larger weight, then id.
func byDensity(a, b item) int {
	switch {
	case less(a.price, b.weight, b.price, a.weight):
		return -1
	case less(b.price, a.weight, a.price, b.weight):
		return 1
	case a.weight != b.weight:
		if a.weight > b.weight {
			return -1
		}
		return 1
	}
	return int(a.id - b.id)
}
