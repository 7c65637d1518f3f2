package engine_test

import (
	"testing"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/result"
)

// tight is the network by which Durvasula and Roughgarden show that their bound on losses
// is tight, with stakes of 20, 18 and 162: slack 1 exactly, and b falls once a is gone.
const tight = `
assets: {LRT: {kind: native, supply: 100 LRT, rate: 1 ETH}}
network: {kind: files, platform: eigenlayer, profit_in: ETH, edges: edges.csv, services: services.csv}
events:
  - {at: 2h, do: fault, operator: a, fraction: 100 %}
`

func fallen(t *testing.T) *engine.World {
	t.Helper()
	w := besieged(t, tight, "a,x,a-eth,ETH,20000,20000\nb,x,b-eth,ETH,18000,18000\nc,y,c-eth,ETH,162000,162000\n", "x,19000,1,1\ny,0,1,1\n",
		append(settled, "network.attack.costs=0 ETH", "agents.attackers.review={fixed: 1h}")...)
	steps(t, w, 1)
	return w
}

// TestTheoryIsHeldAgainstTheWorld: in a cascade that losses alone make, every statement
// applies and holds.
func TestTheoryIsHeldAgainstTheWorld(t *testing.T) {
	w := fallen(t)
	steps(t, w, 2)
	near(t, "share of stake lost to the attack", w.Final("stake_lost_attacks"), 9, 1e-9)
	for s, name := range map[int]string{result.CoalitionGrows: "A-1", result.ShockIsBounded: "A-2", result.SlackIsOrdered: "A-3", result.NetIsBounded: "A-4",
		result.CascadeIsBounded: "A-5", result.BestLeavesNothing: "A-6", result.CascadeIsShort: "A-7", result.StakeIsConserved: "A-8", result.AccountIsPlain: "A-9"} {
		if c := w.Asserted(s); c.Applicable == 0 || c.Violated != 0 {
			t.Errorf("%s applied %d times and failed %d times", name, c.Applicable, c.Violated)
		}
	}
}

// TestTheoryCanFail: a slack of 1.2 is more than this network has, and its cascade says so.
func TestTheoryCanFail(t *testing.T) {
	w := fallen(t)
	w.Overstate(1.2)
	steps(t, w, 2)
	if c := w.Asserted(result.CascadeIsBounded); c.Violated != 1 || c.Applicable != 1 {
		t.Errorf("applied %d times and failed %d times", c.Applicable, c.Violated)
	}
}
