package market

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
)

// plain are the rules of most desk tests: a flat rate, no bonus for the reserve.
func plain(rate float64) DeskRules {
	return DeskRules{LLTV: 0.86, LTV: 0.86, CloseFactor: 1, WriteOff: true, Rate: KinkedRate{Base: rate, Optimal: 0.9}}
}

// TestKinkedRate: Aave's WETH market on Ethereum of 18 April 2026, which lent at 2.27 %
// when 88.5 % was lent out, and the ends of both slopes.
func TestKinkedRate(t *testing.T) {
	k := KinkedRate{Base: 0.01, Slope1: 0.0235, Slope2: 0.06, Optimal: 0.92}
	for _, c := range []struct{ at, want float64 }{
		{0, 0.01}, {0.46, 0.02175}, {0.92, 0.0335}, {0.96, 0.0635}, {1, 0.0935},
	} {
		if got := k.At(c.at); math.Abs(got-c.want) > 1e-15 {
			t.Errorf("rate at %v is %v, want %v", c.at, got, c.want)
		}
	}
	published := KinkedRate{Slope1: 0.0235, Slope2: 0.06, Optimal: 0.92}
	if got := published.At(0.885); math.Abs(got-0.0227) > 0.0002 {
		t.Errorf("Aave's rate is %v, published is 0.0227", got)
	}
}

func TestKinkedRateRises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		share := rapid.Float64Range(0, 1)
		k := KinkedRate{share.Draw(t, "base"), share.Draw(t, "slope1"), share.Draw(t, "slope2"), rapid.Float64Range(0.01, 0.99).Draw(t, "optimal")}
		a, b := share.Draw(t, "a"), share.Draw(t, "b")
		low, high := k.At(min(a, b)), k.At(max(a, b))
		steepest := max(k.Slope1/k.Optimal, k.Slope2/(1-k.Optimal))
		if low > high || high-low > steepest*math.Abs(a-b)+1e-15*(high+steepest) || !k.valid() {
			t.Fatalf("rates %v and %v at %v and %v", low, high, a, b)
		}
	})
}

// TestInterestOfAYear: debt grows to 900·e^r, and what it grows by goes to lenders less
// the reserve's part.
func TestInterestOfAYear(t *testing.T) {
	v := newVenue(t)
	r := plain(0.05)
	r.ReserveFactor = 0.15
	d := v.lend(r, 1000*money.ETH)
	v.owe(d, v.who(borrower), 2000*money.ETH, 900*money.ETH)
	if d.Utilisation() != 0.9 || d.Cash() != 100*money.ETH || math.Abs(d.SupplyRate()-0.03825) > 1e-15 {
		t.Errorf("utilisation %v, cash %d, lenders earn %v", d.Utilisation(), d.Cash(), d.SupplyRate())
	}
	v.must(d.Accrue(v.Book, clock.Time(clock.Year)))
	interest := 900e9 * (math.Exp(0.05) - 1)
	for what, c := range map[string]struct{ got, want float64 }{
		"debt":    {float64(d.Debt(v.who(borrower))), 900e9 + interest},
		"lenders": {float64(d.SupplyOf(v.Book, v.who(lender))), 1000e9 + 0.85*interest},
		"reserve": {float64(d.SupplyOf(v.Book, v.reserve)), 0.15 * interest},
		"cash":    {float64(d.Cash()), 100e9},
	} {
		if math.Abs(c.got-c.want) > 3 {
			t.Errorf("%s: %v, want %v", what, c.got, c.want)
		}
	}
	v.sound(d)
}

// TestStepsCompound: at a constant rate any division of a span into steps comes to the
// same debt, but for a unit a step, and time that does not advance costs nothing.
func TestStepsCompound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		rate := rapid.Float64Range(0, 0.5).Draw(t, "rate")
		d := v.lend(plain(rate), 5000*money.ETH)
		v.owe(d, v.who(borrower), 9000*money.ETH, 4000*money.ETH)
		steps := rapid.SliceOfN(rapid.IntRange(0, 40*int(clock.Day)), 1, 20).Draw(t, "steps")
		now := clock.Time(0)
		for _, s := range steps {
			now = now.Add(clock.Span(s))
			v.must(d.Accrue(v.Book, now))
		}
		v.must(d.Accrue(v.Book, now-1))
		want := 4000e9 * math.Exp(rate*float64(now)/float64(clock.Year))
		if got := float64(d.Borrowed()); got > want+1+1e-14*want || got < want-float64(len(steps))-1-1e-14*want {
			t.Fatalf("%v owed after %d steps, want %v", got, len(steps), want)
		}
		v.sound(d)
	})
}

// TestLendersEarnTheSupplyRate: over a short time claims grow by what SupplyRate says.
func TestLendersEarnTheSupplyRate(t *testing.T) {
	v := newVenue(t)
	d := v.lend(DeskRules{LLTV: 0.86, LTV: 0.86, CloseFactor: 1, ReserveFactor: 0.2,
		Rate: KinkedRate{Base: 0.01, Slope1: 0.04, Slope2: 0.9, Optimal: 0.8}}, 1_000_000*money.ETH)
	v.owe(d, v.who(borrower), 2_000_000*money.ETH, 900_000*money.ETH)
	if got := d.BorrowRate(); math.Abs(got-0.5) > 1e-15 {
		t.Fatalf("half way up the steep slope the rate is %v", got)
	}
	want := d.SupplyRate() / 365 / 24
	v.must(d.Accrue(v.Book, clock.Time(clock.Hour)))
	got := float64(d.SupplyOf(v.Book, v.who(lender)))/1e15 - 1
	if math.Abs(got/want-1) > 0.5/365/24 { // half the borrow rate over the hour: compounding
		t.Errorf("lenders earn %v in an hour, the rate says %v", got, want)
	}
}

// TestLenderQueue: with everything lent out nobody can leave; cash that comes back is
// paid to who asks, and shares that could not be paid stay.
func TestLenderQueue(t *testing.T) {
	v := newVenue(t)
	d := v.lend(plain(0), 100*money.ETH)
	who := v.who(lender)
	v.owe(d, v.who(borrower), 200*money.ETH, 100*money.ETH)
	if _, err := d.Withdraw(v.Book, who, math.MaxInt64); !errors.Is(err, ErrNoCash) || d.Utilisation() != 1 {
		t.Errorf("at utilisation %v withdrawing ends with %v", d.Utilisation(), err)
	}
	if err := d.Borrow(v.Book, v.who(borrower), 1); !errors.Is(err, ErrUnhealthy) {
		t.Errorf("without a price borrowing ends with %v", err)
	}
	d.Mark(1)
	if err := d.Borrow(v.Book, v.who(borrower), 1); !errors.Is(err, ErrNoCash) {
		t.Errorf("without cash borrowing ends with %v", err)
	}
	_, err := d.Repay(v.Book, v.who(borrower), 30*money.ETH)
	v.must(err)
	paid, err := d.Withdraw(v.Book, who, math.MaxInt64)
	if err != nil || paid != 30*money.ETH || d.SupplyOf(v.Book, who) != 70*money.ETH {
		t.Errorf("%d paid, %v, %d left", paid, err, d.SupplyOf(v.Book, who))
	}
	v.sound(d)
}

// TestLastLenderAtAHighSharePrice: a share that has come to stand for more than two
// units does not keep the last lender from the cash that there is.
func TestLastLenderAtAHighSharePrice(t *testing.T) {
	v := newVenue(t)
	d := v.lend(plain(2), 1000)
	v.owe(d, v.who(borrower), 5000, 900)
	v.must(d.Accrue(v.Book, clock.Time(clock.Year)))
	d.Mark(1e6)
	owed := d.Debt(v.who(borrower))
	v.give(v.who(borrower), eth, owed)
	_, err := d.Repay(v.Book, v.who(borrower), owed-1)
	v.must(err)
	cash := d.Cash()
	if paid, err := d.Withdraw(v.Book, v.who(lender), math.MaxInt64); err != nil || paid != cash {
		t.Errorf("%d of %d paid, %v", paid, cash, err)
	}
	v.sound(d)
}
