package agents_test

import (
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/clock"
)

// Twenty loopers at leverage 3 whose capital earns 1 % elsewhere; staking pays about
// 3 %, so a loop pays while the desk asks for less than about 4 %.
const sharpLoopers = `
agents:
  loopers: {kind: farmer, token: LRT, desk: desk, count: 20, holdings: 1 000 ETH, size: 1 ETH, switching: 0 %, discount: 1 %/y,
    horizon: 365d, risk: 0, hope: 1, leverage: 3x, precision: 1000000, taste_life: 1d, review: {every: 12h}}
`

// ledgerOfLoops follows what loopers owe and the rate that they pay.
type ledgerOfLoops struct{ owed, rate map[clock.Time]float64 }

func (s *stage) followLoops() ledgerOfLoops {
	out := ledgerOfLoops{map[clock.Time]float64{}, map[clock.Time]float64{}}
	s.look = func(v *engine.View, c *engine.Cohort) {
		if c.Name != "loopers" {
			return
		}
		out.rate[v.Now], out.owed[v.Now] = v.Desk(0).BorrowRate, 0
		for i := range c.Size {
			_, debt := v.Loan(0, c.Account(int32(i)))
			out.owed[v.Now] += debt
		}
	}
	return out
}

// last is the latest value noted by a time.
func last(of map[clock.Time]float64, by clock.Span) float64 {
	found, at := 0.0, clock.Time(-1)
	for t, x := range of {
		if t > at && t <= clock.Time(0).Add(by) {
			found, at = x, t
		}
	}
	return found
}

// crowd casts a puppet that borrows at the desk on day 5 and so lifts its rate.
func (s *stage) crowd(loan float64) {
	s.cast(puppet{tokens: engine.ETH(2 * loan), at: 5 * clock.Day,
		do: []engine.Action{{Verb: engine.Borrow, Amount: engine.ETH(2 * loan), Ratio: 0.5}}})
}

// TestLooperUnwindsWhenCarryTurns: others borrow and lift the desk's rate. Loops stand
// while the rate is below the yield of what they hold. Beyond it they shrink until the
// rate has come down to the yield, where L·y - (L-1)·r no longer depends on L.
func TestLooperUnwindsWhenCarryTurns(t *testing.T) {
	for _, c := range []struct {
		loan   float64
		unwind bool
	}{{0, false}, {3000, false}, {7600, true}, {7900, true}} {
		s := load(t, sharpLoopers, "programmes.season.share=0.0001 %")
		s.crowd(c.loan)
		loops, o := s.followLoops(), engine.Outlook{}
		follow := s.look
		s.look = func(v *engine.View, c *engine.Cohort) { follow(v, c); o = *v.Token(0) }
		s.play(t, 1)
		before, after, rate := last(loops.owed, 5*clock.Day), last(loops.owed, 30*clock.Day), last(loops.rate, 30*clock.Day)
		switch {
		case !c.unwind && (after < before || rate > o.Yield):
			t.Errorf("others borrow %.0f: loops went from %.0f to %.0f ETH at a rate of %.4f", c.loan, before, after, rate)
		case c.unwind && (after > 0.9*before || math.Abs(rate-o.Yield) > 0.006):
			t.Errorf("others borrow %.0f: loops went from %.0f to %.0f ETH, rate %.4f, yield %.4f", c.loan, before, after, rate, o.Yield)
		}
	}
}

// TestLooperUnwindsAtAnEmptyDesk: a desk whose cash is lent out lends no more, but takes
// repayments, so that loops can still be lowered.
func TestLooperUnwindsAtAnEmptyDesk(t *testing.T) {
	s := load(t, sharpLoopers, "programmes.season.share=0.0001 %", "markets.desk.slope2=3.5 %/y")
	s.crowd(8200)
	loops := s.followLoops()
	s.play(t, 1)
	lowered := 0
	for _, x := range s.asked("loopers", engine.Unlever) {
		if x.Ratio > 1 {
			lowered++
		}
	}
	if lowered == 0 || last(loops.owed, 30*clock.Day) > 0.9*last(loops.owed, 5*clock.Day) {
		t.Errorf("%d lowered, debt went from %.0f to %.0f ETH at a rate of %.4f", lowered,
			last(loops.owed, 5*clock.Day), last(loops.owed, 30*clock.Day), last(loops.rate, 5*clock.Day+clock.Hour))
	}
}

// TestLooperUnwindsAsItsHealthFalls: a large sale lowers the price at which the desk
// values collateral. The larger it is, the more of their debt loopers repay in three
// days, though they mind no stress and pay no more for their loans; the more so, the
// more health they ask for and the higher their leverage.
func TestLooperUnwindsAsItsHealthFalls(t *testing.T) {
	const loopers = `
agents:
  loopers: {kind: farmer, token: LRT, desk: desk, count: 80, holdings: 400 ETH, size: 1 ETH, discount: 3 %/y, risk: 0, leverage: {dist: uniform, min: 4x, max: 8x}}
`
	repaid := func(sale float64, edits ...string) float64 {
		s := load(t, loopers, append(edits, "programmes.season.share=0.0001 %")...)
		s.cast(puppet{tokens: engine.ETH(20_000), at: 5 * clock.Day, do: []engine.Action{{Verb: engine.Sell, Amount: engine.ETH(sale)}}})
		loops := s.followLoops()
		s.play(t, 1)
		return 1 - last(loops.owed, 8*clock.Day)/last(loops.owed, 5*clock.Day)
	}
	none := repaid(0)
	if math.Abs(none) > 0.01 {
		t.Errorf("loopers repaid %.3f of their debt though nothing happened", none)
	}
	rising(t, "share repaid by size of the sale", 0.02, none, repaid(12_000), repaid(15_000), repaid(17_000))
	rising(t, "share repaid by the least health borne", 0.02, repaid(15_000, "agents.loopers.health=0.9"), repaid(15_000, "agents.loopers.health=1.02"),
		repaid(15_000, "agents.loopers.health=1.05"))
	rising(t, "share repaid by leverage", 0.02, repaid(15_000, "agents.loopers.leverage=5x"), repaid(15_000, "agents.loopers.leverage=7.5x"))
}
