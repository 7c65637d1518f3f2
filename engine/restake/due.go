package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
)

// Settle does what has become due: exits are paid, changes of commitments take
// effect, slash cases whose window has passed are executed, slashed funds leave
// their hold.
func (g *Graph) Settle(b *ledger.Book, now clock.Time) error {
	g.Pass(b, now)
	for i := range g.vaults {
		if err := g.vaults[i].settle(b, now); err != nil {
			return err
		}
	}
	return g.SettleChanges(b, now)
}

// SettleChanges is Settle without the exits, which their owners may complete one by one.
func (g *Graph) SettleChanges(b *ledger.Book, now clock.Time) error {
	g.Pass(b, now)
	g.settleCommitments(now)
	if err := g.executeDue(b, now); err != nil {
		return err
	}
	return g.releaseHeld(b, now)
}
