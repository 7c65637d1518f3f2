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

// FeeOfBoth is ceil(assets·(a+b)): two fees of the same amount are added before they are
// rounded (PufferVaultV5.previewRedeem). A fee with Den 0 is none.
func FeeOfBoth(assets money.Wide, a, b money.Ratio) (money.Wide, error) {
	if a.Den == 0 {
		a = money.Ratio{Num: 0, Den: 1}
	}
	if b.Den == 0 {
		b = money.Ratio{Num: 0, Den: 1}
	}
	num, err := money.Mul64(uint64(a.Num), uint64(b.Den)).Add(money.Mul64(uint64(b.Num), uint64(a.Den)))
	if err != nil {
		return num, err
	}
	return money.MulDivWide(assets, num, money.Mul64(uint64(a.Den), uint64(b.Den)), money.Up)
}

// RateOf is the rate 1e18·value/supply of a token with a fixed point, rounded: down for
// most, up where ether.fi freezes a batch (WithdrawRequestNFT.finalizeRequests).
func RateOf(value, supply money.Wide, r money.Rounding) (money.Wide, error) {
	return money.MulDivWide(money.W(RateOne), value, supply, r)
}

// AtRate is down(amount·rate/1e18).
func AtRate(amount, rate money.Wide) (money.Wide, error) {
	return money.MulDivWide(amount, rate, money.W(RateOne), money.Down)
}

// ShareRateOf is down(1e27·value/shares), the scale of Lido's share rates.
func ShareRateOf(value, shares money.Wide) (money.Wide, error) {
	return money.MulDivWide(value, ShareRateOne(), shares, money.Down)
}

// AtShareRate is what a finalised request pays: its nominal amount, or, if the rate
// implied at request exceeds the batch's maximum, its shares at the maximum
// (WithdrawalQueueBase._calculateClaimableEther).
func AtShareRate(nominal, shares, maxShareRate money.Wide) (money.Wide, error) {
	own, err := ShareRateOf(nominal, shares)
	if err != nil || own.Cmp(maxShareRate) <= 0 {
		return nominal, err
	}
	return money.MulDivWide(shares, maxShareRate, ShareRateOne(), money.Down)
}

// AfterFee is down(amount·(1-fee)), the fee's share of nothing if its Den is 0
// (mellow-lrt Vault.processWithdrawals, whose fees are parts per 1e9).
func AfterFee(amount money.Wide, fee money.Ratio) (money.Wide, error) {
	if fee.Den == 0 {
		return amount, nil
	}
	return money.MulDivWide(amount, money.W(uint64(fee.Den-fee.Num)), money.W(uint64(fee.Den)), money.Down)
}

// BridgeFee is down(min(amount, batch)·share): a share of the deposit, capped at that of
// one batch (xRenzoDeposit.getBridgeFeeShare).
func BridgeFee(amount, batch money.Wide, share money.Ratio) (money.Wide, error) {
	return money.MulDivWide(LowerOf(amount, batch), money.W(uint64(share.Num)), money.W(uint64(share.Den)), money.Down)
}

// CalendarReady is when a request of the present calendar epoch may be claimed: epochs
// count from 1 at start, and a request of epoch e is ready e+1 periods and an extra
// delay after start (EigenpieWithdrawManager.userQueuingForWithdraw).
func CalendarReady(now, start clock.Time, period, extra clock.Span) (epoch int64, ready clock.Time) {
	epoch = int64(max(0, now.Sub(start))/period) + 1
	return epoch, start.Add(clock.Span(epoch+1) * period).Add(extra)
}
