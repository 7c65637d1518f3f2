package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// bucket finds the tranche that can be slashed through the end of an epoch, under
// UntilEpoch, and how many tranches had left before it; nil if there is none.
func (v *vault) bucket(epoch int64) (t *tranche, number int64) {
	if v.platform.Withdrawal <= 0 {
		return nil, 0
	}
	for i := range v.tranches.len() {
		if t := v.tranches.at(i); int64(t.ready)/int64(v.platform.Withdrawal) == epoch+1 {
			return t, v.popped + int64(i)
		}
	}
	return nil, 0
}

// Bucket is what waits in a vault for the end of an epoch, under UntilEpoch: assets and
// the shares that divide them. Claims do not reduce it. It is gone once Settle has paid
// it.
func (g *Graph) Bucket(vault int32, epoch int64) (assets money.Gwei, shares money.Wide) {
	t, _ := g.vaults[vault].bucket(epoch)
	if t == nil {
		return 0, money.Wide{}
	}
	return t.assets, t.pool.shares
}

// Withdraw puts exactly amount of a holder's stake into the exit queue, for as many
// shares as that takes, rounded up. ErrShares if the holder has less.
func (g *Graph) Withdraw(b *ledger.Book, vault int32, h Holder, amount money.Gwei, now clock.Time) error {
	g.Pass(b, now)
	v := &g.vaults[vault]
	if amount <= 0 {
		return ErrAmount
	}
	burned, err := v.stake.burn(amount, b.Balance(v.active, v.asset))
	if err != nil || burned.Cmp(v.holders[h].shares) > 0 {
		return ErrShares // more than can be counted is more than anybody has
	}
	return v.release(b, h, burned, amount, now)
}

// Claim pays a holder's part of a bucket, for whoever does not wait for Settle. Errors:
// ErrEpoch unless the epoch is over, ErrClaimed, ErrNoClaim if the part is worth
// nothing.
func (g *Graph) Claim(b *ledger.Book, vault int32, h Holder, epoch int64, now clock.Time) (money.Gwei, error) {
	g.Pass(b, now)
	v := &g.vaults[vault]
	if now < 0 || v.platform.Withdrawal <= 0 || epoch >= int64(now)/int64(v.platform.Withdrawal) {
		return 0, ErrEpoch
	}
	t, number := v.bucket(epoch)
	if t == nil {
		return 0, ErrNoClaim
	}
	for i := range v.claims.len() {
		c := v.claims.at(i)
		if c.number != number || c.holder != h {
			continue
		}
		if c.paid {
			return 0, ErrClaimed
		}
		due, err := t.pool.worth(c.shares, t.assets)
		if err == nil && due == 0 {
			err = ErrNoClaim
		}
		if err != nil {
			return 0, err
		}
		return due, v.pay(b, t, c)
	}
	return 0, ErrNoClaim
}
