package restake

import (
	"errors"
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Recheck must notice each thing that it recounts.
func TestRecheckNoticesWhatIsBroken(t *testing.T) {
	p := platformOn(t, "eigenlayer", 2025, 6, 1)
	p.Accounts, p.Virtual = Pooled, 1
	noticed(t, p, map[string]func(*vaultOf, *vault){
		"shares owned by nobody": func(x *vaultOf, v *vault) { v.stake.shares, _ = v.stake.shares.Add(money.W(1)) },
		"shares from nowhere":    func(x *vaultOf, v *vault) { v.holders[x.bob].shares, _ = v.holders[x.bob].shares.Add(money.W(1)) },
		"value besides the tranches": func(x *vaultOf, v *vault) {
			must(t, x.book.Post(ledger.Transfer{From: ledger.Outside, To: v.queue, Asset: v.asset, Amount: 1, Why: ledger.Arrive}))
		},
		"a tranche too small":     func(x *vaultOf, v *vault) { v.tranches.at(0).assets-- },
		"a claim too large":       func(x *vaultOf, v *vault) { v.holders[x.bob].queued += 1 << 40 },
		"exposure miscounted":     func(x *vaultOf, v *vault) { v.exposed-- },
		"stake promised twice":    func(x *vaultOf, v *vault) { x.g.edges[x.g.nodes[0].first].share = whole + 1 },
		"a promise of too much":   func(x *vaultOf, v *vault) { x.g.edges[x.g.nodes[0].first].next = whole + 1 },
		"more promised than left": func(x *vaultOf, v *vault) { x.g.nodes[0].magnitude = whole / 2 },
	})
	p.Accounts = Scaled
	noticed(t, p, map[string]func(*vaultOf, *vault){
		"deposits from nowhere":    func(x *vaultOf, v *vault) { v.holders[x.bob].deposit++ },
		"a factor too large":       func(x *vaultOf, v *vault) { v.holders[x.bob].scale = wide(whole + 1e9) },
		"a magnitude too large":    func(x *vaultOf, v *vault) { v.scaled.magnitude++ },
		"income that is not there": func(x *vaultOf, v *vault) { v.scaled.income++ },
		"a withdrawal too large":   func(x *vaultOf, v *vault) { v.scaled.exits.at(0).scaled = wide(11 * money.ETH) },
		"a value too large":        func(x *vaultOf, v *vault) { v.scaled.exits.at(0).value++ },
		"a claim too large":        func(x *vaultOf, v *vault) { v.holders[x.bob].queued++ },
		"a queue too small": func(x *vaultOf, v *vault) {
			must(t, x.book.Post(ledger.Transfer{From: v.queue, To: ledger.Outside, Asset: v.asset, Amount: 1, Why: ledger.Leave}))
		},
		"exposure miscounted":     func(x *vaultOf, v *vault) { v.exposed-- },
		"more promised than left": func(x *vaultOf, v *vault) { x.g.nodes[0].magnitude = whole / 2 },
	})
}

// noticed wants Recheck to refuse a vault after each of the changes.
func noticed(t *testing.T, p Platform, changes map[string]func(*vaultOf, *vault)) {
	for name, spoil := range changes {
		t.Run(name, func(t *testing.T) {
			x := newVault(t, p, ratio(1, 1))
			x.endow(x.alice, 60)
			x.endow(x.bob, 40)
			x.leave(x.bob, 10, 0)
			must(t, x.g.Recheck(x.book))
			spoil(x, &x.g.vaults[0])
			if err := x.g.Recheck(x.book); !errors.Is(err, ErrBroken) {
				t.Errorf("found %v", err)
			}
		})
	}
}

// What a fault, a window or a hold has left behind is gone after a reset.
func TestResetForgets(t *testing.T) {
	x := newVault(t, platformOn(t, "karak", 2024, 10, 1), ratio(1, 1))
	x.endow(x.alice, 100)
	x.leave(x.alice, 30, 0)
	_, err := x.slash(0, ratio(1, 2), 0, 0)
	must(t, err)
	x.book.Reset()
	x.g.Reset()
	x.endow(x.bob, 100)
	x.settle(30 * day)
	x.stands("after a reset", 100, 0, 0, 0, 0)
	equal(t, "open cases", x.g.OpenCases(), 0)
	equal(t, "next case", x.g.NextCase(), 0)
	active, queued, err := x.g.Value(x.book, 0, x.alice)
	must(t, err)
	equal(t, "alice's", active+queued, 0)
	if _, err := x.slash(0, ratio(1, 2), 30*day, 30*day); err != nil {
		t.Errorf("a slash after a reset: %v", err)
	}

	y := newVault(t, platformOn(t, "eigenlayer", 2025, 6, 1), ratio(1, 1)) // whose slashed stake rests for a week
	y.endow(y.alice, 100)
	_, err = y.slash(0, ratio(1, 2), 0, 0)
	must(t, err)
	y.book.Reset()
	y.g.Reset()
	y.endow(y.alice, 100)
	y.settle(clock.Span(30 * day))
	y.stands("after a reset", 100, 0, 0, 0, 0)
	equal(t, "lost", y.g.Lost(), 0)
}
