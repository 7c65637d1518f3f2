package agents_test

import (
	"fmt"
	"testing"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/money"
)

// An attacker before the network of testdata. Bridge can slash alder of 30 000 ETH and
// birch of 20 000, oracle 15 000, 8 000 and cedar of 5 000; a third must collude. The
// cheapest coalition against bridge is birch, with 20 000 to be slashed; against oracle
// it is birch and cedar, with 13 000, and the two coalitions together cost 33 000.
const attackers = network + `
agents:
  thieves: {kind: attacker, count: 1, capital: 100 000 ETH, means: own, services: 1, hurdle: 0 %, review: {fixed: 1d}}
`

// threaten loads an attacker; profits from corrupting bridge and oracle are in ETH, and
// operators own a share of their stake.
func threaten(t *testing.T, bridge, oracle float64, bond money.Ratio, edits ...string) *stage {
	s := load(t, attackers, append([]string{"horizon=1d", "network.attack.costs=100 ETH", "network.attack.epsilon=10 ETH", "network.rewards=0 %/y"}, edits...)...)
	n := s.Spec.Network.Network
	n.Services[0].Profit, n.Services[1].Profit = engine.ETH(bridge), engine.ETH(oracle)
	for i := range n.Operators {
		n.Operators[i].Bond = bond
	}
	return s
}

var hundredth = money.Ratio{Num: 1, Den: 100}

// TestAttackerWhoOwnsPaysWhatIsSlashed: σ of the cheapest coalition is 20 000 ETH, and
// other costs are 100.
func TestAttackerWhoOwnsPaysWhatIsSlashed(t *testing.T) {
	for _, c := range []struct {
		profit float64
		edits  []string
		want   float64
	}{
		{20_050, nil, 0},
		{20_150, nil, 1},
		{22_000, []string{"agents.thieves.hurdle=10 %"}, 0}, // gains 1 900 on 20 100
		{22_200, []string{"agents.thieves.hurdle=10 %"}, 1}, // gains 2 100
		{22_200, []string{"network.attack.reversed=10 %"}, 0},
		{22_500, []string{"network.attack.reversed=10 %"}, 1}, // keeps 20 250
		{22_500, []string{"network.attack.reversed=10 %", "network.attack.costs=300 ETH"}, 0},
	} {
		s := threaten(t, c.profit, 0, hundredth, c.edits...)
		got := s.play(t, 1)
		if got["attacks"] != c.want || float64(len(s.asked("thieves", engine.Attack))) != c.want {
			t.Errorf("profit %.0f, %v: %.0f attacks, want %.0f", c.profit, c.edits, got["attacks"], c.want)
		}
		for _, x := range s.asked("thieves") {
			if fmt.Sprint(x.Plan.Operators, x.Plan.Services) != "[1] [0]" || x.Means != attack.Sigma {
				t.Errorf("profit %.0f: attacks %v with %v, want bridge with birch", c.profit, x.Plan.Services, x.Plan.Operators)
			}
		}
	}
}

// TestAttackerWhoBribesPaysWhatOperatorsLose: birch owns a share of the 20 000 ETH that
// bridge slashes, and is paid that much and 10 ETH. Between κ and σ only bribes pay.
func TestAttackerWhoBribesPaysWhatOperatorsLose(t *testing.T) {
	share := func(n int64) money.Ratio { return money.Ratio{Num: n, Den: 100} }
	for _, c := range []struct {
		means  string
		profit float64
		bond   money.Ratio
		want   float64
	}{
		{"bribe", 280, share(1), 0}, // κ 200, bribe 210, costs 100
		{"bribe", 340, share(1), 1},
		{"own", 340, share(1), 0},
		{"bribe", 10_000, share(40), 1}, // κ 8 000
		{"bribe", 10_000, share(60), 0}, // κ 12 000
		{"own", 10_000, share(1), 0},
		{"own", 20_150, share(10), 1},
		{"bribe", 20_105, share(100), 0}, // κ 20 000, as much as σ is where others own the stake
	} {
		s := threaten(t, c.profit, 0, c.bond, "agents.thieves.means="+c.means)
		got := s.play(t, 1)
		if got["attacks"] != c.want {
			t.Errorf("%s, profit %.0f, bond %v: %.0f attacks, want %.0f", c.means, c.profit, c.bond, got["attacks"], c.want)
		}
		if gain := got["attack_profit"]; c.want > 0 && (gain <= 0 || gain >= c.profit) {
			t.Errorf("%s, profit %.0f: gained %.1f ETH", c.means, c.profit, gain)
		}
	}
}

// TestBribeCountsTheFranchise: birch earns 20 ETH a year from bridge and loses years of
// that with its good name; ten of them are 200 ETH more, before the first payday too.
func TestBribeCountsTheFranchise(t *testing.T) {
	for _, c := range []struct {
		franchise, review string
		want              float64
	}{{"0d", "3d", 1}, {"730d", "3d", 1}, {"3650d", "3d", 0}, {"0d", "1h", 1}, {"730d", "1h", 1}, {"3650d", "1h", 0}} {
		s := threaten(t, 400, 0, hundredth, "horizon=3d", "agents.thieves.review={fixed: "+c.review+"}", "agents.thieves.means=bribe", "network.rewards=1 %/y", "network.franchise="+c.franchise)
		first := 10.0
		s.look = func(v *engine.View, _ *engine.Cohort) { first = min(first, days(v.Now)) }
		if got := s.play(t, 1)["attacks"]; got != c.want {
			t.Errorf("franchise of %s: %.0f attacks, want %.0f", c.franchise, got, c.want)
		}
		if early := c.review == "1h"; early != (first < 1) {
			t.Errorf("reviews every %s: first on day %.2f", c.review, first)
		}
	}
}

// TestAttackerScalesWithCapital: he takes what he can pay for: nothing, bridge for
// 20 000, both for 33 000 and costs; and one service only if he can handle one.
func TestAttackerScalesWithCapital(t *testing.T) {
	for _, c := range []struct {
		capital, services string
		gain              float64
	}{
		{"12 000 ETH", "3", 0},
		{"19 000 ETH", "3", 11_900},
		{"20 050 ETH", "3", 11_900}, // bridge and costs are 20 100
		{"21 000 ETH", "3", 19_900},
		{"32 000 ETH", "3", 19_900},
		{"34 000 ETH", "3", 31_900},
		{"100 000 ETH", "3", 31_900},
		{"100 000 ETH", "1", 19_900},
	} {
		s := threaten(t, 40_000, 25_000, hundredth, "agents.thieves.capital="+c.capital, "agents.thieves.services="+c.services)
		if got := s.play(t, 1)["attack_profit"]; got < c.gain-1 || got > c.gain+1 {
			t.Errorf("capital %s, at most %s services: gained %.1f ETH, want %.0f", c.capital, c.services, got, c.gain)
		}
	}
}
