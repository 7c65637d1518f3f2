package restake

import (
	"errors"
	"testing"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// One unit of a validator that has lost a fifth on the beacon chain is scaled by
// down(W/0.8), and worth down(0.8) = 0. Delegated to an operator of magnitude 5 it is
// scaled by a fifth of W as much and reached by 4 of it, and worth 1 again, which was not
// moved: the stake is one unit short, as the contracts have it.
func TestDelegationAfterABeaconLossLeavesAUnitShort(t *testing.T) {
	p := platformOn(t, "eigenlayer", 2025, 6, 1)
	n := &Network{Unit: money.ETH, Operators: []NetworkOperator{{"op", ratio(0, 1)}}, Vaults: []NetworkVault{{"nobody's", "ETH"}, {"v", "ETH"}},
		Nodes: []NetworkNode{{0, 1, 1}}, Services: []NetworkService{{"A", 0, ratio(1, 1), ratio(1, 1)}}}
	b := ledger.New(testAssets(), 16)
	g, err := NewGraph(b, n, GraphParams{Of: []Platform{p, p}, ETH: testETH, AssetOf: testAssetOf})
	must(t, err)
	wallet := b.Open("alice", 1)
	h := g.Join(0, wallet, wallet)
	k := g.Follow(1, 0, h)
	must(t, errors.Join(g.BeaconLoss(b, 0, h, 5, 1, 0), g.Deposit(b, 0, h, ledger.Outside, 1), g.SlashTo(b, 0, 0, 1, 5)))
	before, _, err := g.Value(b, 0, h)
	must(t, err)
	must(t, g.Delegate(b, 0, h, 1, k))
	after, _, err := g.Value(b, 1, k)
	must(t, err)
	active, _ := g.Held(b, 1)
	equal(t, "worth before and after, active", [3]money.Gwei{before, after, active}, [3]money.Gwei{0, 1, 0})
	must(t, g.Recheck(b))
	must(t, b.Recount())
}
