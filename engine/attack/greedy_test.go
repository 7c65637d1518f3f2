package attack

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// TestGreedyOnVectors: what greedy reports is valid, never better than the optimum,
// and the optimum itself on most of the published networks.
func TestGreedyOnVectors(t *testing.T) {
	for _, f := range []struct {
		name           string
		net, gamma, of int
	}{{"hand.json", 23, 23, 23}, {"random_small.json", 47, 46, 48}} {
		var net, gamma int
		cases := published(t, f.name)
		for _, c := range cases {
			x := exposureOf(&c.Network)
			var s Searcher
			if err := s.Load(x); err != nil {
				t.Fatal(err)
			}
			a, pays := s.Greedy(Sigma, NoLimits())
			requireAttack(t, x, a)
			if a.Net(Sigma) > c.Expected.MaxNet || pays != a.Pays(Sigma) || pays && c.Expected.Secure {
				t.Errorf("%s: greedy nets %d, the most is %d", c.ID, a.Net(Sigma), c.Expected.MaxNet)
			}
			if a.Net(Sigma) == c.Expected.MaxNet {
				net++
			} else {
				t.Logf("%s: greedy nets %d of %d", c.ID, a.Net(Sigma), c.Expected.MaxNet)
			}
			if g, ok := s.Tightest(Sigma); ok && c.Expected.GammaMax != nil {
				requireAttack(t, x, g)
				want, _ := new(big.Rat).SetString(*c.Expected.GammaMax)
				r, _ := g.Gamma(Sigma)
				switch big.NewRat(r.Num, r.Den).Cmp(want) {
				case -1:
					t.Errorf("%s: gamma %v below the least, %v", c.ID, r, want)
				case 0:
					gamma++
				}
			}
		}
		if len(cases) != f.of || net < f.net || gamma < f.gamma {
			t.Errorf("%s: optimum in %d, gamma in %d of %d; want %d, %d of %d", f.name, net, gamma, len(cases), f.net, f.gamma, f.of)
		}
	}
}

// TestGreedyIsValid checks attacks on general networks, under limits, against the
// recount and the optimum.
func TestGreedyIsValid(t *testing.T) {
	var s Searcher
	rapid.Check(t, func(t *rapid.T) {
		x := drawExposure(t, 6, 4)
		if err := s.Load(x); err != nil {
			t.Fatal(err)
		}
		o := rapid.SampledFrom([]Objective{Sigma, Kappa}).Draw(t, "objective")
		l := Limits{Budget: gwei(rapid.Int64Range(0, 120).Draw(t, "budget")), Services: rapid.IntRange(0, 4).Draw(t, "services")}
		best := mustExact(t, x, o)
		for _, l := range []Limits{l, NoLimits()} {
			a, pays := s.Greedy(o, l)
			if len(a.Services) == 0 {
				if pays || len(a.Operators) > 0 {
					t.Fatalf("nothing taken, yet %v", a)
				}
				continue
			}
			requireAttack(t, x, a)
			if a.Net(o) > best.MaxNet || pays != (a.Net(o) > 0) {
				t.Fatalf("nets %d, the most is %d, pays %v", a.Net(o), best.MaxNet, pays)
			}
			if a.Cost(o) > l.Budget || len(a.Services) > l.Services {
				t.Fatalf("%v breaks the limits %v", a, l)
			}
			for _, op := range a.Operators {
				rest := slices.DeleteFunc(slices.Clone(a.Operators), func(p int32) bool { return p == op })
				if covered, _, _, _ := assess(x, rest, a.Services); covered {
					t.Fatalf("operator %d of %v is not needed for %v", op, a.Operators, a.Services)
				}
			}
		}
		if a, ok := s.Tightest(o); ok {
			requireAttack(t, x, a)
			g, _ := a.Gamma(o)
			if big.NewRat(g.Num, g.Den).Cmp(best.GammaMax) < 0 {
				t.Fatalf("gamma %v below the least %v", g, best.GammaMax)
			}
		} else if best.GammaMax != nil {
			t.Fatalf("no gamma found, the least is %v", best.GammaMax)
		}
	})
}

// TestGreedyNearTheOptimum: on general small networks few attacks that pay are missed.
func TestGreedyNearTheOptimum(t *testing.T) {
	var s Searcher
	var paying, found, best int
	for seed := range uint64(300) {
		x := generated(seed, 12, 5, 0.4, 1.1)
		if err := s.Load(x); err != nil {
			t.Fatal(err)
		}
		want, err := Exact(x, Sigma)
		if err != nil {
			t.Fatal(err)
		}
		a, pays := s.Greedy(Sigma, NoLimits())
		if want.Secure {
			continue
		}
		paying++
		if pays {
			found++
		}
		if a.Net(Sigma) == want.MaxNet {
			best++
		}
	}
	t.Logf("of %d networks where an attack pays one was found in %d, the best in %d", paying, found, best)
	if paying < 100 || found < paying*95/100 || best < paying*85/100 {
		t.Errorf("of %d networks where an attack pays one was found in %d, the best in %d", paying, found, best)
	}
}

func TestLimits(t *testing.T) {
	all := func(int, int) bool { return true }
	x := whole([]gwei{10, 10, 10}, []restake.ServiceExposure{service(12, 2, 3), service(12, 2, 3)}, all)
	var s Searcher
	if err := s.Load(x); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		limits   Limits
		services int
		net      gwei
		pays     bool
	}{
		{NoLimits(), 2, 4, true},
		{Limits{Budget: 20, Services: 2}, 2, 4, true},
		{Limits{Budget: 20, Services: 1}, 1, -8, false},
		{Limits{Budget: 19, Services: 2}, 0, 0, false},
		{Limits{Budget: math.MaxInt64}, 0, 0, false},
	} {
		a, pays := s.Greedy(Sigma, c.limits)
		if len(a.Services) != c.services || a.Net(Sigma) != c.net || pays != c.pays {
			t.Errorf("%+v: %+v, pays %v", c.limits, a, pays)
		}
	}
}

// TestObjectives: the same attack is dear to who owns the stake and cheap to who
// bribes operators with little of their own in it.
func TestObjectives(t *testing.T) {
	x := whole([]gwei{1000, 1000, 1000}, []restake.ServiceExposure{service(500, 2, 3)}, func(int, int) bool { return true })
	var s Searcher
	if err := s.Load(x); err != nil {
		t.Fatal(err)
	}
	if a, pays := s.Greedy(Sigma, NoLimits()); pays || a.Net(Sigma) != -1500 {
		t.Errorf("sigma: %+v", a)
	}
	if a, pays := s.Greedy(Kappa, NoLimits()); !pays || a.Kappa != 440 || a.Sigma != 2000 {
		t.Errorf("kappa: %+v", a)
	}
}

// TestMeasure counts repeated indices once and refuses what is not there.
func TestMeasure(t *testing.T) {
	x := whole([]gwei{10, 20, 30}, []restake.ServiceExposure{service(12, 1, 2)}, func(int, int) bool { return true })
	var s Searcher
	if err := s.Load(x); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		operators, services []int32
		sigma               gwei
		covered             bool
	}{
		{[]int32{2, 2}, []int32{0, 0}, 30, true},
		{[]int32{1}, []int32{0}, 20, false},
		{[]int32{1}, nil, 0, false},
		{[]int32{2, 3}, []int32{0}, 30, false},
		{[]int32{2}, []int32{0, -1}, 30, false},
	} {
		if a, covered := s.Measure(c.operators, c.services); covered != c.covered || a.Sigma != c.sigma {
			t.Errorf("%v on %v: %+v, covered %v", c.operators, c.services, a, covered)
		}
	}
}

// TestMovesUndo: any moves and a restore leave the coalition as a fresh one
// would be.
func TestMovesUndo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s, fresh Searcher
		x := drawExposure(t, 6, 5)
		o := rapid.SampledFrom([]Objective{Sigma, Kappa}).Draw(t, "objective")
		for _, p := range []*Searcher{&s, &fresh} {
			if err := p.Load(x); err != nil {
				t.Fatal(err)
			}
			p.begin(o)
		}
		flip := func(c *coalition, i int) {
			if n := c.g.operators(); i < n {
				if c.in[i] {
					c.leave(int32(i))
				} else {
					c.enter(int32(i))
				}
			} else if v := int32(i-n) % int32(c.g.services()); c.taken[v] {
				c.drop(v)
			} else {
				c.take(v)
			}
		}
		first := rapid.SliceOf(rapid.IntRange(0, 10)).Draw(t, "first")
		for _, i := range first {
			flip(&s.c, i)
			flip(&fresh.c, i)
		}
		s.c.save(&s.trial)
		for _, i := range rapid.SliceOf(rapid.IntRange(0, 10)).Draw(t, "then") {
			flip(&s.c, i)
		}
		s.c.restore(&s.trial)
		a, b := &s.c, &fresh.c
		if a.total != b.total || a.gain != b.gain || a.services != b.services || !slices.Equal(a.cost, b.cost) ||
			!slices.Equal(a.have, b.have) || !slices.Equal(a.load, b.load) || !slices.Equal(a.sigma, b.sigma) {
			t.Fatalf("restored %+v, fresh %+v", a, b)
		}
	})
}

// TestScaling: in other units the same attack is found.
func TestScaling(t *testing.T) {
	x := generated(3, 40, 8, 0.3, 1.6)
	var s Searcher
	if err := s.Load(x); err != nil {
		t.Fatal(err)
	}
	a, _ := s.Greedy(Sigma, NoLimits())
	a = a.Clone()
	for i := range x.Nodes {
		x.Nodes[i].Stake *= 10
	}
	for i := range x.Edges {
		x.Edges[i].Slashable *= 10
	}
	for i := range x.Services {
		x.Services[i].Profit *= 10
	}
	if err := s.Load(x); err != nil {
		t.Fatal(err)
	}
	b, _ := s.Greedy(Sigma, NoLimits())
	if !slices.Equal(a.Operators, b.Operators) || !slices.Equal(a.Services, b.Services) || b.Sigma != 10*a.Sigma {
		t.Errorf("%v, ten times larger %v", a, b)
	}
}

// TestSearchAllocatesNothing once it has seen the network.
func TestSearchAllocatesNothing(t *testing.T) {
	x := generated(1, 60, 12, 0.2, 1.5)
	var s Searcher
	var b Security
	work := func() {
		if err := s.Load(x); err != nil {
			t.Fatal(err)
		}
		if err := Bounds(x, &b); err != nil {
			t.Fatal(err)
		}
		for _, o := range []Objective{Sigma, Kappa} {
			s.Greedy(o, NoLimits())
			s.Greedy(o, Limits{Budget: 100 * money.ETH, Services: 1})
			s.Tightest(o)
			s.Survey(o)
		}
	}
	work()
	if n := testing.AllocsPerRun(3, work); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
