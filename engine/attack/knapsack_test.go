package attack

import (
	"testing"

	"pgregory.net/rapid"
)

// cheapestSubset tries all subsets.
func cheapestSubset(items []item, deficit int64) (best int64, ok bool) {
	for mask := range 1 << len(items) {
		var weight, cost int64
		for i, it := range items {
			if mask>>i&1 == 1 {
				weight += it.weight
				cost += it.cost
			}
		}
		if weight >= deficit && (!ok || cost < best) {
			best, ok = cost, true
		}
	}
	return best, ok
}

// TestKnapsack: exact with enough branches, a bracket around the least cost with few,
// and what it chose costs what it says.
func TestKnapsack(t *testing.T) {
	var k knapsack
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 10).Draw(t, "items")
		k.items = k.items[:0]
		for i := range n {
			k.items = append(k.items, item{int32(i), rapid.Int64Range(1, 20).Draw(t, "weight"), rapid.Int64Range(0, 20).Draw(t, "cost")})
		}
		deficit := rapid.Int64Range(1, 100).Draw(t, "deficit")
		want, possible := cheapestSubset(k.items, deficit)
		for _, skips := range []int{0, 2, 5000} {
			got, ok := k.solve(deficit, skips)
			if ok != possible {
				t.Fatalf("possible %v, want %v", ok, possible)
			}
			if !ok {
				return
			}
			if int64(got.Lower) > want || int64(got.Upper) < want || skips == 5000 && !got.Exact() {
				t.Fatalf("%d branches: %+v, least cost %d", skips, got, want)
			}
			var weight, cost int64
			for _, i := range k.best {
				weight += k.items[i].weight
				cost += k.items[i].cost
			}
			if weight < deficit || cost != int64(got.Upper) {
				t.Fatalf("chose weight %d of %d at %d, said %d", weight, deficit, cost, got.Upper)
			}
		}
	})
}

// TestKnapsackEqualItems: many equal operators are no search at all.
func TestKnapsackEqualItems(t *testing.T) {
	var k knapsack
	for i := range int32(500) {
		k.items = append(k.items, item{i, 100, 100})
	}
	if got, ok := k.solve(33_350, 10); !ok || got != (Bracket{33_400, 33_400}) {
		t.Errorf("got %+v, %v", got, ok)
	}
}

// TestSurvey prices the services of the published networks.
func TestSurvey(t *testing.T) {
	for _, name := range []string{"hand.json", "random_small.json"} {
		for _, c := range published(t, name) {
			var s Searcher
			if err := s.Load(exposureOf(&c.Network)); err != nil {
				t.Fatal(err)
			}
			got := s.Survey(Sigma)
			breakable, profit := 0, gwei(0)
			for v, cost := range c.Expected.MinCost {
				if got.ByService[v] != (Bracket{cost, cost}) {
					t.Errorf("%s: service %d costs %+v, want %d", c.ID, v, got.ByService[v], cost)
				}
				if one, ok := s.Single(int32(v), Sigma); !ok || one != got.ByService[v] {
					t.Errorf("%s: service %d alone %+v", c.ID, v, one)
				}
				one := gwei(c.Network.Services[v].Profit)
				profit += one
				if one > cost {
					breakable++
				}
			}
			if got.Price.Upper != c.Expected.Price || !got.Price.Exact() || got.ByService[got.Cheapest].Upper != c.Expected.Price {
				t.Errorf("%s: price %+v, want %d", c.ID, got.Price, c.Expected.Price)
			}
			if got.Breakable != breakable || got.Profit != profit {
				t.Errorf("%s: breakable %d profit %d, want %d, %d", c.ID, got.Breakable, got.Profit, breakable, profit)
			}
		}
	}
}
