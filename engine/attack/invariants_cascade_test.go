package attack_test

import (
	"math/rand/v2"
	"testing"

	"github.com/restakesim/restakesim/engine/attack/shock"
	"github.com/restakesim/restakesim/engine/money"
)

// TestI01: a coalition that takes services after D is lost takes them, joined by D, on
// the network as it was (lemma 1).
func TestI01(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 3000 {
		n := draw(r, 6, 4, false)
		gone := set(r.Uint32()) & n.everybody()
		b := set(r.Uint32()) & n.everybody() &^ gone
		a := n.takes(b, gone, true)
		if n.takes(b|gone, 0, true)&a != a {
			t.Fatalf("%+v: %b takes %b after %b is lost, but not with it", n, b, a, gone)
		}
	}
}

// TestI02: the union of a cascade is one valid attack on the network it started from
// (corollary 1), so the worst single attack loses as much as any cascade.
func TestI02(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	long := 0
	for range 3000 {
		n := draw(r, 6, 4, false)
		gone := set(r.Uint32()&r.Uint32()) & n.everybody()
		for _, follow := range []func() (shock.Cascade, error){
			func() (shock.Cascade, error) { return shock.Cheapest(t.Context(), n.shock(), gone.list()) },
			func() (shock.Cascade, error) { return shock.Single(t.Context(), n.shock(), gone.list()) },
		} {
			c, err := follow()
			if err != nil {
				t.Fatal(err)
			}
			if len(c.Rounds) < 2 {
				continue
			}
			long++
			var a, b set
			for _, round := range c.Rounds {
				a, b = a|setOf(round.Services), b|setOf(round.Validators)
			}
			if n.takes(b, gone, false)&a != a || n.profit(a) <= n.stake(b) {
				t.Fatalf("%+v after %b: the union of %+v is no valid attack", n, gone, c.Rounds)
			}
			worst, err := shock.WorstCase(t.Context(), n.shock(), alpha(n.stake(gone), n.stake(n.everybody())), true)
			if err != nil || worst.Attacked < c.Attacked || worst.Most < c.Lost {
				t.Fatalf("%+v: worst case %+v, %v; a cascade lost %d", n, worst, err, c.Lost)
			}
		}
	}
	requireCount(t, "cascades of two rounds or more", long, 100)
}

// TestI03: a shock is worth at most what it removes, for the best attack and for the
// cost of each set of services.
func TestI03(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 3))
	for range 1000 {
		n := draw(r, 5, 3, false)
		gone := set(r.Uint32()) & n.everybody()
		before, _ := n.best(t, nil)
		after, possible := n.without(gone, 0).best(t, nil)
		if possible && after.Net() > before.Net()+n.stake(gone) {
			t.Fatalf("%+v: %d before, %d after losing %b", n, before.Net(), after.Net(), gone)
		}
		for a := set(1); a < 1<<len(n.services); a++ {
			was, _ := n.least(a, 0)
			if is, _ := n.least(a, gone); was > is+n.stake(gone) {
				t.Fatalf("%+v: taking %b costs %d, and %d after losing %b", n, a, was, is, gone)
			}
		}
	}
}

// TestI04: after the most profitable attack nothing that pays is left, so an unlimited
// rational attacker never makes a cascade.
func TestI04(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 4))
	paid := 0
	for range 2000 {
		n := draw(r, 7, 5, false)
		best, _ := n.best(t, nil)
		if best.Net() <= 0 {
			continue
		}
		paid++
		if left := n.without(setOf(best.Members), setOf(best.Services)).net(t); left > 0 {
			t.Fatalf("%+v: after %+v an attack nets %d", n, best, left)
		}
	}
	requireCount(t, "attacks that pay", paid, 500)
}

// TestI05: what can be gained from separate networks adds up.
func TestI05(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 5))
	for range 500 {
		n, m := draw(r, 4, 3, false), draw(r, 4, 3, false)
		if both := n.beside(m).net(t); both != n.net(t)+m.net(t) {
			t.Fatalf("%+v and %+v: %d and %d, together %d", n, m, n.net(t), m.net(t), both)
		}
	}
}

// TestWorstCaseGrowsWithTheShock: R is monotone in ψ, though the worst shock of one size
// need not contain that of a smaller one.
func TestWorstCaseGrowsWithTheShock(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 6))
	for range 200 {
		n := draw(r, 6, 4, true)
		var last int64
		for k := range int64(9) {
			w, err := shock.WorstCase(t.Context(), n.shock(), money.Ratio{Num: k, Den: 8}, true)
			if err != nil || w.Most < last {
				t.Fatalf("%+v: %+v at %d/8 after %d, %v", n, w, k, last, err)
			}
			last = w.Most
		}
	}
}
