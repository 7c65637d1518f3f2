package attack

import (
	"errors"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/attack/vectors"
	"github.com/restakesim/restakesim/engine/restake"
)

// TestExactVectors answers every field of the published small networks.
func TestExactVectors(t *testing.T) {
	for _, name := range []string{"hand.json", "random_small.json"} {
		for _, c := range published(t, name) {
			t.Run(c.ID, func(t *testing.T) { checkVector(t, c) })
		}
	}
}

func checkVector(t *testing.T, c vectors.Case[answers]) {
	x, want := exposureOf(&c.Network), c.Expected
	got, err := Exact(x, Sigma)
	if err != nil {
		t.Fatal(err)
	}
	if got.Secure != want.Secure || got.MaxNet != want.MaxNet || got.Price != want.Price {
		t.Errorf("secure %v net %d price %d, want %v %d %d", got.Secure, got.MaxNet, got.Price, want.Secure, want.MaxNet, want.Price)
	}
	if !slices.Equal(got.MinCost, want.MinCost) {
		t.Errorf("least costs %v, want %v", got.MinCost, want.MinCost)
	}
	requireAttack(t, x, got.Best)
	if got.Best.Net(Sigma) != want.Best.Profit-want.Best.Cost {
		t.Errorf("best attack nets %d, want %d", got.Best.Net(Sigma), want.Best.Profit-want.Best.Cost)
	}
	requireRational(t, "gamma", got.GammaMax, want.GammaMax)
	if got.GammaMax != nil {
		requireAttack(t, x, got.GammaWitness)
		if g, ok := got.GammaWitness.Gamma(Sigma); !ok || got.GammaMax.Cmp(big.NewRat(g.Num, g.Den)) != 0 {
			t.Errorf("witness has gamma %v, want %v", g, got.GammaMax)
		}
	}
	loads, err := EigenLayerLoad(x)
	if err != nil {
		t.Fatal(err)
	}
	for o, load := range loads {
		requireRational(t, "load", load, &want.Load[o])
	}
	requireRational(t, "local gamma", EigenLayerGamma(loads), want.GammaLocal)
}

func requireRational(t *testing.T, what string, got *big.Rat, want *string) {
	t.Helper()
	if want == nil {
		if got != nil {
			t.Errorf("%s %v, want none", what, got)
		}
		return
	}
	if w, ok := new(big.Rat).SetString(*want); !ok || got == nil || got.Cmp(w) != 0 {
		t.Errorf("%s %v, want %s", what, got, *want)
	}
}

// TestExactAgainstAllPairs compares the enumeration with a slower one that shares
// nothing with it, in both costs, on networks with partial allocations.
func TestExactAgainstAllPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawExposure(t, 4, 3)
		for _, o := range []Objective{Sigma, Kappa} {
			got, err := Exact(x, o)
			if err != nil {
				t.Fatal(err)
			}
			net, gamma := slowBest(x, o)
			if got.Possible != (net != nil) {
				t.Fatalf("%v: possible %v, all pairs say %v", o, got.Possible, net)
			}
			if net != nil && net.Cmp(big.NewInt(int64(got.MaxNet))) != 0 {
				t.Fatalf("%v: net %d, all pairs say %v", o, got.MaxNet, net)
			}
			if (gamma == nil) != (got.GammaMax == nil) || gamma != nil && gamma.Cmp(got.GammaMax) != 0 {
				t.Fatalf("%v: gamma %v, all pairs say %v", o, got.GammaMax, gamma)
			}
		}
	})
}

// TestOrphans: a service nobody backs, or backed with nothing, is never attacked.
func TestOrphans(t *testing.T) {
	x := &restake.Exposure{
		Nodes:     []restake.Node{{Stake: 5}},
		EdgeStart: []int32{0, 1},
		Edges:     []restake.Edge{{Service: 1, Slashable: 0}},
		Operators: make([]restake.OperatorExposure, 1),
		Services:  []restake.ServiceExposure{service(7, 1, 3), service(9, 1, 3)},
	}
	got, err := Exact(x, Sigma)
	if err != nil || got.Possible || !got.Secure {
		t.Errorf("got %+v, %v", got, err)
	}
	if !slices.Equal(got.MinCost, []gwei{-1, -1}) {
		t.Errorf("least costs %v", got.MinCost)
	}
	var s Searcher
	if err := s.Load(x); err != nil {
		t.Fatal(err)
	}
	if a, pays := s.Greedy(Sigma, NoLimits()); pays || len(a.Services) > 0 {
		t.Errorf("greedy attacks %v", a)
	}
	if survey := s.Survey(Sigma); survey.Cheapest != -1 || survey.Profit != 0 {
		t.Errorf("survey %+v", survey)
	}
}

func TestExactRefusesLargeNetworks(t *testing.T) {
	x := &restake.Exposure{EdgeStart: []int32{0}, Operators: make([]restake.OperatorExposure, ExactOperators+1)}
	if _, err := Exact(x, Sigma); !errors.Is(err, ErrTooLarge) {
		t.Errorf("error %v", err)
	}
}

// TestComponentsAdd is invariant I-5: attackers of separate networks do not help
// one another.
func TestComponentsAdd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := drawExposure(t, 5, 3), drawExposure(t, 5, 3)
		for _, o := range []Objective{Sigma, Kappa} {
			sum := max(0, mustExact(t, x, o).MaxNet) + max(0, mustExact(t, y, o).MaxNet)
			if both := max(0, mustExact(t, beside(x, y), o).MaxNet); both != sum {
				t.Fatalf("%v: together %d, apart %d", o, both, sum)
			}
		}
	})
}

// TestAfterShock is invariants I-1 and I-3: an attack on what is left of a network is,
// with the lost operators, an attack on all of it; so a shock is worth at most what
// it removes.
func TestAfterShock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawExposure(t, 6, 4)
		mask := rapid.Uint32Range(0, 1<<len(x.Operators)-1).Draw(t, "shock")
		shock := members(mask)
		rest := mustExact(t, without(x, func(o int32) bool { return mask>>o&1 == 1 }), Sigma)
		if !rest.Possible {
			return
		}
		union := slices.Concat(rest.Best.Operators, shock)
		slices.Sort(union)
		union = slices.Compact(union)
		if covered, _, _, _ := assess(x, union, rest.Best.Services); !covered {
			t.Fatalf("%v with %v does not cover %v", rest.Best.Operators, shock, rest.Best.Services)
		}
		var lost gwei
		for _, node := range x.Nodes {
			if slices.Contains(shock, node.Operator) {
				lost += node.Stake
			}
		}
		if whole := mustExact(t, x, Sigma); rest.MaxNet > whole.MaxNet+lost {
			t.Fatalf("after losing %d net is %d, before %d", lost, rest.MaxNet, whole.MaxNet)
		}
	})
}

func mustExact(t *rapid.T, x *restake.Exposure, o Objective) *Answer {
	a, err := Exact(x, o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
