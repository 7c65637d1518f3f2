package restake

import (
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// vaultOf is a graph of one operator and one vault of native stake, promised to the
// services in the given parts, with two owners: alice and bob.
type vaultOf struct {
	t          *testing.T
	book       *ledger.Book
	g          *Graph
	alice, bob Holder
	paid       map[Holder]ledger.Account
}

func newVault(t *testing.T, p Platform, parts ...money.Ratio) *vaultOf {
	t.Helper()
	n := &Network{Unit: money.ETH, Operators: []NetworkOperator{{"op", ratio(0, 1)}}, Vaults: []NetworkVault{{"v", "ETH"}}, Nodes: []NetworkNode{{0, 0, 1200}}}
	for i, part := range parts {
		n.Services = append(n.Services, NetworkService{string(rune('A' + i)), 0, ratio(1, 1), ratio(1, 1)})
		slashable, err := part.Of(1200, money.Down)
		must(t, err)
		n.Edges = append(n.Edges, NetworkEdge{0, int32(i), slashable})
	}
	x := &vaultOf{t: t, book: ledger.New(testAssets(), 16), paid: map[Holder]ledger.Account{}}
	g, err := NewGraph(x.book, n, GraphParams{Platform: p, ETH: testETH, AssetOf: testAssetOf})
	must(t, err)
	x.g = g
	for name, h := range map[string]*Holder{"alice": &x.alice, "bob": &x.bob} {
		a := x.book.Open(name, 1)
		*h = g.Join(0, a, a)
		x.paid[*h] = a
	}
	return x
}

func (x *vaultOf) endow(h Holder, eth money.Gwei) { must(x.t, x.g.Endow(x.book, 0, h, eth*money.ETH)) }

func (x *vaultOf) leave(h Holder, eth money.Gwei, now clock.Span) {
	x.t.Helper()
	must(x.t, x.g.RequestExit(x.book, 0, h, eth*money.ETH, clock.Time(now)))
}

func (x *vaultOf) settle(now clock.Span) { must(x.t, x.g.Settle(x.book, clock.Time(now))) }

// slash returns what was taken at once, in ETH.
func (x *vaultOf) slash(service int32, f money.Ratio, at, now clock.Span) (float64, error) {
	lost, err := x.g.Slash(x.book, clock.Time(now), Fault{Service: service, Fraction: f, At: clock.Time(at)})
	return lost.Float(), err
}

// stands compares active and queued stake, what alice and bob were paid, and what is
// burned, all in ETH.
func (x *vaultOf) stands(when string, active, queued, alice, bob, burned float64) {
	x.t.Helper()
	a, q := x.g.Held(x.book, 0)
	got := [5]float64{a.Float(), q.Float(), x.book.Balance(x.paid[x.alice], testETH).Float(), x.book.Balance(x.paid[x.bob], testETH).Float(), x.book.Balance(ledger.Burn, testETH).Float()}
	equal(x.t, when+": active, queued, alice's, bob's, burned", got, [5]float64{active, queued, alice, bob, burned})
	must(x.t, x.g.Recheck(x.book))
	must(x.t, x.book.Recount())
}

func platformOn(t *testing.T, name string, year, month, day int) Platform {
	t.Helper()
	p, found := PlatformAt(name, Date(year, month, day))
	if !found {
		t.Fatalf("no %s on that day", name)
	}
	return p
}

// endowUnlimited gives alice and bob stake that the service of a capped platform
// reaches whole: the limit of the network at rest is lifted by opting in anew.
func (x *vaultOf) endowUnlimited(alice, bob money.Gwei) {
	x.t.Helper()
	must(x.t, x.g.OptOut(0, 0, 0))
	x.settle(0)
	must(x.t, x.g.OptIn(0, 0, 0, ratio(1, 1)))
	x.endow(x.alice, alice)
	x.endow(x.bob, bob)
}
