package market

import (
	"fmt"
	"math"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// BorrowFlash lends against collateral that does not exist yet: the borrower promises
// to pledge so much, and Honour must follow before anything else happens at the desk.
// It refuses what would be unhealthy once the promise is kept. Between the two calls
// the borrower turns the loan into collateral, by minting it or by buying it.
func (d *Desk) BorrowFlash(b *ledger.Book, who ledger.Account, debt, promise money.Gwei) error {
	if !d.Allows(who, promise, debt) {
		return ErrUnhealthy
	}
	if err := d.lend(b, who, debt); err != nil {
		return err
	}
	d.promised += promise
	return nil
}

// Honour pledges what BorrowFlash was promised. It fails when the borrower does not
// have it, which Audit reports until it is done.
func (d *Desk) Honour(b *ledger.Book, who ledger.Account) error {
	if err := d.Deposit(b, who, d.promised); err != nil {
		return err
	}
	d.promised = 0
	return nil
}

// Loop opens or raises a levered position in one go: (leverage-1) times the equity, at
// the desk's price, is borrowed and spent in the pool, and what it buys is pledged
// with the equity. It refuses, with nothing posted, what the desk's cash, the pool or
// the loan-to-value do not allow.
func (d *Desk) Loop(b *ledger.Book, p Pool, who ledger.Account, equity money.Gwei, leverage float64) (bought money.Gwei, err error) {
	if b.Balance(who, d.CollateralAsset) < equity {
		return 0, ledger.ErrInsufficient
	}
	debt := floor(float64(float64(float64(equity)*d.raw)*(leverage-1)), 1)
	bought = p.BuyOut(debt)
	if bought <= 0 || equity < 0 {
		return 0, ErrTooSmall
	}
	if err := d.BorrowFlash(b, who, debt, equity+bought); err != nil {
		return 0, err
	}
	if _, err := p.Settle(b, who, Order{Side: Buy, Amount: debt, MinOut: bought}); err != nil {
		return 0, fmt.Errorf("market: buying for a loop after a good quote: %w", err)
	}
	return bought, d.Honour(b, who)
}

// Unwound is what an unwinding came to: collateral sold, debt repaid out of the
// proceeds, and collateral given back.
type Unwound struct{ Sold, Repaid, Returned money.Gwei }

// Unwind lowers a position to a leverage, counted with collateral at mark, by selling
// collateral in the pool and repaying with the proceeds, all in one go. At leverage 1
// the loan is closed and the rest of the collateral given back. It refuses with
// ErrShortfall when no sale reaches that far, and with ErrUnhealthy when the desk's
// price does not allow what would be left.
func (d *Desk) Unwind(b *ledger.Book, p Pool, who ledger.Account, mark, leverage float64) (Unwound, error) {
	l := d.loans.of(who)
	debt := d.owes(l)
	sold, ok := UnwindSize(p, l.collateral, debt, float64(mark*d.rawUnit), mark, leverage)
	if !ok {
		return Unwound{}, ErrShortfall
	}
	u := Unwound{Sold: sold, Repaid: min(debt, p.SellOut(sold))}
	if leverage <= 1 {
		u.Returned = l.collateral - sold
	} else if !d.Allows(who, -u.Sold, -u.Repaid) {
		return Unwound{}, ErrUnhealthy
	}
	return u, d.unwind(b, p, who, u)
}

func (d *Desk) unwind(b *ledger.Book, p Pool, who ledger.Account, u Unwound) error {
	if u.Sold > 0 {
		if err := d.release(b, who, u.Sold); err != nil {
			return err
		}
		if _, err := p.Settle(b, who, Order{Side: Sell, Amount: u.Sold, MinOut: u.Repaid}); err != nil {
			return fmt.Errorf("market: selling for an unwinding after a good quote: %w", err)
		}
	}
	if u.Repaid > 0 {
		if _, err := d.Repay(b, who, u.Repaid); err != nil {
			return err
		}
	}
	if u.Returned > 0 {
		return d.release(b, who, u.Returned)
	}
	return nil
}

// UnwindSize is the smallest sale of collateral whose proceeds bring a position down
// to a leverage: with c = (1-1/L)·mark the debt may stay at c per unit of collateral
// kept, so net(s) = debt - c·(collateral-s). The right side grows by c per unit sold,
// so selling helps only while a unit brings more than that; ok is false when even then
// the debt stays too high. Mark is counted in ledger units for the amounts and in
// whole ones for the pool's price.
func UnwindSize(p Pool, collateral, debt money.Gwei, markUnits, mark, leverage float64) (sold money.Gwei, ok bool) {
	keep := 1 - 1/max(leverage, 1)
	missing := func(s float64) float64 {
		may := float64(float64(markUnits*keep) * (float64(collateral) - s))
		return float64(debt) - may - float64(p.SellOut(money.Gwei(s)))
	}
	if missing(0) <= 0 {
		return 0, true
	}
	most := float64(min(collateral, p.SellTo(float64(mark*keep))))
	if missing(most) > 0 {
		return 0, false
	}
	// Proceeds are whole units, so many sales may just do; a step below zero makes the
	// search end at the first of them.
	s := math.Floor(fallingRoot(func(s float64) float64 {
		m := missing(s)
		if m > 0 {
			return m
		}
		return min(m, -0.5)
	}, 0, most))
	for s < most && missing(s) > 0 {
		s++
	}
	return money.Gwei(s), true
}
