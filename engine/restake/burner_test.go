package restake

import (
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
)

// What a token refuses stays with the burner and is asked for again; ether that it is
// paid is burned, and it holds nothing at the end.
func TestBurnerWaitsForATokenThatRefuses(t *testing.T) {
	x := newLone(t, exitTerms(t, "stETH", ratio(1, 1)), 50e9, 100e9, 60e9)
	burner := NewBurner(x.book, testETH)
	burner.Redeems(x.token)
	must(t, x.book.Post(ledger.Transfer{From: x.alice, To: burner.Account(), Asset: testLRT, Amount: 20e9, Why: ledger.Slash}))
	x.token.SetPaused(true)
	asked, err := burner.Trigger(x.book, 0)
	must(t, err)
	equal(t, "asked for while exits are stopped", asked, 0)
	equal(t, "kept", x.book.Balance(burner.Account(), testLRT), 20e9)
	x.token.SetPaused(false)
	asked, err = burner.Trigger(x.book, 0)
	must(t, err)
	equal(t, "asked for", asked, 20e9)
	x.settle(clock.Time(day))
	equal(t, "paid", x.book.Balance(burner.Account(), testETH), 20e9)
	asked, err = burner.Trigger(x.book, clock.Time(day))
	must(t, err)
	equal(t, "asked for when nothing is left", asked, 0)
	equal(t, "burned", x.book.Balance(ledger.Burn, testETH), 20e9)
	equal(t, "held", x.book.Balance(burner.Account(), testETH)+x.book.Balance(burner.Account(), testLRT), 0)
}
