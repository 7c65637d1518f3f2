package market

import (
	"errors"
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// TestDeskRefusals: what cannot be done posts nothing and changes nothing.
func TestDeskRefusals(t *testing.T) {
	v := newVenue(t)
	d := v.lend(plain(0), 1000*money.ETH)
	who, poor := v.who(borrower), v.who(trader)
	v.owe(d, who, 100*money.ETH, 80*money.ETH)
	d.Mark(0.9)
	v.must(v.Post(ledger.Transfer{From: who, To: ledger.Outside, Asset: eth, Amount: 80 * money.ETH, Why: ledger.Leave}))
	supply := func(_ money.Gwei, err error) error { return err }
	seize := func(_ Seizure, err error) error { return err }
	for what, c := range map[string]struct {
		do   func() error
		want error
	}{
		"pledging nothing":                 {func() error { return d.Deposit(v.Book, who, 0) }, ErrTooSmall},
		"pledging what is not had":         {func() error { return d.Deposit(v.Book, who, 1) }, ledger.ErrInsufficient},
		"releasing nothing":                {func() error { return d.RemoveCollateral(v.Book, who, 0) }, ErrTooSmall},
		"releasing too much":               {func() error { return d.RemoveCollateral(v.Book, who, 101*money.ETH) }, ErrUnhealthy},
		"borrowing nothing":                {func() error { return d.Borrow(v.Book, poor, 0) }, ErrTooSmall},
		"borrowing on nothing":             {func() error { return d.Borrow(v.Book, poor, 1) }, ErrUnhealthy},
		"borrowing more than shares count": {func() error { return d.Borrow(v.Book, who, math.MaxInt64) }, ErrUnhealthy},
		"repaying nothing":                 {func() error { return supply(d.Repay(v.Book, who, 0)) }, ErrTooSmall},
		"repaying without money":           {func() error { return supply(d.Repay(v.Book, who, 1)) }, ledger.ErrInsufficient},
		"repaying without a debt":          {func() error { return supply(d.Repay(v.Book, poor, 1)) }, ErrNoLoan},
		"supplying nothing":                {func() error { return supply(d.Supply(v.Book, poor, 0)) }, ErrTooSmall},
		"supplying what is not had":        {func() error { return supply(d.Supply(v.Book, poor, 1)) }, ledger.ErrInsufficient},
		"withdrawing nothing":              {func() error { return supply(d.Withdraw(v.Book, poor, 5)) }, ErrTooSmall},
		"liquidating with nothing":         {func() error { return seize(d.Liquidate(v.Book, poor, who, money.ETH)) }, ledger.ErrInsufficient},
		"liquidating nothing":              {func() error { return seize(d.Liquidate(v.Book, poor, who, 0)) }, ErrTooSmall},
	} {
		posts := v.Posts()
		if err := c.do(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", what, err, c.want)
		}
		if v.Posts() != posts || d.Debt(who) != 80*money.ETH || d.Collateral(who) != 100*money.ETH || d.Positions() != 1 || d.Supplied() != 1000*money.ETH {
			t.Errorf("%s has an effect", what)
		}
		v.sound(d)
	}
}

// TestAuditNotices every way in which somebody could have gone past the desk.
func TestAuditNotices(t *testing.T) {
	for what, post := range map[string]func(v *venue) ledger.Transfer{
		"cash": func(v *venue) ledger.Transfer {
			return ledger.Transfer{From: v.desk, To: ledger.Outside, Asset: eth, Amount: 1}
		},
		"collateral": func(v *venue) ledger.Transfer {
			return ledger.Transfer{From: ledger.Outside, To: v.desk, Asset: lrt, Amount: 1}
		},
		"supply shares": func(v *venue) ledger.Transfer {
			return ledger.Transfer{From: ledger.Issuance, To: v.who(trader), Asset: supplyShare, Amount: 1}
		},
		"debt shares": func(v *venue) ledger.Transfer {
			return ledger.Transfer{From: ledger.Issuance, To: v.who(trader), Asset: debtShare, Amount: 1}
		},
		"a debtor": func(v *venue) ledger.Transfer {
			return ledger.Transfer{From: v.who(borrower), To: v.who(trader), Asset: debtShare, Amount: 1}
		},
	} {
		v := newVenue(t)
		d := v.lend(plain(0), 1000)
		v.owe(d, v.who(borrower), 100, 80)
		v.sound(d)
		v.must(v.Post(post(v)))
		if err := d.Audit(v.Book); !errors.Is(err, ErrAudit) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestWorthlessDesk: when next to everything lent is lost, shares stand for next to
// nothing and nobody can supply an amount that would make more shares than there can be.
func TestWorthlessDesk(t *testing.T) {
	v := newVenue(t)
	d := v.lend(plain(0), 1e12)
	if d.Utilisation() != 0 || v.lend(plain(0), 0).Utilisation() != 0 {
		t.Error("nothing is lent, yet utilisation is not 0")
	}
	v.owe(d, v.who(borrower), 1e9, 1e12)
	d.Mark(1e-9)
	v.give(v.who(liquidator), eth, 1e12)
	s, err := d.Liquidate(v.Book, v.who(liquidator), v.who(borrower), 1e12)
	v.must(err)
	if s.Repaid != 1 || s.BadDebt != 1e12-1 || d.Supplied() != 1 || d.Utilisation() != 0 {
		t.Fatalf("%+v, %d supplied", s, d.Supplied())
	}
	v.give(v.who(trader), eth, 1e14)
	if _, err := d.Supply(v.Book, v.who(trader), 1e14); !errors.Is(err, ErrWorthless) {
		t.Errorf("supplying to a desk of %d for %d shares: %v", d.Supplied(), v.Supply(supplyShare), err)
	}
	if paid, err := d.Withdraw(v.Book, v.who(lender), math.MaxInt64); err != nil || paid != 1 {
		t.Errorf("the last unit: %d, %v", paid, err)
	}
	v.sound(d)
}
