package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
)

// The formulas by which liquid tokens price entries and exits, on 128-bit
// amounts in any base unit. The tokens of this package go through them; so may
// whoever checks a published example. All divisions round down unless said.

// RateOne and ShareRateOne are the fixed points of on-chain rates.
const RateOne uint64 = 1_000_000_000_000_000_000 // 1e18

// ShareRateOne is 1e27, the scale of Lido's share rate.
func ShareRateOne() money.Wide {
	w, _ := money.MulDivWide(money.W(RateOne), money.W(increment), money.W(1), money.Down)
	return w
}

// ProRata is down(amount·value/supply): what amount of tokens stands for
// (RenzoOracle.calculateRedeemAmount, ERC-4626 convertToAssets).
func ProRata(amount, value, supply money.Wide) (money.Wide, error) {
	return money.MulDivWide(amount, value, supply, money.Down)
}

// Minted is down(supply·added/before): tokens for new value
// (RenzoOracle.calculateMintAmount).
func Minted(supply, added, before money.Wide) (money.Wide, error) {
	return money.MulDivWide(supply, added, before, money.Down)
}

// LowerOf is the smaller of the value at request and at settlement.
func LowerOf(atRequest, atSettlement money.Wide) money.Wide {
	if atSettlement.Cmp(atRequest) < 0 {
		return atSettlement
	}
	return atRequest
}

// InstantFee is ceil(assets·bps/10,000) with the basis points of all takers
// added first (PufferVaultV5.previewRedeem).
func InstantFee(assets money.Wide, bps uint64) (money.Wide, error) {
	return money.MulDivWide(assets, money.W(bps), money.W(10_000), money.Up)
}

// FrozenRate is ceil(1e18·pooled/shares), the rate at which ether.fi finalises a
// batch (WithdrawRequestNFT.finalizeRequests).
func FrozenRate(pooled, shares money.Wide) (money.Wide, error) {
	return money.MulDivWide(money.W(RateOne), pooled, shares, money.Up)
}

// LidoPayout is what a finalised request pays: its nominal amount, or, if the
// rate implied at request exceeds the batch's maximum, its shares at the maximum
// (WithdrawalQueueBase._calculateClaimableEther). Rates are scaled by 1e27.
func LidoPayout(steth, shares, maxShareRate money.Wide) (requestRate, payout money.Wide, err error) {
	if requestRate, err = money.MulDivWide(steth, ShareRateOne(), shares, money.Down); err != nil {
		return requestRate, payout, err
	}
	if requestRate.Cmp(maxShareRate) <= 0 {
		return requestRate, steth, nil
	}
	payout, err = money.MulDivWide(shares, maxShareRate, ShareRateOne(), money.Down)
	return requestRate, payout, err
}

// AfterFee is down(amount·(1e9-fee)/1e9) with a fee in parts per 1e9
// (mellow-lrt Vault.processWithdrawals).
func AfterFee(amount money.Wide, feeD9 uint64) (money.Wide, error) {
	return money.MulDivWide(amount, money.W(increment-feeD9), money.W(increment), money.Down)
}

// BridgeFee is down(min(amount, batch)·share/basis): a share of the deposit,
// capped at that of one batch (xRenzoDeposit.getBridgeFeeShare).
func BridgeFee(amount, batch money.Wide, share, basis uint64) (money.Wide, error) {
	return money.MulDivWide(LowerOf(amount, batch), money.W(share), money.W(basis), money.Down)
}

// CalendarReady is when a request of the present calendar epoch may be claimed:
// epochs count from 1 at start, and a request of epoch e is ready e+1 periods
// and an extra delay after start (EigenpieWithdrawManager.userQueuingForWithdraw).
func CalendarReady(now, start clock.Time, period, extra clock.Span) (epoch int64, ready clock.Time) {
	epoch = int64(now.Sub(start)/period) + 1
	return epoch, start.Add(clock.Span(epoch+1) * period).Add(extra)
}
