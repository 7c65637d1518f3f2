package exact

import "slices"

// gains tells what a service is worth to members who cover part of it: its profit less
// the least cost of the rest from members that serve it alone. Where those do not
// reach, the rest is priced beyond them at a rate, as if divisible members could be
// hired: such a service is promised, not taken, and the promise leads the search.
type gains struct {
	need  int64
	reach int64 // what members of this service alone can cover
	floor int64 // least gain: 0, or very low where the service must be taken

	short  []int64 // ascending: what is left to be covered …
	worth  []int64 // … is worth this if at most that; descending
	first  []int32 // per bucket of what is left: where to begin in short
	shift  uint
	beyond float64 // profit lost per unit beyond reach
	last   int64   // gain at reach

	list, other []stair // scratch
}

// stair is a set of members of one service that no other covers more than at its cost.
type stair struct{ weight, cost int64 }

// stairs limits the steps of a staircase, and effort those times the members that it is
// made of; thinner ones miss cheap sets, never invent.
const (
	stairs = 1 << 14
	effort = 1 << 22
)

// at returns the gain with the given coverage, and whether it is only promised.
func (g *gains) at(have int64) (gain int64, promised bool) {
	left := g.need - have
	if left <= 0 {
		return g.worth[0], false
	}
	if left > g.reach {
		x := g.last - int64(g.beyond*float64(left-g.reach))
		if x <= g.floor {
			return g.floor, g.floor < 0
		}
		return x, true
	}
	i := g.first[left>>g.shift]
	for g.short[i] < left {
		i++
	}
	x := g.worth[i]
	if x <= g.floor {
		return g.floor, false
	}
	return x, false
}

// must is 1 where the service has to be taken.
func (g *gains) must() int {
	if g.floor < 0 {
		return 1
	}
	return 0
}

// build makes the staircase of service s from the members of its own: all sums of
// weights that are not dominated, with their least costs up to the limit.
func (g *gains) build(b *block, s int32, limit int64) {
	g.need, g.floor = b.need[s], 0
	profit := b.profit[s]
	list, other := append(g.list[:0], stair{}), g.other
	own := b.ownOf(s)
	steep := max(2, min(stairs, effort/max(1, len(own))))
	for _, it := range own {
		other = other[:0]
		i, j := 0, 0
		for i < len(list) || j < len(list) {
			var p stair
			if j == len(list) || i < len(list) && list[i].cost <= list[j].cost+it.price {
				p = list[i]
				i++
			} else {
				p = stair{list[j].weight + it.weight, list[j].cost + it.price}
				j++
			}
			if n := len(other); p.cost <= limit && (n == 0 || p.weight > other[n-1].weight) {
				if n > 0 && other[n-1].weight >= g.need {
					continue
				}
				if n > 0 && other[n-1].cost == p.cost {
					other = other[:n-1]
				}
				other = append(other, p)
			}
		}
		list, other = other, list
		if len(list) > steep {
			list = thin(list)
		}
	}
	g.short, g.worth = g.short[:0], g.worth[:0]
	for _, p := range list {
		g.short, g.worth = append(g.short, p.weight), append(g.worth, profit-p.cost)
	}
	g.list, g.other = list, other
	top := len(list) - 1
	g.reach, g.last = min(list[top].weight, g.need), profit-list[top].cost
	g.index()
}

// thin keeps every other point, and the last.
func thin[T any](list []T) []T {
	n := 0
	for i := 0; i < len(list); i++ {
		if i%2 == 0 || i == len(list)-1 {
			list[n] = list[i]
			n++
		}
	}
	return list[:n]
}

// index cuts the reach into buckets.
func (g *gains) index() {
	g.shift = 0
	for g.reach>>g.shift > int64(2*len(g.short)) {
		g.shift++
	}
	g.first = resize(g.first, int(g.reach>>g.shift)+1)
	for i := range g.first {
		at, _ := slices.BinarySearch(g.short, int64(i)<<g.shift)
		g.first[i] = int32(at)
	}
}
