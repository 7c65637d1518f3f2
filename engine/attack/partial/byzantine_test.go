package partial

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

// TestByzantineAgainstAllSets tries the sets in the order of their masks.
func TestByzantineAgainstAllSets(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 2))
	turned := 0
	for range 200 {
		n := randomElastic(r, 4, 4, 6, 3)
		got, err := Elastic(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		requireElastic(t, "random", n, got)
		all, least := new(big.Rat), big.NewRat(1, 1)
		for _, svc := range n.Services {
			all.Add(all, big.NewRat(svc.Prize*svc.Theta.Den, svc.Theta.Num))
		}
		for set := range uint64(1) << len(n.Services) {
			weight := new(big.Rat)
			for _, s := range bitsOf(set) {
				weight.Add(weight, big.NewRat(n.Services[s].Prize*n.Services[s].Theta.Den, n.Services[s].Theta.Num))
			}
			if best := enumerate(n.after(set)); best != nil && best.Sign() > 0 && weight.Mul(weight, new(big.Rat).Inv(all)).Cmp(least) < 0 {
				least = weight
			}
		}
		if got.Byzantine.Fraction.Cmp(least) != 0 {
			t.Fatalf("%+v: %v, all sets say %v", n, got.Byzantine.Fraction, least)
		}
		if least.Sign() > 0 && least.Cmp(big.NewRat(1, 1)) < 0 {
			turned++
		}
	}
	if turned < 10 {
		t.Errorf("only %d of the networks fall to some Byzantine services", turned)
	}
}

// TestSetsByWeight: every set comes once, by increasing weight.
func TestSetsByWeight(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 7))
	for range 50 {
		q := randomElastic(r, 1, 6, 5, 4).byWeight()
		seen, last := map[uint64]bool{}, new(big.Rat)
		for set, weight, ok := q.next(); ok; set, weight, ok = q.next() {
			sum := new(big.Rat)
			for i, s := range q.order {
				if set>>s&1 == 1 {
					sum.Add(sum, q.weight[i])
				}
			}
			if seen[set] || weight.Cmp(last) < 0 || weight.Cmp(sum) != 0 {
				t.Fatalf("set %b of weight %v, said to be %v, after %v", set, sum, weight, last)
			}
			seen[set], last = true, weight
		}
		if len(seen) != 1<<len(q.order) {
			t.Fatalf("%d sets of %d services", len(seen), len(q.order))
		}
	}
}
