package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// tranche is the stake whose exit was asked for together: at one moment, or
// under UntilEpoch in one epoch. Its claims share its losses by share price.
type tranche struct {
	asked  clock.Time // first request in it
	until  clock.Time // slashable through this moment
	ready  clock.Time // paid from this moment
	assets money.Gwei
	paid   money.Gwei // of the assets, to claims so far
	pool   pool
}

// pays says whether the tranche can still be slashed at now.
func (t *tranche) pays(now clock.Time) bool { return t.until > t.asked && t.until >= now }

// claim is one holder's part of one tranche; number counts tranches since the
// beginning of the replication.
type claim struct {
	number int64
	holder Holder
	shares money.Wide
	value  money.Gwei // at the last pricing: request or loss
	paid   bool
}

// trancheUnits is the number of virtual units of a tranche. Nobody can donate to one,
// so a single unit, which prices the first share, is enough; and with a single one
// the claims on a slashed tranche, each rounded down, never add up to more than it
// holds.
const trancheUnits = 1

// queueUp moves amount from the active account to the queue and writes the claim.
func (v *vault) queueUp(b *ledger.Book, h Holder, amount money.Gwei, now clock.Time) error {
	until, ready := v.platform.exit(now)
	last := v.lastTranche()
	if last == nil || last.until != until || last.ready != ready {
		v.tranches.push(tranche{asked: now, until: until, ready: ready, pool: pool{virtual: trancheUnits}})
		last = v.lastTranche()
	}
	minted, err := last.pool.mint(amount, last.assets)
	if err != nil {
		return err
	}
	supply, err := last.pool.shares.Add(minted)
	if err != nil {
		return err
	}
	if err := b.Post(ledger.Transfer{From: v.active, To: v.queue, Asset: v.asset, Amount: amount, Why: ledger.Unbond}); err != nil {
		return err
	}
	last.pool.shares = supply
	last.assets += amount
	if last.pays(now) {
		v.exposed += amount
	}
	return v.addClaim(h, minted, last)
}

// addClaim writes the claim on the youngest tranche, joined to the holder's previous
// one there.
func (v *vault) addClaim(h Holder, shares money.Wide, last *tranche) error {
	value, err := last.pool.worth(shares, last.assets)
	if err != nil {
		return err
	}
	number := v.popped + int64(v.tranches.len()) - 1
	v.holders[h].queued += value
	for i := v.claims.len() - 1; i >= 0 && v.claims.at(i).number == number; i-- {
		if c := v.claims.at(i); c.holder == h {
			c.shares, err = c.shares.Add(shares)
			if err != nil {
				return err
			}
			v.holders[h].queued -= c.value + value
			c.value, err = last.pool.worth(c.shares, last.assets)
			v.holders[h].queued += c.value
			return err
		}
	}
	v.claims.push(claim{number: number, holder: h, shares: shares, value: value})
	return nil
}

// settle pays every claim of the tranches that are ready, in the order of request, and
// every redemption that is. What rounding leaves in a tranche is nobody's and stays in
// the queue account, as it stays in the contracts.
func (v *vault) settle(b *ledger.Book, now clock.Time) error {
	if v.platform.Accounts == Scaled {
		return v.settleScaled(b, now)
	}
	for v.tranches.len() > 0 && v.tranches.at(0).ready <= now {
		t := v.tranches.at(0)
		wasExposed := t.until > t.asked
		for v.claims.len() > 0 && v.claims.at(0).number == v.popped {
			if c := v.claims.at(0); !c.paid {
				if err := v.pay(b, t, c); err != nil {
					return err
				}
			}
			v.claims.pop()
		}
		v.dust += t.assets - t.paid
		if wasExposed {
			v.exposed -= t.assets
		}
		v.tranches.pop()
		v.popped++
	}
	return v.finishDue(b, now)
}

// pay pays a claim. The tranche keeps assets and shares, which price the other claims.
func (v *vault) pay(b *ledger.Book, t *tranche, c *claim) error {
	due, err := t.pool.worth(c.shares, t.assets)
	if err != nil {
		return err
	}
	own := &v.holders[c.holder]
	if err := b.Post(ledger.Transfer{From: v.queue, To: own.paid, Asset: v.asset, Amount: due, Why: ledger.ExitClaim}); err != nil {
		return err
	}
	t.paid += due
	own.queued -= c.value
	c.value, c.paid = 0, true
	return nil
}

// revalue prices every claim anew after a loss.
func (v *vault) revalue() error {
	for i := range v.holders {
		v.holders[i].queued = 0
	}
	for i := range v.claims.len() {
		c := v.claims.at(i)
		if c.paid {
			continue
		}
		t := v.tranches.at(int(c.number - v.popped))
		value, err := t.pool.worth(c.shares, t.assets)
		if err != nil {
			return err
		}
		c.value = value
		v.holders[c.holder].queued += value
	}
	return nil
}

func (v *vault) lastTranche() *tranche {
	if v.tranches.len() == 0 {
		return nil
	}
	return v.tranches.at(v.tranches.len() - 1)
}
