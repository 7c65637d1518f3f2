package market

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/money"
)

// TestUnwindStepwise against the same rounds made one by one through the desk's other
// verbs: what is free, sold and repaid, until one of the stops.
func TestUnwindStepwise(t *testing.T) {
	closed, stalled := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		amplification := rapid.SampledFrom([]float64{5, 50, 500}).Draw(t, "amplification")
		depth := money.Gwei(logUniform(11, 14).Draw(t, "depth"))
		share := rapid.Float64Range(0.5, 1).Draw(t, "share of the limit")
		s := Stepwise{Stop: 1e-6, Most: rapid.SampledFrom([]int{0, 1, 3, 50}).Draw(t, "most")}
		build := func() (*venue, *StableSwap, *Desk) {
			v := newVenue(t)
			p := v.stable(amplification, StableFee{Rate: 0.001}, depth, depth, 1)
			d := v.lend(plain(0), 1e13)
			v.owe(d, v.who(borrower), 1e12, money.Gwei(0.86*share*1e12))
			d.Mark(1)
			return v, p, d
		}
		v, p, d := build()
		who := v.who(borrower)
		first := d.Debt(who)
		rounds, u, err := d.UnwindStepwise(v.Book, p, who, s)
		v.must(err)
		v.sound(d)

		w, q, e := build()
		slow := 0
		for slow < s.Most || s.Most == 0 {
			debt, held := e.Debt(who), e.Collateral(who)
			free := money.Gwei(float64(held) - float64(debt)/0.86)
			if float64(debt) <= s.Stop*float64(first) || free <= 0 {
				break
			}
			if closing, ok := UnwindSize(q, free, debt, 1, 1, 1); ok {
				free = closing
			}
			if q.SellOut(free) <= 0 {
				break
			}
			w.must(e.release(w.Book, who, free))
			f, err := q.Settle(w.Book, who, Order{Side: Sell, Amount: free})
			w.must(err)
			repaid, err := e.Repay(w.Book, who, f.Out)
			w.must(err)
			slow++
			if float64(repaid) < 1e-9*float64(first) {
				break
			}
		}
		if rounds != slow || d.Debt(who) != e.Debt(who) || d.Collateral(who) != e.Collateral(who) {
			t.Fatalf("%d rounds leave %d, one by one %d leave %d", rounds, d.Debt(who), slow, e.Debt(who))
		}
		if u.Repaid != first-d.Debt(who) || u.Sold != 1e12-d.Collateral(who) || d.Debt(who) > 0 && d.Health(who) < 1-1e-9 {
			t.Fatalf("%+v of %d, %d owed at health %v", u, first, d.Debt(who), d.Health(who))
		}
		if d.Debt(who) == 0 {
			closed++
		} else if s.Most == 0 {
			stalled++
		}
	})
	if closed == 0 || stalled == 0 {
		t.Errorf("%d loans closed and %d stalled", closed, stalled)
	}
}
