package partial

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/restakesim/restakesim/engine/money"
)

// randomElastic draws allocations up to the whole stake; stakes are multiples of unit.
func randomElastic(r *rand.Rand, validators, services int, most, unit int64) *Network {
	n := &Network{Stakes: make([]int64, 1+r.IntN(validators)), Services: make([]Prize, 1+r.IntN(services))}
	for s := range n.Services {
		n.Services[s] = Prize{Prize: r.Int64N(unit*most + 1), Theta: money.Ratio{Num: 1 + r.Int64N(unit), Den: unit}}
	}
	for v := range n.Stakes {
		n.Stakes[v] = unit * r.Int64N(most+1)
		row := make([]int64, len(n.Services))
		for s := range row {
			row[s] = unit * r.Int64N(n.Stakes[v]/unit+1)
		}
		n.Alloc = append(n.Alloc, row)
	}
	return n
}

// TestElasticAgainstAllAttacks enumerates every attack in whole units: with allocations
// that are multiples of the thresholds' denominator, one of the best is whole.
func TestElasticAgainstAllAttacks(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	for range 400 {
		n := randomElastic(r, 2, 2, 3, 2)
		got, err := Elastic(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		want, possible := slowElastic(n)
		if got.Possible != possible || possible && got.MaxNet.Cmp(big.NewRat(want, 1)) != 0 {
			t.Fatalf("%+v: %v, all attacks say %v %d", n, got.MaxNet, possible, want)
		}
	}
}

// slowElastic tries every a with 0 ≤ a ≤ w.
func slowElastic(n *Network) (best int64, possible bool) {
	a := make([][]int64, len(n.Stakes))
	for v := range a {
		a[v] = make([]int64, len(n.Services))
	}
	var walk func(v, s int)
	walk = func(v, s int) {
		if s == len(n.Services) {
			v, s = v+1, 0
		}
		if v == len(n.Stakes) {
			if net, any := judge(n, a); any && (!possible || net > best) {
				best, possible = net, true
			}
			return
		}
		for x := int64(0); x <= n.Alloc[v][s]; x++ {
			a[v][s] = x
			walk(v, s+1)
		}
	}
	walk(0, 0)
	return best, possible
}

// judge takes every service that an attack covers and that brings something; some
// service that it covers if none does.
func judge(n *Network, a [][]int64) (net int64, possible bool) {
	for s, svc := range n.Services {
		var have, base int64
		for v := range a {
			have, base = have+a[v][s], base+n.Alloc[v][s]
		}
		if base > 0 && have*svc.Theta.Den >= svc.Theta.Num*base {
			possible = true
			net += svc.Prize
		}
	}
	for v, row := range a {
		var sum int64
		for _, x := range row {
			sum += x
		}
		net -= min(sum, n.Stakes[v])
	}
	return net, possible
}

// TestByzantineAgainstAllSets tries the sets in the order of their masks.
func TestByzantineAgainstAllSets(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 2))
	turned := 0
	for range 800 {
		n := randomElastic(r, 4, 4, 6, 3)
		got, err := Elastic(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		requireElastic(t, "random", n, got)
		all, least := new(big.Rat), big.NewRat(1, 1)
		for _, svc := range n.Services {
			all.Add(all, big.NewRat(svc.Prize*svc.Theta.Den, svc.Theta.Num))
		}
		for set := range uint32(1) << len(n.Services) {
			p, err := n.after(set).scale()
			if err != nil {
				t.Fatal(err)
			}
			weight := new(big.Rat)
			for s, svc := range n.Services {
				if set>>s&1 == 1 {
					weight.Add(weight, big.NewRat(svc.Prize*svc.Theta.Den, svc.Theta.Num))
				}
			}
			if best := p.best(); best.possible && best.net > 0 && weight.Mul(weight, new(big.Rat).Inv(all)).Cmp(least) < 0 {
				least = weight
			}
		}
		if got.Byzantine.Fraction.Cmp(least) != 0 {
			t.Fatalf("%+v: %v, all sets say %v", n, got.Byzantine.Fraction, least)
		}
		if least.Sign() > 0 && least.Cmp(big.NewRat(1, 1)) < 0 {
			turned++
		}
	}
	if turned < 20 {
		t.Errorf("only %d of the networks fall to some Byzantine services", turned)
	}
}

// TestSymmetricNetworks is the closed form for n validators of stake σ that allocate w
// to each of m services with threshold θ: taking k of them costs what ⌊nθ⌋ validators
// and a fraction of one more lose.
func TestSymmetricNetworks(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 3))
	for range 200 {
		v, m, sigma := 1+r.IntN(6), 1+r.IntN(5), 1+r.Int64N(20)
		w, prize, theta := 1+r.Int64N(sigma), r.Int64N(30), big.NewRat(1+r.Int64N(4), 4)
		n := &Network{}
		for range v {
			n.Stakes = append(n.Stakes, sigma)
			n.Alloc = append(n.Alloc, slices.Repeat([]int64{w}, m))
		}
		n.Services = slices.Repeat([]Prize{{prize, money.Ratio{Num: theta.Num().Int64(), Den: theta.Denom().Int64()}}}, m)
		got, err := Elastic(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		if want := symmetric(int64(v), int64(m), sigma, w, prize, theta); got.MaxNet.Cmp(want) != 0 {
			t.Fatalf("%d validators of %d, %d to each of %d services, prize %d, theta %v: %v, want %v", v, sigma, w, m, prize, theta, got.MaxNet, want)
		}
	}
}

func symmetric(v, m, sigma, w, prize int64, theta *big.Rat) (best *big.Rat) {
	share := new(big.Rat).Mul(big.NewRat(v, 1), theta)
	full := new(big.Int).Div(share.Num(), share.Denom())
	fraction := new(big.Rat).Sub(share, new(big.Rat).SetInt(full))
	for k := int64(1); k <= m; k++ {
		cost := new(big.Rat).SetInt(full)
		cost.Mul(cost, big.NewRat(min(sigma, k*w), 1))
		last := new(big.Rat).Mul(fraction, big.NewRat(k*w, 1))
		if whole := big.NewRat(sigma, 1); last.Cmp(whole) > 0 {
			last = whole
		}
		net := big.NewRat(k*prize, 1)
		net.Sub(net, cost.Add(cost, last))
		if best == nil || net.Cmp(best) > 0 {
			best = net
		}
	}
	return best
}

// TestWholeAllocations: when every validator allocates all of its stake to each of its
// services, an elastic attacker pays per service and a divisible one once for all, so
// the former nets no more; for one service both pay the threshold.
func TestWholeAllocations(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 4))
	for range 400 {
		stakes, services := randomPlain(r, 5, 3)
		n := &Network{Stakes: stakes, Alloc: make([][]int64, len(stakes))}
		for v := range n.Alloc {
			n.Alloc[v] = make([]int64, len(services))
		}
		for s := range services {
			services[s].Alpha = money.Ratio{Num: 1, Den: 1 + r.Int64N(2)}
			for _, v := range services[s].Members {
				n.Alloc[v][s] = stakes[v]
			}
			n.Services = append(n.Services, Prize{services[s].Profit, services[s].Alpha})
		}
		for v := range stakes { // even stakes, so that no threshold is rounded
			stakes[v] *= 2
			for s := range services {
				n.Alloc[v][s] *= 2
			}
		}
		got, err := Elastic(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		divisible, err := Divisible(t.Context(), stakes, services, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got.Possible != (divisible.Lower != nil) {
			t.Fatalf("possible %v, divisible %v", got.Possible, divisible.Lower)
		}
		if !got.Possible {
			continue
		}
		c := got.MaxNet.Cmp(divisible.Lower)
		if c > 0 || len(services) == 1 && c != 0 {
			t.Fatalf("%v %v: elastic %v, divisible %v", stakes, services, got.MaxNet, divisible.Lower)
		}
	}
}
