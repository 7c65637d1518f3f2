package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// report recognises the true rate, less the fee on what was gained, when a report is
// due. A report that moves the rate by more than the jump limit is refused once, with
// its fee, and accepted if it still stands at the next, as a person would confirm it.
func (t *LiquidToken) report(b *ledger.Book, now clock.Time) error {
	if now.Sub(t.reported) < t.p.Report {
		return nil
	}
	t.reported = now
	num, den, err := t.Rate(b)
	if err != nil {
		return err
	}
	fee, err := t.feeOnGain(num, den)
	if err != nil {
		return err
	}
	if t.jumps(num, den+fee) && !t.refused {
		t.refused = true
		return nil
	}
	t.num, t.den, t.refused = num, den+fee, false
	if fee == 0 {
		return nil
	}
	return b.Post(ledger.Transfer{From: ledger.Issuance, To: t.treasury, Asset: t.w.Asset, Amount: fee, Why: ledger.Fee})
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

// feeOnGain is the fee on what the backing has gained since the last report, in new
// tokens: worth down(gain·fee) ETH once they are minted, so that holders are diluted
// by exactly that.
func (t *LiquidToken) feeOnGain(num, den money.Gwei) (money.Gwei, error) {
	before, err := money.MulDiv(int64(den), int64(t.num), int64(t.den), money.Up)
	if err != nil {
		return 0, err
	}
	fee, err := feeOf(t.p.RewardFee, num-money.Gwei(before))
	if err != nil || fee <= 0 {
		return 0, err
	}
	return t.convert(Minted, den, fee, num-fee)
}

// Accrue credits the staking yield of a span on the token's own validators, and
// on stake that waits in Ethereum's exit queue, which works until it leaves unless its
// validators were slashed.
// The yield of stake in vaults is the graph's (Graph.StakingYield).
func (t *LiquidToken) Accrue(b *ledger.Book, dt clock.Span) error {
	if _, err := t.w.Chain.Accrue(b, t.own, b.Balance(t.own, t.w.ETH), dt); err != nil {
		return err
	}
	_, err := t.w.Chain.Accrue(b, t.buffer, t.w.Chain.Working(b, t.client), dt)
	return err
}
