package market

import (
	"fmt"
	"math"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Collateral is what an account has pledged.
func (d *Desk) Collateral(who ledger.Account) money.Gwei { return d.loans.of(who).collateral }

// Debt is what an account owes, interest included and rounded up.
func (d *Desk) Debt(who ledger.Account) money.Gwei { return d.owes(d.loans.of(who)) }

func (d *Desk) owes(l loan) money.Gwei {
	if l.owed == 0 {
		return 0
	}
	return toAmount(l.owed, d.debtShares, d.borrowed, money.Up)
}

// Health is collateral at the oracle's price times LLTV over debt: below 1 a loan may
// be liquidated. It is +Inf without debt.
func (d *Desk) Health(who ledger.Account) float64 {
	l := d.loans.of(who)
	if l.owed == 0 {
		return math.Inf(1)
	}
	return d.burdenLimit() / l.burden()
}

// LoanToValue is debt over collateral at the oracle's price; 0 without debt, +Inf
// without collateral.
func (d *Desk) LoanToValue(who ledger.Account) float64 {
	l := d.loans.of(who)
	if l.owed == 0 {
		return 0
	}
	return float64(d.owes(l)) / float64(float64(l.collateral)*d.raw)
}

// Capacity is the debt at which lending on what an account has pledged stops: the
// collateral at the oracle's price times LTV, rounded down.
func (d *Desk) Capacity(who ledger.Account) money.Gwei {
	return floor(float64(float64(d.loans.of(who).collateral)*d.raw)*d.rules.LTV, 1)
}

// burdenLimit is the burden, in debt shares per unit of collateral, at which a loan
// reaches LLTV. Price and interest move it; they never move the order of loans.
func (d *Desk) burdenLimit() float64 { return d.burdenAt(d.rules.LLTV) }

func (d *Desk) burdenAt(ltv float64) float64 {
	perShare := (float64(d.borrowed) + 1) / (float64(d.debtShares) + 1)
	return float64(d.raw*ltv) / perShare
}

// Positions is the number of open positions.
func (d *Desk) Positions() int { return len(d.loans.open) }

// Position returns the account and collateral of an open position, in no promised
// order; it may change place whenever one is closed.
func (d *Desk) Position(i int) (ledger.Account, money.Gwei) {
	return d.loans.open[i].who, d.loans.open[i].collateral
}

// AnyUnhealthy says whether any loan may be liquidated. It looks at the loans only
// when the desk's worst one could be beyond the limit.
func (d *Desk) AnyUnhealthy() bool { return d.loans.beyond(d.burdenLimit()) }

// AppendUnhealthy appends the borrowers that may be liquidated, highest
// loan-to-value first and equal ones by account.
func (d *Desk) AppendUnhealthy(dst []ledger.Account) []ledger.Account {
	return d.loans.appendBeyond(d.burdenLimit(), dst)
}

// Allows says whether a borrower may hold so much more (or less) collateral and debt. It
// takes the loan as it would be booked, in whole shares, so that with LTV at LLTV what
// has just been lent is not a unit beyond the limit.
func (d *Desk) Allows(who ledger.Account, moreCollateral, moreDebt money.Gwei) bool {
	l, after := d.loans.of(who), *d
	l.collateral += moreCollateral
	if moreDebt > 0 {
		shares, err := toShares(moreDebt, d.debtShares, d.borrowed, money.Up)
		if _, over := money.Add(d.borrowed, moreDebt); err != nil || over != nil {
			return false
		}
		after.charge(&l, moreDebt, shares)
	}
	if moreDebt < 0 && l.owed > 0 {
		repaid, shares, err := d.relief(l, -moreDebt)
		if err != nil {
			return false
		}
		after.forgive(&l, repaid, shares)
	}
	return l.collateral >= 0 && (l.owed == 0 || l.burden() <= after.burdenAt(d.rules.LTV))
}

// Deposit pledges collateral.
func (d *Desk) Deposit(b *ledger.Book, who ledger.Account, amount money.Gwei) error {
	if amount <= 0 {
		return ErrTooSmall
	}
	return d.moveCollateral(b, who, who, d.Account, amount, amount)
}

// RemoveCollateral gives collateral back, as far as the loan allows.
func (d *Desk) RemoveCollateral(b *ledger.Book, who ledger.Account, amount money.Gwei) error {
	l := d.loans.of(who)
	if amount <= 0 {
		return ErrTooSmall
	}
	if amount > l.collateral || l.owed > 0 && !d.Allows(who, -amount, 0) {
		return ErrUnhealthy
	}
	return d.release(b, who, amount)
}

// release gives collateral back without asking whether the loan allows it.
func (d *Desk) release(b *ledger.Book, who ledger.Account, amount money.Gwei) error {
	return d.moveCollateral(b, who, d.Account, who, amount, -amount)
}

func (d *Desk) moveCollateral(b *ledger.Book, who, from, to ledger.Account, amount, change money.Gwei) error {
	if err := b.Post(ledger.Transfer{From: from, To: to, Asset: d.CollateralAsset, Amount: amount, Why: ledger.Collateral}); err != nil {
		return fmt.Errorf("market: moving collateral: %w", err)
	}
	l := d.loans.of(who)
	l.collateral += change
	d.loans.set(l)
	return nil
}

// Borrow lends an amount against collateral that is already pledged.
func (d *Desk) Borrow(b *ledger.Book, who ledger.Account, amount money.Gwei) error {
	if !d.Allows(who, 0, amount) {
		return ErrUnhealthy
	}
	return d.lend(b, who, amount)
}

// lend pays out a loan without asking whether the collateral supports it. Debt shares
// are rounded up.
func (d *Desk) lend(b *ledger.Book, who ledger.Account, amount money.Gwei) error {
	switch {
	case amount <= 0:
		return ErrTooSmall
	case amount > d.Cash():
		return ErrNoCash
	}
	shares, err := toShares(amount, d.debtShares, d.borrowed, money.Up)
	if err != nil {
		return err
	}
	err = b.Post(
		ledger.Transfer{From: d.Account, To: who, Asset: d.DebtAsset, Amount: amount, Why: ledger.Borrow},
		ledger.Transfer{From: ledger.Issuance, To: who, Asset: d.DebtShare, Amount: shares, Why: ledger.Borrow},
	)
	if err != nil {
		return fmt.Errorf("market: borrowing: %w", err)
	}
	l := d.loans.of(who)
	d.charge(&l, amount, shares)
	d.loans.set(l)
	return nil
}

// charge puts lent debt on the totals and the loan.
func (d *Desk) charge(l *loan, amount, shares money.Gwei) {
	d.borrowed, d.debtShares = d.borrowed+amount, d.debtShares+shares
	l.owed += shares
}

// Repay pays back up to an amount of the debt and says how much it was.
func (d *Desk) Repay(b *ledger.Book, who ledger.Account, amount money.Gwei) (repaid money.Gwei, err error) {
	l := d.loans.of(who)
	if l.owed == 0 {
		return 0, ErrNoLoan
	}
	repaid, shares, err := d.relief(l, amount)
	if err != nil {
		return 0, err
	}
	if repaid <= 0 {
		return 0, ErrTooSmall
	}
	err = b.Post(
		ledger.Transfer{From: who, To: d.Account, Asset: d.DebtAsset, Amount: repaid, Why: ledger.Repay},
		ledger.Transfer{From: who, To: ledger.Issuance, Asset: d.DebtShare, Amount: shares, Why: ledger.Repay},
	)
	if err != nil {
		return 0, fmt.Errorf("market: repaying: %w", err)
	}
	d.forgive(&l, repaid, shares)
	d.loans.set(l)
	return repaid, nil
}

// relief is what paying up to an amount frees a loan of: the amount, at most the
// debt, and its shares, rounded down.
func (d *Desk) relief(l loan, amount money.Gwei) (repaid, shares money.Gwei, err error) {
	if debt := d.owes(l); amount >= debt {
		return debt, l.owed, nil
	}
	shares, err = toShares(amount, d.debtShares, d.borrowed, money.Down)
	return amount, min(shares, l.owed), err
}

// forgive takes repaid or written-off debt off the totals and the loan.
func (d *Desk) forgive(l *loan, amount, shares money.Gwei) {
	d.borrowed, d.debtShares = d.borrowed-amount, d.debtShares-shares
	l.owed -= shares
}

// Audit recounts the desk against the ledger: shares, cash, collateral and every
// borrower's debt. An error wraps ErrAudit.
func (d *Desk) Audit(b *ledger.Book) error {
	var pledged, owed money.Gwei
	for i := range d.loans.open {
		l := &d.loans.open[i]
		pledged, owed = pledged+l.collateral, owed+l.owed
		if held := b.Balance(l.who, d.DebtShare); held != l.owed {
			return fmt.Errorf("%w: account %d owes %d shares, the ledger has %d", ErrAudit, l.who, l.owed, held)
		}
	}
	for _, c := range [...]struct {
		what          string
		desk, ledgers money.Gwei
	}{
		{"collateral", pledged, b.Balance(d.Account, d.CollateralAsset)},
		{"cash", d.Cash(), b.Balance(d.Account, d.DebtAsset)},
		{"supply shares", d.supplyShares, b.Supply(d.SupplyShare)},
		{"debt shares", d.debtShares, b.Supply(d.DebtShare)},
		{"debt shares of loans", owed, d.debtShares},
		{"collateral still promised", d.promised, 0},
	} {
		if c.desk != c.ledgers {
			return fmt.Errorf("%w: %s: %d against %d", ErrAudit, c.what, c.desk, c.ledgers)
		}
	}
	return nil
}
