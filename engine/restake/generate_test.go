package restake

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/rng"
)

// drawn gives the draws of a seed.
func drawn(seed uint64) func(uint64, uint16) float64 {
	return func(entity uint64, n uint16) float64 {
		return rng.Key{Seed: seed, Entity: entity, Purpose: rng.Graph, N: n}.Unit()
	}
}

// plainShape is a network of 200 operators in which nothing is special.
func plainShape() Shape {
	return Shape{Operators: 200, Services: 20, Stake: 4_000_000 * money.ETH, Hill: 1.2, Breadth: 6, BreadthTail: 0, Reuse: 0.9, Overlap: Disjoint,
		Bond: ratio(3, 100), Alpha: ratio(1, 3), SlashFraction: ratio(1, 1), ProfitShare: 0.1, ProfitSigma: 0.5, Asset: "ETH"}
}

func generated(t *testing.T, s Shape, draw func(uint64, uint16) float64) *Network {
	t.Helper()
	n, err := Generate(s, draw)
	must(t, err)
	sound(t, n)
	return n
}

func TestGenerateIsAFunctionOfItsDraws(t *testing.T) {
	a := describe(t, generated(t, plainShape(), drawn(7)))
	equal(t, "the same seed", describe(t, generated(t, plainShape(), drawn(7))), a)
	if describe(t, generated(t, plainShape(), drawn(8))) == a {
		t.Error("another seed draws the same network")
	}
}

// No draw is asked for twice, so none is shared by two purposes.
func TestGenerateAsksForEachDrawOnce(t *testing.T) {
	seen := map[[2]uint64]bool{}
	generated(t, plainShape(), func(entity uint64, n uint16) float64 {
		key := [2]uint64{entity, uint64(n)}
		if seen[key] {
			t.Fatalf("draw %d of entity %d is asked for twice", n, entity)
		}
		seen[key] = true
		return drawn(1)(entity, n)
	})
}

// Where all services are alike, exchanging the draws of two exchanges the services
// and changes nothing else.
func TestOrderOfServicesIsIrrelevant(t *testing.T) {
	s, first, second := plainShape(), int32(3), int32(11)
	plain := generated(t, s, drawn(7))
	swapped := generated(t, s, func(entity uint64, n uint16) float64 {
		switch entity {
		case serviceEntity(int(first)):
			entity = serviceEntity(int(second))
		case serviceEntity(int(second)):
			entity = serviceEntity(int(first))
		}
		return drawn(7)(entity, n)
	})
	for i := range swapped.Edges {
		switch e := &swapped.Edges[i]; e.Service {
		case first:
			e.Service = second
		case second:
			e.Service = first
		}
	}
	sortEdges(swapped)
	x, y := &swapped.Services[first], &swapped.Services[second]
	x.Profit, y.Profit = y.Profit, x.Profit
	equal(t, "the network with two services exchanged", describe(t, swapped), describe(t, plain))
}

// More services leave those there are with their operators.
func TestFurtherServicesLeaveOthersAlone(t *testing.T) {
	s := plainShape()
	few := operatorsOf(generated(t, s, drawn(7)))
	s.Services, s.Breadth = 2*s.Services, 2*s.Breadth
	many := operatorsOf(generated(t, s, drawn(7)))
	for k := range few {
		if len(few[k]) != len(many[k]) {
			t.Fatalf("service %d has %d operators instead of %d", k, len(many[k]), len(few[k]))
		}
		for i := range few[k] {
			if few[k][i] != many[k][i] {
				t.Errorf("service %d has other operators", k)
			}
		}
	}
}

// operatorsOf lists the operators of each service, ascending.
func operatorsOf(n *Network) [][]int32 {
	out := make([][]int32, len(n.Services))
	for _, e := range n.Edges {
		out[e.Service] = append(out[e.Service], n.Nodes[e.Node].Operator)
	}
	return out
}

// Every shape is refused or gives a sound network of its size.
func TestAnyShapeIsRefusedOrSound(t *testing.T) {
	odd := rapid.SampledFrom([]float64{0, -1, 1e300, math.NaN(), math.Inf(1), math.MaxFloat64, 5e-324})
	number := func(most float64) *rapid.Generator[float64] { return mostly(rapid.Float64Range(0, most), odd) }
	part := mostly(rapid.SampledFrom([]money.Ratio{ratio(1, 3), ratio(1, 1)}), rapid.SampledFrom([]money.Ratio{{}, ratio(0, 1), ratio(4, 3), ratio(-1, 3)}))
	rapid.Check(t, func(t *rapid.T) {
		s := Shape{Operators: mostly(rapid.IntRange(1, 12), rapid.IntRange(-1, 0)).Draw(t, "operators"),
			Services: mostly(rapid.IntRange(1, 6), rapid.IntRange(-1, 0)).Draw(t, "services"),
			Stake:    money.Gwei(mostly(rapid.OneOf(rapid.Int64Range(1, 100), rapid.Int64Range(1<<53, 1<<62)), rapid.Int64()).Draw(t, "stake")),
			Hill:     number(3).Draw(t, "hill"), TopShare: mostly(rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(0.1, 0.99)), odd).Draw(t, "top share"), Breadth: number(6).Draw(t, "breadth"),
			BreadthTail: number(2).Draw(t, "breadth tail"), Reuse: number(1).Draw(t, "reuse"),
			Overlap: rapid.SampledFrom([]Overlap{Disjoint, Capped, Shared}).Draw(t, "overlap"),
			Bond:    part.Draw(t, "bond"), Alpha: part.Draw(t, "alpha"), SlashFraction: part.Draw(t, "slash fraction"),
			ProfitShare: number(1).Draw(t, "profit share"), ProfitSigma: number(1).Draw(t, "profit sigma"), Asset: "ETH"}
		n, err := Generate(s, drawn(rapid.Uint64().Draw(t, "seed")))
		if err != nil {
			if !errors.Is(err, ErrShape) || n != nil {
				t.Fatalf("%v, %v", n, err)
			}
			return
		}
		checkGenerated(t, &s, n)
	})
}

// mostly draws something odd once in twenty times.
func mostly[T any](usual, odd *rapid.Generator[T]) *rapid.Generator[T] {
	return rapid.Custom(func(t *rapid.T) T {
		if rapid.IntRange(0, 19).Draw(t, "odd") == 19 {
			return odd.Draw(t, "value")
		}
		return usual.Draw(t, "value")
	})
}

// checkGenerated checks what every network of a shape has in common.
func checkGenerated(t *rapid.T, s *Shape, n *Network) {
	if len(n.Operators) != s.Operators || len(n.Nodes) != s.Operators || len(n.Services) != s.Services {
		t.Fatalf("%d operators, %d nodes, %d services", len(n.Operators), len(n.Nodes), len(n.Services))
	}
	promised, served := make([]money.Gwei, len(n.Nodes)), make([]bool, s.Services)
	total := 0.0
	for i, v := range n.Nodes {
		if v.Stake < 1 || i > 0 && v.Stake > n.Nodes[i-1].Stake {
			t.Fatalf("node %d holds %d", i, v.Stake)
		}
		total += float64(v.Stake)
	}
	if total > float64(s.Stake)*(1+1e-9)+float64(s.Operators) {
		t.Fatalf("%g of %d are there", total, s.Stake)
	}
	for _, e := range n.Edges {
		if e.Slashable < 0 || e.Slashable > n.Nodes[e.Node].Stake {
			t.Fatalf("%+v of %d", e, n.Nodes[e.Node].Stake)
		}
		promised[e.Node] += e.Slashable
		served[e.Service] = true
		if s.Overlap == Disjoint && promised[e.Node] > n.Nodes[e.Node].Stake {
			t.Fatalf("node %d promises %d of %d", e.Node, promised[e.Node], n.Nodes[e.Node].Stake)
		}
	}
	for k := range served {
		if !served[k] || n.Services[k].Profit < 0 {
			t.Fatalf("service %d: served %v, %+v", k, served[k], n.Services[k])
		}
	}
}
