package restake

import (
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// payers is a network of two operators: one in a vault of native stake, one in a vault
// of stETH with two owners, 3 to 1. Service A is promised all of both.
func payers(t *testing.T, p GraphParams) (*ledger.Book, *Graph, [3]ledger.Account) {
	t.Helper()
	n := &Network{Unit: money.ETH, Operators: []NetworkOperator{{"o", ratio(1, 2)}, {"p", ratio(0, 1)}}, Vaults: []NetworkVault{{"native", "ETH"}, {"lido", "stETH"}},
		Services: []NetworkService{{"A", 0, ratio(1, 1), ratio(1, 1)}}, Nodes: []NetworkNode{{0, 0, 100e9}, {1, 1, 100e9}}, Edges: []NetworkEdge{{0, 0, 100e9}, {1, 0, 100e9}}}
	b := ledger.New(testAssets(), 32)
	p.Platform, p.ETH, p.AssetOf = platformOn(t, "eigenlayer", 2025, 6, 1), testETH, testAssetOf
	g, err := NewGraph(b, n, p)
	must(t, err)
	var owners [3]ledger.Account
	for i, eth := range []money.Gwei{50e9, 60e9, 20e9} {
		owners[i] = b.Open("owner", 1)
		vault := min(int32(i), 1)
		must(t, g.Endow(b, vault, g.Join(vault, owners[i], owners[i]), eth))
	}
	must(t, g.EndowBonds(b))
	return b, g, owners
}

// Worked by hand, with stETH at 0.9 ETH. The service pays 365·860 ETH a year, 860 a
// day, to 100 native and 80·0.9 = 72 of stETH: 500 and 360. A tenth is the operators':
// 50 and 36. The other 450 compound in the native vault; 324 are paid to the owners of
// stETH, 3 to 1. Ten years of a year's commission are lost with a good name.
func TestServiceRewards(t *testing.T) {
	b, g, owners := payers(t, GraphParams{Commission: ratio(1, 10), Horizon: 10, Rewards: []money.Gwei{365 * 860e9}, Fees: []money.Gwei{365 * 100e9}})
	must(t, b.Post(ledger.Transfer{From: ledger.Issuance, To: g.Treasury(0), Asset: testETH, Amount: 1000e9, Why: ledger.Genesis}))
	price := func(s ledger.Asset) float64 { return map[ledger.Asset]float64{testETH: 1, testStETH: 0.9}[s] }
	must(t, g.Accrue(b, clock.Time(day)-1, price))
	equal(t, "treasury before the first day is over", b.Balance(g.Treasury(0), testETH), 1000e9)
	must(t, g.Accrue(b, clock.Time(day), price))
	equal(t, "treasury", b.Balance(g.Treasury(0), testETH), 240e9)
	equal(t, "commission of o", b.Balance(g.Wallet(0), testETH), 50e9)
	equal(t, "commission of p", b.Balance(g.Wallet(1), testETH), 36e9)
	native, _ := g.Held(b, 0)
	equal(t, "native vault", native, 550e9)
	equal(t, "first owner of stETH", b.Balance(owners[1], testETH), 243e9)
	equal(t, "second owner of stETH", b.Balance(owners[2], testETH), 81e9)
	equal(t, "paid by users", -b.Balance(ledger.Users, testETH), 100e9)
	var x Exposure
	must(t, g.FillExposure(b, &x, price))
	equal(t, "franchise of o", x.Operators[0].Franchise, 50e9*365*10)
	equal(t, "franchise of p", x.Operators[1].Franchise, 36e9*365*10)

	// On the second day 240 + 100 are left of 860, split 550 to 72; on the third the
	// fees of 100 are all there is.
	must(t, g.Accrue(b, clock.Time(3*day), price))
	equal(t, "treasury when all is paid but what rounding leaves", b.Balance(g.Treasury(0), testETH) < 4, true)
	must(t, b.Recount())
	must(t, g.Recheck(b))
}

// An operator's bond is half of o's 100: it is in the exposure, at the asset's price,
// leaves by the queue like other stake, and still counts while it can be slashed.
func TestBondsInTheExposure(t *testing.T) {
	b, g, _ := payers(t, GraphParams{})
	half := func(ledger.Asset) float64 { return 0.5 }
	bond := func() money.Gwei {
		var x Exposure
		must(t, g.FillExposure(b, &x, half))
		return x.Operators[0].Bond
	}
	equal(t, "bond", bond(), 25e9)
	must(t, g.RequestExit(b, 0, g.operators[0].bonds[0].holder, 20e9, 0))
	equal(t, "bond with exits", bond(), 25e9)
	must(t, g.Settle(b, clock.Time(2*week)))
	equal(t, "bond after its exit", bond(), 15e9)
	equal(t, "in o's wallet", b.Balance(g.Wallet(0), testETH), 20e9)
	g.SetPlatform(0, platformOn(t, "eigenlayer", 2024, 6, 1))
	must(t, g.RequestExit(b, 0, g.operators[0].bonds[0].holder, 10e9, clock.Time(2*week)))
	equal(t, "bond whose exits cannot be slashed", bond(), 10e9)
}

// Slashed stake ends where the set says, after the hold of a week.
func TestSinks(t *testing.T) {
	for _, sink := range []Sink{ToBurn, ToVictims, ToRecipient} {
		b := ledger.New(testAssets(), 32)
		recipient := b.Open("recipient", 1)
		n := &Network{Operators: []NetworkOperator{{"o", ratio(0, 1)}}, Vaults: []NetworkVault{{"v", "ETH"}}, Services: []NetworkService{{"A", 0, ratio(1, 1), ratio(1, 1)}},
			Nodes: []NetworkNode{{0, 0, 10}}, Edges: []NetworkEdge{{0, 0, 10}}}
		g, err := NewGraph(b, n, GraphParams{Platform: platformOn(t, "eigenlayer", 2025, 6, 1), ETH: testETH, AssetOf: testAssetOf, Sink: sink, Recipient: recipient})
		must(t, err)
		must(t, g.Endow(b, 0, g.Join(0, recipient, recipient), 100))
		_, err = g.Slash(b, 0, Fault{Fraction: ratio(1, 4)})
		must(t, err)
		at := map[Sink]ledger.Account{ToBurn: ledger.Burn, ToVictims: ledger.Users, ToRecipient: recipient}[sink]
		must(t, g.Settle(b, clock.Time(week)-1))
		equal(t, "before the hold is over", b.Balance(at, testETH), 0)
		must(t, g.Settle(b, clock.Time(week)))
		equal(t, "after it", b.Balance(at, testETH), 25)
	}
}

// A network at rest values stakes, edges and bonds at a price; bonds of an operator's
// nodes add up.
func TestExposureOfANetworkAtRest(t *testing.T) {
	n := &Network{Operators: []NetworkOperator{{"o", ratio(1, 4)}}, Vaults: []NetworkVault{{"v", "ETH"}, {"w", "stETH"}}, Services: []NetworkService{{"A", 7, ratio(1, 3), ratio(1, 2)}},
		Nodes: []NetworkNode{{0, 0, 100}, {0, 1, 200}}, Edges: []NetworkEdge{{0, 0, 60}, {1, 0, 200}}}
	var x Exposure
	n.Exposure(&x, func(asset string) float64 { return map[string]float64{"ETH": 1, "stETH": 0.5}[asset] })
	equal(t, "nodes", [2]Node{x.Nodes[0], x.Nodes[1]}, [2]Node{{0, 0, 100}, {0, 1, 100}})
	equal(t, "edges", [2]Edge{x.EdgesOf(0)[0], x.EdgesOf(1)[0]}, [2]Edge{{0, 60}, {0, 100}})
	equal(t, "operator", x.Operators[0], OperatorExposure{Bond: 50})
	equal(t, "service", x.Services[0], ServiceExposure{Profit: 7, Alpha: ratio(1, 3), SlashFraction: ratio(1, 2)})
	equal(t, "reuse", n.Reuse(), 260.0/300)
}

// What operators have to lose at the snapshot is what the first day will pay them: with
// a budget of 240 and fees of 100 the 340 that there are, to 100 of native stake and 72.
func TestFranchiseBeforeTheFirstPayday(t *testing.T) {
	b, g, _ := payers(t, GraphParams{Commission: ratio(1, 10), Horizon: 10, Rewards: []money.Gwei{365 * 860e9}, Fees: []money.Gwei{365 * 100e9}})
	must(t, b.Post(ledger.Transfer{From: ledger.Issuance, To: g.Treasury(0), Asset: testETH, Amount: 240e9, Why: ledger.Genesis}))
	price := func(s ledger.Asset) float64 { return map[ledger.Asset]float64{testETH: 1, testStETH: 0.9}[s] }
	franchises := func() (o, p money.Gwei) {
		var x Exposure
		must(t, g.FillExposure(b, &x, price))
		return x.Operators[0].Franchise, x.Operators[1].Franchise
	}
	posts := b.Posts()
	must(t, g.Appraise(b, price))
	equal(t, "postings", b.Posts(), posts)
	o, p := franchises()
	equal(t, "franchise of o", o, 19_767_441_860*3650) // a tenth of 340·100/172 is 19.7674418604
	must(t, g.Accrue(b, clock.Time(day), price))
	paidO, paidP := franchises()
	equal(t, "franchise of o once paid", paidO, o)
	equal(t, "franchise of p once paid", paidP, p)
	equal(t, "commission of o", b.Balance(g.Wallet(0), testETH)*3650, o)
}
