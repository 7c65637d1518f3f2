package restake

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Recheck recounts what the graph keeps beside the book: owners' shares against
// the supply, tranches against the queue account, claims against tranches,
// commitments against the magnitude. An error wraps ErrBroken.
func (g *Graph) Recheck(b *ledger.Book) error {
	for i := range g.vaults {
		if err := g.vaults[i].recheck(b); err != nil {
			return fmt.Errorf("vault %s: %w", g.net.Vaults[i].Name, err)
		}
	}
	for i := range g.nodes {
		v := &g.nodes[i]
		if g.vaults[v.vault].platform.Overlap == Disjoint && !v.lowered && g.encumbered(v) > v.magnitude {
			return fmt.Errorf("%w: operator %d has promised more than its stake", ErrBroken, v.operator)
		}
	}
	return g.recheckBails(b)
}

func (v *vault) recheck(b *ledger.Book) error {
	if v.platform.Accounts == Scaled {
		return v.recheckScaled(b)
	}
	var owned money.Wide
	var worth, queued, claimed, exposed money.Gwei
	for i := range v.holders {
		h := &v.holders[i]
		sum, err := owned.Add(h.shares)
		if err == nil {
			sum, err = sum.Add(h.waiting)
		}
		if err != nil {
			return err
		}
		w, err := v.stake.worth(h.shares, b.Balance(v.active, v.asset))
		if err != nil {
			return err
		}
		owned, worth, claimed = sum, worth+w, claimed+h.queued
	}
	for i := range v.tranches.len() {
		t := v.tranches.at(i)
		queued += t.assets - t.paid
		if t.until > t.asked {
			exposed += t.assets
		}
	}
	switch {
	case owned.Cmp(v.stake.shares) != 0:
		return fmt.Errorf("%w: shares owned are not shares issued", ErrBroken)
	case worth > 0 && worth-money.Gwei(v.stake.virtual) >= b.Balance(v.active, v.asset):
		return fmt.Errorf("%w: shares are worth more than the pool", ErrBroken)
	case queued+v.dust != b.Balance(v.queue, v.asset):
		return fmt.Errorf("%w: tranches are not the queue account", ErrBroken)
	case claimed > queued:
		return fmt.Errorf("%w: claims exceed the tranches", ErrBroken)
	case exposed != v.exposed:
		return fmt.Errorf("%w: exposed tranches miscounted", ErrBroken)
	}
	return nil
}

// recheckScaled counts accounts against the active account, income and all, and
// withdrawals against the queue. Rounding may leave more than is owed, never less but for
// what strain has noted.
func (v *vault) recheckScaled(b *ledger.Book) error {
	var owed, queued, claimed, exposed money.Gwei
	for i := range v.holders {
		h := &v.holders[i]
		w, err := h.withdrawable(v.scaled.magnitude)
		if err != nil {
			return err
		}
		owed, claimed = owed+w, claimed+h.queued
	}
	for i := range v.scaled.exits.len() {
		w := v.scaled.exits.at(i)
		if w.done {
			continue
		}
		is, err := worth(w.scaled, v.holders[w.holder].factor(w.magnitude))
		if err != nil {
			return err
		}
		if is != w.value {
			return fmt.Errorf("%w: a withdrawal of %d is valued %d", ErrBroken, is, w.value)
		}
		queued += w.value
		if w.until > w.asked {
			exposed += w.value
		}
	}
	switch {
	case v.scaled.magnitude < 0 || v.scaled.magnitude > whole:
		return fmt.Errorf("%w: a magnitude of %d", ErrBroken, v.scaled.magnitude)
	case v.scaled.income < 0 || owed > b.Balance(v.active, v.asset)-v.scaled.income+v.scaled.short:
		return fmt.Errorf("%w: accounts are worth more than the stake", ErrBroken)
	case queued > b.Balance(v.queue, v.asset)+v.scaled.short:
		return fmt.Errorf("%w: withdrawals exceed the queue account", ErrBroken)
	case claimed != queued:
		return fmt.Errorf("%w: withdrawals are not what owners have in the queue", ErrBroken)
	case exposed != v.exposed:
		return fmt.Errorf("%w: exposed withdrawals miscounted", ErrBroken)
	}
	return nil
}
