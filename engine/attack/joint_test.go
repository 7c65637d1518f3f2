package attack

import (
	"context"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// jointTruth tries every coalition and every set of services of a small exposure.
func jointTruth(x *restake.Exposure, joints []restake.JointProfit, bond money.Ratio) (best *big.Int, gamma *big.Rat) {
	for ops := range uint32(1) << len(x.Operators) {
		for svcs := uint32(1); svcs < 1<<len(x.Services); svcs++ {
			covered, cost, _, reward := assess(x, members(ops), members(svcs))
			if !covered {
				continue
			}
			for _, j := range joints {
				if all := maskOf(j.Services); svcs&all == all {
					reward.Add(reward, big.NewInt(int64(j.Profit)))
				}
			}
			cost.Mul(cost, big.NewInt(bond.Num))
			reward.Mul(reward, big.NewInt(bond.Den))
			net := new(big.Int).Sub(reward, cost)
			if best == nil || net.Cmp(best) > 0 {
				best = net
			}
			if reward.Sign() > 0 {
				if g := new(big.Rat).SetFrac(new(big.Int).Neg(net), reward); gamma == nil || g.Cmp(gamma) < 0 {
					gamma = g
				}
			}
		}
	}
	return best, gamma
}

func maskOf(services []int32) (mask uint32) {
	for _, s := range services {
		mask |= 1 << s
	}
	return mask
}

// randomJoint is a small exposure: whole stakes that several services share, or, unless
// it is plain, parts of them, several nodes of an operator and slash fractions.
func randomJoint(r *rand.Rand, plain bool) *restake.Exposure {
	x := &restake.Exposure{}
	m := 2 + r.IntN(4)
	one := money.Ratio{Num: 1, Den: 1}
	for range m {
		den := 1 + r.Int64N(5)
		s := restake.ServiceExposure{Profit: money.Gwei(r.Int64N(40)), Alpha: money.Ratio{Num: 1 + r.Int64N(den), Den: den}, SlashFraction: one}
		if !plain && r.IntN(3) == 0 {
			s.SlashFraction = money.Ratio{Num: 1, Den: 2}
		}
		x.Services = append(x.Services, s)
	}
	for o := range 1 + r.IntN(4) {
		x.Operators = append(x.Operators, restake.OperatorExposure{})
		for range 1 + r.IntN(2) {
			if plain && len(x.Nodes) > o {
				break
			}
			stake := r.Int64N(40)
			x.EdgeStart = append(x.EdgeStart, int32(len(x.Edges)))
			x.Nodes = append(x.Nodes, restake.Node{Operator: int32(o), Stake: money.Gwei(stake)})
			for s := range m {
				if r.IntN(3) == 0 {
					continue
				}
				w := stake
				if !plain {
					w = r.Int64N(stake + 1)
				}
				x.Edges = append(x.Edges, restake.Edge{Service: int32(s), Slashable: money.Gwei(w)})
			}
		}
	}
	x.EdgeStart = append(x.EdgeStart, int32(len(x.Edges)))
	return x
}

// randomProfits draws joint profits of an exposure, which may overlap: penalties within
// what their services leave, and bonuses if they are wanted.
func randomProfits(r *rand.Rand, x *restake.Exposure, bonuses bool) (out []restake.JointProfit) {
	left := make([]money.Gwei, len(x.Services))
	for s := range left {
		left[s] = x.Services[s].Profit
	}
	for range 1 + r.IntN(4) {
		services := members(uint32(r.IntN(1 << len(left))))
		if len(services) < 2 {
			continue
		}
		j := restake.JointProfit{Services: services}
		if bonuses && r.IntN(2) == 0 {
			j.Profit = money.Gwei(r.Int64N(60))
		} else {
			room := left[services[0]]
			for _, s := range services {
				room = min(room, left[s])
			}
			j.Profit = -money.Gwei(r.Int64N(int64(room) + 1))
			for _, s := range services {
				left[s] += j.Profit
			}
		}
		out = append(out, j)
	}
	return out
}

// TestJointProfitsAgainstEnumeration wants the exact answer where stakes are whole or
// coalitions are enumerated, and enclosing intervals elsewhere and for every proof.
func TestJointProfitsAgainstEnumeration(t *testing.T) {
	for i := range uint64(2000) {
		r := rand.New(rand.NewPCG(i, 3))
		x := randomJoint(r, i%3 > 0)
		joints := randomProfits(r, x, i%4 > 0)
		if len(joints) == 0 {
			continue
		}
		bond := money.Ratio{Num: 1, Den: 1 + r.Int64N(3)}
		best, gamma := jointTruth(x, joints, bond)
		o := Options{Bond: bond, Joint: joints}
		if i%5 == 0 {
			o.Nodes = 1 + r.Int64N(3)
		}
		small := r.IntN(2) == 0
		e, p := examine(t, x, o, small)
		if e.Possible != (best != nil) {
			t.Fatalf("%d: possible is %t, the best nets %v", i, e.Possible, best)
		}
		if best == nil {
			continue
		}
		exactly := o.Nodes == 0 && (e.Method == Covering || e.Method == Enumeration)
		if b := best.Int64(); e.Best.Net() > b || e.Upper < b || p.Bound < b || exactly && !e.Proven() {
			t.Fatalf("%d: the best nets %d, not in [%d, %d], or above the proof's %d; %s\n%+v %+v", i, b, e.Best.Net(), e.Upper, p.Bound, e.Method, x, joints)
		}
		if secure, decided := e.Secure(); decided && secure != (best.Sign() <= 0) {
			t.Fatalf("%d: secure is %t, the best nets %v", i, secure, best)
		}
		k := &e.Slack
		if (k.Upper == nil) != (gamma == nil) {
			t.Fatalf("%d: γ is %v, and %v was found", i, gamma, k.Upper)
		}
		if gamma != nil && (k.Lower.Cmp(gamma) > 0 || k.Upper.Cmp(gamma) < 0 || p.Slack.Cmp(gamma) > 0 || exactly && !k.Proven()) {
			t.Fatalf("%d: γ is %v, not in [%v, %v], or below the proof's %v; %s\n%+v %+v", i, gamma, k.Lower, k.Upper, p.Slack, e.Method, x, joints)
		}
	}
}

// TestPenaltiesKeepNetworksSecure is the theory of profits that add up to less: what is
// secure when they add up stays so, and γ does not fall.
func TestPenaltiesKeepNetworksSecure(t *testing.T) {
	held := 0
	for i := range uint64(500) {
		r := rand.New(rand.NewPCG(i, 4))
		x := randomJoint(r, true)
		joints := randomProfits(r, x, false)
		if len(joints) == 0 {
			continue
		}
		before, _ := examine(t, x, Options{}, false)
		after, _ := examine(t, x, Options{Joint: joints}, false)
		if after.Possible && after.Best.Net() > before.Best.Net() {
			t.Fatalf("%d: penalties raise the net from %d to %d", i, before.Best.Net(), after.Best.Net())
		}
		if before.Slack.Upper != nil && after.Slack.Upper.Cmp(before.Slack.Upper) < 0 {
			t.Fatalf("%d: penalties lower γ from %v to %v", i, before.Slack.Upper, after.Slack.Upper)
		}
		if secure, _ := before.Secure(); secure && before.Possible {
			held++
			if still, decided := after.Secure(); !still || !decided {
				t.Fatalf("%d: penalties make attacks pay", i)
			}
		}
	}
	if held < 20 {
		t.Errorf("%d secure networks are too few to tell", held)
	}
}

// TestOracleAndLendingPayTogether is the other direction: an oracle of profit 10 and the
// lending desk of profit 12 that reads it, each backed by a validator of 15. Alone each
// loses, together they take 22 for 30; if owning both opens another 9, that pays.
func TestOracleAndLendingPayTogether(t *testing.T) {
	one := money.Ratio{Num: 1, Den: 1}
	x := &restake.Exposure{Operators: make([]restake.OperatorExposure, 2), EdgeStart: []int32{0, 1, 2},
		Services: []restake.ServiceExposure{{Profit: 10, Alpha: one, SlashFraction: one}, {Profit: 12, Alpha: one, SlashFraction: one}},
		Nodes:    []restake.Node{{Operator: 0, Stake: 15}, {Operator: 1, Stake: 15}},
		Edges:    []restake.Edge{{Service: 0, Slashable: 15}, {Service: 1, Slashable: 15}}}
	for bonus, net := range map[money.Gwei]int64{0: -3, 7: -1, 8: 0, 9: 1} {
		e, p := examine(t, x, Options{Joint: []restake.JointProfit{{Services: []int32{0, 1}, Profit: bonus}}}, false)
		if secure, decided := e.Secure(); e.Best.Net() != net || !e.Proven() || !decided || secure != (net <= 0) || p.Bound < net {
			t.Errorf("a bonus of %d: %+v", bonus, e)
		}
	}
}

// TestJointProfitsThatAreNone wants them refused.
func TestJointProfitsThatAreNone(t *testing.T) {
	one := money.Ratio{Num: 1, Den: 1}
	x := &restake.Exposure{EdgeStart: []int32{0}, Services: []restake.ServiceExposure{{Profit: 5, Alpha: one, SlashFraction: one}, {Profit: 7, Alpha: one, SlashFraction: one}}}
	for _, joints := range [][]restake.JointProfit{
		{{Services: []int32{0}, Profit: 1}}, {{Services: []int32{1, 0}, Profit: 1}}, {{Services: []int32{0, 0}, Profit: 1}}, {{Services: []int32{0, 2}, Profit: 1}},
		{{Services: []int32{-1, 0}, Profit: 1}}, {{Services: []int32{0, 1}, Profit: -6}}, {{Services: []int32{0, 1}, Profit: -3}, {Services: []int32{0, 1}, Profit: -3}},
		slices.Repeat([]restake.JointProfit{{Services: []int32{0, 1}, Profit: 1}}, restake.MostJoint+1), {{Services: []int32{0, 1}, Profit: 1 << 62}},
	} {
		if _, err := NewExaminer(context.Background(), x, Options{Joint: joints}); err == nil {
			t.Errorf("%v was accepted", joints)
		}
	}
}
