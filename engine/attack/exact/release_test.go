package exact

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestRelease: below the root no open member's share stays with a service that is out,
// shares still add up, and the bound only falls; at the root shares stay where they are.
func TestRelease(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	fell := 0
	for n := range 2000 {
		var s Solver
		s.load(random(r, n), Limits{Nodes: 1})
		for _, tr := range s.active() {
			tr.evaluate(context.Background(), 1+r.IntN(20), true)
			tr.best = -most // nothing is decided on the way
			prices := slices.Clone(tr.o.price)
			tr.shut(r.Int32N(int32(len(tr.b.service))))
			if !slices.Equal(prices, tr.o.price) {
				t.Fatalf("%d: shares move at the root", n)
			}
			before, possible := tr.o.bound()
			tr.below = true
			for s, f := range tr.o.service {
				if f == out {
					tr.shut(int32(s))
				}
			}
			after, still := tr.o.bound()
			if possible != still || possible && after > before {
				t.Fatalf("%d: the bound is %d after %d", n, after, before)
			}
			if after < before {
				fell++
			}
			checkShares(t, tr, tr.o.price)
			checkShares(t, tr, tr.a.best)
		}
	}
	if fell < 500 {
		t.Errorf("the bound fell %d times", fell)
	}
}

func checkShares(t *testing.T, tr *tree, price []int64) {
	t.Helper()
	for i, f := range tr.o.member {
		from, upTo := tr.b.edges(int32(i))
		var sum int64
		for e := from; e < upTo; e++ {
			if f == open && price[e] > 0 && tr.o.service[tr.b.to[e]] == out {
				t.Fatalf("a service that is out pays for member %d", i)
			}
			sum += price[e]
		}
		if f == open && sum != tr.b.cost[i] {
			t.Fatalf("services pay %d for member %d, which costs %d", sum, i, tr.b.cost[i])
		}
	}
}
