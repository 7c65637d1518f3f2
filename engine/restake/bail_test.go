package restake

import (
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// bailed is the vault of stETH of payers, owned 3 to 1, of which an attack is to
// slash a part that somebody has put ETH up for, with stETH bought at a price.
func bailed(t *testing.T, put money.Gwei, price float64) (*ledger.Book, *Graph, [3]ledger.Account, ledger.Account) {
	b, g, owners := payers(t, GraphParams{Value: func(ledger.Asset) float64 { return price }})
	payer := b.Open("attacker", 1)
	must(t, b.Post(ledger.Transfer{From: ledger.Outside, To: payer, Asset: testETH, Amount: put, Why: ledger.Genesis}))
	must(t, g.Bail(b, payer, 1, put))
	return b, g, owners, payer
}

// Half of 80 stETH at 0.9 ETH costs 36: owners who lose 30 and 10 get 27 and 9, and
// what else was put up comes back. A slash that was nobody's attack is paid by nobody.
func TestBailPaysOwnersWhatTheyLose(t *testing.T) {
	b, g, owners, payer := bailed(t, 50e9, 0.9)
	lost, err := g.Slash(b, 0, Fault{Operator: 1, Fraction: ratio(1, 2), Attack: 1})
	must(t, err)
	equal(t, "slashed", lost, 40e9)
	equal(t, "paid to the first owner", b.Balance(owners[1], testETH), 27e9)
	equal(t, "paid to the second", b.Balance(owners[2], testETH), 9e9)
	must(t, g.Recheck(b))
	for _, other := range []int32{0, 2} {
		_, err = g.Slash(b, clock.Time(day), Fault{Operator: 1, Fraction: ratio(1, 10), Attack: other, At: clock.Time(day)})
		must(t, err)
	}
	equal(t, "paid to the first owner after other slashes", b.Balance(owners[1], testETH), 27e9)
	left, err := g.Release(b, 1)
	must(t, err)
	equal(t, "left", left, 14e9)
	equal(t, "given back", b.Balance(payer, testETH), 14e9)
	must(t, b.Recount())
	must(t, g.Recheck(b))
}

// All that was put up is paid out to the unit, however it divides: 7 units for 3 to 1
// are 5 and 2.
func TestBailPaysToTheUnit(t *testing.T) {
	b, g, owners, payer := bailed(t, 7, 1)
	_, err := g.Slash(b, 0, Fault{Operator: 1, Fraction: ratio(1, 2), Attack: 1})
	must(t, err)
	equal(t, "first", b.Balance(owners[1], testETH), 5)
	equal(t, "second", b.Balance(owners[2], testETH), 2)
	left, err := g.Release(b, 1)
	must(t, err)
	equal(t, "left", left+b.Balance(payer, testETH), 0)
	must(t, g.Recheck(b))
}
