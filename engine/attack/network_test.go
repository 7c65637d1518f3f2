package attack

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/attack/vectors"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// answers are what is checked of the published networks.
type answers struct {
	Secure     bool         `json:"secure"`
	MaxNet     money.Gwei   `json:"max_net_profit"`
	Best       vectorAttack `json:"best_attack"`
	MinCost    []money.Gwei `json:"min_cost_by_service"`
	Price      money.Gwei   `json:"price_of_corruption"`
	GammaMax   *string      `json:"gamma_max"`
	Load       []string     `json:"eigenlayer_load"`
	GammaLocal *string      `json:"gamma_eigenlayer"`
	RelaxedNet float64      `json:"lp_max_net"`
	Divisible  float64      `json:"divisible_max_net"`
}

type vectorAttack struct {
	Services, Validators []int32
	Profit, Cost         money.Gwei
}

func published(t testing.TB, name string) []vectors.Case[answers] {
	t.Helper()
	return vectors.Read[answers](t, "testdata/"+name)
}

// exposureOf turns a published network, where all stake is exposed to every service,
// into nodes and edges. Operators own a tenth of their stake.
func exposureOf(n *vectors.Network) *restake.Exposure {
	x := &restake.Exposure{}
	for v, row := range n.Rows() {
		stake := money.Gwei(n.Stakes[v])
		x.EdgeStart = append(x.EdgeStart, int32(len(x.Edges)))
		x.Nodes = append(x.Nodes, restake.Node{Operator: int32(v), Stake: stake})
		x.Operators = append(x.Operators, restake.OperatorExposure{Bond: stake / 10})
		for _, e := range row {
			x.Edges = append(x.Edges, restake.Edge{Service: e.Service, Slashable: money.Gwei(e.Weight)})
		}
	}
	x.EdgeStart = append(x.EdgeStart, int32(len(x.Edges)))
	for _, s := range n.Services {
		x.Services = append(x.Services, restake.ServiceExposure{Profit: money.Gwei(s.Profit), Alpha: s.Alpha.Ratio, SlashFraction: money.Ratio{Num: 1, Den: 1}})
	}
	return x
}

// drawExposure draws a small network with several nodes per operator, partial and
// overlapping allocations, slash fractions, services without backers, zero stakes.
func drawExposure(t *rapid.T, operators, services int) *restake.Exposure {
	x := &restake.Exposure{}
	n := rapid.IntRange(1, operators).Draw(t, "operators")
	m := rapid.IntRange(1, services).Draw(t, "services")
	for s := range m {
		den := rapid.Int64Range(1, 6).Draw(t, "alpha den")
		x.Services = append(x.Services, restake.ServiceExposure{
			Profit:        money.Gwei(rapid.Int64Range(0, 60).Draw(t, "profit")),
			Alpha:         money.Ratio{Num: rapid.Int64Range(1, den).Draw(t, "alpha num"), Den: den},
			SlashFraction: rapid.SampledFrom([]money.Ratio{{Num: 1, Den: 1}, {Num: 1, Den: 2}, {Num: 1, Den: 3}, {Num: 0, Den: 1}}).Draw(t, fmt.Sprint("slash ", s)),
		})
	}
	for o := range n {
		var whole money.Gwei
		for range rapid.IntRange(0, 2).Draw(t, "nodes") {
			stake := money.Gwei(rapid.Int64Range(0, 40).Draw(t, "stake"))
			whole += stake
			x.EdgeStart = append(x.EdgeStart, int32(len(x.Edges)))
			x.Nodes = append(x.Nodes, restake.Node{Operator: int32(o), Stake: stake})
			for s := range m {
				if rapid.Bool().Draw(t, "serves") {
					w := money.Gwei(rapid.Int64Range(0, int64(stake)).Draw(t, "slashable"))
					x.Edges = append(x.Edges, restake.Edge{Service: int32(s), Slashable: w})
				}
			}
		}
		x.Operators = append(x.Operators, restake.OperatorExposure{
			Bond:      money.Gwei(rapid.Int64Range(0, int64(whole)).Draw(t, "bond")),
			Franchise: money.Gwei(rapid.Int64Range(0, 5).Draw(t, "franchise")),
		})
	}
	x.EdgeStart = append(x.EdgeStart, int32(len(x.Edges)))
	return x
}

// without removes the nodes of the operators in gone; indices stay.
func without(x *restake.Exposure, gone func(o int32) bool) *restake.Exposure {
	y := &restake.Exposure{Operators: slices.Clone(x.Operators), Services: x.Services}
	for v, node := range x.Nodes {
		if gone(node.Operator) {
			y.Operators[node.Operator] = restake.OperatorExposure{}
			continue
		}
		y.EdgeStart = append(y.EdgeStart, int32(len(y.Edges)))
		y.Nodes = append(y.Nodes, node)
		y.Edges = append(y.Edges, x.EdgesOf(v)...)
	}
	y.EdgeStart = append(y.EdgeStart, int32(len(y.Edges)))
	return y
}

// beside puts two networks next to each other, without a common service.
func beside(x, y *restake.Exposure) *restake.Exposure {
	z := &restake.Exposure{Nodes: slices.Clone(x.Nodes), Edges: slices.Clone(x.Edges), EdgeStart: slices.Clone(x.EdgeStart[:len(x.Nodes)]),
		Operators: slices.Concat(x.Operators, y.Operators), Services: slices.Concat(x.Services, y.Services)}
	for v, node := range y.Nodes {
		z.EdgeStart = append(z.EdgeStart, int32(len(z.Edges)))
		node.Operator += int32(len(x.Operators))
		z.Nodes = append(z.Nodes, node)
		for _, e := range y.EdgesOf(v) {
			e.Service += int32(len(x.Services))
			z.Edges = append(z.Edges, e)
		}
	}
	z.EdgeStart = append(z.EdgeStart, int32(len(z.Edges)))
	return z
}

// assess recounts an attack from the exposure in big integers, sharing nothing
// with the package: does it cover its services, and what are its amounts?
func assess(x *restake.Exposure, operators, services []int32) (covered bool, sigma, kappa, reward *big.Int) {
	covered = len(services) > 0
	sigma, kappa, reward = new(big.Int), new(big.Int), new(big.Int)
	for _, s := range services {
		have, base := new(big.Int), new(big.Int)
		for v, node := range x.Nodes {
			for _, e := range x.EdgesOf(v) {
				if e.Service != s {
					continue
				}
				base.Add(base, big.NewInt(int64(e.Slashable)))
				if slices.Contains(operators, node.Operator) {
					have.Add(have, big.NewInt(int64(e.Slashable)))
				}
			}
		}
		svc := x.Services[s]
		have.Mul(have, big.NewInt(svc.Alpha.Den))
		covered = covered && base.Sign() > 0 && have.Cmp(base.Mul(base, big.NewInt(svc.Alpha.Num))) >= 0
		reward.Add(reward, big.NewInt(int64(svc.Profit)))
	}
	for _, o := range operators {
		lost, stake := new(big.Int), new(big.Int)
		for v, node := range x.Nodes {
			if node.Operator != o {
				continue
			}
			part := new(big.Int)
			for _, e := range x.EdgesOf(v) {
				if slices.Contains(services, e.Service) {
					f := x.Services[e.Service].SlashFraction
					cut := new(big.Int).Mul(big.NewInt(int64(e.Slashable)), big.NewInt(f.Num))
					part.Add(part, cut.Div(cut, big.NewInt(f.Den)))
				}
			}
			if whole := big.NewInt(int64(node.Stake)); part.Cmp(whole) > 0 {
				part = whole
			}
			lost.Add(lost, part)
			stake.Add(stake, big.NewInt(int64(node.Stake)))
		}
		sigma.Add(sigma, lost)
		kappa.Add(kappa, big.NewInt(int64(x.Operators[o].Franchise)))
		if stake.Sign() > 0 {
			own := new(big.Rat).SetFrac(lost.Mul(lost, big.NewInt(int64(x.Operators[o].Bond))), stake)
			up := new(big.Int).Add(own.Num(), new(big.Int).Sub(own.Denom(), big.NewInt(1)))
			kappa.Add(kappa, up.Div(up, own.Denom()))
		}
	}
	return covered, sigma, kappa, reward
}

// requireAttack fails unless a is what it says.
func requireAttack(t interface{ Fatalf(string, ...any) }, x *restake.Exposure, a Attack) {
	covered, sigma, kappa, reward := assess(x, a.Operators, a.Services)
	if !covered {
		t.Fatalf("operators %v do not cover services %v", a.Operators, a.Services)
	}
	for _, p := range []struct {
		name string
		got  money.Gwei
		want *big.Int
	}{{"sigma", a.Sigma, sigma}, {"kappa", a.Kappa, kappa}, {"reward", a.Reward, reward}} {
		if p.want.Cmp(big.NewInt(int64(p.got))) != 0 {
			t.Fatalf("%s is %v, recounted %v", p.name, p.got, p.want)
		}
	}
}

// slowBest tries every pair of an operator set and a service set.
func slowBest(x *restake.Exposure, o Objective) (best *big.Int, gamma *big.Rat) {
	for ops := range uint32(1) << len(x.Operators) {
		for svcs := uint32(1); svcs < 1<<len(x.Services); svcs++ {
			covered, sigma, kappa, reward := assess(x, members(ops), members(svcs))
			if !covered {
				continue
			}
			cost := sigma
			if o == Kappa {
				cost = kappa
			}
			net := new(big.Int).Sub(reward, cost)
			if best == nil || net.Cmp(best) > 0 {
				best = net
			}
			if reward.Sign() > 0 {
				g := new(big.Rat).SetFrac(new(big.Int).Neg(net), reward)
				if gamma == nil || g.Cmp(gamma) < 0 {
					gamma = g
				}
			}
		}
	}
	return best, gamma
}
