package attack

import (
	"context"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/attack/exact"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// truth is what trying every coalition says, in 1/den of the unit.
type truth struct {
	best    *big.Int
	gamma   *big.Rat
	singles []*big.Int
}

func enumerated(x *restake.Exposure, bond money.Ratio) (t truth) {
	t.singles = make([]*big.Int, len(x.Services))
	for ops := range uint32(1) << len(x.Operators) {
		for svcs := uint32(1); svcs < 1<<len(x.Services); svcs++ {
			covered, cost, _, reward := assess(x, members(ops), members(svcs))
			if !covered {
				continue
			}
			cost.Mul(cost, big.NewInt(bond.Num))
			reward.Mul(reward, big.NewInt(bond.Den))
			net := new(big.Int).Sub(reward, cost)
			if t.best == nil || net.Cmp(t.best) > 0 {
				t.best = net
			}
			if reward.Sign() > 0 {
				g := new(big.Rat).SetFrac(new(big.Int).Neg(net), reward)
				if t.gamma == nil || g.Cmp(t.gamma) < 0 {
					t.gamma = g
				}
			}
			if s := members(svcs); len(s) == 1 && (t.singles[s[0]] == nil || cost.Cmp(t.singles[s[0]]) < 0) {
				t.singles[s[0]] = cost
			}
		}
	}
	return t
}

// requireExamination fails where an examination and a proof say what is not so.
func requireExamination(t *rapid.T, x *restake.Exposure, bond money.Ratio, e *Examination, p *Proof) {
	want := enumerated(x, bond)
	if e.Possible != (want.best != nil) {
		t.Fatalf("possible is %t, the best attack nets %v", e.Possible, want.best)
	}
	if want.best == nil {
		if secure, decided := e.Secure(); !secure || !decided || !e.Proven() {
			t.Fatal("nothing can be attacked, and that is not secure")
		}
		return
	}
	covered, sigma, _, reward := assess(x, e.Best.Operators, e.Best.Services)
	sigma.Mul(sigma, big.NewInt(bond.Num))
	reward.Mul(reward, big.NewInt(bond.Den))
	if !covered || sigma.Cmp(big.NewInt(e.Best.Cost)) != 0 || reward.Cmp(big.NewInt(e.Best.Profit)) != 0 {
		t.Fatalf("the best attack %+v covers: %t, costs %v for %v", e.Best, covered, sigma, reward)
	}
	best := want.best.Int64()
	if e.Best.Net() > best || e.Upper < best || p.Bound < best {
		t.Fatalf("the best attack nets %d, not in [%d, %d], or above the proof's %d", best, e.Best.Net(), e.Upper, p.Bound)
	}
	if secure, decided := e.Secure(); decided && secure != (best <= 0) {
		t.Fatalf("secure is %t, the best attack nets %d", secure, best)
	}
	for s, c := range want.singles {
		got := e.Singles[s]
		if got.Possible != (c != nil) || c != nil && (got.Lower > c.Int64() || got.Upper < c.Int64()) {
			t.Fatalf("service %d costs %v, not in %+v", s, c, got)
		}
	}
	if (e.Local == nil) != (want.gamma == nil) || want.gamma != nil && e.Local.Cmp(want.gamma) > 0 {
		t.Fatalf("γ is %v, below the %v of the local condition", want.gamma, e.Local)
	}
	k := &e.Slack
	if (k.Upper == nil) != (want.gamma == nil) || want.gamma != nil && (k.Lower.Cmp(want.gamma) > 0 || k.Upper.Cmp(want.gamma) < 0 || p.Slack.Cmp(want.gamma) > 0) {
		t.Fatalf("γ is %v, not in [%v, %v], or below the proof's %v", want.gamma, k.Lower, k.Upper, p.Slack)
	}
}

// examine makes an examination with its proof.
func examine(t rapid.TB, x *restake.Exposure, o Options, small bool) (*Examination, *Proof) {
	t.Helper()
	ctx := context.Background()
	e, err := newExaminer(ctx, x, o, small)
	if err != nil {
		t.Fatal(err)
	}
	for _, stage := range []func(context.Context) error{e.Decide, e.Optimum, e.Gamma} {
		if err := stage(ctx); err != nil {
			t.Fatal(err)
		}
	}
	p, err := e.Prove(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return e.Examination(), p
}

func drawBond(t *rapid.T) money.Ratio {
	den := rapid.Int64Range(1, 4).Draw(t, "bond den")
	r := big.NewRat(rapid.Int64Range(1, den).Draw(t, "bond num"), den)
	return money.Ratio{Num: r.Num().Int64(), Den: r.Denom().Int64()}
}

// TestExaminationAgreesWithEnumeration examines exposures of all kinds, both as if they
// were large and, where that is another way, as the small ones that they are.
func TestExaminationAgreesWithEnumeration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, bond := drawExposure(t, 4, 4), drawBond(t)
		e, p := examine(t, x, Options{Bond: bond}, false)
		requireExamination(t, x, bond, e, p)
		switch secure, decided := e.Secure(); e.Method {
		case Covering:
			if !e.Proven() || !e.Slack.Proven() {
				t.Fatalf("a covering problem is left open: %+v", e)
			}
		case Services:
			if !decided || !e.Slack.Proven() || secure && !e.Proven() {
				t.Fatalf("services that stand alone are left open: %+v", e)
			}
		}
		if e.Method == Covering {
			return
		}
		e, p = examine(t, x, Options{Bond: bond}, true)
		requireExamination(t, x, bond, e, p)
		if e.Method != Enumeration || !e.Proven() || !e.Slack.Proven() {
			t.Fatalf("enumeration leaves something open: %+v", e)
		}
	})
}

// TestSharesOfProofsAreComplete wants what Proof promises of its shares, and bounds
// that follow from them alone.
func TestSharesOfProofsAreComplete(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawExposure(t, 4, 4)
		_, p := examine(t, x, Options{}, false)
		for v, node := range x.Nodes {
			var sum, losses uint64
			for i := x.EdgeStart[v]; i < x.EdgeStart[v+1]; i++ {
				sum += uint64(p.Shares[i])
				lost, err := loss(x.Services[x.Edges[i].Service].SlashFraction, int64(x.Edges[i].Slashable))
				if err != nil {
					t.Fatal(err)
				}
				losses += uint64(lost)
			}
			n := uint64(x.EdgeStart[v+1] - x.EdgeStart[v])
			if fits := losses <= uint64(node.Stake); fits && sum != n*exact.Scale || !fits && sum != exact.Scale {
				t.Fatalf("node %d of stake %d, which can lose %d to %d services, has shares of %d in all", v, node.Stake, losses, n, sum)
			}
		}
	})
}

// TestExaminationOfVectors compares every field with the published answers.
func TestExaminationOfVectors(t *testing.T) {
	for _, file := range []string{"hand.json", "random_small.json"} {
		for _, c := range published(t, file) {
			x := exposureOf(&c.Network)
			e, err := Examine(context.Background(), x, Options{})
			if err != nil {
				t.Fatal(err)
			}
			want := &c.Expected
			secure, decided := e.Secure()
			if e.Method != Covering || !e.Proven() || !decided || secure != want.Secure || e.Best.Net() != int64(want.MaxNet) || e.Best.Profit-e.Best.Cost != e.Upper {
				t.Errorf("%s: %+v", c.ID, e)
			}
			if price := e.Price(); price.Lower != int64(want.Price) || price.Upper != int64(want.Price) {
				t.Errorf("%s: price of corruption %+v, want %d", c.ID, price, want.Price)
			}
			for s, cost := range want.MinCost {
				if e.Singles[s] != (Single{true, int64(cost), int64(cost)}) {
					t.Errorf("%s: service %d costs %+v, want %d", c.ID, s, e.Singles[s], cost)
				}
			}
			if got := text(e.Slack.Upper); !e.Slack.Proven() || got != *want.GammaMax {
				t.Errorf("%s: γ %s, want %s", c.ID, got, *want.GammaMax)
			}
			if got := text(e.Local); got != *want.GammaLocal {
				t.Errorf("%s: local γ %s, want %s", c.ID, got, *want.GammaLocal)
			}
		}
	}
}

func text(r *big.Rat) string {
	if r == nil {
		return "null"
	}
	return r.String()
}

// TestStakesOfManyDigits wants no overflow up to totals of 2^62, and a refusal beyond.
func TestStakesOfManyDigits(t *testing.T) {
	x := &restake.Exposure{EdgeStart: []int32{0}, Operators: make([]restake.OperatorExposure, 2)}
	one := money.Ratio{Num: 1, Den: 1}
	for s := range 5 {
		x.Services = append(x.Services, restake.ServiceExposure{Profit: money.Gwei(s), Alpha: money.Ratio{Num: 1, Den: 2}, SlashFraction: one})
	}
	for v, stake := range []money.Gwei{1<<61 + 1, 1<<61 - 1} {
		x.Nodes = append(x.Nodes, restake.Node{Operator: int32(v), Stake: stake})
		for s := range 5 {
			x.Edges = append(x.Edges, restake.Edge{Service: int32(s), Slashable: stake})
		}
		x.EdgeStart = append(x.EdgeStart, int32(len(x.Edges)))
	}
	e, err := Examine(context.Background(), x, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if cost := int64(1<<61 + 1); !e.Proven() || e.Best.Cost != cost || e.Best.Profit != 10 || len(e.Loads) != 2 {
		t.Errorf("%+v", e)
	}
	if _, err := Examine(context.Background(), x, Options{Bond: money.Ratio{Num: 2, Den: 3}}); err == nil {
		t.Error("twice 2^62 was added up")
	}
	x.Nodes[1].Stake++
	if _, err := Examine(context.Background(), x, Options{}); err == nil {
		t.Error("more than 2^62 was added up")
	}
}

// TestOperatorsThatAreAlikeAreNamedInOrder wants of equal operators the first ones,
// whatever the search came across.
func TestOperatorsThatAreAlikeAreNamedInOrder(t *testing.T) {
	for _, c := range published(t, "hand.json") {
		e, err := NewExaminer(context.Background(), exposureOf(&c.Network), Options{})
		if err != nil {
			t.Fatal(err)
		}
		all := make([]int32, len(c.Network.Stakes))
		for o := range all {
			all[o] = int32(o)
		}
		for n := range all {
			got := e.f.first(all[n:])
			a, coversA := e.f.weigh(all[n:], []int32{0})
			b, coversB := e.f.weigh(got, []int32{0})
			if coversA != coversB || a.Cost != b.Cost || len(got) != len(all[n:]) || slices.Compare(got, all[n:]) > 0 {
				t.Errorf("%s: %v for %v", c.ID, got, all[n:])
			}
			for _, o := range got {
				for other := range o {
					if e.f.kind[other] == e.f.kind[o] && !slices.Contains(got, other) {
						t.Errorf("%s: %v names %d, and %d is its like", c.ID, got, o, other)
					}
				}
			}
		}
	}
}
