package benchmarks_test

import (
	"context"
	"testing"

	"github.com/restakesim/restakesim/engine/attack/exact"
	"github.com/restakesim/restakesim/engine/rng"
)

// BenchmarkAttackRebound bounds a network anew after all stakes moved by up to 1 %, and
// gives the distance from the bound of a cold search at its root, in percent.
func BenchmarkAttackRebound(b *testing.B) {
	all := published(b, "large.json")
	for _, n := range []network{published(b, "midsize.json")[5], all[0], all[3]} {
		b.Run(n.name, func(b *testing.B) {
			var s exact.Solver
			moved := shaken(n.problem)
			start, err := s.Solve(context.Background(), n.problem, exact.Limits{Nodes: 1})
			if err != nil {
				b.Fatal(err)
			}
			cold, err := s.Solve(context.Background(), moved, exact.Limits{Nodes: 1})
			if err != nil {
				b.Fatal(err)
			}
			began, upper := cpu(), int64(0)
			for b.Loop() {
				warm := exact.Warm{Split: exact.Split{Shares: append([]uint32(nil), start.Split.Shares...)}, Members: start.Best.Members}
				_, upper = s.Rebound(moved, &warm)
			}
			b.ReportMetric(1000*(cpu()-began)/float64(b.N), "cpu-ms/op")
			b.ReportMetric(100*float64(upper-cold.Upper)/float64(max(1, cold.Upper)), "bound-%")
		})
	}
}

// shaken moves all stakes, and with them the weights at services, by up to 1 %.
func shaken(p *exact.Problem) *exact.Problem {
	q := *p
	q.Cost, q.Edges = append([]int64(nil), p.Cost...), append([]exact.Edge(nil), p.Edges...)
	for v, c := range p.Cost {
		draw := rng.Key{Entity: rng.Entity("shaken", v), Purpose: rng.Size}.Unit()
		q.Cost[v] = c + int64((0.02*draw-0.01)*float64(c))
		for e := p.Start[v]; e < p.Start[v+1]; e++ {
			q.Edges[e].Weight = q.Cost[v]
		}
	}
	return &q
}
