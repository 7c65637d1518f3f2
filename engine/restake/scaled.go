package restake

import (
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// account is what a staker has in a vault of scaled accounts (EigenLayer's
// SlashingLib). What it may withdraw is down(down(s·k/W)·f/W), where f is the vault's
// magnitude m or, after a loss on the beacon chain, down(m·l/W). A slash lowers m and
// so everybody's stake at once; k takes out of a new deposit the losses that came
// before it.
type account struct {
	deposit money.Gwei // s: shares as they were deposited, in units of the vault's asset
	scale   money.Wide // k, of whole; whole while the account is empty
	beacon  *int64     // l, of whole: one for all positions of a staker
}

// scaledVault is what a vault of scaled accounts keeps beside its balances.
type scaledVault struct {
	magnitude int64            // m, of whole
	income    money.Gwei       // in the active account since the last checkpoint
	exits     ring[withdrawal] // the queue, in the order of request
	ended     int64            // withdrawals that have left the ring, so that a number can name one
	short     money.Gwei       // what accounts may lack in the balances, see strain
}

func (s *scaledVault) reset() {
	s.magnitude, s.income, s.ended, s.short = whole, 0, 0, 0
	s.exits.reset()
}

// scaledBy returns down(x·f/W).
func scaledBy(x, f money.Wide) (money.Wide, error) {
	if f == wide(whole) {
		return x, nil
	}
	return money.MulDivWide(x, f, wide(whole), money.Down)
}

func wide[T ~int64](x T) money.Wide { return money.W(uint64(x)) }

// rescaled returns down(k·W/f).
func rescaled(k money.Wide, f int64) (money.Wide, error) {
	if f == whole {
		return k, nil
	}
	return money.MulDivWide(k, wide(whole), wide(f), money.Down)
}

// factor is f, given the magnitude that counts for the stake.
func (a *account) factor(magnitude int64) int64 {
	if *a.beacon == whole {
		return magnitude
	}
	return scaleDown(magnitude, *a.beacon)
}

// scaleDown is down(x·f/W) for x and f of at most W.
func scaleDown(x, f int64) int64 {
	y, _ := money.MulDiv(x, f, whole, money.Down)
	return y
}

// worth is what scaled shares are worth under a factor.
func worth(scaled money.Wide, factor int64) (money.Gwei, error) {
	w, err := scaledBy(scaled, wide(factor))
	if err != nil {
		return 0, err
	}
	x, err := w.Int64()
	return money.Gwei(x), err
}

// withdrawable is rule 1: what the account may withdraw now.
func (a *account) withdrawable(magnitude int64) (money.Gwei, error) {
	if a.deposit == 0 {
		return 0, nil
	}
	scaled, err := scaledBy(wide(a.deposit), a.scale)
	if err != nil {
		return 0, err
	}
	return worth(scaled, a.factor(magnitude))
}

// increased is rule 2: the account after a deposit. The new scaling factor makes it
// worth what it was and the deposit, whatever was lost before. ErrWiped where nothing
// could be worth anything.
func (a *account) increased(d money.Gwei, magnitude int64) (next account, err error) {
	f := a.factor(magnitude)
	if f == 0 {
		return *a, ErrWiped
	}
	next = *a
	if next.deposit, err = money.Add(a.deposit, d); err != nil {
		return *a, err
	}
	if a.deposit == 0 {
		next.scale, err = rescaled(a.scale, f)
		return next, err
	}
	before, err := a.withdrawable(magnitude)
	if err != nil {
		return *a, err
	}
	k, err := money.MulDivWide(wide(before+d), wide(whole), wide(next.deposit), money.Down)
	if err != nil {
		return *a, err
	}
	next.scale, err = rescaled(k, f)
	return next, err
}

func newAccount() account {
	a := account{scale: wide(whole), beacon: new(int64)}
	*a.beacon = whole
	return a
}

// empty returns the account without stake.
func (a *account) empty() account { return account{scale: wide(whole), beacon: a.beacon} }

// depositScaled moves amount from a ledger account into a staker's, unless wiped.
func (v *vault) depositScaled(b *ledger.Book, h Holder, from ledger.Account, amount money.Gwei, why ledger.Reason) error {
	own := &v.holders[h].account
	if own.deposit > most-amount-v.scaled.income {
		return money.ErrOverflow
	}
	before := b.Balance(v.active, v.asset)
	if err := b.Post(ledger.Transfer{From: from, To: v.active, Asset: v.asset, Amount: amount, Why: why}); err != nil {
		return err
	}
	if err := v.checkpoint(before); err != nil {
		return err
	}
	next, err := own.increased(amount, v.scaled.magnitude)
	if err != nil {
		return err
	}
	*own = next
	return nil
}

const most = money.Gwei(1<<63 - 1)

// earn notes income that has reached the active account: staking yield of validators
// and service rewards. It counts for its owners at once, in proportion to what they may
// withdraw, and becomes theirs at the next checkpoint.
func (v *vault) earn(income money.Gwei) {
	if v.platform.Accounts == Scaled {
		v.scaled.income += income
	}
}

// checkpoint turns income into deposits of the owners, as a pod's checkpoint proves new
// balance. active is the balance of the active account, income included. What rounding
// leaves is nobody's, and stays.
func (v *vault) checkpoint(active money.Gwei) error {
	base := active - v.scaled.income
	if v.scaled.income == 0 || base <= 0 {
		v.scaled.income = 0
		return nil
	}
	left := v.scaled.income
	for i := range v.holders {
		own := &v.holders[i].account
		w, err := own.withdrawable(v.scaled.magnitude)
		if err != nil {
			return err
		}
		gained, err := part(v.scaled.income, int64(w), int64(base))
		if err != nil {
			return err
		}
		if gained = min(gained, left); gained == 0 {
			continue
		}
		left -= gained
		if *own, err = own.increased(gained, v.scaled.magnitude); err != nil {
			return err
		}
	}
	v.scaled.income = 0
	return nil
}

// valueScaled is what an account may withdraw, and its part of the income since the
// last checkpoint.
func (v *vault) valueScaled(b *ledger.Book, h Holder) (money.Gwei, error) {
	w, err := v.holders[h].withdrawable(v.scaled.magnitude)
	if err != nil || w == 0 || v.scaled.income == 0 {
		return w, err
	}
	more, err := part(v.scaled.income, int64(w), int64(b.Balance(v.active, v.asset)-v.scaled.income))
	return w + more, err
}

// shareOf is the part of an amount that falls to an owner when it is divided over all.
func (v *vault) shareOf(b *ledger.Book, h Holder, amount money.Gwei) (money.Gwei, error) {
	if v.platform.Accounts == Pooled {
		all, err := v.holders[h].shares.Add(v.holders[h].waiting)
		if err != nil {
			return 0, err
		}
		return v.stake.share(all, amount)
	}
	w, err := v.holders[h].withdrawable(v.scaled.magnitude)
	if err != nil || w == 0 {
		return 0, err
	}
	return part(amount, int64(w), int64(b.Balance(v.active, v.asset)-v.scaled.income))
}
