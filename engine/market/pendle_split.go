package market

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Mint turns SY into as many principal as yield tokens, one pair for each whole unit of
// asset that it is worth. It refuses with ErrExpired, ErrTooSmall or the ledger's error.
func (m *Pendle) Mint(b *ledger.Book, who ledger.Account, sy money.Gwei) (pairs money.Gwei, err error) {
	if pairs, err = m.assets(sy); err != nil {
		return 0, err
	}
	return pairs, m.mint(b, who, sy, pairs)
}

// MintPairs is Mint for so many pairs; it returns the SY that they cost.
func (m *Pendle) MintPairs(b *ledger.Book, who ledger.Account, pairs money.Gwei) (sy money.Gwei, err error) {
	if sy, err = m.PairsCost(pairs); err != nil {
		return 0, err
	}
	return sy, m.mint(b, who, sy, pairs)
}

// PairsCost is the SY that so many pairs are minted from.
func (m *Pendle) PairsCost(pairs money.Gwei) (money.Gwei, error) { return m.shares(pairs, money.Up) }

func (m *Pendle) mint(b *ledger.Book, who ledger.Account, sy, pairs money.Gwei) error {
	if m.Expired() {
		return ErrExpired
	}
	if pairs <= 0 {
		return ErrTooSmall
	}
	h, err := m.after(who, pairs)
	if err != nil {
		return err
	}
	if err := b.Post(
		ledger.Transfer{From: who, To: m.Vault, Asset: m.SY, Amount: sy, Why: ledger.Mint},
		ledger.Transfer{From: ledger.Issuance, To: who, Asset: m.PT, Amount: pairs, Why: ledger.Mint},
		ledger.Transfer{From: ledger.Issuance, To: who, Asset: m.YT, Amount: pairs, Why: ledger.Mint},
	); err != nil {
		return fmt.Errorf("market: minting principal and yield tokens: %w", err)
	}
	m.hold(who, h)
	return nil
}

// RedeemPairs turns pairs back into the SY that they are worth, before expiry. It refuses
// with ErrExpired (principal tokens then redeem alone), ErrTooSmall or the ledger's error.
func (m *Pendle) RedeemPairs(b *ledger.Book, who ledger.Account, pairs money.Gwei) (sy money.Gwei, err error) {
	if m.Expired() {
		return 0, ErrExpired
	}
	if sy, err = m.shares(pairs, money.Down); err != nil {
		return 0, err
	}
	if sy <= 0 {
		return 0, ErrTooSmall
	}
	h, err := m.after(who, -pairs)
	if err != nil {
		return 0, err
	}
	if err := b.Post(
		ledger.Transfer{From: who, To: ledger.Issuance, Asset: m.PT, Amount: pairs, Why: ledger.Redeem},
		ledger.Transfer{From: who, To: ledger.Issuance, Asset: m.YT, Amount: pairs, Why: ledger.Redeem},
		ledger.Transfer{From: m.Vault, To: who, Asset: m.SY, Amount: sy, Why: ledger.Redeem},
	); err != nil {
		return 0, fmt.Errorf("market: redeeming pairs: %w", err)
	}
	m.hold(who, h)
	return sy, nil
}

// RedeemPT pays one unit of asset, in SY, for each principal token once they have
// expired. What that SY has earned since goes to the treasury. It refuses with
// ErrNotExpired, ErrTooSmall or the ledger's error.
func (m *Pendle) RedeemPT(b *ledger.Book, who ledger.Account, pt money.Gwei) (sy money.Gwei, err error) {
	if !m.Expired() {
		return 0, ErrNotExpired
	}
	if sy, err = m.shares(pt, money.Down); err != nil {
		return 0, err
	}
	if sy <= 0 {
		return 0, ErrTooSmall
	}
	late, err := interest(pt, m.final, m.index)
	if err != nil {
		return 0, err
	}
	if err := b.Post(
		ledger.Transfer{From: who, To: ledger.Issuance, Asset: m.PT, Amount: pt, Why: ledger.Redeem},
		ledger.Transfer{From: m.Vault, To: who, Asset: m.SY, Amount: sy, Why: ledger.Redeem},
		ledger.Transfer{From: m.Vault, To: m.Treasury, Asset: m.SY, Amount: late, Why: ledger.Fee},
	); err != nil {
		return 0, fmt.Errorf("market: redeeming principal tokens: %w", err)
	}
	return sy, nil
}
