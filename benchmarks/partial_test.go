package benchmarks_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/restakesim/restakesim/engine/attack/partial"
	"github.com/restakesim/restakesim/engine/attack/shock"
	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/money"
)

// sparse makes a network with heavy-tailed stakes, each validator serving each service
// with a small probability, and profits about what a service costs alone.
func sparse(r *rand.Rand, validators, services int, density float64) ([]int64, []partial.Service) {
	stakes := make([]int64, validators)
	for v := range stakes {
		stakes[v] = int64(20 * detmath.Pow(1-r.Float64(), -0.8))
	}
	list := make([]partial.Service, services)
	for s := range list {
		a := []money.Ratio{{Num: 1, Den: 3}, {Num: 1, Den: 2}, {Num: 3, Den: 5}, {Num: 2, Den: 3}}[r.IntN(4)]
		base := int64(0)
		for v, stake := range stakes {
			if r.Float64() < density {
				list[s].Members = append(list[s].Members, int32(v))
				base += stake
			}
		}
		list[s].Alpha, list[s].Profit = a, base*a.Num*int64(30+r.IntN(60))/(a.Den*100)
	}
	return stakes, list
}

// BenchmarkDivisible reports the gap that is left, in percent of the attack.
func BenchmarkDivisible(b *testing.B) {
	for _, c := range []struct {
		validators, services int
		density              float64
		nodes                int64
	}{{40, 10, .3, 0}, {100, 18, .16, 0}, {200, 30, .08, 0}, {1000, 30, .06, 1}} {
		b.Run(fmt.Sprintf("%dx%d", c.validators, c.services), func(b *testing.B) {
			stakes, services := sparse(rand.New(rand.NewPCG(1, uint64(c.validators))), c.validators, c.services, c.density)
			for b.Loop() {
				a, err := partial.Divisible(b.Context(), stakes, services, c.nodes)
				if err != nil {
					b.Fatal(err)
				}
				reportGap(b, a.Lower, a.Upper, a.Nodes)
			}
		})
	}
}

// reportGap says what a search has left open, and after how many nodes.
func reportGap(b *testing.B, least, most *big.Rat, nodes int64) {
	lower, _ := least.Float64()
	upper, _ := most.Float64()
	b.ReportMetric(100*(upper-lower)/max(lower, -lower, 1), "%gap")
	b.ReportMetric(float64(nodes), "nodes")
}

// BenchmarkElastic allocates up to a third of the stake to each service.
func BenchmarkElastic(b *testing.B) {
	for _, c := range []struct{ validators, services int }{{16, 8}, {60, 10}, {100, 12}} {
		b.Run(fmt.Sprintf("%dx%d", c.validators, c.services), func(b *testing.B) {
			r := rand.New(rand.NewPCG(2, uint64(c.validators)))
			stakes, services := sparse(r, c.validators, c.services, .5)
			n := &partial.Network{Stakes: stakes}
			for _, s := range services {
				n.Services = append(n.Services, partial.Prize{Prize: s.Profit / 3, Theta: s.Alpha})
			}
			for _, stake := range stakes {
				row := make([]int64, len(services))
				for s := range row {
					row[s] = r.Int64N(stake*2/3 + 1)
				}
				n.Alloc = append(n.Alloc, row)
			}
			for b.Loop() {
				a, err := partial.ElasticWithin(b.Context(), n, 500)
				if err != nil {
					b.Fatal(err)
				}
				reportGap(b, a.MaxNet, a.Upper, a.Nodes)
			}
		})
	}
}

// BenchmarkWorstCase enumerates all shocks of a third of the stake.
func BenchmarkWorstCase(b *testing.B) {
	for _, validators := range []int{12, 16} {
		b.Run(fmt.Sprint(validators), func(b *testing.B) {
			stakes, services := sparse(rand.New(rand.NewPCG(3, 3)), validators, 6, .5)
			n := &shock.Network{Stakes: stakes}
			for _, s := range services {
				s.Profit /= 2
				n.Services = append(n.Services, shock.Service(s))
			}
			for b.Loop() {
				if _, err := shock.WorstCase(b.Context(), n, money.Ratio{Num: 1, Den: 3}, true); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
