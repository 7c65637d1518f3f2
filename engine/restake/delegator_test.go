package restake

import (
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Two operators, 600 and 200 at rest, on a vault that holds 1,000. Promised to A are all
// of the first part and half of the second. A service's limit of 900 binds where it is
// not a part of the vault that counts.
//
//	by part    min(750, 600), min(250, 100)
//	full       min(1000, 900, 600), min(1000, 900, 100)
//	by shares  900 by halves
//	single     900 and nothing
//
// A slash of everything that each is promised takes no more than there is.
func TestDelegatorsDivideAVault(t *testing.T) {
	for kind, want := range map[Delegator][2]money.Gwei{ByPart: {600, 100}, Full: {600, 100}, ByShares: {450, 450}, Single: {900, 0}} {
		n := &Network{Unit: money.ETH, Operators: []NetworkOperator{{"o", ratio(0, 1)}, {"p", ratio(0, 1)}}, Vaults: []NetworkVault{{"v", "ETH"}},
			Services: []NetworkService{{"A", 0, ratio(1, 1), ratio(1, 1)}}, Nodes: []NetworkNode{{0, 0, 600}, {1, 0, 200}}, Edges: []NetworkEdge{{0, 0, 600}, {1, 0, 100}}}
		p := platformOn(t, "symbiotic", 2025, 6, 1)
		p.Delegator, p.Veto = kind, 0
		b := ledger.New(testAssets(), 16)
		g, err := NewGraph(b, n, GraphParams{Platform: p, ETH: testETH, AssetOf: testAssetOf})
		must(t, err)
		alice := b.Open("alice", 1)
		must(t, g.Endow(b, 0, g.Join(0, alice, alice), 1000))
		must(t, g.SetLimit(0, 0, 900))
		var x Exposure
		must(t, g.FillExposure(b, &x, func(ledger.Asset) float64 { return 1 }))
		sum, accounted := money.Gwei(0), money.Gwei(0)
		for i, most := range want {
			equal(t, "exposure", x.EdgesOf(i)[0].Slashable, most)
			if x.Nodes[i].Stake < most {
				t.Errorf("delegator %d: %d promised of %d", kind, most, x.Nodes[i].Stake)
			}
			if most == 0 {
				continue
			}
			said, taken, err := g.Strike(b, day1, Demand{Node: int32(i), Amount: unlimited})
			must(t, err)
			equal(t, "accounted", said, most)
			accounted, sum = accounted+said, sum+taken
		}
		equal(t, "accounted", accounted, want[0]+want[1])
		equal(t, "taken", sum, min(1000, accounted))
		must(t, g.Recheck(b))
	}
}

// day1 is a day after the beginning.
const day1 = clock.Time(day)

// Two networks are promised the same 100: the first to slash gets 80, the second is
// accounted 80 too and gets the 20 that are left.
func TestFirstComeFirstServed(t *testing.T) {
	p := platformOn(t, "symbiotic", 2025, 6, 1)
	p.Veto = 0
	x := newVault(t, p, ratio(1, 1), ratio(1, 1))
	must(t, x.g.Endow(x.book, 0, x.alice, 1200)) // as much as the services are promised
	for service, want := range []money.Gwei{960, 240} {
		accounted, taken, err := x.g.Strike(x.book, day1, Demand{Service: int32(service), Amount: 960})
		must(t, err)
		equal(t, "accounted", accounted, 960)
		equal(t, "taken", taken, want)
	}
	equal(t, "lost", x.g.Lost(), 1200)
}

// Half of 1,200 is asked for on day 8, for a fault on day 6, and carried out by whoever
// comes by on day 60: what was promised on day 6 is still known, whatever has been
// written since, and no more of it than windows can ask for.
func TestLateExecutionFindsItsCapture(t *testing.T) {
	x := newVault(t, platformOn(t, "symbiotic", 2025, 6, 1), ratio(1, 1))
	must(t, x.g.Endow(x.book, 0, x.alice, 1200))
	_, err := x.slash(0, ratio(1, 2), 6*day, 8*day)
	must(t, err)
	deposits := func(from, to clock.Span) {
		for at := from; at < to; at += clock.Hour {
			x.g.Pass(x.book, clock.Time(at))
			must(t, x.g.Deposit(x.book, 0, x.bob, ledger.Outside, 1))
		}
	}
	deposits(8*day+clock.Hour, 60*day)
	x.settle(60 * day)
	equal(t, "lost", x.g.Lost(), 600)
	deposits(60*day+clock.Hour, 80*day)
	if n, most := x.g.vaults[0].past.line.len(), 7*24+2; n > most {
		t.Errorf("%d past values, want at most %d", n, most)
	}
}
