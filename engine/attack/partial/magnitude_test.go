package partial

import (
	"math/big"
	"math/bits"
	"math/rand/v2"
	"testing"

	"github.com/restakesim/restakesim/engine/money"
)

// anySize draws an amount of up to so many bits, all sizes alike.
func anySize(r *rand.Rand, most int) int64 { return r.Int64N(1<<r.IntN(most+1)) + 1 }

// scattered makes a network with stakes from one to 2^56 or so, or with large ones that
// hardly differ, and thresholds with large denominators.
func scattered(r *rand.Rand) ([]int64, []Service) {
	stakes, alike := make([]int64, 1+r.IntN(10)), r.IntN(2) == 0
	for v := range stakes {
		if stakes[v] = anySize(r, 56); alike {
			stakes[v] = 1<<53 + r.Int64N(1<<30)
		}
	}
	services, near := make([]Service, 1+r.IntN(5)), r.IntN(3) > 0
	for s := range services {
		den := anySize(r, 20)
		svc, base := Service{Profit: anySize(r, 58), Alpha: money.Ratio{Num: 1 + r.Int64N(den), Den: den}}, int64(0)
		for v := range stakes {
			if r.IntN(2) == 0 {
				svc.Members, base = append(svc.Members, int32(v)), base+stakes[v]
			}
		}
		if near {
			hi, lo := bits.Mul64(uint64(base), uint64(svc.Alpha.Num))
			need, _ := bits.Div64(hi, lo, uint64(den))
			svc.Profit = int64(need)/4 + r.Int64N(int64(need)+1)
		}
		services[s] = svc
	}
	return stakes, services
}

// TestDivisibleOfAllSizes: amounts of all sizes side by side, which floats cannot hold
// together, are proven all the same, and no attack of whole validators nets more.
func TestDivisibleOfAllSizes(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 1))
	for range 500 {
		stakes, services := scattered(r)
		got, err := Divisible(t.Context(), stakes, services, 500)
		if err != nil {
			t.Fatal(err)
		}
		if got.Lower == nil {
			continue
		}
		requireWitness(t, stakes, services, got)
		if !got.Proven() {
			t.Errorf("%v %v: [%v, %v] after %d nodes", stakes, services, got.Lower, got.Upper, got.Nodes)
		}
		p, _ := divide(stakes, services)
		for b := range 1 << len(p.cost) {
			if net := p.netOf(b); net != nil && new(big.Rat).SetInt(net).Cmp(got.Upper) > 0 {
				t.Fatalf("%v %v: pools %b net %v, above %v", stakes, services, b, net, got.Upper)
			}
		}
	}
}

// netOf is what a coalition of whole pools nets; nil where it takes nothing.
func (p *pools) netOf(b int) (net *big.Int) {
	for s, need := range p.need {
		have := int64(0)
		for _, k := range p.member[s] {
			if b>>k&1 == 1 {
				have += p.cost[k]
			}
		}
		if need > 0 && have >= need {
			if net == nil {
				net = new(big.Int)
			}
			net.Add(net, big.NewInt(p.profit[s]))
		}
	}
	for k, cost := range p.cost {
		if net != nil && b>>k&1 == 1 {
			net.Sub(net, big.NewInt(cost))
		}
	}
	return net
}

// TestExactlyAgainstFloats: both ways to price a set of services agree wherever the
// floats can prove theirs, and the other is never dearer.
func TestExactlyAgainstFloats(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 2))
	misled := 0
	for range 800 {
		stakes, services := scattered(r)
		p, _ := divide(stakes, services)
		set := p.attackable()
		if len(set) == 0 {
			continue
		}
		scale := 1.0
		for _, c := range p.cost {
			scale = max(scale, float64(c))
		}
		quick, slow := p.cheapest(set, scale), p.exactly(set)
		if slow.cost.Cmp(quick.cost) > 0 || slow.cost.Cmp(quick.lower) < 0 {
			t.Fatalf("%v %v: %v, the floats say [%v, %v]", stakes, services, slow.cost, quick.lower, quick.cost)
		}
		if quick.cost.Cmp(quick.lower) != 0 {
			misled++
		}
		before := zeros(len(slow.commit))
		for k, z := range slow.commit {
			before[k].Set(z)
		}
		p.repair(set, slow.commit)
		for k, z := range slow.commit {
			if z.Cmp(before[k]) != 0 {
				t.Fatalf("%v %v: the commitments %v are not lawful", stakes, services, before)
			}
		}
	}
	if misled < 5 {
		t.Errorf("the floats were misled %d times; nothing is tested", misled)
	}
}

// TestElasticOfAllSizes is the same for allocations.
func TestElasticOfAllSizes(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 3))
	for range 150 {
		n := &Network{}
		for range 1 + r.IntN(5) {
			n.Stakes = append(n.Stakes, anySize(r, 54))
		}
		for range 1 + r.IntN(4) {
			den := 1 + r.Int64N(3)
			n.Services = append(n.Services, Prize{anySize(r, 55), money.Ratio{Num: 1 + r.Int64N(den), Den: den}})
		}
		for _, stake := range n.Stakes {
			row := make([]int64, len(n.Services))
			for s := range row {
				row[s] = r.Int64N(stake + 1)
			}
			n.Alloc = append(n.Alloc, row)
		}
		got, err := Elastic(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		if want := enumerate(n); got.Possible != (want != nil) || want != nil && got.MaxNet.Cmp(want) != 0 {
			t.Fatalf("%+v: %v, enumeration says %v", n, got.MaxNet, want)
		}
	}
}
