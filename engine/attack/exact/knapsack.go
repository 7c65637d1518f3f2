package exact

import "math/bits"

// item is what may be added to a service's coverage, at a price ≥ 0; weight > 0.
type item struct {
	weight, price int64
	id            int32 // the caller's
	hint          bool  // part of a set that may be good
}

// knapsack finds the least price of covering a need: the minimal algorithm of
// Pisinger ("A minimal algorithm for the 0–1 knapsack problem", Operations Research
// 45, 1997), turned from packing to covering. From the greedy set it grows a window
// of items around the one where the greedy set breaks off, and for these keeps all
// undominated sets that can still beat the best. Everything is exact, whatever the
// size of weights and prices.
type knapsack struct {
	items []item // ascending in price per weight
	taken []bool // per item, after solve: the best set found
	lower int64  // no set that reaches the need is cheaper
	upper int64  // price of the set found, or the ceiling
	found bool   // a set under the ceiling was found
	work  int64  // states seen, summed over all calls
	crowd int    // states of one list from which on the margin widens; 0 for never

	need, margin int64
	start        state // the greedy set that falls short
	broken       item  // the next item, which would reach the need
	root         int64 // lower bound with that item in part
	spare        int64 // weight of items after the window
	slope        slope
	list, other  []state
	steps        []step
	best         int32 // last step to the best set; hinted where it is the hint
	from, upTo   int   // window: items from ≤ i < upTo were decided
}

// state is a set of items by what it covers and costs. Lists of states fall in both.
type state struct {
	weight, price int64
	step          int32 // last change on the way from the greedy set, see knapsack.steps
}

// step is one change: item at was added or removed after step before.
type step struct{ before, at int32 }

// Steps that are none.
const (
	nothing = -1 // the greedy set itself
	hinted  = -2 // the set of hints
)

// widest bounds the states of one list: beyond it an answer is an interval.
const widest = 1 << 20

// solve covers need. It looks only for sets cheaper than ceiling, and stops once no
// set is cheaper than the best found less margin. Then lower ≤ K, and found says
// whether upper is the price of a set, marked in taken. Unless a list grew too wide or
// was crowded, lower ≥ min(ceiling, upper) − margin.
func (k *knapsack) solve(need, ceiling, margin int64) {
	k.need, k.margin, k.upper, k.found = need, margin, ceiling, false
	k.slope = slope{}
	k.taken = resize(k.taken, len(k.items))
	clear(k.taken)
	if need <= 0 {
		k.lower, k.upper, k.found = 0, 0, true
		return
	}
	b := k.greedy()
	if b == len(k.items) {
		k.lower = ceiling // nothing reaches the need
		return
	}
	k.root = k.start.price + partUp(k.broken.price, need-k.start.weight, k.broken.weight)
	if k.root >= ceiling {
		k.lower = k.root
		return
	}
	k.steps, k.best = k.steps[:0], nothing
	k.tryHint()
	k.complete(b)
	k.grow(b)
	if k.found {
		k.read(b)
	}
}

// greedy takes items in order while they fall short of the need.
func (k *knapsack) greedy() (b int) {
	k.start = state{step: nothing}
	for b < len(k.items) && k.start.weight+k.items[b].weight < k.need {
		k.start.weight += k.items[b].weight
		k.start.price += k.items[b].price
		b++
	}
	k.spare = 0
	for _, it := range k.items[b:] {
		k.spare += it.weight
	}
	if b < len(k.items) {
		k.broken = k.items[b]
		k.slope = k.slopeOf(k.broken)
	}
	return b
}

// tryHint prices the set of hints, often the best set at the prices before.
func (k *knapsack) tryHint() {
	var w, p int64
	for i := range k.items {
		if it := &k.items[i]; it.hint {
			w, p = w+it.weight, p+it.price
		}
	}
	if w >= k.need && p < k.upper {
		k.upper, k.found, k.best = p, true, hinted
	}
}

// complete tries each single item after the greedy set.
func (k *knapsack) complete(b int) {
	for i := b; i < len(k.items); i++ {
		it := &k.items[i]
		if k.start.weight+it.weight >= k.need && k.start.price+it.price < k.upper {
			k.upper, k.found = k.start.price+it.price, true
			k.steps = append(k.steps[:0], step{nothing, int32(i)})
			k.best = 0
		}
	}
}

// grow widens the window by one item on each side in turn, until nothing can win.
func (k *knapsack) grow(b int) {
	k.from, k.upTo = b, b
	k.list = append(k.list[:0], k.start)
	for len(k.list) > 0 && (k.from > 0 || k.upTo < len(k.items)) && k.root < k.upper-k.margin {
		if k.crowd > 0 && len(k.list) > k.crowd {
			k.margin = max(2*k.margin, (k.upper-k.root)/1024+1)
		}
		if len(k.list) > widest || len(k.steps) > 8*widest {
			k.lower = k.weakest()
			return
		}
		if k.upTo < len(k.items) {
			it := k.items[k.upTo]
			k.upTo++
			k.spare -= it.weight
			if !k.fixed(it.price, it.weight) {
				k.merge(k.upTo-1, it.weight, it.price)
			}
		}
		if k.from > 0 {
			k.from--
			if it := k.items[k.from]; !k.fixed(-it.price, -it.weight) {
				k.merge(k.from, -it.weight, -it.price)
			}
		}
	}
	k.lower = max(k.root, k.upper-k.margin)
}

// fixed says whether the change of one item costs more than the best set leaves room
// for, all others being divisible.
func (k *knapsack) fixed(price, weight int64) bool {
	return k.slope.fits && k.root-1+k.slope.below(price, -weight) >= k.upper-k.margin
}

// weakest is the least that a set which goes on from the list could cost.
func (k *knapsack) weakest() int64 {
	c := k.edge()
	lower := k.upper - k.margin
	for _, s := range k.list {
		if gap := k.need - s.weight; gap > 0 {
			if c.canAdd {
				lower = min(lower, s.price+part(c.add.price, gap, c.add.weight))
			}
		} else if c.canDrop {
			lower = min(lower, s.price-part(c.drop.price, -gap, c.drop.weight)-1)
		} else {
			lower = min(lower, s.price)
		}
	}
	return max(lower, k.root)
}

// read marks the best set: the greedy one with the changes that led to it.
func (k *knapsack) read(b int) {
	if k.best == hinted {
		for i := range k.items {
			k.taken[i] = k.items[i].hint
		}
		return
	}
	for i := range b {
		k.taken[i] = true
	}
	for at := k.best; at != nothing; at = k.steps[at].before {
		i := k.steps[at].at
		k.taken[i] = !k.taken[i]
	}
}

// partUp is price·part/whole rounded up for 0 ≤ part ≤ whole.
func partUp(price, part, whole int64) int64 {
	hi, lo := bits.Mul64(uint64(price), uint64(part))
	q, r := bits.Div64(hi, lo, uint64(whole))
	if r > 0 {
		q++
	}
	return int64(q)
}

// part is price·part/whole rounded down, most if that is larger.
func part(price, part, whole int64) int64 {
	hi, lo := bits.Mul64(uint64(price), uint64(part))
	if hi >= uint64(whole) {
		return most
	}
	q, _ := bits.Div64(hi, lo, uint64(whole))
	return int64(min(q, most))
}
