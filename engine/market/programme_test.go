package market

import (
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// season is a programme of 1000 reward tokens, 2 points per token and hour, that had run
// for 10 days and ends after 30 more.
func season() *Programme {
	return &Programme{token: reward, pot: 1000e9, unit: 1e-9, rate: 2.0 / 3600, running: 10 * clock.Day, ends: 30 * clock.Day}
}

// TestSeason follows three holders by hand: one from the start, one who comes after ten
// days and one who leaves then.
func TestSeason(t *testing.T) {
	v, p := newVenue(t), season()
	stayer, comer, leaver := v.who(0), v.who(1), v.who(2)
	day := func(n int) clock.Time { return clock.Time(clock.Span(n) * clock.Day) }
	p.Touch(stayer, 5e9, 0)
	p.Touch(leaver, 20e9, 0)
	if got := p.Points(leaver, 0) / 48; got != 200 {
		t.Errorf("%v token-days before the snapshot", got)
	}
	p.Touch(comer, 10e9, day(10))
	p.Touch(leaver, 0, day(10))

	points := func(a ledger.Account, n int) float64 { return p.Points(a, day(n)) / 48 } // token-days
	for _, c := range []struct {
		who  ledger.Account
		day  int
		want float64
	}{
		{stayer, 10, 100}, {comer, 10, 0}, {leaver, 10, 400},
		{stayer, 20, 150}, {comer, 20, 100}, {leaver, 20, 400}, {comer, 40, 200}, {v.who(9), 20, 0},
	} {
		if got := points(c.who, c.day); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("account %d has %v token-days on day %d, want %v", c.who, got, c.day, c.want)
		}
	}
	// By the end there will be 200 + 200 + 400 token-days, 48 points each, for 1000
	// tokens, worth 0.5 each.
	if got, want := p.PointValue(0.5, day(12)), 1000*0.5/(800*48); math.Abs(got/want-1) > 1e-12 {
		t.Errorf("a point is worth %v, want %v", got, want)
	}
	if got, want := p.YearlyYield(0.5, day(12)), 365*1000*0.5/800; math.Abs(got/want-1) > 1e-12 {
		t.Errorf("a token's points are worth %v a year, want %v", got, want)
	}
	if got := p.Total(day(20)) / 48; math.Abs(got-650) > 1e-9 {
		t.Errorf("%v token-days in all on day 20", got)
	}
	if !p.Running(day(29)) || p.Running(day(30)) || p.Left(day(12)) != 18*clock.Day || p.Left(day(31)) != 0 {
		t.Errorf("running until day 30: %v, %v left", p.Running(day(29)), p.Left(day(12)))
	}
	paid, err := p.Airdrop(v.Book, day(31))
	v.must(err)
	for who, want := range map[ledger.Account]money.Gwei{stayer: 250e9, comer: 250e9, leaver: 500e9} {
		if got := v.Balance(who, reward); got != want {
			t.Errorf("account %d gets %d, want %d", who, got, want)
		}
	}
	if again, err := p.Airdrop(v.Book, day(32)); paid != 1000e9 || again != 0 || err != nil {
		t.Errorf("%d paid, then %d, %v", paid, again, err)
	}
	v.sound()
}

// TestSeasonEndsEarly: points stop when the season is ended, and an end that comes
// after the season changes nothing.
func TestSeasonEndsEarly(t *testing.T) {
	p := season()
	p.Touch(7, 1e9, 0)
	p.EndNow(clock.Time(5 * clock.Day))
	p.EndNow(clock.Time(9 * clock.Day))
	if got := p.Points(7, clock.Time(20*clock.Day)) / 48; math.Abs(got-15) > 1e-12 || p.Running(clock.Time(6*clock.Day)) {
		t.Errorf("%v token-days, running is %v", got, p.Running(clock.Time(6*clock.Day)))
	}
	p.Reset()
	if p.Points(7, 0) != 0 || !p.Running(0) {
		t.Error("a reset season is not new")
	}
	p.Touch(7, 1e9, 0)
	p.EndNow(clock.Time(90 * clock.Day))
	if got := p.Total(clock.Time(99*clock.Day)) / 48; math.Abs(got-40) > 1e-12 {
		t.Errorf("%v token-days after an end that came too late", got)
	}
}

// TestWhatIsHeldAtTheSnapshotWasHeldBefore: however often and in what steps a balance is
// noted then, the last one counts for the ten days before, 48 points a token-day.
func TestWhatIsHeldAtTheSnapshotWasHeldBefore(t *testing.T) {
	for _, held := range [][]money.Gwei{{8e9}, {5e9, 8e9}, {9e9, 8e9}, {8e9, 0, 8e9}, {0, 8e9}} {
		p := season()
		for _, n := range held {
			p.Touch(7, n, 0)
		}
		if own, all := p.Points(7, 0)/48, p.Total(0)/48; math.Abs(own-80) > 1e-9 || math.Abs(all-80) > 1e-9 {
			t.Errorf("%v: %v token-days, %v in all, want 80", held, own, all)
		}
	}
}
