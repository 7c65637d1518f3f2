package restake

import (
	"errors"
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// A token that has lost everything has no price for a depositor, nor has one at which
// the new tokens would be more than an asset may have.
func TestWipedTokenTakesNoDeposit(t *testing.T) {
	for _, left := range []money.Gwei{0, 1, 2_000_000} { // at the last, 10 ETH would buy 5e18 units
		x := newLone(t, exitTerms(t, "ezETH", ratio(1, 1)), 100e9, 1e15, 0)
		x.revalue(left)
		x.settle(clock.Time(day))
		if _, err := x.token.Deposit(x.book, ledger.Outside, 10e9, clock.Time(day)); !errors.Is(err, ErrWiped) {
			t.Errorf("a deposit with %d left: %v", left, err)
		}
		worth := 100e9 * left / 1e15
		if err := x.token.RequestExit(x.book, x.alice, 100e9, clock.Time(day)); errors.Is(err, ErrTooSmall) != (worth == 0) {
			t.Errorf("an exit worth %d: %v", worth, err)
		}
		must(t, x.book.Recount())
	}
}

// The cap leaves room for the backing, not for the supply, and exits reopen it.
func TestCapCountsBacking(t *testing.T) {
	p := exitTerms(t, "rETH", ratio(11, 10))
	p.Cap = 120e9
	x := newLone(t, p, 50e9, 100e9, 110e9)
	room, err := x.token.Room(x.book)
	must(t, err)
	equal(t, "room under 120 with 110", room, 10e9)
	if _, err := x.token.Deposit(x.book, ledger.Outside, 10e9+1, 0); !errors.Is(err, ErrCap) {
		t.Errorf("one gwei too much: %v", err)
	}
	must(t, x.token.RequestExit(x.book, x.alice, 50e9, 0))
	x.settle(0)
	room, err = x.token.Room(x.book)
	must(t, err)
	equal(t, "room after 55 were paid", room, 65e9)
	if _, err := x.token.Deposit(x.book, ledger.Outside, 10e6-1, 0); !errors.Is(err, ErrTooSmall) {
		t.Errorf("below 0.01: %v", err)
	}
	// Of 10 ETH 0.05 % are the fee; at 1.1 the rest buys 9.995/1.1, rounded down.
	minted, err := x.token.Deposit(x.book, ledger.Outside, 10e9, 0)
	must(t, err)
	equal(t, "minted", minted, 9_086_363_636)
	equal(t, "fee", x.book.Balance(x.token.Treasury(), testETH), 5_000_000)
	x.token.SetCap(0)
	room, err = x.token.Room(x.book)
	must(t, err)
	equal(t, "room without a cap", room, unlimited)
}

// The rate is recognised once a day: what is lost at noon is seen at the end of the day,
// and what is lost an hour later a day after that.
func TestRateIsRecognisedOnceADay(t *testing.T) {
	x := newLone(t, exitTerms(t, "ezETH", ratio(1, 1)), 50e9, 100e9, 0)
	x.settle(clock.Time(12 * clock.Hour))
	for _, c := range []struct {
		hours   clock.Time
		backing money.Gwei
		rate    float64
	}{{12, 80e9, 1}, {23, 80e9, 1}, {24, 80e9, 0.8}, {25, 60e9, 0.8}, {47, 60e9, 0.8}, {48, 60e9, 0.6}, {49, 90e9, 0.6}, {100, 90e9, 0.9}, {123, 50e9, 0.9}, {124, 50e9, 0.5}} {
		x.revalue(c.backing)
		x.settle(c.hours * clock.Time(clock.Hour))
		equal(t, "rate recognised", x.token.Recognised(), c.rate)
		value, err := x.token.Value(x.book)
		must(t, err)
		equal(t, "true rate", value, float64(c.backing)/100e9)
	}
}

// A basket waits in the line of a base token that cancels exits below 98 % of their
// value at request. The base loses a tenth: the base tokens come back to the basket,
// which still counts them.
func TestCancelledExitComesBackToTheBasket(t *testing.T) {
	b := ledger.New(testAssets(), 32)
	chain := testChain()
	base, err := NewLiquidToken(b, exitTerms(t, "mellow", ratio(1, 1)), Wiring{Asset: testStETH, ETH: testETH, Chain: chain, Parts: []Part{{Vault: Own, Weight: 1}}})
	must(t, err)
	basket, err := NewLiquidToken(b, exitTerms(t, "ezETH", ratio(1, 1)), Wiring{Asset: testLRT, ETH: testETH, Chain: chain, Parts: []Part{{Vault: Own, Base: base, Weight: 1}}})
	must(t, err)
	owner := b.Open("owner", 1)
	must(t, basket.Endow(b, owner, 100e9))
	must(t, basket.Found(b, 0))
	must(t, base.Found(b, 100e9))
	_, err = basket.Unbond(b, 0, 40e9)
	must(t, err)
	equal(t, "in the base's line", base.Queued(), 40e9)
	must(t, b.Post(ledger.Transfer{From: base.buffer, To: ledger.Burn, Asset: testETH, Amount: 10e9, Why: ledger.Slash}))
	must(t, base.Settle(b, clock.Time(5*day), nil))
	equal(t, "in the base's line after its round", base.Queued(), 0)
	backing, err := basket.Backing(b)
	must(t, err)
	equal(t, "backing", backing, 90e9)
	working, err := basket.PartStake(b, 0)
	must(t, err)
	equal(t, "working", working, 90e9)
}

// Fees are taken of gains and not of losses: at 10 %, 10 ETH won
// on 100 mint tokens that are worth 1 ETH of 110, ⌊100·1/109⌋.
func TestFeeOnGain(t *testing.T) {
	p := exitTerms(t, "stETH", ratio(1, 1))
	p.RewardFee = ratio(1, 10)
	x := newLone(t, p, 50e9, 100e9, 0)
	x.revalue(110e9)
	x.settle(clock.Time(day))
	fee := x.book.Balance(x.token.Treasury(), testLRT)
	equal(t, "fee", fee, 917_431_192)
	value, err := x.token.InETH(fee)
	must(t, err)
	equal(t, "its worth", value, 999_999_999)
	x.revalue(80e9)
	x.settle(clock.Time(2 * day))
	equal(t, "fee after a loss", x.book.Balance(x.token.Treasury(), testLRT), fee)
}
