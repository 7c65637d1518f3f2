package attack

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
	"pgregory.net/rapid"
)

// drawWhole draws a small network whose operators promise all stake to all their
// services, some of them in two nodes.
func drawWhole(t *rapid.T, operators, services int) *restake.Exposure {
	x := &restake.Exposure{}
	m := rapid.IntRange(1, services).Draw(t, "services")
	for range m {
		den := rapid.Int64Range(1, 4).Draw(t, "alpha den")
		x.Services = append(x.Services, restake.ServiceExposure{Profit: money.Gwei(rapid.Int64Range(0, 90).Draw(t, "profit")),
			Alpha: money.Ratio{Num: rapid.Int64Range(1, den).Draw(t, "alpha num"), Den: den}, SlashFraction: money.Ratio{Num: 1, Den: 1}})
	}
	for o := range rapid.IntRange(1, operators).Draw(t, "operators") {
		serves := rapid.SliceOfN(rapid.Bool(), m, m).Draw(t, "serves")
		var total money.Gwei
		for range rapid.IntRange(1, 2).Draw(t, "nodes") {
			stake := money.Gwei(rapid.Int64Range(0, 40).Draw(t, "stake"))
			total += stake
			x.EdgeStart, x.Nodes = append(x.EdgeStart, int32(len(x.Edges))), append(x.Nodes, restake.Node{Operator: int32(o), Stake: stake})
			for s, yes := range serves {
				if yes {
					x.Edges = append(x.Edges, restake.Edge{Service: int32(s), Slashable: stake})
				}
			}
		}
		x.Operators = append(x.Operators, restake.OperatorExposure{Bond: total / 2, Franchise: money.Gwei(rapid.Int64Range(0, 5).Draw(t, "franchise"))})
	}
	x.EdgeStart = append(x.EdgeStart, int32(len(x.Edges)))
	return x
}

// drift changes stakes and profits a little.
func drift(t *rapid.T, x *restake.Exposure) {
	for v := range x.Nodes {
		x.Nodes[v].Stake += money.Gwei(rapid.Int64Range(0, 3).Draw(t, "more stake"))
		for e := x.EdgeStart[v]; e < x.EdgeStart[v+1]; e++ {
			x.Edges[e].Slashable = x.Nodes[v].Stake
		}
	}
	for s := range x.Services {
		x.Services[s].Profit += money.Gwei(rapid.Int64Range(0, 2).Draw(t, "more profit"))
	}
}

// TestPursuitAgreesWithEnumeration follows networks as they drift: attacks are what they
// say, bounds hold against all coalitions, and nearly always the two meet.
func TestPursuitAgreesWithEnumeration(t *testing.T) {
	cases, best, tight := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		var s Searcher
		var trail Trail
		x := drawWhole(t, 4, 3)
		for range 3 {
			for _, o := range []Objective{Sigma, Kappa} {
				net, gamma := slowBest(x, o)
				cases++
				best += pursued(t, &s, x, o, &trail, net)
				tight += enclosed(t, &s, x, o, &trail, gamma)
			}
			drift(t, x)
		}
	})
	if best < cases*19/20 || tight < cases*19/20 {
		t.Errorf("of %d searches %d found the best attack and %d the tightest", cases, best, tight)
	}
}

// pursued is 1 if Best finds the best attack.
func pursued(t *rapid.T, s *Searcher, x *restake.Exposure, o Objective, trail *Trail, net *big.Int) int {
	if err := s.Load(x); err != nil {
		t.Fatal(err)
	}
	a, upper := s.Best(o, NoLimits(), trail)
	if len(a.Services) > 0 {
		requireAttack(t, x, a)
		if a.Net(o) > upper && a.Pays(o) {
			t.Fatalf("%v: nets %d, bound %d", o, a.Net(o), upper)
		}
	}
	switch {
	case net == nil || net.Sign() <= 0:
		if a.Pays(o) {
			t.Fatalf("%v: %v pays, and none does", o, a)
		}
		return 1
	case net.Cmp(big.NewInt(int64(upper))) > 0:
		t.Fatalf("%v: the best attack nets %v, the bound is %d", o, net, upper)
	}
	if int64(a.Net(o)) == net.Int64() {
		return 1
	}
	return 0
}

// enclosed is 1 if Enclose finds the tightest attack.
func enclosed(t *rapid.T, s *Searcher, x *restake.Exposure, o Objective, trail *Trail, gamma *big.Rat) int {
	a, proven, ok := s.Enclose(o, s.Survey(o), trail)
	if ok != (gamma != nil) {
		t.Fatalf("%v: an attack with a profit: %v, want %v", o, ok, gamma != nil)
	}
	if !ok {
		return 1
	}
	requireAttack(t, x, a)
	known, _ := a.Gamma(o)
	exact, _ := gamma.Float64()
	if proven > exact || known.Float() < exact-1e-12 {
		t.Fatalf("%v: slack %v lies outside [%v, %v]", o, exact, proven, known.Float())
	}
	if big.NewRat(known.Num, known.Den).Cmp(gamma) == 0 {
		return 1
	}
	return 0
}

// TestPursuitKeepsToItsLimits: few services, little money.
func TestPursuitKeepsToItsLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawWhole(t, 5, 4)
		var s Searcher
		if err := s.Load(x); err != nil {
			t.Fatal(err)
		}
		l := Limits{Budget: money.Gwei(rapid.Int64Range(0, 100).Draw(t, "budget")), Services: rapid.IntRange(0, 3).Draw(t, "at most")}
		a, _ := s.Best(Sigma, l, &Trail{})
		if len(a.Services) > l.Services || a.Sigma > l.Budget {
			t.Fatalf("%+v goes beyond %+v", a, l)
		}
		if g, _ := s.Greedy(Sigma, l); g.Pays(Sigma) && g.Net(Sigma) > a.Net(Sigma)+a.Net(Sigma)/nearby {
			t.Fatalf("%+v, and greedily %+v", a, g)
		}
	})
}

// TestPursuitHangsOnItsTrailAlone: who has searched elsewhere in between, and who starts
// anew with a copy of the trail, find the same.
func TestPursuitHangsOnItsTrailAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawWhole(t, 8, 5)
		var busy Searcher
		var trail, copied Trail
		for range 3 {
			var fresh Searcher
			copied.Copy(&trail)
			other := drawWhole(t, 6, 3)
			if err := busy.Load(other); err != nil {
				t.Fatal(err)
			}
			busy.Best(Sigma, NoLimits(), &Trail{})
			var said [2]string
			for i, s := range []*Searcher{&busy, &fresh} {
				if err := s.Load(x); err != nil {
					t.Fatal(err)
				}
				with := []*Trail{&trail, &copied}[i]
				a, upper := s.Best(Sigma, NoLimits(), with)
				said[i] = fmt.Sprint(a, upper)
				b, proven, ok := s.Enclose(Kappa, s.Survey(Kappa), with)
				said[i] += fmt.Sprint(b, proven, ok)
			}
			if said[0] != said[1] {
				t.Fatalf("%s\n%s", said[0], said[1])
			}
			drift(t, x)
		}
	})
}

// TestPursuitAllocatesNothing once it has seen the largest network.
func TestPursuitAllocatesNothing(t *testing.T) {
	x := generated(3, 60, 12, 0.2, 1.2)
	var s Searcher
	var trail Trail
	look := func() {
		if err := s.Load(x); err != nil {
			t.Fatal(err)
		}
		s.Best(Sigma, NoLimits(), &trail)
		s.Enclose(Sigma, s.Survey(Sigma), &trail)
	}
	for range 20 {
		look()
	}
	if n := testing.AllocsPerRun(10, look); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestOperatorsThatAreNotChargedWholeAreNoMembers: two nodes with different services, and
// half of a stake.
func TestOperatorsThatAreNotChargedWholeAreNoMembers(t *testing.T) {
	for name, spoil := range map[string]func(x *restake.Exposure){
		"two nodes with other services": func(x *restake.Exposure) { x.Nodes[1].Operator = 0 },
		"a part of the stake":           func(x *restake.Exposure) { x.Edges[0].Slashable /= 2 },
		"a part of the loss":            func(x *restake.Exposure) { x.Services[0].SlashFraction = money.Ratio{Num: 1, Den: 2} },
	} {
		x := whole([]gwei{100, 60}, []restake.ServiceExposure{service(50, 1, 3), service(40, 1, 3)}, func(o, s int) bool { return o == 0 || s == 0 })
		var s Searcher
		if err := s.Load(x); err != nil {
			t.Fatal(err)
		}
		p, ok := s.whole(Sigma)
		if !ok || !slices.Equal(p.Cost, []int64{100, 60}) {
			t.Errorf("%s, before: %v %v", name, p, ok)
		}
		spoil(x)
		if err := s.Load(x); err != nil {
			t.Fatal(err)
		}
		if _, ok := s.whole(Sigma); ok {
			t.Errorf("%s is a covering problem", name)
		}
	}
}
