package attack_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/restakesim/restakesim/engine/attack/shock"
	"github.com/restakesim/restakesim/engine/money"
)

// worst is the worst case after a shock of psi.
func (n plain) worst(t testing.TB, psi money.Ratio, orphansDead bool) shock.Loss {
	t.Helper()
	w, err := shock.WorstCase(t.Context(), n.shock(), psi, orphansDead)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestI06: with slack γ a shock of ψ loses less than (1+1/γ)·ψ, and no shock nothing
// (theorem 1), whether or not orphans can be attacked.
func TestI06(t *testing.T) {
	if b := shock.Bound(rat(1, 10), rat(1, 1000)); b.Cmp(rat(11, 1000)) != 0 {
		t.Errorf("slack 0.1 and a shock of 0.1 %% are bounded by %v, want 1.1 %%", b)
	}
	r := rand.New(rand.NewPCG(6, 1))
	lost := 0
	for range 3000 {
		n := draw(r, 6, 4, true)
		gamma := n.slack(t, nil)
		if gamma == nil || gamma.Sign() <= 0 {
			continue
		}
		psi := alpha(r.Int64N(9), 8)
		w := n.worst(t, psi, r.IntN(2) == 0)
		if bound := shock.Bound(gamma, rat(psi.Num, psi.Den)); psi.Num == 0 && w.R.Sign() != 0 || psi.Num > 0 && w.R.Cmp(bound) >= 0 {
			t.Fatalf("%+v: slack %v, shock %v, R %v, bound %v", n, gamma, psi, w.R, bound)
		}
		if w.Attacked > 0 && psi.Num > 0 {
			lost++
		}
	}
	requireCount(t, "attacks after a shock", lost, 100)
}

// TestI07: the same holds for any other measure of cost, here what operators own
// themselves, with thresholds still in stake.
func TestI07(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	lost := 0
	for range 2500 {
		n := draw(r, 5, 3, true)
		own := make([]int64, len(n.stakes))
		for v, stake := range n.stakes {
			own[v] = r.Int64N(stake + 1)
		}
		for s := range n.services {
			n.services[s].Profit = r.Int64N(n.services[s].Profit/2 + 1)
		}
		gamma := n.slack(t, own)
		if gamma == nil || gamma.Sign() <= 0 {
			continue
		}
		kappa := plain{stakes: own}.stake
		for gone := set(0); gone <= n.everybody(); gone++ {
			bound := shock.AttackBound(gamma, rat(kappa(gone), 1))
			for b := n.everybody() &^ gone; b > 0; b = (b - 1) &^ gone {
				if n.profit(n.takes(b, gone, true)) <= kappa(b) {
					continue
				}
				if kappa(b) > 0 {
					lost++
				}
				if rat(kappa(b), 1).Cmp(bound) >= 0 {
					t.Fatalf("%+v owning %v: slack %v, after %b (%d) %b loses %d", n, own, gamma, gone, kappa(gone), b, kappa(b))
				}
			}
		}
	}
	requireCount(t, "attacks after a shock", lost, 1000)
}

// TestI08: a network can be secure, with the local condition met exactly, and lose
// everything to the least shock (theorem 2): without γ "secure" says nothing.
func TestI08(t *testing.T) {
	for eps := int64(1); eps < 100; eps++ {
		n := plain{[]int64{eps, 100 - eps}, []shock.Service{{Profit: 100, Alpha: alpha(1, 1), Members: []int32{0, 1}}}}
		if n.net(t) != 0 || n.slack(t, nil).Sign() != 0 {
			t.Errorf("eps %d: net %d, slack %v", eps, n.net(t), n.slack(t, nil))
		}
		for _, load := range n.loads(t) {
			if load.Cmp(rat(1, 1)) != 0 {
				t.Errorf("eps %d: load %v", eps, load)
			}
		}
		if w := n.worst(t, alpha(min(eps, 100-eps), 100), true); w.Most != 100 || w.R.Cmp(rat(1, 1)) < 0 {
			t.Errorf("eps %d: %+v", eps, w)
		}
	}
}

// TestI09: the bound of theorem 1 is tight (theorem 3), here within a stake of ε.
func TestI09(t *testing.T) {
	worked := plain{[]int64{20, 18, 162}, []shock.Service{{Profit: 19, Alpha: alpha(1, 1), Members: []int32{0, 1}}}}
	if w := worked.worst(t, alpha(1, 10), true); w.Most != 38 || w.R.Cmp(rat(38, 200)) != 0 || worked.slack(t, nil).Cmp(rat(1, 1)) != 0 {
		t.Errorf("loses %d of 200 with slack %v", w.Most, worked.slack(t, nil))
	}
	for inverse := int64(1); inverse < 8; inverse++ { // γ = 1/inverse
		const total, psi = 12_000, 1_000
		for _, eps := range []int64{inverse + 1, 2 * (inverse + 1)} {
			a, b := int64(psi), psi*inverse-eps
			b -= (a + b) % (inverse + 1)
			n := plain{[]int64{a, b, total - a - b}, []shock.Service{{Profit: (a + b) * inverse / (inverse + 1), Alpha: alpha(1, 1), Members: []int32{0, 1}}}}
			gamma := n.slack(t, nil)
			if gamma.Cmp(rat(1, inverse)) != 0 {
				t.Fatalf("slack %v, want 1/%d", gamma, inverse)
			}
			w := n.worst(t, alpha(psi, total), true)
			bound := shock.Bound(gamma, rat(psi, total))
			if short := new(big.Rat).Sub(bound, w.R); w.R.Cmp(bound) >= 0 || short.Cmp(rat(2*eps, total)) > 0 {
				t.Errorf("slack 1/%d: R %v, bound %v", inverse, w.R, bound)
			}
		}
	}
}

// TestI10: a cascade of reference depth k has fewer than k·(1 + log_{1+γ}(σ(D)/(γ·ε)))
// rounds, ε being the smallest stake (theorem 7).
func TestI10(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 1))
	long := 0
	for range 6000 {
		n := draw(r, 8, 5, true)
		gone := set(r.Uint32()&r.Uint32()) & n.everybody()
		c, err := shock.Single(t.Context(), n.shock(), gone.list())
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Rounds) == 0 {
			continue
		}
		gamma := n.slack(t, nil)
		if gamma.Sign() <= 0 {
			continue
		}
		g, _ := gamma.Float64()
		smallest := float64(n.stakes[0])
		for _, x := range n.stakes {
			smallest = min(smallest, float64(x))
		}
		k := n.depth(c.Rounds, gone)
		most := float64(k) * (1 + math.Log(float64(n.stake(gone))/(g*smallest))/math.Log1p(g))
		if float64(len(c.Rounds)) >= most {
			t.Fatalf("%+v after %b: %d rounds of depth %d, slack %v, bound %v", n, gone, len(c.Rounds), k, gamma, most)
		}
		if len(c.Rounds) > 1 {
			long++
		}
	}
	requireCount(t, "cascades of two rounds or more", long, 30)
}

// depth is the least k such that every round still covers its services when only the k
// removals before it are taken out.
func (n plain) depth(rounds []shock.Round, gone set) (deepest int) {
	removals := []set{gone}
	for _, round := range rounds {
		b, a := setOf(round.Validators), setOf(round.Services)
		k, out := 0, set(0)
		for n.takes(b, out, true)&a != a {
			k++
			out |= removals[len(removals)-k]
		}
		deepest = max(deepest, k)
		removals = append(removals, b)
	}
	return deepest
}

// TestI11: bounded ratios of profit to stake do not help (theorem 8). Unit stakes, every
// validator in one group of six and one of three, a service of profit 2 and threshold 1
// for each group: load exactly 1, and the loss of any one validator exposes all.
func TestI11(t *testing.T) {
	for _, size := range []int{6, 12, 18} {
		n := plain{}
		group := func(step, width int) {
			for first := 0; first < size; first += width {
				s := shock.Service{Profit: 2, Alpha: alpha(1, 1)}
				for i := range width {
					s.Members = append(s.Members, int32((first+i)*step%size))
				}
				n.services = append(n.services, s)
			}
		}
		for range size {
			n.stakes = append(n.stakes, 1)
		}
		group(1, 6)
		group(5, 3) // every fifth validator: joins the groups of six into one component
		for _, load := range n.loads(t) {
			if load.Cmp(rat(1, 1)) != 0 {
				t.Fatalf("%d validators: load %v", size, load)
			}
		}
		if n.net(t) != 0 {
			t.Errorf("%d validators: not secure", size)
		}
		for v := range int32(size) {
			if c, err := shock.Cheapest(t.Context(), n.shock(), []int32{v}); err != nil || c.Lost != int64(size) {
				t.Errorf("%d validators: losing %d loses %d, %v", size, v, c.Lost, err)
			}
		}
	}
}
