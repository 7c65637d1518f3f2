package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// redemption is an exit under UntilTaken: shares that stay in the pool, gain and lose
// with it, and are paid at their price when somebody finishes it (Karak's Vault).
type redemption struct {
	holder Holder
	shares money.Wide // 0 once finished
	ready  clock.Time // may be finished from this moment
	done   bool
}

// redemptions are those of a vault, in the order of request; they count from 0.
type redemptions struct {
	line   ring[redemption]
	left   int64      // have left the line, so that numbers can name one
	shares money.Wide // of all that wait
}

func (r *redemptions) reset() {
	r.line.reset()
	r.left, r.shares = 0, money.Wide{}
}

// pooled is the part of the active account that belongs to redemptions.
func (v *vault) pooled(b *ledger.Book) money.Gwei {
	// Shares that wait are some of those issued, so their worth fits.
	w, _ := v.stake.worth(v.redemptions.shares, b.Balance(v.active, v.asset))
	return w
}

// startRedeem puts shares of a holder, who has them, into the line.
func (v *vault) startRedeem(h Holder, shares money.Wide, now clock.Time) error {
	own := &v.holders[h]
	waiting, err := own.waiting.Add(shares)
	if err != nil {
		return err
	}
	// All that wait are among those issued.
	v.redemptions.shares, _ = v.redemptions.shares.Add(shares)
	own.shares, _ = own.shares.Sub(shares)
	own.waiting = waiting
	v.redemptions.line.push(redemption{holder: h, shares: shares, ready: now.Add(v.platform.Withdrawal)})
	return nil
}

// finish pays a redemption at the price of this moment.
func (v *vault) finish(b *ledger.Book, r *redemption) (money.Gwei, error) {
	due, err := v.stake.worth(r.shares, b.Balance(v.active, v.asset))
	if err != nil {
		return 0, err
	}
	own := &v.holders[r.holder]
	if err := b.Post(ledger.Transfer{From: v.active, To: own.paid, Asset: v.asset, Amount: due, Why: ledger.ExitClaim}); err != nil {
		return 0, err
	}
	// Shares that wait are counted in each of the three.
	own.waiting, _ = own.waiting.Sub(r.shares)
	v.stake.shares, _ = v.stake.shares.Sub(r.shares)
	v.redemptions.shares, _ = v.redemptions.shares.Sub(r.shares)
	r.shares, r.done = money.Wide{}, true
	return due, nil
}

// finishDue pays the redemptions that are ready, as anybody may.
func (v *vault) finishDue(b *ledger.Book, now clock.Time) error {
	line := &v.redemptions.line
	for line.len() > 0 && line.at(0).ready <= now {
		if r := line.at(0); !r.done {
			if _, err := v.finish(b, r); err != nil {
				return err
			}
		}
		line.pop()
		v.redemptions.left++
	}
	return nil
}

// Redeem asks for the exit of shares. It returns the number of the redemption, under
// UntilTaken, and what the shares are worth now. Errors: ErrShares for more than the
// holder has, ErrAmount for none, ErrWorthless where nothing would be put into a tranche.
func (g *Graph) Redeem(b *ledger.Book, vault int32, h Holder, shares money.Wide, now clock.Time) (id int64, worth money.Gwei, err error) {
	g.Pass(b, now)
	v := &g.vaults[vault]
	if shares.Cmp(v.holders[h].shares) > 0 {
		return 0, 0, ErrShares
	}
	if shares.IsZero() {
		return 0, 0, ErrAmount
	}
	worth, err = v.stake.worth(shares, b.Balance(v.active, v.asset))
	if err != nil {
		return 0, 0, err
	}
	if worth == 0 && v.platform.Tranche != UntilTaken { // which waits for better days
		return 0, 0, ErrWorthless
	}
	id = v.redemptions.left + int64(v.redemptions.line.len())
	return id, worth, v.release(b, h, shares, worth, now)
}

// Finish pays a redemption to its owner and returns what it was worth, for whoever does
// not wait for Settle. Errors: ErrNoExit, then ErrNotReady.
func (g *Graph) Finish(b *ledger.Book, vault int32, id int64, now clock.Time) (money.Gwei, error) {
	g.Pass(b, now)
	rs := &g.vaults[vault].redemptions
	i := id - rs.left
	if i < 0 || i >= int64(rs.line.len()) {
		return 0, ErrNoExit
	}
	r := rs.line.at(int(i))
	switch {
	case r.done:
		return 0, ErrNoExit
	case now < r.ready:
		return 0, ErrNotReady
	}
	return g.vaults[vault].finish(b, r)
}

// Redeeming is what a redemption would be paid now; 0 once it is finished.
func (g *Graph) Redeeming(b *ledger.Book, vault int32, id int64) (money.Gwei, error) {
	v := &g.vaults[vault]
	i := id - v.redemptions.left
	if i < 0 || i >= int64(v.redemptions.line.len()) {
		return 0, nil
	}
	return v.stake.worth(v.redemptions.line.at(int(i)).shares, b.Balance(v.active, v.asset))
}

// Shares are a holder's shares, without those in redemption, and all that a vault has
// issued.
func (g *Graph) Shares(vault int32, h Holder) (own, issued money.Wide) {
	v := &g.vaults[vault]
	return v.holders[h].shares, v.stake.shares
}
