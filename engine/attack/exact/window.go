package exact

import (
	"math"
	"math/bits"
	"slices"
)

// edge holds the items next to the window: the cheapest that can still be added and
// the dearest that can still be removed.
type edge struct {
	add, drop       item
	canAdd, canDrop bool
}

func (k *knapsack) edge() (c edge) {
	if c.canAdd = k.upTo < len(k.items); c.canAdd {
		c.add = k.items[k.upTo]
	}
	if c.canDrop = k.from > 0; c.canDrop {
		c.drop = k.items[k.from-1]
	}
	return c
}

// slope is a price per weight as a binary fraction, from below and from above, that
// can be multiplied by any weight of the knapsack.
type slope struct {
	low, high int64
	shift     uint
	fits      bool // false where products would overflow
}

// slopeOf rounds the price per weight of an item, for weights up to all of the need
// and the items.
func (k *knapsack) slopeOf(it item) slope {
	width := bits.Len64(uint64(k.need)+uint64(k.start.weight)+uint64(k.spare)) + bits.Len64(uint64(it.price/it.weight)+1)
	if width > 61 {
		return slope{}
	}
	s := slope{shift: min(uint(61-width), 40), fits: true}
	hi, lo := bits.Mul64(uint64(it.price), 1<<s.shift)
	q, r := bits.Div64(hi, lo, uint64(it.weight))
	s.low, s.high = int64(q), int64(q)
	if r > 0 {
		s.high++
	}
	return s
}

// below is price + slope·weight from below; the weight may be negative.
func (s *slope) below(price, weight int64) int64 {
	if weight < 0 {
		return price + weight*s.high>>s.shift
	}
	return price + weight*s.low>>s.shift
}

// merge replaces the list by itself and itself with item at changed, without what is
// dominated or cannot win.
func (k *knapsack) merge(at int, dw, dp int64) {
	k.work += int64(len(k.list))
	c := k.edge()
	add, drop := slope{fits: true}, slope{fits: true}
	if c.canAdd {
		add = k.slopeOf(c.add)
	}
	if c.canDrop {
		drop = k.slopeOf(c.drop)
	}
	if add.fits && drop.fits {
		k.mergeFast(at, dw, dp, add, drop)
	} else {
		k.mergeWide(at, dw, dp, &c)
	}
}

// mergeFast has few branches to mispredict: each round writes a state and moves on by
// nought or one. Sentinels end both runs.
func (k *knapsack) mergeFast(at int, dw, dp int64, add, drop slope) {
	n := len(k.list)
	a := append(k.list, state{weight: math.MinInt64 / 2})
	out := resize(k.other, 2*n+1)
	m := len(k.steps)
	steps := slices.Grow(k.steps, 2*n+1)[:m+2*n+1]
	need, floor, limit, dearest := k.need, k.need-k.spare, k.upper-k.margin, int64(math.MaxInt64)
	i, j, o := 0, 0, 0
	for range 2 * n {
		x, y := a[i], a[j]
		y.weight, y.price = y.weight+dw, y.price+dp
		second := y.weight > x.weight
		if y.weight == x.weight {
			second = y.price < x.price
		}
		next := 0
		if second {
			next = 1
		}
		if second {
			x.weight = y.weight
		}
		if second {
			x.price = y.price
		}
		if second {
			x.step = y.step
		}
		i, j = i+1-next, j+next
		if x.price < limit+k.margin && x.weight >= need && next == 1 && x.price < k.upper {
			steps[m] = step{x.step, int32(at)}
			x.step, next = int32(m), 0
			m++
			k.upper, k.best, k.found = x.price, x.step, true
			limit = k.upper - k.margin
		}
		steps[m] = step{x.step, int32(at)}
		if next == 1 {
			x.step = int32(m)
		}
		gap := need - x.weight
		rate, shift := drop.high, drop.shift
		if gap > 0 {
			rate = add.low
		}
		if gap > 0 {
			shift = add.shift
		}
		keep := 0
		if x.price+(gap*rate)>>(shift&63) < limit {
			keep = 1
		}
		if x.price >= dearest {
			keep = 0
		}
		if x.weight < floor {
			keep = 0
		}
		dearest = min(dearest, x.price)
		out[o] = x
		o += keep
		m += keep & next
	}
	k.steps = steps[:m]
	k.list, k.other = out[:o], a
}

// mergeWide is the same with products of 128 bits.
func (k *knapsack) mergeWide(at int, dw, dp int64, c *edge) {
	a, out := k.list, k.other[:0]
	i, j := 0, 0
	dearest := int64(math.MaxInt64)
	for i < len(a) || j < len(a) {
		var s state
		changed := i == len(a)
		if !changed && j < len(a) {
			w := a[j].weight + dw
			changed = w > a[i].weight || w == a[i].weight && a[j].price+dp < a[i].price
		}
		if changed {
			s = state{a[j].weight + dw, a[j].price + dp, a[j].step}
			j++
		} else {
			s = a[i]
			i++
		}
		if s.price >= dearest {
			continue
		}
		dearest = s.price
		wins := changed && s.weight >= k.need && s.price < k.upper
		if !wins && k.loses(s, c) {
			continue
		}
		if changed {
			k.steps = append(k.steps, step{s.step, int32(at)})
			s.step = int32(len(k.steps) - 1)
		}
		if wins {
			k.upper, k.best, k.found = s.price, s.step, true
		}
		out = append(out, s)
	}
	k.list, k.other = out, a
}

// loses says whether no set that goes on from s is cheaper than the best by more than
// the margin: with the next items taken in parts.
func (k *knapsack) loses(s state, c *edge) bool {
	room := k.upper - k.margin - s.price
	if gap := k.need - s.weight; gap > 0 {
		return !c.canAdd || room <= 0 || !less(gap, c.add.price, room, c.add.weight)
	}
	excess := s.weight - k.need
	return room <= 0 && (!c.canDrop || !less(-room, c.drop.weight, excess, c.drop.price))
}

// less compares a·b < c·d exactly; all are at least 0.
func less(a, b, c, d int64) bool {
	h1, l1 := bits.Mul64(uint64(a), uint64(b))
	h2, l2 := bits.Mul64(uint64(c), uint64(d))
	return h1 < h2 || h1 == h2 && l1 < l2
}
