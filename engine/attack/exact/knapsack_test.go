package exact

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestKnapsackTwin compares the window with the table over coverage.
func TestKnapsackTwin(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var k knapsack
	for n := range 20000 {
		top := []int64{3, 20, 200}[n%3]
		k.items = k.items[:0]
		var all int64
		for range r.IntN(14) {
			it := item{weight: 1 + r.Int64N(top), price: r.Int64N(top), hint: r.IntN(3) == 0}
			if n%5 == 0 {
				it.price = it.weight
			}
			k.items = append(k.items, it)
			all += it.weight
		}
		slices.SortFunc(k.items, func(a, b item) int { return int(a.price*b.weight - b.price*a.weight) })
		need := r.Int64N(all + 2)
		want := table(k.items, need)
		ceiling := int64(1 << 40)
		if n%4 == 0 {
			ceiling = r.Int64N(top * 5)
		}
		scale := int64(1)
		if n%7 == 3 { // beyond products of 64 bits
			scale = 1 << 50
		}
		for i := range k.items {
			k.items[i].weight *= scale
		}
		k.solve(need*scale, ceiling, 0)
		if need > 0 && (want < 0 || want >= ceiling) {
			if k.found || k.lower < ceiling {
				t.Fatalf("%d: items %v need %d ceiling %d: found %v [%d %d], want %d", n, k.items, need, ceiling, k.found, k.lower, k.upper, want)
			}
			continue
		}
		var w, p int64
		for i, in := range k.taken {
			if in {
				w, p = w+k.items[i].weight, p+k.items[i].price
			}
		}
		if !k.found || k.lower != want || k.upper != want || p != want || w < need*scale {
			t.Fatalf("%d: items %v need %d ceiling %d: found %v [%d %d] set %d/%d, want %d", n, k.items, need, ceiling, k.found, k.lower, k.upper, p, w, want)
		}
	}
}

// TestKnapsackCrowded: where states are many the answer may be an interval, which holds
// the exact one, and the set found costs its upper end.
func TestKnapsackCrowded(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var k knapsack
	open := 0
	for n := range 2000 {
		k.items = k.items[:0]
		var all int64
		for range 10 + r.IntN(30) {
			it := item{weight: 1 + r.Int64N(200), price: 1 + r.Int64N(200)}
			k.items = append(k.items, it)
			all += it.weight
		}
		slices.SortFunc(k.items, func(a, b item) int { return int(a.price*b.weight - b.price*a.weight) })
		need := 1 + r.Int64N(all)
		want := table(k.items, need)
		k.crowd = 1 + r.IntN(8)
		k.solve(need, 1<<40, 0)
		var w, p int64
		for i, in := range k.taken {
			if in {
				w, p = w+k.items[i].weight, p+k.items[i].price
			}
		}
		if !k.found || k.lower > want || k.upper < want || p != k.upper || w < need {
			t.Fatalf("%d: items %v need %d: found %v [%d %d] set %d/%d, want %d", n, k.items, need, k.found, k.lower, k.upper, p, w, want)
		}
		if k.lower < k.upper {
			open++
		}
	}
	if open < 100 {
		t.Errorf("%d answers were intervals", open)
	}
}
