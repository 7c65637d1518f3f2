package attack

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/attack/vectors"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// TestBoundsOnVectors is invariants I-12 and I-14 on networks with whole stakes,
// where the bounds are those of the published condition with the threshold rounded
// up to the next whole unit, computed here in rationals.
func TestBoundsOnVectors(t *testing.T) {
	for _, name := range []string{"hand.json", "random_small.json"} {
		for _, c := range published(t, name) {
			var b Security
			x := exposureOf(&c.Network)
			if err := Bounds(x, &b); err != nil {
				t.Fatal(err)
			}
			worst, sum := closedForm(c)
			near(t, c.ID+" load", b.MaxLoad, worst)
			if got := float64(b.NetSigma); got < sum-1e-9 || got > sum+1+1e-9 {
				t.Errorf("%s: bound on net %v, want %v rounded up", c.ID, got, sum)
			}
			if c.Expected.MaxNet > b.NetSigma {
				t.Errorf("%s: an attack nets %d, above the bound %d", c.ID, c.Expected.MaxNet, b.NetSigma)
			}
			if g, ok := new(big.Rat).SetString(*c.Expected.GammaMax); ok && g.Cmp(new(big.Rat).SetFloat64(b.GammaSigma)) < 0 {
				t.Errorf("%s: certified %v, the most is %v", c.ID, b.GammaSigma, g)
			}
		}
	}
}

// closedForm is max T and Σ stake·(T−1)⁺ with T over whole-unit thresholds.
func closedForm(c vectors.Case[answers]) (worst, sum float64) {
	load := make([]*big.Rat, len(c.Network.Stakes))
	for v := range load {
		load[v] = new(big.Rat)
	}
	for _, s := range c.Network.Services {
		base := new(big.Rat)
		for _, v := range s.Members {
			base.Add(base, big.NewRat(c.Network.Stakes[v], 1))
		}
		base.Mul(base, big.NewRat(s.Alpha.Num, s.Alpha.Den))
		need := new(big.Int).Add(base.Num(), new(big.Int).Sub(base.Denom(), big.NewInt(1)))
		need.Div(need, base.Denom())
		for _, v := range s.Members {
			if c.Network.Stakes[v] > 0 {
				load[v].Add(load[v], new(big.Rat).SetFrac(big.NewInt(s.Profit), need))
			}
		}
	}
	for v, t := range load {
		f, _ := t.Float64()
		worst = max(worst, f)
		sum += float64(c.Network.Stakes[v]) * max(0, f-1)
	}
	return worst, sum
}

// TestBoundsHold is I-12 and I-14 for networks with several nodes per operator,
// partial and overlapping allocations and slash fractions, in both costs.
func TestBoundsHold(t *testing.T) {
	var b Security
	rapid.Check(t, func(t *rapid.T) {
		x := drawExposure(t, 6, 4)
		if err := Bounds(x, &b); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			objective Objective
			net       gwei
			gamma     float64
		}{{Sigma, b.NetSigma, b.GammaSigma}, {Kappa, b.NetKappa, b.GammaKappa}} {
			want := mustExact(t, x, c.objective)
			if want.MaxNet > c.net {
				t.Fatalf("%v: an attack nets %d, above the bound %d", c.objective, want.MaxNet, c.net)
			}
			if b.AllowsAttack(c.objective) != (c.net > 0) || !want.Secure && !b.AllowsAttack(c.objective) {
				t.Fatalf("%v: allows an attack: %v at %d", c.objective, b.AllowsAttack(c.objective), c.net)
			}
			if want.GammaMax == nil {
				continue
			}
			if math.IsInf(c.gamma, 1) || want.GammaMax.Cmp(new(big.Rat).SetFloat64(c.gamma)) < 0 {
				t.Fatalf("%v: certified %v, the most is %v", c.objective, c.gamma, want.GammaMax)
			}
			if c.gamma >= 0 && !want.Secure {
				t.Fatalf("%v: certified %v, yet an attack nets %d", c.objective, c.gamma, want.MaxNet)
			}
		}
	})
}

// TestBoundsByHand: two operators of 100, each a fifth its own. Shared, both back
// two services entirely; split, 50 go to each; sliced, a service slashes only half.
func TestBoundsByHand(t *testing.T) {
	half := money.Ratio{Num: 1, Den: 2}
	build := func(slashable gwei, fraction money.Ratio) *restake.Exposure {
		x := whole([]gwei{100, 100}, []restake.ServiceExposure{service(30, 1, 2), service(60, 1, 2)}, func(int, int) bool { return true })
		for i := range x.Edges {
			x.Edges[i].Slashable = slashable
		}
		for s := range x.Services {
			x.Services[s].SlashFraction = fraction
		}
		for o := range x.Operators {
			x.Operators[o] = restake.OperatorExposure{Bond: 20, Franchise: 10}
		}
		return x
	}
	one := money.Ratio{Num: 1, Den: 1}
	for _, c := range []struct {
		name              string
		x                 *restake.Exposure
		load, loadKappa   float64
		netSigma, netKapp gwei
	}{
		// λ = .3 and .6; credit 90 of 100; κ charges 20 + 10 for it.
		{"shared", build(100, one), 0.9, 3, 0, 120},
		// need 50: λ = .6 and 1.2, the second above what it can slash: 60 for 50; κ 10 per service + 10.
		{"split", build(50, one), 1.2, 1 / (0.2/1.2 + 10.0/90), 20, 120},
		// half slashed: λ·w = 30, 60 against losses of 50 each; κ charges 10 per service.
		{"sliced", build(100, half), 1.2, 1 / (0.2/1.2 + 10.0/90), 20, 120},
	} {
		var b Security
		if err := Bounds(c.x, &b); err != nil {
			t.Fatal(err)
		}
		near(t, c.name+" load", b.Load[1], c.load)
		near(t, c.name+" γσ", b.GammaSigma, 1/c.load-1)
		near(t, c.name+" γκ", b.GammaKappa, 1/c.loadKappa-1)
		if d := b.NetSigma - c.netSigma; d < 0 || d > 1 {
			t.Errorf("%s: net in σ %d, want %d", c.name, b.NetSigma, c.netSigma)
		}
		if d := b.NetKappa - c.netKapp; d < 0 || d > 1 {
			t.Errorf("%s: net in κ %d, want %d", c.name, b.NetKappa, c.netKapp)
		}
	}
}

func TestBoundsWithoutProfit(t *testing.T) {
	var b Security
	x := whole([]gwei{5, 5}, []restake.ServiceExposure{service(0, 1, 2)}, func(int, int) bool { return true })
	if err := Bounds(x, &b); err != nil || !math.IsInf(b.GammaSigma, 1) || b.MaxLoad != 0 || b.AllowsAttack(Sigma) || b.AllowsAttack(Kappa) {
		t.Errorf("got %+v, %v", b, err)
	}
	if loads, err := EigenLayerLoad(x); err != nil || EigenLayerGamma(loads) != nil {
		t.Errorf("loads %v, %v", loads, err)
	}
}

// TestFreeAttack: where stake backs a service that cannot slash, an attack is free.
func TestFreeAttack(t *testing.T) {
	x := whole([]gwei{5, 5}, []restake.ServiceExposure{service(3, 1, 2)}, func(int, int) bool { return true })
	x.Services[0].SlashFraction.Num = 0
	var b Security
	if err := Bounds(x, &b); err != nil || !math.IsInf(b.MaxLoad, 1) || b.GammaSigma != -1 || b.NetSigma < 3 {
		t.Errorf("got %+v, %v", b, err)
	}
}

// TestRefusals: neither the bounds nor the search take what is no graph or too large.
func TestRefusals(t *testing.T) {
	fresh := func() *restake.Exposure {
		return whole([]gwei{5, 5}, []restake.ServiceExposure{service(3, 1, 2)}, func(int, int) bool { return true })
	}
	for name, c := range map[string]struct {
		spoil func(x *restake.Exposure)
		want  error
	}{
		"operator":  {func(x *restake.Exposure) { x.Nodes[0].Operator = 2 }, ErrMalformed},
		"service":   {func(x *restake.Exposure) { x.Edges[0].Service = 1 }, ErrMalformed},
		"stake":     {func(x *restake.Exposure) { x.Nodes[0].Stake = -1 }, ErrMalformed},
		"slashable": {func(x *restake.Exposure) { x.Edges[0].Slashable = -1 }, ErrMalformed},
		"profit":    {func(x *restake.Exposure) { x.Services[0].Profit = -1 }, ErrMalformed},
		"alpha":     {func(x *restake.Exposure) { x.Services[0].Alpha.Num = 0 }, ErrMalformed},
		"alpha > 1": {func(x *restake.Exposure) { x.Services[0].Alpha.Num = 3 }, ErrMalformed},
		"no ratio":  {func(x *restake.Exposure) { x.Services[0].SlashFraction.Den = 0 }, ErrMalformed},
		"bond":      {func(x *restake.Exposure) { x.Operators[0].Bond = -1 }, ErrMalformed},
		"rows":      {func(x *restake.Exposure) { x.EdgeStart = x.EdgeStart[:2] }, ErrMalformed},
		"row order": {func(x *restake.Exposure) { x.EdgeStart[1] = 9 }, ErrMalformed},
		"row end":   {func(x *restake.Exposure) { x.EdgeStart[2] = 1 }, ErrMalformed},
		"no nodes":  {func(x *restake.Exposure) { x.Nodes = nil }, ErrMalformed},
		"behind": {func(x *restake.Exposure) {
			x.Edges[0].Slashable, x.Edges[1].Slashable = math.MaxInt64, math.MaxInt64
		}, money.ErrOverflow},
	} {
		x := fresh()
		c.spoil(x)
		var b Security
		if err := Bounds(x, &b); !errors.Is(err, c.want) {
			t.Errorf("%s: bounds say %v", name, err)
		}
		var s Searcher
		if err := s.Load(x); !errors.Is(err, c.want) {
			t.Errorf("%s: search says %v", name, err)
		}
	}
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*max(1, math.Abs(want)) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}
