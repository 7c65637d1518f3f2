package market

import (
	"fmt"
	"math"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Supply lends an amount to the desk and gives supply shares, rounded down.
func (d *Desk) Supply(b *ledger.Book, who ledger.Account, amount money.Gwei) (shares money.Gwei, err error) {
	if shares, err = toShares(amount, d.supplyShares, d.supplied, money.Down); err != nil {
		return 0, err
	}
	if shares <= 0 {
		return 0, ErrTooSmall
	}
	err = b.Post(
		ledger.Transfer{From: who, To: d.Account, Asset: d.DebtAsset, Amount: amount, Why: ledger.Supply},
		ledger.Transfer{From: ledger.Issuance, To: who, Asset: d.SupplyShare, Amount: shares, Why: ledger.Supply},
	)
	if err != nil {
		return 0, fmt.Errorf("market: supplying: %w", err)
	}
	d.supplied, d.supplyShares = d.supplied+amount, d.supplyShares+shares
	return shares, nil
}

// Withdraw takes supply shares back and pays what they stand for, as far as the
// desk's cash goes; shares that could not be paid stay with the lender. With no cash
// at all it refuses with ErrNoCash.
func (d *Desk) Withdraw(b *ledger.Book, who ledger.Account, shares money.Gwei) (paid money.Gwei, err error) {
	shares = min(shares, b.Balance(who, d.SupplyShare))
	paid = toAmount(shares, d.supplyShares, d.supplied, money.Down)
	if cash := d.Cash(); paid > cash {
		need, err := toShares(cash, d.supplyShares, d.supplied, money.Up)
		if err != nil {
			return 0, err
		}
		paid, shares = cash, min(shares, need) // above two units a share, rounding up may need one more than there are
		if paid <= 0 {
			return 0, ErrNoCash
		}
	}
	if shares <= 0 || paid <= 0 {
		return 0, ErrTooSmall
	}
	err = b.Post(
		ledger.Transfer{From: who, To: ledger.Issuance, Asset: d.SupplyShare, Amount: shares, Why: ledger.Withdraw},
		ledger.Transfer{From: d.Account, To: who, Asset: d.DebtAsset, Amount: paid, Why: ledger.Withdraw},
	)
	if err != nil {
		return 0, fmt.Errorf("market: withdrawing: %w", err)
	}
	d.supplied, d.supplyShares = d.supplied-paid, d.supplyShares-shares
	return paid, nil
}

// SupplyOf is what an account's supply shares stand for now.
func (d *Desk) SupplyOf(b *ledger.Book, who ledger.Account) money.Gwei {
	shares := b.Balance(who, d.SupplyShare)
	if shares == 0 {
		return 0
	}
	return toAmount(shares, d.supplyShares, d.supplied, money.Down)
}

// Accrue lets interest run until now at the rate of the present utilisation,
// compounded continuously, so that two half steps equal one whole step at a constant
// rate. Debts and claims rise together; the reserve's part is paid in new shares.
func (d *Desk) Accrue(b *ledger.Book, now clock.Time) error {
	years := now.Sub(d.accrued).Years()
	if years <= 0 {
		return nil
	}
	d.accrued = now
	growth := detmath.Expm1(float64(d.BorrowRate() * years))
	interest := money.Gwei(math.Floor(float64(float64(d.borrowed) * growth)))
	if interest <= 0 {
		return nil
	}
	d.borrowed, d.supplied = d.borrowed+interest, d.supplied+interest
	return d.payReserve(b, money.Gwei(math.Floor(float64(float64(interest)*d.rules.ReserveFactor))))
}

// payReserve gives the reserve shares for its part of interest that the supply
// already contains.
func (d *Desk) payReserve(b *ledger.Book, part money.Gwei) error {
	if part <= 0 {
		return nil
	}
	shares, err := toShares(part, d.supplyShares, d.supplied-part, money.Down)
	if err != nil {
		return nil // nobody's shares are worth anything, and neither would be the reserve's
	}
	if err := b.Post(ledger.Transfer{From: ledger.Issuance, To: d.Reserve, Asset: d.SupplyShare, Amount: shares, Why: ledger.Interest}); err != nil {
		return fmt.Errorf("market: paying the reserve: %w", err)
	}
	d.supplyShares += shares
	return nil
}
