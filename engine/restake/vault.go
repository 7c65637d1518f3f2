package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Holder is the position of an owner among the owners of one vault, given out
// by Graph.Join. Owners are few: liquid tokens, an operator's own bond, one
// account for everybody who delegates directly.
type Holder int32

// holder is one owner: where it is paid, what it has left in the vault.
type holder struct {
	paid    ledger.Account // matured exits go here
	earns   ledger.Account // rewards in another asset than the vault's go here
	shares  money.Wide     // of the active pool, without those in redemption
	waiting money.Wide     // of the active pool, in redemption
	queued  money.Gwei     // value of its exits, kept current
	account                // where accounts are scaled
}

// vault is a pool of stake in one asset: an active pool with its share ledger
// and a queue of exit tranches, each a small pool of its own. The balances are
// two ledger accounts; a loss lowers them, and with them every share's price.
type vault struct {
	platform    Platform
	asset       ledger.Asset
	active      ledger.Account
	queue       ledger.Account
	stake       pool
	holders     []holder
	tranches    ring[tranche]
	claims      ring[claim]
	popped      int64               // tranches that have left the ring, so that claims can name one
	exposed     money.Gwei          // part of the queue that can still be slashed
	dust        money.Gwei          // part of the queue that rounding left to nobody
	limit       money.Gwei          // most that may be active
	first       int32               // node; -1 if nobody operates the vault
	past        history[money.Gwei] // active stake, where it is captured
	redemptions redemptions
	scaled      scaledVault
	struck      Slashed                 // last loss, as the platform reports it
	lost        [Attacks + 1]money.Gwei // slashed so far: for faults, and for each attack
}

func (v *vault) reset() {
	v.stake.shares = money.Wide{}
	for i := range v.holders {
		h := &v.holders[i]
		h.shares, h.waiting, h.queued = money.Wide{}, money.Wide{}, 0
		*h.beacon = whole
		h.account = h.empty()
	}
	v.scaled.reset()
	v.struck = Slashed{}
	v.tranches.reset()
	v.claims.reset()
	v.redemptions.reset()
	v.past.reset()
	v.popped, v.exposed, v.dust, v.limit, v.lost = 0, 0, 0, unlimited, [Attacks + 1]money.Gwei{}
}

// slashable is everything a service could reach: active stake and the tranches
// that still pay.
func (v *vault) slashable(b *ledger.Book) money.Gwei {
	return b.Balance(v.active, v.asset) + v.exposed
}

// deposit moves amount from an account into the active pool.
func (v *vault) deposit(b *ledger.Book, h Holder, from ledger.Account, amount money.Gwei, why ledger.Reason) error {
	if v.wiped(b, h) && !v.platform.Reopens {
		return ErrWiped
	}
	if amount <= 0 {
		return ErrAmount
	}
	if amount > v.limit-b.Balance(v.active, v.asset) {
		return ErrCap
	}
	if v.platform.Accounts == Scaled {
		return v.depositScaled(b, h, from, amount, why)
	}
	minted, supply, err := v.issue(b, amount)
	if err != nil {
		return err
	}
	own := &v.holders[h]
	sum, err := own.shares.Add(minted)
	if err != nil {
		return err
	}
	if err := b.Post(ledger.Transfer{From: from, To: v.active, Asset: v.asset, Amount: amount, Why: why}); err != nil {
		return err
	}
	v.stake.shares, own.shares = supply, sum
	return nil
}

// issue returns what amount buys and the shares that are then out. ErrWiped where the
// pool has so often been slashed to nothing that they are too many to count.
func (v *vault) issue(b *ledger.Book, amount money.Gwei) (minted, supply money.Wide, err error) {
	minted, err = v.stake.mint(amount, b.Balance(v.active, v.asset))
	if err == nil {
		supply, err = v.stake.shares.Add(minted)
	}
	if err != nil {
		err = ErrWiped
	}
	return minted, supply, err
}

// wiped says whether shares are out against nothing, so that only the virtual units
// price a deposit, or the factor of the holder's account is 0, so that nothing could.
func (v *vault) wiped(b *ledger.Book, h Holder) bool {
	if v.platform.Accounts == Scaled {
		return v.holders[h].factor(v.scaled.magnitude) == 0
	}
	return b.Balance(v.active, v.asset) == 0 && !v.stake.shares.IsZero()
}

// value returns what a holder's active shares and queued claims are worth.
func (v *vault) value(b *ledger.Book, h Holder) (active, queued money.Gwei, err error) {
	own := &v.holders[h]
	if v.platform.Accounts == Scaled {
		active, err = v.valueScaled(b, h)
		return active, own.queued, err
	}
	active, err = v.stake.worth(own.shares, b.Balance(v.active, v.asset))
	if err != nil || own.waiting.IsZero() {
		return active, own.queued, err
	}
	waiting, err := v.stake.worth(own.waiting, b.Balance(v.active, v.asset))
	return active, own.queued + waiting, err
}

// requestExit takes amount out of the active pool and into a tranche. Asking
// for all that the holder's shares are worth, or more by less than a unit of
// rounding, burns all of them.
func (v *vault) requestExit(b *ledger.Book, h Holder, amount money.Gwei, now clock.Time) error {
	if v.platform.Accounts == Scaled {
		return v.exitScaled(b, h, amount, now)
	}
	total := b.Balance(v.active, v.asset)
	own := &v.holders[h]
	worth, err := v.stake.worth(own.shares, total)
	switch {
	case err != nil:
		return err
	case amount <= 0:
		return ErrAmount
	case amount > worth:
		return ErrShares
	}
	burned := own.shares
	if amount < worth {
		if burned, err = v.stake.burn(amount, total); err != nil {
			return err
		}
	}
	if burned.Cmp(own.shares) > 0 {
		burned = own.shares
	}
	return v.release(b, h, burned, amount, now)
}

// release lets shares of a holder, who has them, go on their way out: into the line of
// redemptions, or burned for amount in a tranche.
func (v *vault) release(b *ledger.Book, h Holder, shares money.Wide, amount money.Gwei, now clock.Time) error {
	if v.platform.Tranche == UntilTaken {
		return v.startRedeem(h, shares, now)
	}
	if err := v.queueUp(b, h, amount, now); err != nil {
		return err
	}
	// Neither subtraction can fail: these are at most the holder's shares.
	own := &v.holders[h]
	own.shares, _ = own.shares.Sub(shares)
	v.stake.shares, _ = v.stake.shares.Sub(shares)
	return nil
}
