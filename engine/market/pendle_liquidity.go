package market

import (
	"fmt"
	"math"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// AddLiquidity takes principal tokens and SY in the pool's proportion: all of the coin
// that limits the deposit, and of the other its part, rounded up. The first provider sets
// the proportion and is given √(PT·SY) shares (the contract keeps a thousand of its 1e-18
// shares back). The implied rate stays. It refuses with ErrExpired, ErrTooSmall, ErrDepth
// for a pool that lacks one of the two, or the ledger's error.
func (m *Pendle) AddLiquidity(b *ledger.Book, who ledger.Account, pt, sy money.Gwei) (usePT, useSY, shares money.Gwei, err error) {
	if m.Expired() {
		return 0, 0, 0, ErrExpired
	}
	if pt <= 0 || sy <= 0 {
		return 0, 0, 0, ErrTooSmall
	}
	usePT, useSY = pt, sy
	if supply := b.Supply(m.Share); supply == 0 {
		shares = floor(float64(math.Sqrt(float64(pt))*math.Sqrt(float64(sy))), 1)
	} else if usePT, useSY, shares, err = m.proportion(pt, sy, supply); err != nil {
		return 0, 0, 0, err
	}
	if shares <= 0 {
		return 0, 0, 0, ErrTooSmall
	}
	if err := b.Post(
		ledger.Transfer{From: who, To: m.Pool, Asset: m.PT, Amount: usePT, Why: ledger.Liquidity},
		ledger.Transfer{From: who, To: m.Pool, Asset: m.SY, Amount: useSY, Why: ledger.Liquidity},
		ledger.Transfer{From: ledger.Issuance, To: who, Asset: m.Share, Amount: shares, Why: ledger.Liquidity},
	); err != nil {
		return 0, 0, 0, fmt.Errorf("market: adding pendle liquidity: %w", err)
	}
	return usePT, useSY, shares, m.read(b)
}

func (m *Pendle) proportion(pt, sy, supply money.Gwei) (usePT, useSY, shares money.Gwei, err error) {
	if m.pt <= 0 || m.sy <= 0 {
		return 0, 0, 0, ErrDepth
	}
	byPT, bySY := sharesFor(pt, supply, m.pt), sharesFor(sy, supply, m.sy)
	if byPT < bySY {
		x, err := money.MulDiv(int64(m.sy), int64(byPT), int64(supply), money.Up)
		return pt, money.Gwei(x), byPT, err
	}
	x, err := money.MulDiv(int64(m.pt), int64(bySY), int64(supply), money.Up)
	return money.Gwei(x), sy, bySY, err
}

// RemoveLiquidity pays the part of both that shares stand for, rounded down, also after
// expiry. It refuses with ErrTooSmall or the ledger's error.
func (m *Pendle) RemoveLiquidity(b *ledger.Book, who ledger.Account, shares money.Gwei) (pt, sy money.Gwei, err error) {
	supply := b.Supply(m.Share)
	if shares <= 0 || supply <= 0 {
		return 0, 0, ErrTooSmall
	}
	x, err := money.MulDiv(int64(m.pt), int64(shares), int64(supply), money.Down)
	if err != nil {
		return 0, 0, err
	}
	y, err := money.MulDiv(int64(m.sy), int64(shares), int64(supply), money.Down)
	if err != nil {
		return 0, 0, err
	}
	pt, sy = money.Gwei(x), money.Gwei(y)
	if err := b.Post(
		ledger.Transfer{From: who, To: ledger.Issuance, Asset: m.Share, Amount: shares, Why: ledger.Liquidity},
		ledger.Transfer{From: m.Pool, To: who, Asset: m.PT, Amount: pt, Why: ledger.Liquidity},
		ledger.Transfer{From: m.Pool, To: who, Asset: m.SY, Amount: sy, Why: ledger.Liquidity},
	); err != nil {
		return 0, 0, fmt.Errorf("market: removing pendle liquidity: %w", err)
	}
	return pt, sy, m.read(b)
}
