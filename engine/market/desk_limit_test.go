package market

import (
	"errors"
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// TestLiquidationStartsBeyondTheLimit: at the limit a loan is safe, a unit of debt or
// the last digit of the price beyond it is not.
func TestLiquidationStartsBeyondTheLimit(t *testing.T) {
	v := newVenue(t)
	d := v.lend(plain(0), 1000*money.ETH)
	safe, beyond := v.who(crowd), v.who(crowd+1)
	v.owe(d, safe, 100*money.ETH, 86*money.ETH)
	v.owe(d, beyond, 100*money.ETH, 86*money.ETH+1)
	d.Mark(1)
	if got := d.AppendUnhealthy(nil); !slices.Equal(got, []ledger.Account{beyond}) {
		t.Errorf("accounts %v may be liquidated", got)
	}
	v.give(v.who(liquidator), eth, 1000*money.ETH)
	if _, err := d.Liquidate(v.Book, v.who(liquidator), safe, money.ETH); !errors.Is(err, ErrHealthy) || d.Health(safe) != 1 {
		t.Errorf("at health %v: %v", d.Health(safe), err)
	}
	d.Mark(1 - 1e-15)
	if _, err := d.Liquidate(v.Book, v.who(liquidator), safe, money.ETH); err != nil || d.Health(beyond) >= 1 {
		t.Errorf("below health 1: %v", err)
	}
	if _, err := d.Liquidate(v.Book, v.who(liquidator), v.who(crowd+2), money.ETH); !errors.Is(err, ErrNoLoan) {
		t.Errorf("without a loan: %v", err)
	}
	v.sound(d)
}

// TestUnhealthyIsExactly debt above collateral times price times LLTV, in rationals, but
// for the last digits of binary64.
func TestUnhealthyIsExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		d := v.lend(plain(0), 1e15)
		price := rapid.Float64Range(0.5, 2).Draw(t, "price")
		collateral := money.Gwei(logUniform(6, 14).Draw(t, "collateral"))
		limit := new(big.Rat).Mul(new(big.Rat).SetFloat64(price), new(big.Rat).SetFloat64(0.86))
		limit.Mul(limit, big.NewRat(int64(collateral), 1))
		at, _ := limit.Float64()
		debt := money.Gwei(at) + money.Gwei(rapid.IntRange(-3, 3).Draw(t, "off"))
		v.owe(d, v.who(borrower), collateral, debt)
		d.Mark(price)
		off, _ := new(big.Rat).Sub(big.NewRat(int64(debt), 1), limit).Float64()
		if got := d.AnyUnhealthy(); got != (off > 0) && math.Abs(off) > 4e-16*at {
			t.Fatalf("%d owed is %v units off the limit, unhealthy is %v", debt, off, got)
		}
	})
}

// TestFreshLoansAreSafe: what the desk has just lent may not be liquidated at the same
// price, even at the limit and whatever interest has done to the share price.
func TestFreshLoansAreSafe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		d := v.lend(plain(rapid.Float64Range(0, 1).Draw(t, "rate")), 1e15)
		v.owe(d, v.who(crowd), 1e15, money.Gwei(logUniform(0, 14).Draw(t, "other debt")))
		v.must(d.Accrue(v.Book, clock.Time(rapid.IntRange(0, int(clock.Year)).Draw(t, "time"))))
		d.Mark(rapid.Float64Range(0.5, 2).Draw(t, "price"))
		who, collateral := v.who(borrower), money.Gwei(logUniform(0, 13).Draw(t, "collateral"))
		v.give(who, lrt, collateral)
		v.must(d.Deposit(v.Book, who, collateral))
		most := money.Gwei(float64(collateral) * d.Price() * 0.86)
		for most > 0 && !d.Allows(who, 0, most) {
			most--
		}
		if most == 0 {
			t.Skip("too little collateral")
		}
		v.must(d.Borrow(v.Book, who, most))
		if slices.Contains(d.AppendUnhealthy(nil), who) {
			t.Fatalf("%d lent against %d at %v, health %v", most, collateral, d.Price(), d.Health(who))
		}
	})
}
