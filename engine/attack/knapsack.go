package attack

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"github.com/restakesim/restakesim/engine/money"
)

// item is an operator that could help to cover a service.
type item struct {
	operator     int32
	weight, cost int64 // weight > 0, cost ≥ 0
}

// knapsack finds the cheapest set of items whose weights reach a deficit: the
// covering knapsack. Depth-first with the fractional relaxation as bound, items in
// order of cost per weight, so that the first dive is the greedy answer.
type knapsack struct {
	items      []item
	sumWeight  []int64 // of the first i items
	sumCost    []int64
	path, best []int32 // indices into items
	cheapest   int64   // cost of best
	skips      int     // branches that may still be opened
	cut        bool    // some branch was not opened
}

// solve leaves the cheapest set found in k.best. It opens at most skips branches
// after the first dive; if that is not enough, lower is the relaxation's value. It
// is false when all items together do not reach the deficit.
func (k *knapsack) solve(deficit int64, skips int) (c Bracket, ok bool) {
	slices.SortFunc(k.items, byDensity)
	k.sum()
	k.path, k.best = k.path[:0], k.best[:0]
	k.cheapest, k.skips, k.cut = math.MaxInt64, skips, false
	root := k.relaxed(0, deficit)
	if root == math.MaxInt64 {
		return Bracket{}, false
	}
	k.dive(0, deficit, 0)
	if k.cut {
		return Bracket{Lower: money.Gwei(root), Upper: money.Gwei(k.cheapest)}, true
	}
	return Bracket{Lower: money.Gwei(k.cheapest), Upper: money.Gwei(k.cheapest)}, true
}

// dive tries every way to go on from item i that can beat the cheapest set. It
// loops over what to leave out and recurses on what to take.
func (k *knapsack) dive(i int, deficit, cost int64) {
	if deficit <= 0 {
		if cost < k.cheapest {
			k.cheapest = cost
			k.best = append(k.best[:0], k.path...)
		}
		return
	}
	for !k.cut {
		bound := k.relaxed(i, deficit)
		if bound == math.MaxInt64 || cost+bound >= k.cheapest {
			return
		}
		k.path = append(k.path, int32(i))
		k.dive(i+1, deficit-k.items[i].weight, cost+k.items[i].cost)
		k.path = k.path[:len(k.path)-1]
		i = k.next(i)
		if bound := k.relaxed(i, deficit); bound == math.MaxInt64 || cost+bound >= k.cheapest {
			return
		}
		k.skips--
		k.cut = k.cut || k.skips < 0
	}
}

// next is the first item that differs from item i: where one of several equal
// items is left out, the others are too.
func (k *knapsack) next(i int) int {
	j := i + 1
	for j < len(k.items) && k.items[j].weight == k.items[i].weight && k.items[j].cost == k.items[i].cost {
		j++
	}
	return j
}

// relaxed is the least cost of reaching the deficit with items i, i+1, … when the
// last may be taken in part, rounded up because costs are integers; MaxInt64 if
// they do not reach it. O(log items).
func (k *knapsack) relaxed(i int, deficit int64) int64 {
	n := len(k.items)
	if deficit <= 0 {
		return 0
	}
	if k.sumWeight[n]-k.sumWeight[i] < deficit {
		return math.MaxInt64
	}
	j, _ := slices.BinarySearch(k.sumWeight, k.sumWeight[i]+deficit) // first j items reach it
	last := k.items[j-1]
	rest := deficit - (k.sumWeight[j-1] - k.sumWeight[i])
	return k.sumCost[j-1] - k.sumCost[i] + partUp(last.cost, rest, last.weight)
}

// partUp is cost·part/whole rounded up, for 0 ≤ part ≤ whole, which cannot overflow.
func partUp(cost, part, whole int64) int64 {
	hi, lo := bits.Mul64(uint64(cost), uint64(part))
	q, r := bits.Div64(hi, lo, uint64(whole))
	if r > 0 {
		q++
	}
	return int64(q)
}

func (k *knapsack) sum() {
	n := len(k.items)
	k.sumWeight, k.sumCost = resize(k.sumWeight, n+1), resize(k.sumCost, n+1)
	k.sumWeight[0], k.sumCost[0] = 0, 0
	for i, it := range k.items {
		k.sumWeight[i+1] = k.sumWeight[i] + it.weight
		k.sumCost[i+1] = k.sumCost[i] + it.cost
	}
}

// byDensity orders by cost per weight, then larger weight, then operator.
func byDensity(a, b item) int {
	if d := compareProducts(a.cost, b.weight, b.cost, a.weight); d != 0 {
		return d
	}
	if a.weight != b.weight {
		return cmp.Compare(b.weight, a.weight)
	}
	return int(a.operator - b.operator)
}

// compareProducts compares a·b with c·d exactly; all are non-negative.
func compareProducts(a, b, c, d int64) int {
	h1, l1 := bits.Mul64(uint64(a), uint64(b))
	h2, l2 := bits.Mul64(uint64(c), uint64(d))
	if h1 != h2 {
		return cmp.Compare(h1, h2)
	}
	return cmp.Compare(l1, l2)
}
