package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// withdrawal is a queued exit of a scaled account. It holds scaled shares, which the
// magnitude at its end turns into stake, so that every slash until then is in it.
type withdrawal struct {
	holder    Holder
	scaled    money.Wide // down(x·k/W)
	asked     clock.Time
	until     clock.Time // slashable through this moment
	ready     clock.Time // settled from this moment
	magnitude int64      // the vault's, or the last one in force at until
	value     money.Gwei // down(scaled·f/W) with the factor of now
	done      bool
}

// pays says whether the withdrawal can still be slashed at now.
func (w *withdrawal) pays(now clock.Time) bool { return !w.done && w.until > w.asked && w.until >= now }

// exitScaled queues so much of what the staker may withdraw: the fewest deposit shares
// that are worth it, or all of them. Their worth, which may be a unit of rounding apart
// from amount, leaves the active account.
func (v *vault) exitScaled(b *ledger.Book, h Holder, amount money.Gwei, now clock.Time) error {
	own := &v.holders[h].account
	has, err := v.valueScaled(b, h)
	switch {
	case err != nil:
		return err
	case amount <= 0:
		return ErrAmount
	case amount > has:
		return ErrShares
	}
	if err := v.checkpoint(b.Balance(v.active, v.asset)); err != nil {
		return err
	}
	if has, err = own.withdrawable(v.scaled.magnitude); err != nil {
		return err
	}
	shares := own.deposit
	if amount < has {
		if shares, err = own.sharesFor(amount, own.factor(v.scaled.magnitude)); err != nil {
			return err
		}
	}
	_, err = v.queueShares(b, h, shares, now)
	return err
}

// sharesFor is the deposit shares that are worth at least amount, at most all:
// ceil(ceil(amount·W/f)·W/k).
func (a *account) sharesFor(amount money.Gwei, f int64) (money.Gwei, error) {
	scaled, err := money.MulDivWide(wide(amount), wide(whole), wide(f), money.Up)
	if err != nil {
		return 0, err
	}
	shares, err := money.MulDivWide(scaled, wide(whole), a.scale, money.Up)
	if err != nil || shares.Cmp(wide(a.deposit)) >= 0 {
		return a.deposit, err
	}
	return money.Gwei(shares.Lo), nil
}

// queueShares is rule 7: deposit shares become a withdrawal. There must be no income
// ahead of the next checkpoint.
func (v *vault) queueShares(b *ledger.Book, h Holder, shares money.Gwei, now clock.Time) (w withdrawal, err error) {
	own := &v.holders[h]
	switch {
	case shares <= 0:
		return w, ErrAmount
	case shares > own.deposit:
		return w, ErrShares
	}
	w = withdrawal{holder: h, asked: now, magnitude: v.scaled.magnitude}
	w.until, w.ready = v.platform.exit(now)
	if w.scaled, err = scaledBy(wide(shares), own.scale); err != nil {
		return w, err
	}
	if w.value, err = worth(w.scaled, own.factor(v.scaled.magnitude)); err != nil {
		return w, err
	}
	moved := min(w.value, b.Balance(v.active, v.asset))
	if err := b.Post(ledger.Transfer{From: v.active, To: v.queue, Asset: v.asset, Amount: moved, Why: ledger.Unbond}); err != nil {
		return w, err
	}
	if own.deposit -= shares; own.deposit == 0 {
		own.account = own.empty()
	}
	own.queued += w.value
	if w.until > w.asked {
		v.exposed += w.value
	}
	v.scaled.exits.push(w)
	return w, nil
}

// exit finds a withdrawal by its number, which counts from 0 since the beginning of the
// replication; nil if it has ended or never was.
func (v *vault) exit(number int64) *withdrawal {
	if i := number - v.scaled.ended; i >= 0 && i < int64(v.scaled.exits.len()) && !v.scaled.exits.at(int(i)).done {
		return v.scaled.exits.at(int(i))
	}
	return nil
}

// end takes a withdrawal out of the accounts once it has been paid.
func (v *vault) end(w *withdrawal) {
	v.holders[w.holder].queued -= w.value
	if w.until > w.asked {
		v.exposed -= w.value
	}
	w.done = true
	for v.scaled.exits.len() > 0 && v.scaled.exits.at(0).done {
		v.scaled.exits.pop()
		v.scaled.ended++
	}
}

// payOut pays a withdrawal to its owner.
func (v *vault) payOut(b *ledger.Book, w *withdrawal) (money.Gwei, error) {
	due := min(w.value, b.Balance(v.queue, v.asset))
	t := ledger.Transfer{From: v.queue, To: v.holders[w.holder].paid, Asset: v.asset, Amount: due, Why: ledger.ExitClaim}
	if err := b.Post(t); err != nil {
		return 0, err
	}
	v.end(w)
	return due, nil
}

// settleScaled pays the withdrawals that are ready, in the order of request.
func (v *vault) settleScaled(b *ledger.Book, now clock.Time) error {
	for v.scaled.exits.len() > 0 && v.scaled.exits.at(0).ready <= now {
		w := v.scaled.exits.at(0)
		if _, err := v.payOut(b, w); err != nil {
			return err
		}
	}
	return nil
}
