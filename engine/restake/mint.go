package restake

import (
	"errors"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Deposit takes ETH from an account and mints tokens at the recognised rate,
// rounded down. The buffer is filled first: up to its target and what the exit
// line still lacks; the rest is idle until somebody delegates it. ErrTooSmall below
// the minimum or when nothing would be minted, ErrCap beyond the cap, ErrWiped where
// the token is worth nothing.
func (t *LiquidToken) Deposit(b *ledger.Book, from ledger.Account, eth money.Gwei, now clock.Time) (minted money.Gwei, err error) {
	if t.paused {
		return 0, ErrPaused
	}
	fee, err := feeOf(t.p.DepositFee, eth)
	if err != nil {
		return 0, err
	}
	return t.deposit(b, from, eth, fee)
}

// DepositAcross is Deposit on another chain, from where the ETH is brought in batches:
// the bridge's fee goes to the treasury, and a rate that was recognised too long ago is
// refused with ErrStale. ErrNoBridge where the terms have no such mint. Nothing is
// redeemed there.
func (t *LiquidToken) DepositAcross(b *ledger.Book, from ledger.Account, eth money.Gwei, now clock.Time) (minted money.Gwei, err error) {
	bridge := &t.p.Bridge
	switch {
	case bridge.Fee.Den == 0:
		return 0, ErrNoBridge
	case t.paused:
		return 0, ErrPaused
	case bridge.MaxAge > 0 && now.Sub(t.reported) > bridge.MaxAge:
		return 0, ErrStale
	case eth <= 0:
		return 0, ErrTooSmall
	}
	fee, err := narrow(BridgeFee(wide(eth), wide(bridge.Batch), bridge.Fee))
	if err != nil {
		return 0, err
	}
	return t.deposit(b, from, eth, fee)
}

// deposit mints for what a fee leaves of ETH.
func (t *LiquidToken) deposit(b *ledger.Book, from ledger.Account, eth, fee money.Gwei) (minted money.Gwei, err error) {
	room, err := t.Room(b)
	switch {
	case err != nil:
		return 0, err
	case eth <= 0 || eth < t.p.MinDeposit:
		return 0, ErrTooSmall
	case eth > room:
		return 0, ErrCap
	}
	if minted, err = t.minted(b, eth-fee); err != nil {
		return 0, err
	}
	lack, err := t.shortfall(b)
	if err != nil {
		return 0, err
	}
	fill := min(eth-fee, lack)
	return minted, b.Post(
		ledger.Transfer{From: from, To: t.treasury, Asset: t.w.ETH, Amount: fee, Why: ledger.Fee},
		ledger.Transfer{From: from, To: t.buffer, Asset: t.w.ETH, Amount: fill, Why: ledger.Mint},
		ledger.Transfer{From: from, To: t.idle, Asset: t.w.ETH, Amount: eth - fee - fill, Why: ledger.Mint},
		ledger.Transfer{From: ledger.Issuance, To: from, Asset: t.w.Asset, Amount: minted, Why: ledger.Mint})
}

// mostSupply is the supply that an asset stays below.
const mostSupply = money.Gwei(1) << 62

// minted is what ETH buys at the recognised rate. A token that has lost everything, or
// so much that the new supply would not fit, has no price that a depositor would take.
func (t *LiquidToken) minted(b *ledger.Book, eth money.Gwei) (money.Gwei, error) {
	if t.num == 0 {
		return 0, ErrWiped
	}
	x, err := t.convert(Minted, t.den, eth, t.num)
	switch {
	case errors.Is(err, money.ErrOverflow), err == nil && x > mostSupply-t.Supply(b):
		return 0, ErrWiped
	case err == nil && x == 0:
		return 0, ErrTooSmall
	}
	return x, err
}

// Room is how much ETH may still be deposited under the cap.
func (t *LiquidToken) Room(b *ledger.Book) (money.Gwei, error) {
	if t.limit == 0 {
		return unlimited, nil
	}
	backing, err := t.Backing(b)
	return max(0, t.limit-backing), err
}

// shortfall is what the buffer lacks of its target and of the exit line.
func (t *LiquidToken) shortfall(b *ledger.Book) (money.Gwei, error) {
	backing, err := t.Backing(b)
	if err != nil {
		return 0, err
	}
	target, err := feeOf(t.p.Buffer, backing)
	if err != nil {
		return 0, err
	}
	owed, err := t.QueuedValue()
	return max(0, target+owed-t.Buffer(b)), err
}

// feeOf is a share of an amount rounded down; a share with Den 0 is nothing.
func feeOf(share money.Ratio, amount money.Gwei) (money.Gwei, error) {
	if share.Den == 0 {
		return 0, nil
	}
	return share.Of(amount, money.Down)
}

// Delegate puts ETH's worth of stake to work in a part: first stake that
// Undelegate brought back, then idle ether, for which a part with a base token
// buys that token at its mint. It returns what was placed, in ETH; ErrWiped where
// the vault takes nothing.
func (t *LiquidToken) Delegate(b *ledger.Book, i int, eth money.Gwei, now clock.Time) (money.Gwei, error) {
	p := &t.parts[i]
	if p.Vault != Own && t.w.Graph.vaults[p.Vault].wiped(b, p.holder) {
		return 0, ErrWiped // before a base token is bought for it
	}
	parked, err := t.placeParked(b, p, eth)
	if err != nil {
		return 0, err
	}
	eth = min(eth-parked, t.Idle(b))
	if eth <= 0 {
		return parked, nil
	}
	units := eth
	if p.Base != nil {
		if units, err = p.Base.Deposit(b, t.idle, eth, now); err != nil {
			return parked, err
		}
	}
	if p.Vault != Own {
		err = t.w.Graph.Deposit(b, p.Vault, p.holder, t.idle, units)
	} else {
		err = b.Post(ledger.Transfer{From: t.idle, To: t.own, Asset: p.asset, Amount: units, Why: ledger.Stake})
	}
	return parked + eth, err
}

// placeParked delegates stake that lies with the token after Undelegate.
func (t *LiquidToken) placeParked(b *ledger.Book, p *place, eth money.Gwei) (money.Gwei, error) {
	if p.Vault == Own || t.hasOwn(p.asset) {
		return 0, nil
	}
	units, err := p.toUnits(b, eth)
	if err != nil {
		return 0, err
	}
	units = min(units, b.Balance(t.own, p.asset))
	if units == 0 {
		return 0, nil
	}
	if err := t.w.Graph.Deposit(b, p.Vault, p.holder, t.own, units); err != nil {
		return 0, err
	}
	return p.inETH(b, units)
}

// hasOwn says whether the token keeps stake of the asset outside vaults on
// purpose.
func (t *LiquidToken) hasOwn(a ledger.Asset) bool {
	for i := range t.parts {
		if t.parts[i].Vault == Own && t.parts[i].asset == a {
			return true
		}
	}
	return false
}

// Stake spreads idle ether over the parts by weight.
func (t *LiquidToken) Stake(b *ledger.Book, eth money.Gwei, now clock.Time) error {
	return t.spread(min(eth, t.Idle(b)), func(i int, x money.Gwei) error {
		_, err := t.Delegate(b, i, x, now)
		return err
	})
}
