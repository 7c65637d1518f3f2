package exact

import (
	"context"
	"testing"
)

// TestSteepSteps: where services agree but for a rounding, a step may go so far that its
// prices are no numbers. Prices still add up to costs, and bounds still hold.
func TestSteepSteps(t *testing.T) {
	for name, p := range map[string]*Problem{
		"shares beyond the cost": whole([]int64{36, 31, 17}, [][]int32{{0, 2, 3}, {0, 1, 2, 3}, {0, 1, 2}}, []Service{{13, 84}, {32, 48}, {17, 42}, {24, 67}}),
		"breaking even":          whole([]int64{10, 23, 34, 29}, [][]int32{{0, 1, 3, 4}, {2, 3, 4}, {1, 2, 3, 4}, {0, 2, 4}}, []Service{{37, 39}, {27, 44}, {7, 86}, {24, 45}, {1, 96}}),
	} {
		best := int64(-most)
		p.enumerate(func(c Choice) { best = max(best, c.Net()) })
		for _, l := range []Limits{{}, {Nodes: 1, Decide: true}} {
			var s Solver
			a, err := s.Solve(context.Background(), p, l)
			if err != nil || a.Upper < best || a.Best.Net() > best || l.Nodes == 0 && !a.Proven() {
				t.Errorf("%s: [%d, %d], error %v; the best nets %d", name, a.Best.Net(), a.Upper, err, best)
			}
			for v := range p.Cost {
				sum := uint64(0)
				for i := p.Start[v]; i < p.Start[v+1]; i++ {
					sum += uint64(a.Split.Shares[i])
				}
				if sum > Scale {
					t.Errorf("%s: member %d gives %d parts of %d", name, v, sum, Scale)
				}
			}
		}
	}
}

// whole is a problem of members who add all of their cost to the services they serve.
func whole(cost []int64, serves [][]int32, services []Service) *Problem {
	p := &Problem{Cost: cost, Start: []int32{0}, Services: services}
	for v, row := range serves {
		for _, s := range row {
			p.Edges = append(p.Edges, Edge{s, cost[v]})
		}
		p.Start = append(p.Start, int32(len(p.Edges)))
	}
	return p
}
