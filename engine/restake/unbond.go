package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Uncovered is the ETH that the exit line and the buffer's target need beyond
// the buffer and what is on its way to it: what a token manager has to free.
func (t *LiquidToken) Uncovered(b *ledger.Book) (money.Gwei, error) {
	lack, err := t.shortfall(b)
	if err != nil {
		return 0, err
	}
	coming, err := t.coming(b)
	return max(0, lack-coming), err
}

// Unbond frees ETH for the buffer: idle ether at once, then stake of all parts
// in proportion to what is in them. Stake in vaults leaves by the platform's
// queue first and then, like the token's own, by Ethereum's queue or the base
// token's line. It returns what was freed or set on its way.
func (t *LiquidToken) Unbond(b *ledger.Book, now clock.Time, eth money.Gwei) (started money.Gwei, err error) {
	started = min(eth, t.Idle(b))
	if started < 0 {
		return 0, ErrAmount
	}
	if err := b.Post(ledger.Transfer{From: t.idle, To: t.buffer, Asset: t.w.ETH, Amount: started, Why: ledger.Unbond}); err != nil {
		return 0, err
	}
	var working money.Gwei
	for i := range t.parts {
		v, err := t.staked(b, &t.parts[i])
		if err != nil {
			return started, err
		}
		working += v
	}
	rest := min(eth-started, working)
	if rest <= 0 {
		return started, nil
	}
	return t.unbondParts(b, now, started, rest, working)
}

func (t *LiquidToken) unbondParts(b *ledger.Book, now clock.Time, started, rest, working money.Gwei) (money.Gwei, error) {
	var seen, given money.Gwei
	for i := range t.parts {
		v, err := t.staked(b, &t.parts[i])
		if err != nil {
			return started, err
		}
		seen += v
		upTo, err := part(rest, int64(seen), int64(working))
		if err != nil {
			return started, err
		}
		if upTo > given {
			if err := t.withdraw(b, now, &t.parts[i], min(v, upTo-given)); err != nil {
				return started, err
			}
			started += upTo - given
			given = upTo
		}
	}
	return started, nil
}

// withdraw sets a part's stake on its way out.
func (t *LiquidToken) withdraw(b *ledger.Book, now clock.Time, p *place, eth money.Gwei) error {
	units, err := p.toUnits(b, eth)
	if err != nil {
		return err
	}
	if p.Vault != Own {
		active, _, err := t.w.Graph.Value(b, p.Vault, p.holder)
		if err != nil {
			return err
		}
		return t.w.Graph.RequestExit(b, p.Vault, p.holder, min(units, active), now)
	}
	return t.toETH(b, now, p, t.own, min(units, b.Balance(t.own, p.asset)))
}

// toETH starts the last leg: Ethereum's exit queue for staked ETH, the base
// token's line for the rest. What the line refuses for its size waits.
func (t *LiquidToken) toETH(b *ledger.Book, now clock.Time, p *place, from ledger.Account, units money.Gwei) error {
	if units == 0 {
		return nil
	}
	if p.Base == nil {
		_, err := t.w.Chain.Request(b, t.client, from, units, now)
		return err
	}
	x := exitRequest{owner: t.buffer, claimant: int32(p.claimant), tokens: units}
	switch err := p.Base.enter(b, from, x, now); err {
	case ErrTooSmall, ErrBuffer, ErrPaused:
		return nil
	default:
		return err
	}
}

// Undelegate withdraws ETH's worth of stake from a part that lies in a vault, to
// be delegated anew: when the platform has released it, it stays staked with the
// token until Delegate places it.
func (t *LiquidToken) Undelegate(b *ledger.Book, i int, eth money.Gwei, now clock.Time) error {
	p := &t.parts[i]
	if p.Vault == Own {
		return ErrParts
	}
	units, err := p.toUnits(b, eth)
	if err != nil {
		return err
	}
	if err := t.w.Graph.RequestExit(b, p.Vault, p.holder, units, now); err != nil {
		return err
	}
	p.moving += units
	return nil
}

// forward passes released stake on: what Undelegate asked for stays with the token,
// the rest is turned into ETH.
func (t *LiquidToken) forward(b *ledger.Book, now clock.Time) error {
	for i := range t.parts {
		p := &t.parts[i]
		if p.Vault == Own {
			continue
		}
		units := b.Balance(p.released, p.asset)
		stays := min(units, p.moving)
		if err := b.Post(ledger.Transfer{From: p.released, To: t.own, Asset: p.asset, Amount: stays, Why: ledger.Unbond}); err != nil {
			return err
		}
		if err := t.toETH(b, now, p, p.released, units-stays); err != nil {
			return err
		}
		// What a slash took on the way never arrives, and must not hold back later exits.
		_, queued, err := t.w.Graph.Value(b, p.Vault, p.holder)
		if err != nil {
			return err
		}
		p.moving = min(p.moving-stays, queued)
	}
	return nil
}
