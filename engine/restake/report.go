package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// report recognises the true rate when a report is due. A report that moves the
// rate by more than the jump limit is refused once and accepted if it still
// stands at the next, as a person would confirm it.
func (t *LiquidToken) report(b *ledger.Book, now clock.Time) error {
	if now.Sub(t.reported) < t.p.Report {
		return nil
	}
	t.reported = now
	if err := t.chargeGain(b); err != nil {
		return err
	}
	num, den, err := t.Rate(b)
	if err != nil {
		return err
	}
	if t.jumps(num, den) && !t.refused {
		t.refused = true
		return nil
	}
	t.num, t.den, t.refused = num, den, false
	return nil
}

// jumps says whether a rate is further from the recognised one than the limit.
func (t *LiquidToken) jumps(num, den money.Gwei) bool {
	if t.p.JumpLimit.Den == 0 {
		return false
	}
	change := float64(num)/float64(den)/t.Recognised() - 1
	limit := t.p.JumpLimit.Float()
	return change > limit || change < -limit
}

// chargeGain mints the fee on what the backing has gained since the last report:
// tokens worth down(gain·fee) ETH after the mint, so that holders are diluted by
// exactly that.
func (t *LiquidToken) chargeGain(b *ledger.Book) error {
	num, den, err := t.Rate(b)
	if err != nil {
		return err
	}
	before, err := money.MulDiv(int64(den), int64(t.num), int64(t.den), money.Up)
	if err != nil {
		return err
	}
	fee, err := feeOf(t.p.RewardFee, num-money.Gwei(before))
	if err != nil || fee <= 0 {
		return err
	}
	minted, err := t.convert(Minted, den, fee, num-fee)
	if err != nil {
		return err
	}
	return b.Post(ledger.Transfer{From: ledger.Issuance, To: t.treasury, Asset: t.w.Asset, Amount: minted, Why: ledger.Fee})
}

// Accrue credits the staking yield of a span on the token's own validators, and
// on stake that waits in Ethereum's exit queue, which works until it leaves.
// The yield of stake in vaults is the graph's (Graph.StakingYield).
func (t *LiquidToken) Accrue(b *ledger.Book, dt clock.Span) error {
	if _, err := t.w.Chain.Accrue(b, t.own, b.Balance(t.own, t.w.ETH), dt); err != nil {
		return err
	}
	_, err := t.w.Chain.Accrue(b, t.buffer, t.w.Chain.Pending(b, t.client), dt)
	return err
}
