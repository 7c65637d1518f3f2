package partial

import (
	"context"
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

// enumerate is the best net over all sets F of validators that commit everything.
func enumerate(n *Network) (best *big.Rat) {
	for f := range uint64(1) << len(n.Stakes) {
		for a := uint64(1); a < 1<<len(n.Services); a++ {
			possible := true
			for _, s := range bitsOf(a) {
				base := int64(0)
				for _, row := range n.Alloc {
					base += row[s]
				}
				possible = possible && base > 0
			}
			if net := slowNet(n, bitsOf(a), bitsOf(f)); possible && (best == nil || net.Cmp(best) > 0) {
				best = net
			}
		}
	}
	return best
}

// TestElasticAgainstEnumeration is the twin of the search.
func TestElasticAgainstEnumeration(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 5))
	for range 300 {
		n := randomElastic(r, 4, 4, 6, 3)
		got, err := Elastic(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		requireElastic(t, "random", n, got)
		if want := enumerate(n); got.Possible != (want != nil) || want != nil && got.MaxNet.Cmp(want) != 0 {
			t.Fatalf("%+v: %v, enumeration says %v", n, got.MaxNet, want)
		}
	}
}

// TestElasticIntervals: with few nodes what is left open is an interval that holds the
// truth, and Elastic refuses to answer where there is one.
func TestElasticIntervals(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	r := rand.New(rand.NewPCG(8, 6))
	wide := 0
	for range 60 {
		n := randomElastic(r, 12, 6, 9, 3)
		full, err := Elastic(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		for _, short := range []func() (ElasticAnswer, error){
			func() (ElasticAnswer, error) { return ElasticWithin(t.Context(), n, 1) },
			func() (ElasticAnswer, error) { return ElasticWithin(ended, n, 0) },
		} {
			got, err := short()
			if err != nil {
				t.Fatal(err)
			}
			requireElastic(t, "interval", n, got)
			if full.Possible && (got.MaxNet.Cmp(full.MaxNet) > 0 || got.Upper.Cmp(full.MaxNet) < 0) {
				t.Fatalf("%+v: [%v, %v], the optimum is %v", n, got.MaxNet, got.Upper, full.MaxNet)
			}
			if f := full.Byzantine.Fraction; got.Byzantine.Fraction.Cmp(f) < 0 || got.Byzantine.AtLeast.Cmp(f) > 0 {
				t.Fatalf("%+v: fraction in [%v, %v], it is %v", n, got.Byzantine.AtLeast, got.Byzantine.Fraction, f)
			}
			if got.Secure && !full.Secure {
				t.Fatalf("%+v: called secure", n)
			}
			if !got.Proven() {
				wide++
			}
		}
	}
	if wide < 30 {
		t.Errorf("only %d of 120 short searches left anything open", wide)
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
