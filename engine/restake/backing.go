package restake

import (
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Supply is every token that was minted and not redeemed, wherever it is.
func (t *LiquidToken) Supply(b *ledger.Book) money.Gwei {
	return -b.Balance(ledger.Issuance, t.w.Asset)
}

// Buffer is the ETH that exits can be paid from now.
func (t *LiquidToken) Buffer(b *ledger.Book) money.Gwei { return b.Balance(t.buffer, t.w.ETH) }

// Idle is deposited ETH that is not staked yet.
func (t *LiquidToken) Idle(b *ledger.Book) money.Gwei { return b.Balance(t.idle, t.w.ETH) }

// Queued is the number of tokens in the exit line.
func (t *LiquidToken) Queued() money.Gwei { return t.tokens }

// Waiting counts the exits in the line.
func (t *LiquidToken) Waiting() int { return t.line.len() }

// Backing is everything that stands behind the token at true redemption rates,
// in ETH: buffer, idle ether, stake in all parts, and stake on its way out.
func (t *LiquidToken) Backing(b *ledger.Book) (money.Gwei, error) {
	sum := t.Buffer(b) + t.Idle(b)
	flying, err := t.InFlight(b)
	if err != nil {
		return 0, err
	}
	sum += flying
	for i := range t.parts {
		p := &t.parts[i]
		if p.Vault != Own {
			v, err := t.staked(b, p)
			if err != nil {
				return 0, err
			}
			sum += v
		}
		if !t.repeats(i) {
			v, err := p.inETH(b, b.Balance(t.own, p.asset))
			if err != nil {
				return 0, err
			}
			sum += v
		}
	}
	return sum, nil
}

// staked is the working stake of a part, in ETH.
func (t *LiquidToken) staked(b *ledger.Book, p *place) (money.Gwei, error) {
	if p.Vault == Own {
		return p.inETH(b, b.Balance(t.own, p.asset))
	}
	active, _, err := t.w.Graph.Value(b, p.Vault, p.holder)
	if err != nil {
		return 0, err
	}
	return p.inETH(b, active)
}

// inETH values units of a part's asset at the base token's true rate.
func (p *place) inETH(b *ledger.Book, units money.Gwei) (money.Gwei, error) {
	if p.Base == nil || units == 0 {
		return units, nil
	}
	num, den, err := p.Base.Rate(b)
	if err != nil {
		return 0, err
	}
	v, err := money.MulDiv(int64(units), int64(num), int64(den), money.Down)
	return money.Gwei(v), err
}

// toUnits converts ETH into units of a part's asset, rounded up.
func (p *place) toUnits(b *ledger.Book, eth money.Gwei) (money.Gwei, error) {
	if p.Base == nil {
		return eth, nil
	}
	num, den, err := p.Base.Rate(b)
	if err != nil {
		return 0, err
	}
	v, err := money.MulDiv(int64(eth), int64(den), int64(num), money.Up)
	return money.Gwei(v), err
}

// InFlight is stake on its way out of where it worked, in ETH: tranches of vaults,
// released stake, Ethereum's queue, base tokens' lines.
func (t *LiquidToken) InFlight(b *ledger.Book) (money.Gwei, error) {
	sum := t.w.Chain.Pending(b, t.client)
	for i := range t.parts {
		p := &t.parts[i]
		v, err := t.leaving(b, p)
		if err != nil {
			return 0, err
		}
		sum += v
		if p.Base == nil || t.repeats(i) {
			continue
		}
		if v, err = t.claimed(b, p); err != nil {
			return 0, err
		}
		sum += v
	}
	return sum, nil
}

// coming is the part of InFlight that will reach the buffer: not what Undelegate
// moves from one vault to another.
func (t *LiquidToken) coming(b *ledger.Book) (money.Gwei, error) {
	sum, err := t.InFlight(b)
	for i := range t.parts {
		if err != nil {
			return 0, err
		}
		var v money.Gwei
		v, err = t.parts[i].inETH(b, t.parts[i].moving)
		sum -= v
	}
	return max(0, sum), err
}

// leaving is a part's stake in its vault's tranches and just out of them, in ETH.
func (t *LiquidToken) leaving(b *ledger.Book, p *place) (money.Gwei, error) {
	if p.Vault == Own {
		return 0, nil
	}
	_, queued, err := t.w.Graph.Value(b, p.Vault, p.holder)
	if err != nil {
		return 0, err
	}
	return p.inETH(b, queued+b.Balance(p.released, p.asset))
}

// claimed is what the token waits for in its base token's line.
func (t *LiquidToken) claimed(b *ledger.Book, p *place) (money.Gwei, error) {
	c := &p.Base.claimants[p.claimant]
	worth, err := p.inETH(b, c.tokens)
	switch {
	case err != nil:
		return 0, err
	case p.Base.p.Price == RequestValue:
		worth = c.fixed
	case p.Base.p.Price == LowerValue:
		worth = min(worth, c.fixed)
	}
	return worth, nil
}

// Parked is stake that Undelegate has brought back from a vault and that waits to be
// placed anew, in ETH.
func (t *LiquidToken) Parked(b *ledger.Book) (sum money.Gwei, err error) {
	for i := range t.parts {
		p := &t.parts[i]
		if t.repeats(i) || t.hasOwn(p.asset) {
			continue
		}
		v, err := p.inETH(b, b.Balance(t.own, p.asset))
		if err != nil {
			return 0, err
		}
		sum += v
	}
	return sum, nil
}

// repeats says whether an earlier part has the same base, whose line is counted
// with it.
func (t *LiquidToken) repeats(i int) bool {
	for j := range i {
		if t.parts[j].Base == t.parts[i].Base {
			return true
		}
	}
	return false
}

// Rate is the true redemption rate: ETH num for den tokens. Where exits are
// fixed at request, what is owed to the line is set aside first and the rate is
// that of those who stay. With no tokens it is the recognised rate.
func (t *LiquidToken) Rate(b *ledger.Book) (num, den money.Gwei, err error) {
	backing, err := t.Backing(b)
	if err != nil {
		return 0, 0, err
	}
	supply := t.Supply(b)
	if t.p.Price == RequestValue {
		backing, supply = max(0, backing-t.fixed), supply-t.tokens
	}
	if supply <= 0 {
		return t.num, t.den, nil
	}
	return backing, supply, nil
}

// Value is the true rate in ETH per token.
func (t *LiquidToken) Value(b *ledger.Book) (float64, error) {
	num, den, err := t.Rate(b)
	return float64(num) / float64(den), err
}

// Recognised is the rate of the last report, in ETH per token: what mints, exits
// and oracles go by.
func (t *LiquidToken) Recognised() float64 { return float64(t.num) / float64(t.den) }

// RecognisedRatio is the same rate exactly: ETH num for den tokens.
func (t *LiquidToken) RecognisedRatio() (num, den money.Gwei) { return t.num, t.den }

// InETH values tokens at the recognised rate, rounded down.
func (t *LiquidToken) InETH(tokens money.Gwei) (money.Gwei, error) {
	return t.convert(ProRata, tokens, t.num, t.den)
}

// convert runs a 128-bit formula on amounts of the ledger.
func (t *LiquidToken) convert(f func(a, b, c money.Wide) (money.Wide, error), x, y, z money.Gwei) (money.Gwei, error) {
	w, err := f(money.W(uint64(x)), money.W(uint64(y)), money.W(uint64(z)))
	if err != nil {
		return 0, err
	}
	v, err := w.Int64()
	return money.Gwei(v), err
}

// QueuedValue is what the exit line would be paid at the recognised rate, in ETH.
func (t *LiquidToken) QueuedValue() (money.Gwei, error) {
	if t.p.Price == RequestValue {
		return t.fixed, nil
	}
	v, err := t.InETH(t.tokens)
	if t.p.Price == LowerValue {
		v = min(v, t.fixed)
	}
	return v, err
}
