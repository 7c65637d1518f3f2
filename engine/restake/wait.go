package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Wait is the expected time until an exit of tokens would be paid if it were
// asked for now: the exit clock, or the time until the buffer has received what
// everybody ahead and this exit need, whichever is later. Stake on its way is
// taken to arrive evenly until the last of it is due; what nobody has unbonded
// yet is taken to be unbonded now.
func (t *LiquidToken) Wait(b *ledger.Book, tokens money.Gwei, now clock.Time) (clock.Span, error) {
	fixed := t.p.ready(now).Sub(now)
	own, err := t.InETH(tokens)
	if err != nil {
		return 0, err
	}
	ahead, err := t.QueuedValue()
	if err != nil {
		return 0, err
	}
	need := ahead + own - t.Buffer(b) - t.Idle(b)
	if need <= 0 {
		return fixed, nil
	}
	funded, err := t.fundedIn(b, need, now)
	return max(fixed, funded), err
}

// fundedIn is the time until so much ETH more has reached the buffer: first what
// is in Ethereum's queue and base tokens' lines, then what is in vaults'
// tranches, then stake that is still at work.
func (t *LiquidToken) fundedIn(b *ledger.Book, need money.Gwei, now clock.Time) (clock.Span, error) {
	pending := t.w.Chain.Pending(b, t.client)
	if need <= pending {
		return even(t.w.Chain.Last(t.client).Sub(now), need, pending)
	}
	coming, err := t.coming(b)
	if err != nil {
		return 0, err
	}
	delay := t.platformDelay()
	if need > coming {
		return t.lastLeg(b, need-pending, now, delay)
	}
	// Tranches are spread over the platform's delay; claims on base tokens have it behind them.
	through, err := even(delay, need-pending, coming-pending)
	if err != nil {
		return 0, err
	}
	return t.lastLeg(b, need-pending, now, through)
}

// lastLeg adds to a platform's delay the longest way from there into ETH, each
// kind of part carrying its weight of the amount.
func (t *LiquidToken) lastLeg(b *ledger.Book, eth money.Gwei, now clock.Time, delay clock.Span) (clock.Span, error) {
	longest := clock.Span(0)
	var sum int64
	for i := range t.parts {
		sum += t.parts[i].Weight
	}
	for i := range t.parts {
		p := &t.parts[i]
		if p.Weight == 0 || t.repeats(i) {
			continue
		}
		x, err := part(eth, t.weightOf(p.Base), sum)
		if err != nil {
			return 0, err
		}
		w, err := p.wait(b, x, now.Add(delay), t.w.Chain)
		if err != nil {
			return 0, err
		}
		longest = max(longest, w)
	}
	return delay + longest, nil
}

// weightOf adds up the weights of the parts with a base.
func (t *LiquidToken) weightOf(base *LiquidToken) (sum int64) {
	for i := range t.parts {
		if t.parts[i].Base == base {
			sum += t.parts[i].Weight
		}
	}
	return sum
}

// wait is how long ETH's worth of a part's asset takes to become ETH from t on.
func (p *place) wait(b *ledger.Book, eth money.Gwei, t clock.Time, chain *Ethereum) (clock.Span, error) {
	if p.Base == nil {
		return chain.Wait(eth, t), nil
	}
	units, err := p.toUnits(b, eth)
	if err != nil {
		return 0, err
	}
	return p.Base.Wait(b, units, t)
}

// platformDelay is the longest withdrawal delay of the token's vaults.
func (t *LiquidToken) platformDelay() clock.Span {
	longest := clock.Span(0)
	for i := range t.parts {
		if v := t.parts[i].Vault; v != Own {
			longest = max(longest, t.w.Graph.vaults[v].platform.Withdrawal)
		}
	}
	return longest
}

// even is the part of a span after which some of a whole has arrived.
func even(span clock.Span, some, all money.Gwei) (clock.Span, error) {
	if span <= 0 || all == 0 {
		return 0, nil
	}
	x, err := money.MulDiv(int64(span), int64(some), int64(all), money.Up)
	return clock.Span(x), err
}
