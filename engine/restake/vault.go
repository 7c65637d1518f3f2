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
	paid   ledger.Account // matured exits go here
	earns  ledger.Account // rewards in another asset than the vault's go here
	shares money.Wide     // of the active pool
	queued money.Gwei     // value of its claims on the tranches, kept current
}

// vault is a pool of stake in one asset: an active pool with its share ledger
// and a queue of exit tranches, each a small pool of its own. The balances are
// two ledger accounts; a loss lowers them, and with them every share's price.
type vault struct {
	platform Platform
	asset    ledger.Asset
	active   ledger.Account
	queue    ledger.Account
	stake    pool
	holders  []holder
	tranches ring[tranche]
	claims   ring[claim]
	popped   int64                   // tranches that have left the ring, so that claims can name one
	exposed  money.Gwei              // part of the queue that can still be slashed
	lost     [Attacks + 1]money.Gwei // slashed so far: for faults, and for each attack
}

func (v *vault) reset() {
	v.stake.shares = money.Wide{}
	for i := range v.holders {
		v.holders[i].shares, v.holders[i].queued = money.Wide{}, 0
	}
	v.tranches.reset()
	v.claims.reset()
	v.popped, v.exposed, v.lost = 0, 0, [Attacks + 1]money.Gwei{}
}

// slashable is everything a service could reach: active stake and the tranches
// that still pay.
func (v *vault) slashable(b *ledger.Book) money.Gwei {
	return b.Balance(v.active, v.asset) + v.exposed
}

// deposit moves amount from an account into the active pool.
func (v *vault) deposit(b *ledger.Book, h Holder, from ledger.Account, amount money.Gwei, why ledger.Reason) error {
	if amount <= 0 {
		return ErrAmount
	}
	if v.wiped(b) {
		return ErrWiped
	}
	minted, err := v.stake.mint(amount, b.Balance(v.active, v.asset))
	if err != nil {
		return err
	}
	supply, err := v.stake.shares.Add(minted)
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

// wiped says whether shares are out against nothing, which no deposit could price.
func (v *vault) wiped(b *ledger.Book) bool {
	return b.Balance(v.active, v.asset) == 0 && !v.stake.shares.IsZero()
}

// value returns what a holder's active shares and queued claims are worth.
func (v *vault) value(b *ledger.Book, h Holder) (active, queued money.Gwei, err error) {
	own := &v.holders[h]
	active, err = v.stake.worth(own.shares, b.Balance(v.active, v.asset))
	return active, own.queued, err
}

// requestExit takes amount out of the active pool and into a tranche. Asking
// for all that the holder's shares are worth, or more by less than a unit of
// rounding, burns all of them.
func (v *vault) requestExit(b *ledger.Book, h Holder, amount money.Gwei, now clock.Time) error {
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
	if err := v.queueUp(b, h, amount, now); err != nil {
		return err
	}
	// Neither subtraction can fail: burned is at most the holder's shares.
	own.shares, _ = own.shares.Sub(burned)
	v.stake.shares, _ = v.stake.shares.Sub(burned)
	return nil
}
