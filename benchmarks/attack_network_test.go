package benchmarks_test

import (
	"fmt"
	"testing"

	"github.com/restakesim/restakesim/engine/attack/exact"
	"github.com/restakesim/restakesim/engine/attack/vectors"
	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/rng"
)

// class is a kind of generated network. Stakes are equal (100) or have a Pareto tail
// of index 1.2 from 50 to 8,000; every operator backs every service with the same
// probability; α is 1/3, 1/2, 3/5 or 2/3. The profit of a service is a share of its
// need, uniform in 0.3 to 1 times 1.1 over the mean number of services of an
// operator, which puts networks near the point where attacks begin to pay.
type class struct {
	operators, services int
	density             float64
	equal               bool
	seed                uint64
}

func (c class) String() string {
	kind := "ht"
	if c.equal {
		kind = "eq"
	}
	return fmt.Sprintf("%dx%d-%.2f-%s-%d", c.operators, c.services, c.density, kind, c.seed)
}

// problem generates the network.
func (c class) problem() *exact.Problem {
	draw := func(purpose rng.Purpose, v, s int) float64 {
		return rng.Key{Seed: c.seed, Entity: rng.Entity(c.String(), v), Purpose: purpose, Time: int64(s)}.Unit()
	}
	p := &exact.Problem{Start: []int32{0}}
	behind := make([]int64, c.services)
	for v := range c.operators {
		stake := int64(100)
		if !c.equal {
			stake = min(8000, int64(50*detmath.Pow(draw(rng.Size, v, 0), -1/1.2)))
		}
		p.Cost = append(p.Cost, stake)
		for s := range c.services {
			if draw(rng.Graph, v, s) < c.density {
				p.Edges = append(p.Edges, exact.Edge{Service: int32(s), Weight: stake})
				behind[s] += stake
			}
		}
		p.Start = append(p.Start, int32(len(p.Edges)))
	}
	alphas := []money.Ratio{{Num: 1, Den: 3}, {Num: 1, Den: 2}, {Num: 3, Den: 5}, {Num: 2, Den: 3}}
	for s, all := range behind {
		a := alphas[int(4*draw(rng.Taste, 0, s))]
		need := (all*a.Num + a.Den - 1) / a.Den
		share := (0.3 + 0.7*draw(rng.Choice, 0, s)) * 1.1 / max(1, c.density*float64(c.services))
		p.Services = append(p.Services, exact.Service{Profit: int64(share * float64(need)), Need: need})
	}
	return p
}

// network is a named problem.
type network struct {
	name    string
	problem *exact.Problem
}

// published reads the networks of a file of restaking vectors.
func published(tb testing.TB, file string) (out []network) {
	for _, c := range vectors.Read[struct{}](tb, "../engine/attack/exact/testdata/"+file) {
		n := &c.Network
		p := &exact.Problem{Cost: n.Stakes, Start: []int32{0}}
		for _, row := range n.Rows() {
			for _, e := range row {
				p.Edges = append(p.Edges, exact.Edge(e))
			}
			p.Start = append(p.Start, int32(len(p.Edges)))
		}
		for s := range n.Services {
			p.Services = append(p.Services, exact.Service{Profit: n.Services[s].Profit, Need: n.Need(s)})
		}
		out = append(out, network{c.ID, p})
	}
	return out
}
