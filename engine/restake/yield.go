package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Yield is the yearly staking yield: issuance at the present stake plus tips.
func (e *Ethereum) Yield() float64 {
	return IssuanceYield(e.staked) + float64(e.tips)/increment
}

// Accrue credits an account with the staking yield of base over a span:
// issuance from Issuance, tips from Users. It does not compound within the span.
func (e *Ethereum) Accrue(b *ledger.Book, to ledger.Account, base money.Gwei, dt clock.Span) (money.Gwei, error) {
	perSpan := BaseReward(e.staked) * int64(dt) // gwei per ETH, times the seconds of an epoch
	issued, err := money.MulDiv(int64(base), perSpan, increment*int64(Epoch), money.Down)
	if err != nil {
		return 0, err
	}
	tips, err := money.MulDiv(int64(base), e.tips*int64(dt), increment*int64(clock.Year), money.Down)
	if err != nil {
		return 0, err
	}
	reward := money.Gwei(issued + tips)
	return reward, b.Post(
		ledger.Transfer{From: ledger.Issuance, To: to, Asset: e.p.ETH, Amount: money.Gwei(issued), Why: ledger.Reward},
		ledger.Transfer{From: ledger.Users, To: to, Asset: e.p.ETH, Amount: money.Gwei(tips), Why: ledger.Reward})
}
