package engine_test

import (
	"testing"

	"github.com/restakesim/restakesim/engine/money"
)

// TestBestLeavesNothing: x and y pay 1,000 ETH each, with an operator of its own and 100
// ETH to be slashed. Who takes both leaves nothing. Who can take one leaves 900 ETH, as
// much as the bound is above what he nets; with a lower bound that is a contradiction.
func TestBestLeavesNothing(t *testing.T) {
	for _, c := range []struct {
		services int
		above    money.Gwei
		failed   int64
	}{{2, 0, 0}, {1, 900 * money.ETH, 0}, {1, 899 * money.ETH, 1}} {
		w := besieged(t, "assets: {LRT: {kind: native, supply: 100 LRT, rate: 1 ETH}}\nnetwork: {kind: files, platform: eigenlayer, profit_in: ETH, edges: edges.csv, services: services.csv}\n",
			"a,x,a-eth,ETH,100,100\nb,y,b-eth,ETH,100,100\n", "x,1000,1,1\ny,1000,1,1\n", settled...)
		if got := w.LeavesNothing(c.services, c.above); got.Applicable != 2 || got.Violated != c.failed {
			t.Errorf("%d services, bound %v above: applied %d times and failed %d times", c.services, c.above, got.Applicable, got.Violated)
		}
	}
}
