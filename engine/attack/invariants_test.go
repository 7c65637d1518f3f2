package attack_test

import (
	"math/big"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/attack/exact"
	"github.com/restakesim/restakesim/engine/attack/shock"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// The tests TestI01 to TestI16 are the statements of theory that hold for every
// network, checked on thousands of small random ones and on the numbers worked out by
// hand. Their names and numbers follow Durvasula and Roughgarden, "Robust Restaking
// Networks" (arXiv 2407.21785), and what has been derived from it.

// plain is a network whose validators stand with all their stake behind each service.
type plain struct {
	stakes   []int64
	services []shock.Service
}

func alpha(num, den int64) money.Ratio { return money.Ratio{Num: num, Den: den} }

// draw makes a network in which every service is backed and profits lie about the stake
// that takes them; tight ones lie below, so that secure networks are common.
func draw(r *rand.Rand, validators, services int, tight bool) plain {
	var n plain
	for range 1 + r.IntN(validators) {
		n.stakes = append(n.stakes, 1+r.Int64N(12))
	}
	for range 1 + r.IntN(services) {
		den := 1 + r.Int64N(5)
		s := shock.Service{Alpha: alpha(1+r.Int64N(den), den)}
		for v := range n.stakes {
			if r.IntN(2) == 0 {
				s.Members = append(s.Members, int32(v))
			}
		}
		if len(s.Members) == 0 {
			s.Members = []int32{int32(r.IntN(len(n.stakes)))}
		}
		n.services = append(n.services, s)
		need := n.need(len(n.services)-1, 0)
		if n.services[len(n.services)-1].Profit = r.Int64N(need + need/2 + 1); tight {
			n.services[len(n.services)-1].Profit = r.Int64N(need/2 + 2)
		}
	}
	return n
}

// set is a set of validators or services, by bits.
type set uint32

func (b set) list() []int32 {
	out := []int32{}
	for ; b != 0; b &= b - 1 {
		out = append(out, int32(bits.TrailingZeros32(uint32(b))))
	}
	return out
}

func setOf(list []int32) (b set) {
	for _, x := range list {
		b |= 1 << x
	}
	return b
}

func (n plain) everybody() set { return 1<<len(n.stakes) - 1 }

func (n plain) stake(b set) (sum int64) {
	for _, v := range b.list() {
		sum += n.stakes[v]
	}
	return sum
}

func (n plain) profit(a set) (sum int64) {
	for _, s := range a.list() {
		sum += n.services[s].Profit
	}
	return sum
}

// need is the least coverage of service s once gone is lost.
func (n plain) need(s int, gone set) int64 {
	base := n.stake(setOf(n.services[s].Members) &^ gone)
	a := n.services[s].Alpha
	return (a.Num*base + a.Den - 1) / a.Den
}

// covers reports whether b takes service s after gone is lost. What nobody backs any
// more falls to anybody.
func (n plain) covers(b set, s int, gone set) bool {
	return n.stake(b&setOf(n.services[s].Members)&^gone) >= n.need(s, gone)
}

// takes is all that b takes after gone is lost; orphans only where asked for.
func (n plain) takes(b, gone set, orphans bool) (a set) {
	for s := range n.services {
		if n.covers(b, s, gone) && (orphans || n.need(s, gone) > 0) {
			a |= 1 << s
		}
	}
	return a
}

// without is the network that is left; indices stay.
func (n plain) without(gone, fallen set) plain {
	left := plain{stakes: n.stakes}
	for s, svc := range n.services {
		svc.Members = slices.DeleteFunc(slices.Clone(svc.Members), func(v int32) bool { return gone>>v&1 == 1 || fallen>>s&1 == 1 })
		left.services = append(left.services, svc)
	}
	return left
}

// beside puts two networks next to each other.
func (n plain) beside(m plain) plain {
	both := plain{slices.Concat(n.stakes, m.stakes), slices.Clone(n.services)}
	for _, svc := range m.services {
		svc.Members = slices.Clone(svc.Members)
		for i := range svc.Members {
			svc.Members[i] += int32(len(n.stakes))
		}
		both.services = append(both.services, svc)
	}
	return both
}

func (n plain) shock() *shock.Network { return &shock.Network{Stakes: n.stakes, Services: n.services} }

// problem charges cost instead of stake where it is given.
func (n plain) problem(cost []int64) *exact.Problem {
	if cost == nil {
		cost = n.stakes
	}
	p := &exact.Problem{Cost: cost, Start: []int32{0}}
	for v := range n.stakes {
		for s, svc := range n.services {
			if slices.Contains(svc.Members, int32(v)) {
				p.Edges = append(p.Edges, exact.Edge{Service: int32(s), Weight: n.stakes[v]})
			}
		}
		p.Start = append(p.Start, int32(len(p.Edges)))
	}
	for s, svc := range n.services {
		p.Services = append(p.Services, exact.Service{Profit: svc.Profit, Need: n.need(s, 0)})
	}
	return p
}

func (n plain) exposure() *restake.Exposure {
	p := n.problem(nil)
	x := &restake.Exposure{EdgeStart: p.Start, Operators: make([]restake.OperatorExposure, len(n.stakes))}
	for v, stake := range n.stakes {
		x.Nodes = append(x.Nodes, restake.Node{Operator: int32(v), Stake: money.Gwei(stake)})
		x.Operators[v].Bond = money.Gwei(stake)
	}
	for _, e := range p.Edges {
		x.Edges = append(x.Edges, restake.Edge{Service: e.Service, Slashable: money.Gwei(e.Weight)})
	}
	for _, svc := range n.services {
		x.Services = append(x.Services, restake.ServiceExposure{Profit: money.Gwei(svc.Profit), Alpha: svc.Alpha, SlashFraction: alpha(1, 1)})
	}
	return x
}

// best is the proven answer of the search; false when nothing can be attacked.
func (n plain) best(t testing.TB, cost []int64) (exact.Choice, bool) {
	t.Helper()
	var s exact.Solver
	a, err := s.Solve(t.Context(), n.problem(cost), exact.Limits{})
	if err != nil || a.Possible && !a.Proven() {
		t.Fatalf("%+v: %+v, %v", n, a, err)
	}
	return a.Best, a.Possible
}

// net is what the best attack nets, at least nothing.
func (n plain) net(t testing.TB) int64 {
	t.Helper()
	best, possible := n.best(t, nil)
	if !possible {
		return 0
	}
	return max(0, best.Net())
}

// slack is γ, proven; nil when no profit can be had.
func (n plain) slack(t testing.TB, cost []int64) *big.Rat {
	t.Helper()
	var s exact.Solver
	k, err := s.Slack(t.Context(), n.problem(cost), exact.Limits{})
	if err != nil || (k.Lower == nil) != (k.Upper == nil) || k.Lower != nil && k.Lower.Cmp(k.Upper) != 0 {
		t.Fatalf("%+v: %+v, %v", n, k, err)
	}
	return k.Lower
}

// least is c(a) by enumeration once gone is lost; false when nobody is left who could.
func (n plain) least(a, gone set) (cost int64, possible bool) {
	for b := n.everybody() &^ gone; ; b = (b - 1) &^ gone {
		if c := n.stake(b); n.takes(b, gone, true)&a == a && (!possible || c < cost) {
			cost, possible = c, true
		}
		if b == 0 {
			return cost, possible
		}
	}
}

// loads is T of every validator.
func (n plain) loads(t testing.TB) []*big.Rat {
	t.Helper()
	loads, err := attack.EigenLayerLoad(n.exposure())
	if err != nil {
		t.Fatal(err)
	}
	return loads
}

func rat(num, den int64) *big.Rat { return big.NewRat(num, den) }

// requireCount fails a test whose precondition has hardly ever held.
func requireCount(t testing.TB, what string, got, least int) {
	t.Helper()
	if got < least {
		t.Errorf("%d cases of %s, want at least %d: the test shows nothing", got, what, least)
	}
}
