package engine

import (
	"slices"

	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
	"github.com/restakesim/restakesim/engine/result"
)

// assertNothingLeft asserts that what the attack just found leaves behind holds no attack
// that would have been worth adding: none that nets more than the bound on all attacks
// less what this one nets, so none that pays after one that is proven best. It says
// whether the searcher still holds the network.
func (w *World) assertNothingLeft(o attack.Objective, net, upper money.Gwei) (held bool) {
	n := w.net
	x := &n.theory.present
	n.remains(x)
	if attack.Bounds(x, &n.theory.rest) != nil {
		return true
	}
	if !n.theory.rest.AllowsAttack(o) {
		w.assert(result.BestLeavesNothing, true)
		return true
	}
	if n.searcher.Load(x) == nil {
		next, pays := n.searcher.Greedy(o, attack.NoLimits())
		w.assert(result.BestLeavesNothing, !pays || next.Net(o) <= upper-net)
	}
	return false
}

// remains writes down the network without the coalition found last and its services.
func (n *network) remains(x *restake.Exposure) {
	copyOf(x, &n.exposure)
	for v := range x.Nodes {
		if _, gone := slices.BinarySearch(n.hunt.best.Operators, x.Nodes[v].Operator); !gone {
			continue
		}
		x.Nodes[v].Stake = 0
		for e := x.EdgeStart[v]; e < x.EdgeStart[v+1]; e++ {
			x.Edges[e].Slashable = 0
		}
	}
	for _, s := range n.hunt.best.Services {
		x.Services[s].Profit = 0
	}
}
