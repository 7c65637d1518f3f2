package market

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Trades refuse with ErrExpired, ErrTooSmall, ErrDepth, ErrBelowPar, ErrProportion (in the
// order of [PendleCurve.Trade]), ErrLimit, or the ledger's error, and then have posted
// nothing.

// PayForPT is the SY that buys so many principal tokens.
func (m *Pendle) PayForPT(pt money.Gwei) (PendleFill, error) { return m.sized(pt, m.quote) }

// SellPTFor is the SY that a sale of so many principal tokens brings.
func (m *Pendle) SellPTFor(pt money.Gwei) (PendleFill, error) {
	return m.sized(pt, func(n money.Gwei) (PendleFill, error) { return m.quote(-n) })
}

// PayForYT is the SY that buys so many yield tokens: pairs are minted from it and from
// what the sale of their principal tokens brings.
func (m *Pendle) PayForYT(yt money.Gwei) (PendleFill, error) { return m.sized(yt, m.yieldBought) }

// SellYTFor is the SY that a sale of so many yield tokens brings: principal tokens are
// bought and the pairs redeemed.
func (m *Pendle) SellYTFor(yt money.Gwei) (PendleFill, error) { return m.sized(yt, m.yieldSold) }

// sized refuses a size that is none, and a sale that brings nothing.
func (m *Pendle) sized(n money.Gwei, quote func(money.Gwei) (PendleFill, error)) (PendleFill, error) {
	if n <= 0 {
		return PendleFill{}, ErrTooSmall
	}
	f, err := quote(n)
	if err != nil {
		return PendleFill{}, err
	}
	if f.SY <= 0 {
		return PendleFill{}, ErrTooSmall
	}
	return f, nil
}

func (m *Pendle) yieldBought(y money.Gwei) (PendleFill, error) {
	f, err := m.quote(-y)
	if err != nil {
		return f, err
	}
	whole, err := m.shares(y, money.Up)
	f.SY = whole - f.SY
	return f, err
}

func (m *Pendle) yieldSold(y money.Gwei) (PendleFill, error) {
	f, err := m.quote(y)
	if err != nil {
		return f, err
	}
	whole, err := m.shares(y, money.Down)
	f.SY = whole - f.SY
	return f, err
}

// BuyPT takes SY, at most so much, for exactly pt.
func (m *Pendle) BuyPT(b *ledger.Book, who ledger.Account, pt, most money.Gwei) (PendleFill, error) {
	f, err := m.PayForPT(pt)
	if err == nil && f.SY > most {
		err = ErrLimit
	}
	if err != nil {
		return PendleFill{}, err
	}
	return m.settle(b, f,
		ledger.Transfer{From: who, To: m.Pool, Asset: m.SY, Amount: f.SY, Why: ledger.Trade},
		ledger.Transfer{From: m.Pool, To: who, Asset: m.PT, Amount: pt, Why: ledger.Trade},
		m.reserveLeg(f))
}

// SellPT takes pt and pays SY, at least so much.
func (m *Pendle) SellPT(b *ledger.Book, who ledger.Account, pt, least money.Gwei) (PendleFill, error) {
	f, err := m.SellPTFor(pt)
	if err == nil && f.SY < least {
		err = ErrLimit
	}
	if err != nil {
		return PendleFill{}, err
	}
	return m.settle(b, f,
		ledger.Transfer{From: who, To: m.Pool, Asset: m.PT, Amount: pt, Why: ledger.Trade},
		ledger.Transfer{From: m.Pool, To: who, Asset: m.SY, Amount: f.SY, Why: ledger.Trade},
		m.reserveLeg(f))
}

// BuyYT takes SY, at most so much, for exactly yt.
func (m *Pendle) BuyYT(b *ledger.Book, who ledger.Account, yt, most money.Gwei) (PendleFill, error) {
	f, err := m.PayForYT(yt)
	if err == nil && f.SY > most {
		err = ErrLimit
	}
	if err != nil {
		return PendleFill{}, err
	}
	whole, err := m.shares(yt, money.Up)
	if err != nil {
		return PendleFill{}, err
	}
	h, err := m.after(who, yt)
	if err != nil {
		return PendleFill{}, err
	}
	f, err = m.settle(b, f,
		ledger.Transfer{From: who, To: m.Vault, Asset: m.SY, Amount: f.SY, Why: ledger.Mint},
		ledger.Transfer{From: m.Pool, To: m.Vault, Asset: m.SY, Amount: whole - f.SY, Why: ledger.Trade},
		ledger.Transfer{From: ledger.Issuance, To: m.Pool, Asset: m.PT, Amount: yt, Why: ledger.Mint},
		ledger.Transfer{From: ledger.Issuance, To: who, Asset: m.YT, Amount: yt, Why: ledger.Mint},
		m.reserveLeg(f))
	if err == nil {
		m.hold(who, h)
	}
	return f, err
}

// SellYT takes yt and pays SY, at least so much.
func (m *Pendle) SellYT(b *ledger.Book, who ledger.Account, yt, least money.Gwei) (PendleFill, error) {
	f, err := m.SellYTFor(yt)
	if err == nil && f.SY < least {
		err = ErrLimit
	}
	if err != nil {
		return PendleFill{}, err
	}
	whole, err := m.shares(yt, money.Down)
	if err != nil {
		return PendleFill{}, err
	}
	h, err := m.after(who, -yt)
	if err != nil {
		return PendleFill{}, err
	}
	f, err = m.settle(b, f,
		ledger.Transfer{From: who, To: ledger.Issuance, Asset: m.YT, Amount: yt, Why: ledger.Redeem},
		ledger.Transfer{From: m.Pool, To: ledger.Issuance, Asset: m.PT, Amount: yt, Why: ledger.Redeem},
		ledger.Transfer{From: m.Vault, To: m.Pool, Asset: m.SY, Amount: whole - f.SY, Why: ledger.Trade},
		ledger.Transfer{From: m.Vault, To: who, Asset: m.SY, Amount: f.SY, Why: ledger.Redeem},
		m.reserveLeg(f))
	if err == nil {
		m.hold(who, h)
	}
	return f, err
}

func (m *Pendle) reserveLeg(f PendleFill) ledger.Transfer {
	return ledger.Transfer{From: m.Pool, To: m.Treasury, Asset: m.SY, Amount: f.Reserve, Why: ledger.TradeFee}
}

// settle posts a trade and takes the implied rate over from what the pool then holds, by
// the anchor of before: the next trade starts where this one has ended.
func (m *Pendle) settle(b *ledger.Book, f PendleFill, legs ...ledger.Transfer) (PendleFill, error) {
	if err := b.Post(legs...); err != nil {
		return PendleFill{}, fmt.Errorf("market: pendle trade: %w", err)
	}
	sy, err := m.assets(b.Balance(m.Pool, m.SY))
	if err != nil {
		return PendleFill{}, err
	}
	m.lnRate = m.curve.LnRateAt(float64(b.Balance(m.Pool, m.PT)), float64(sy))
	return f, m.read(b)
}
