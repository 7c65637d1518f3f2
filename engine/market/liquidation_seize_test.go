package market

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// TestSeizeIsLiquidateByCollateral: what leaves the loan is what was asked for, as far
// as there is so much and the close factor allows it; the repayment is what that costs
// and not a unit more.
func TestSeizeIsLiquidateByCollateral(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v, r := newVenue(t), drawRules(t)
		d, who := drawLoan(t, v, r)
		ask := money.Gwei(logUniform(0, 14).Draw(t, "collateral"))
		debt, collateral, supplied, most := d.Debt(who), d.Collateral(who), d.Supplied(), d.closable(d.loans.of(who))
		price := d.raw
		v.give(v.who(liquidator), eth, debt)
		posts := v.Posts()
		s, err := d.Seize(v.Book, v.who(liquidator), who, ask)
		if err != nil {
			if !errors.Is(err, ErrTooSmall) || v.Posts() != posts {
				t.Fatalf("%v after %d postings", err, v.Posts()-posts)
			}
			return
		}
		v.sound(d)
		total := s.Seized + s.Cut
		if cost := float64(total) * price / d.Rules().Incentive; s.Repaid > most || float64(s.Repaid) < cost*(1-1e-15) {
			t.Fatalf("%d repaid for what costs %v, %d allowed", s.Repaid, cost, most)
		}
		cost := math.Ceil(float64(min(ask, collateral)) * price / d.Rules().Incentive)
		switch {
		case cost <= float64(most) && (total != min(ask, collateral) || math.Abs(float64(s.Repaid)-cost) > 1):
			t.Fatalf("%d taken of %d asked for, %d repaid instead of %v", total, ask, s.Repaid, cost)
		case cost > float64(most) && s.Repaid != most:
			t.Fatalf("%d repaid, where the close factor allows %d", s.Repaid, most)
		}
		requireRemainder(t, d, who, s, debt, collateral, supplied)
	})
}

// TestLiquidateInto is Liquidate and a sale, where the sale pays; else nothing.
func TestLiquidateInto(t *testing.T) {
	seen := map[bool]int{}
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed") // the same loan on two ledgers
		r := drawRules(t)
		one, other := newVenue(t), newVenue(t)
		build := func(v *venue) (*StableSwap, *Desk, ledger.Account) {
			size := float64(1 + seed%1000)
			p := v.stable(50, StableFee{Rate: 0.001}, 1e12, money.Gwei(1e10*size), 1)
			d := v.lend(r, 1e13)
			v.owe(d, v.who(borrower), 1e12, 9e11)
			d.Mark(0.9)
			v.give(v.who(liquidator), eth, 1e12)
			return p, d, v.who(borrower)
		}
		p, d, who := build(one)
		q, e, _ := build(other)
		posts := one.Posts()
		s, f, err := d.LiquidateInto(one.Book, p, one.who(liquidator), who, 8e11)
		want, err2 := e.Liquidate(other.Book, other.who(liquidator), who, 8e11)
		one.must(err2)
		pays := q.SellOut(want.Seized) >= want.Repaid
		seen[pays]++
		switch {
		case pays && (err != nil || s != want || f.Out != q.SellOut(want.Seized)):
			t.Fatalf("%+v and %+v with %v, want %+v", s, f, err, want)
		case !pays && (!errors.Is(err, ErrLoss) || one.Posts() != posts || d.Debt(who) != 9e11 || s != Seizure{}):
			t.Fatalf("a loss: %v, %+v", err, s)
		}
		one.sound(d)
	})
	if seen[true] == 0 || seen[false] == 0 {
		t.Errorf("%d sales paid and %d did not", seen[true], seen[false])
	}
}

// TestWhatALoanIsToldOfItself: half of the collateral's worth is lent at LTV 80 %.
func TestWhatALoanIsToldOfItself(t *testing.T) {
	v := newVenue(t)
	d := v.lend(DeskRules{LLTV: 0.9, LTV: 0.8, CloseFactor: 0.5, CloseBelow: 0.95, Rate: KinkedRate{Optimal: 0.9}}, 1000e9)
	who := v.who(borrower)
	v.owe(d, who, 100e9, 50e9)
	d.Mark(1)
	if d.LoanToValue(who) != 0.5 || d.Capacity(who) != 80e9 || d.CloseFactor(who) != 0.5 {
		t.Errorf("loan to value %v, capacity %d, close factor %v", d.LoanToValue(who), d.Capacity(who), d.CloseFactor(who))
	}
	d.Mark(0.5 * 0.949 / 0.9) // health 0.949
	if d.CloseFactor(who) != 1 {
		t.Errorf("close factor %v at health %v", d.CloseFactor(who), d.Health(who))
	}
	if nobody := v.who(crowd); d.LoanToValue(nobody) != 0 || d.Capacity(nobody) != 0 {
		t.Errorf("an account without a loan is at %v and may borrow %d", d.LoanToValue(nobody), d.Capacity(nobody))
	}
}
