package restake

import (
	"errors"
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// A mint on another chain costs 0.05 % of at most 32 ETH, at a rate of at most a day.
func TestMintAcrossABridge(t *testing.T) {
	x := newLone(t, exitTerms(t, "ezETH-2024-04", ratio(1, 1)), 50e9, 100e9, 0)
	posts := x.book.Posts()
	for _, c := range []struct {
		eth  money.Gwei
		now  clock.Time
		want error
	}{{10e9, clock.Time(day) + 1, ErrStale}, {0, 0, ErrTooSmall}, {-1, 0, ErrTooSmall}} {
		if _, err := x.token.DepositAcross(x.book, ledger.Outside, c.eth, c.now); !errors.Is(err, c.want) {
			t.Errorf("%d at %d: %v", c.eth, c.now, err)
		}
	}
	x.token.SetPaused(true)
	if _, err := x.token.DepositAcross(x.book, ledger.Outside, 1e9, 0); !errors.Is(err, ErrPaused) {
		t.Error(err)
	}
	x.token.SetPaused(false)
	equal(t, "postings of refusals", x.book.Posts(), posts)
	fees := money.Gwei(0)
	for _, c := range []struct{ eth, fee money.Gwei }{{10e9, 5_000_000}, {500e9, 16_000_000}, {1_999, 0}} {
		minted, err := x.token.DepositAcross(x.book, ledger.Outside, c.eth, clock.Time(day))
		must(t, err)
		fees += c.fee
		equal(t, "minted", minted, c.eth-c.fee)
		equal(t, "fees so far", x.book.Balance(x.token.Treasury(), testETH), fees)
	}
	x.settle(clock.Time(day) + 1)
	_, err := x.token.DepositAcross(x.book, ledger.Outside, 1e9, clock.Time(2*day)+1)
	must(t, err)
	other := newLone(t, exitTerms(t, "rsETH", ratio(1, 1)), 50e9, 100e9, 0)
	if _, err := other.token.DepositAcross(other.book, ledger.Outside, 1e9, 0); !errors.Is(err, ErrNoBridge) {
		t.Errorf("a token without a bridge: %v", err)
	}
}

// 1 % stays in the pool and 0.5 % goes to the treasury: of 1,000,000,001 units together
// 15,000,000.015, rounded up once.
func TestTreasurysPartOfAnInstantExit(t *testing.T) {
	p := exitTerms(t, "pufETH", ratio(1, 1))
	p.Commission = ratio(1, 200)
	x := newLone(t, p, 2e9, 100e9, 990_000_000)
	posts := x.book.Posts()
	// 985,000,100 would be paid, but with the 5,000,000 of the treasury it is too much.
	if _, err := x.token.Instant(x.book, x.alice, 1_000_000_102); !errors.Is(err, ErrBuffer) || x.book.Posts() != posts {
		t.Errorf("beyond the buffer: %v", err)
	}
	paid, err := x.token.Instant(x.book, x.alice, 1_000_000_001)
	must(t, err)
	equal(t, "paid", paid, 985_000_000)
	equal(t, "the treasury's", x.book.Balance(x.token.Treasury(), testETH), 5_000_000)
}

// An exit fee of 1 % leaves 9.9 of 10, which is just enough for one owner and not for
// another, whose tokens return.
func TestExitFeeAndOwnersMinimum(t *testing.T) {
	p := exitTerms(t, "mellow", ratio(1, 1))
	p.ExitFee, p.MinKept = ratio(1, 100), money.Ratio{}
	x := newLone(t, p, 20e9, 100e9, 100e9)
	must(t, x.token.RequestExitAtLeast(x.book, x.alice, 10e9, 9_900_000_001, 0))
	must(t, x.token.RequestExitAtLeast(x.book, x.alice, 10e9, 9_900_000_000, 0))
	equal(t, "the second's promise", x.token.WaitingExit(1), WaitingExit{x.alice, 10e9, 10e9, 9_900_000_000, clock.Time(5 * day)})
	worth, err := x.token.ExitWorth(10e9)
	must(t, err)
	equal(t, "worth", worth, 9_900_000_000)
	claims, err := x.token.ClaimsOf(x.book, x.alice, 1)
	must(t, err)
	equal(t, "claims", claims, 2*9_900_000_000)
	x.settle(clock.Time(5 * day))
	equal(t, "paid", x.book.Balance(x.alice, testETH), 9_900_000_000)
	equal(t, "returned", x.book.Balance(x.alice, testLRT), 10e9)
	left, err := x.token.Backing(x.book)
	must(t, err)
	equal(t, "left with the fee", left, 90_100_000_000)
}

// Calendar weeks count from their start: who asks a day after it, or before it, waits
// for the end of the second week and the delay.
func TestCalendarBeginsAtItsStart(t *testing.T) {
	p := exitTerms(t, "mstETH", ratio(1, 1))
	p.Start = clock.Time(3 * day)
	for now, want := range map[clock.Span]clock.Span{4 * day: 17 * day, 2 * day: 17 * day, 3*day + week: 24 * day} {
		equal(t, "ready", p.ready(clock.Time(now)), clock.Time(want+p.Delay))
	}
}

// A rate of more than 3e11 ETH per share does not fit Lido's fixed point and is priced
// exactly.
func TestShareRateBeyondItsFixedPoint(t *testing.T) {
	got, err := atShareRate(3, 5, 1e18, 1)
	must(t, err)
	equal(t, "three shares", got, 3e18)
}
