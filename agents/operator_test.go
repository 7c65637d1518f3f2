package agents_test

import (
	"testing"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/money"
)

// operators decide on the network of testdata: alder and birch serve bridge and oracle,
// cedar serves oracle, nobody serves rollup. Bridge can slash 50 000 ETH and oracle
// 28 000, and they pay 0.5 % a year of that, of which operators get 10 %.
const operators = network + `
agents:
  operators: {kind: operator, cost: 1 ETH, aversion: 1, capacity: 12, share: 10 %, review: {fixed: 5d}}
`

// The services, in name order.
const bridge, oracle int32 = 0, 1

// serve loads operators, all of whom own a share of their stake.
func serve(t *testing.T, bond money.Ratio, edits ...string) *stage {
	s := load(t, operators, append([]string{"horizon=5d"}, edits...)...)
	for i := range s.Spec.Network.Network.Operators {
		s.Spec.Network.Network.Operators[i].Bond = bond
	}
	return s
}

var tenth = money.Ratio{Num: 1, Den: 10}

// changes counts who asked to join or leave a service.
func (s *stage) changes(verb engine.Verb, service int32) (n int) {
	for _, x := range s.asked("operators", verb) {
		if x.Aux == service {
			n++
		}
	}
	return n
}

// TestOperatorLeavesWhatDoesNotPay: oracle pays alder 140 ETH · 15/28 · 10 % = 7.5 ETH,
// birch 4 and cedar 2.5; bridge pays alder 15 and birch 10.
func TestOperatorLeavesWhatDoesNotPay(t *testing.T) {
	for _, c := range []struct {
		cost           string
		oracle, bridge int
	}{{"2.45 ETH", 0, 0}, {"2.55 ETH", 1, 0}, {"3.9 ETH", 1, 0}, {"4.1 ETH", 2, 0}, {"7.6 ETH", 3, 0}} {
		s := serve(t, money.Ratio{Num: 0, Den: 1}, "agents.operators.cost="+c.cost)
		s.play(t, 1)
		if o, b := s.changes(engine.OptOut, oracle), s.changes(engine.OptOut, bridge); o != c.oracle || b != c.bridge {
			t.Errorf("cost %s: %d leave oracle and %d bridge, want %d and %d", c.cost, o, b, c.oracle, c.bridge)
		}
	}
}

// TestOperatorJoinsWhatPays: with a tenth of its 20 000 ETH cedar would get
// 250 ETH · 2/52 · 10 % = 0.96 ETH from bridge. Commission, rewards and share count.
func TestOperatorJoinsWhatPays(t *testing.T) {
	for _, c := range []struct {
		edits []string
		joins int
	}{
		{[]string{"agents.operators.cost=0.95 ETH"}, 1},
		{[]string{"agents.operators.cost=0.97 ETH"}, 0},
		{[]string{"agents.operators.cost=0.97 ETH", "network.commission=11 %"}, 1},
		{[]string{"agents.operators.cost=0.97 ETH", "network.rewards=0.52 %/y"}, 1},
		{[]string{"agents.operators.cost=0.97 ETH", "agents.operators.share=12 %"}, 1},
	} {
		s := serve(t, money.Ratio{Num: 0, Den: 1}, c.edits...)
		s.play(t, 1)
		if n := s.changes(engine.OptIn, bridge); n != c.joins {
			t.Errorf("%v: %d join bridge, want %d", c.edits, n, c.joins)
		}
		for _, x := range s.asked("operators", engine.OptIn) {
			if x.agent != 2 || x.Target != 2 {
				t.Errorf("%v: operator %d joins for operator %d, want cedar alone", c.edits, x.agent, x.Target)
			}
			if x.Ratio != 0.1 && x.Ratio != 0.12 {
				t.Errorf("%v: commits %.3f of its stake", c.edits, x.Ratio)
			}
		}
	}
}

// TestOperatorKeepsToItsChoice: what was worth joining is worth serving, so that nobody
// comes and goes while nothing changes.
func TestOperatorKeepsToItsChoice(t *testing.T) {
	joins := 0
	for _, platform := range []string{"eigenlayer", "karak", "symbiotic"} {
		s := serve(t, tenth, "horizon=90d", "network.platform="+platform, "agents.operators.cost={dist: lognormal, median: 1 ETH, p95: 5 ETH}")
		s.play(t, 1)
		joined := map[[2]int]bool{}
		for _, x := range s.asked("operators") {
			switch key := [2]int{x.agent, int(x.Aux)}; x.Verb {
			case engine.OptIn:
				joined[key] = true
				joins++
			case engine.OptOut:
				if joined[key] {
					t.Errorf("%s: operator %d leaves service %d, which it had joined", platform, x.agent, x.Aux)
				}
			}
		}
	}
	if joins == 0 {
		t.Error("nobody joined anything")
	}
}

// TestOperatorHasACapacity: cedar serves one service and takes no second.
func TestOperatorHasACapacity(t *testing.T) {
	for capacity, want := range map[string]int{"1": 0, "2": 1} {
		s := serve(t, money.Ratio{Num: 0, Den: 1}, "agents.operators.cost=0.1 ETH", "agents.operators.capacity="+capacity)
		s.play(t, 1)
		if n := s.agents("operators", engine.OptIn); n != want {
			t.Errorf("capacity %s: %d join, want %d", capacity, n, want)
		}
	}
}

// TestOperatorWeighsItsOwnBond: each serves until the hazard of a fault, times what it
// would take of the own bond, times aversion, is more than it gets. At 0.05 faults a
// year and a bond of a tenth oracle costs alder 3.75 of 7.5 ETH, birch 2 of 4 and cedar
// 2.5 of 2.5, who then no longer pays its cost of 0.1. Without a bond nobody minds.
func TestOperatorWeighsItsOwnBond(t *testing.T) {
	none, hundredth := money.Ratio{Num: 0, Den: 1}, money.Ratio{Num: 1, Den: 100}
	faults := func(x string) string { return "network.faults.per_operator=" + x + " /y" }
	for _, c := range []struct {
		bond  money.Ratio
		edits []string
		leave int
	}{
		{tenth, nil, 0},
		{tenth, []string{faults("0.047")}, 0},
		{tenth, []string{faults("0.05")}, 1},
		{none, []string{faults("0.05")}, 0},
		{hundredth, []string{faults("0.47")}, 0},
		{hundredth, []string{faults("0.5")}, 1},
		{tenth, []string{faults("0.05"), "agents.operators.aversion=1.9"}, 1},
		{tenth, []string{faults("0.05"), "agents.operators.aversion=1.99"}, 3},
		{tenth, []string{"network.faults.wrongful=0.14 /y"}, 0},
		{tenth, []string{"network.faults.wrongful=0.15 /y"}, 1},
		{tenth, []string{"network.faults.common=0.094 /y", "network.faults.groups=[100 %]", "network.faults.hit=50 %"}, 0},
		{tenth, []string{"network.faults.common=0.1 /y", "network.faults.groups=[100 %]", "network.faults.hit=50 %"}, 1},
	} {
		s := serve(t, c.bond, append([]string{"agents.operators.cost=0.1 ETH", "network.faults.fraction=10 %", "agents.operators.capacity=1"}, c.edits...)...)
		s.play(t, 1)
		if n := s.changes(engine.OptOut, oracle); n != c.leave {
			t.Errorf("bond %v, %v: %d leave oracle, want %d", c.bond, c.edits, n, c.leave)
		}
	}
}
