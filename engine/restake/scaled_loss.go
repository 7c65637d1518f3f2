package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// loseScaled lowers the magnitude by the fraction of a cut, rounded up, and takes what
// the stake is then worth less. A cut by amount is the fraction that the amount is of
// all that can be reached.
func (v *vault) loseScaled(b *ledger.Book, now clock.Time, c cut, to ledger.Account) (money.Gwei, error) {
	if c.den == 0 {
		base := b.Balance(v.active, v.asset) + v.exposed
		c.num, c.den = int64(min(c.amount, base)), int64(base)
	}
	if c.num == 0 || c.den == 0 {
		return 0, nil
	}
	less, err := money.MulDiv(v.scaled.magnitude, c.num, c.den, money.Up)
	if err != nil {
		return 0, err
	}
	return v.fallTo(b, now, max(0, v.scaled.magnitude-less), to)
}

// fallTo lowers the vault's magnitude and moves what its owners lose by it: rules 5 and
// 6. What the platform reports as slashed is kept in struck. Of queued stake it is the
// loss of all withdrawals that still pay taken as one, and what is moved may be less:
// each is rounded by itself, and losses on the beacon chain have come first.
func (v *vault) fallTo(b *ledger.Book, now clock.Time, magnitude int64, to ledger.Account) (taken money.Gwei, err error) {
	v.struck = Slashed{}
	if v.scaled.magnitude == 0 || magnitude >= v.scaled.magnitude {
		return 0, nil
	}
	if err := v.checkpoint(b.Balance(v.active, v.asset)); err != nil {
		return 0, err
	}
	if v.struck.Active, err = lostOf(b.Balance(v.active, v.asset), magnitude, v.scaled.magnitude); err != nil {
		return 0, err
	}
	queued, err := v.queuedShares(now)
	if err != nil {
		return 0, err
	}
	if v.struck.Queued, err = lostOf(queued, magnitude, v.scaled.magnitude); err != nil {
		return 0, err
	}
	v.scaled.magnitude = magnitude
	owed, err := v.revalueScaled(now)
	if err != nil {
		return 0, err
	}
	fromQueue := min(v.struck.Queued, max(0, b.Balance(v.queue, v.asset)-owed))
	err = b.Post(
		ledger.Transfer{From: v.active, To: to, Asset: v.asset, Amount: v.struck.Active, Why: ledger.Slash},
		ledger.Transfer{From: v.queue, To: to, Asset: v.asset, Amount: fromQueue, Why: ledger.Slash})
	if err != nil {
		return 0, err
	}
	return v.struck.Active + fromQueue, v.strain(b)
}

// strain notes what accounts are worth beyond the stake after a slash or a delegation.
// Without losses on the beacon chain that is nothing, because rule 5 rounds in the
// stakers' favour. With them down(m·l/W) may fall by a smaller part than m, by less than
// one in itself; so the contracts have it, and it is dust unless an account has more units
// than f.
func (v *vault) strain(b *ledger.Book) error {
	var owed, dust money.Gwei
	for i := range v.holders {
		own := &v.holders[i].account
		w, err := own.withdrawable(v.scaled.magnitude)
		if err != nil {
			return err
		}
		owed += w
		if f := own.factor(v.scaled.magnitude); w > 0 && *own.beacon != whole {
			dust += w/money.Gwei(f) + 1
		}
	}
	over := owed - b.Balance(v.active, v.asset)
	if over > v.scaled.short+dust {
		return ErrBroken
	}
	v.scaled.short = max(v.scaled.short, over)
	return nil
}

// lostOf is x - ceil(x·m'/m).
func lostOf(x money.Gwei, after, before int64) (money.Gwei, error) {
	kept, err := money.MulDiv(int64(x), after, before, money.Up)
	return x - money.Gwei(kept), err
}

// queuedShares is v of rule 6: down(z·m/W) for the scaled shares z of all withdrawals
// that can still be slashed. It leaves the beacon chain's losses out.
func (v *vault) queuedShares(now clock.Time) (money.Gwei, error) {
	var sum money.Wide
	var err error
	for i := range v.scaled.exits.len() {
		if w := v.scaled.exits.at(i); w.pays(now) {
			if sum, err = sum.Add(w.scaled); err != nil {
				return 0, err
			}
		}
	}
	return worth(sum, v.scaled.magnitude)
}

// revalueScaled prices every withdrawal anew, those that still pay at the magnitude of
// now, and returns what all of them are owed.
func (v *vault) revalueScaled(now clock.Time) (owed money.Gwei, err error) {
	v.exposed = 0
	for i := range v.holders {
		v.holders[i].queued = 0
	}
	for i := range v.scaled.exits.len() {
		w := v.scaled.exits.at(i)
		if w.done {
			continue
		}
		if w.pays(now) {
			w.magnitude = v.scaled.magnitude
		}
		own := &v.holders[w.holder]
		if w.value, err = worth(w.scaled, own.factor(w.magnitude)); err != nil {
			return 0, err
		}
		own.queued += w.value
		owed += w.value
		if w.until > w.asked {
			v.exposed += w.value
		}
	}
	return owed, nil
}

// beaconLoss is rule 11 for one vault: the staker's factor falls from before to after,
// and the active stake by down(down(s·k/W)·down(m·(before-after)/W)/W). The chain burns
// what is lost.
func (v *vault) beaconLoss(b *ledger.Book, now clock.Time, h Holder, before, after int64) error {
	own := &v.holders[h].account
	scaled, err := scaledBy(wide(own.deposit), own.scale)
	if err != nil {
		return err
	}
	lost, err := worth(scaled, scaleDown(v.scaled.magnitude, before-after))
	if err != nil {
		return err
	}
	lost = min(lost, b.Balance(v.active, v.asset))
	was := v.holders[h].queued
	if _, err := v.revalueScaled(now); err != nil {
		return err
	}
	fromQueue := min(was-v.holders[h].queued, b.Balance(v.queue, v.asset))
	return b.Post(
		ledger.Transfer{From: v.active, To: ledger.Burn, Asset: v.asset, Amount: lost, Why: ledger.Slash},
		ledger.Transfer{From: v.queue, To: ledger.Burn, Asset: v.asset, Amount: fromQueue, Why: ledger.Slash})
}
