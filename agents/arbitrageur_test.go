package agents_test

import (
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/clock"
)

const buyers = `
agents:
  buyers: {kind: arbitrageur, token: LRT, count: 4, capital: 4 000 ETH, required_return: 8 %/y, speed: 1 %/h, review: {fixed: 1h}}
`

// discounted fills the pool so that it pays about 1.8 % less than redemption.
func discounted(edits ...string) []string {
	return append(edits, "markets.pool.reserves.0=16 400 LRT", "markets.pool.reserves.1=3 600 ETH", "horizon=5d")
}

// TestArbitrageurBuysWhenTheWaitPays: what the discount gives has to be more than the
// required return over the wait in the actual queue.
func TestArbitrageurBuysWhenTheWaitPays(t *testing.T) {
	for _, c := range []struct {
		delay, required string
		buys            bool
	}{
		{"5d", "8 %/y", true},    // the wait costs 0.1 %
		{"60d", "8 %/y", true},   // 1.3 %
		{"120d", "8 %/y", false}, // 2.6 %
		{"120d", "4 %/y", true},  // 1.3 %
		{"5d", "100 %/y", true},  // 1.4 %
		{"10d", "100 %/y", false},
	} {
		s := load(t, buyers, discounted("assets.LRT.exit.delay="+c.delay, "agents.buyers.required_return="+c.required)...)
		var o engine.Outlook
		s.outlookAt("buyers", clock.Hour, &o)
		got := s.play(t, 1)
		if math.Abs(1-o.Price-0.018) > 0.001 {
			t.Fatalf("the pool's discount is %.4f, and the cases are made for 0.018", 1-o.Price)
		}
		if bought := got["dip_bought[LRT]"]; bought > 0 != c.buys || (len(s.asked("buyers")) > 0) != c.buys {
			t.Errorf("wait %s, required %s: bought %.2f ETH, want any: %v", c.delay, c.required, bought, c.buys)
		}
		if queued := got["requested[LRT]"]; c.buys && queued < 0.999*got["dip_bought[LRT]"] {
			t.Errorf("wait %s: bought %.2f ETH and queued %.2f", c.delay, got["dip_bought[LRT]"], queued)
		}
	}
}

// TestArbitrageurMindsTheQueueBeforeHim: the same token on the same terms, but a queue
// in front because others have asked for a part of it. The most that he offers falls by
// the return that he requires over the longer wait, until no price in the pool is low
// enough.
func TestArbitrageurMindsTheQueueBeforeHim(t *testing.T) {
	var offers, waits []float64
	for _, queue := range []float64{0, 15_000, 30_000, 70_000} {
		s := load(t, buyers, discounted("ethereum.staked=4 000 000 ETH", "assets.LRT.exit.delay=12h", "agents.buyers.required_return=300 %/y", "agents.buyers.speed=0.01 %/h")...)
		s.cast(puppet{tokens: engine.ETH(70_000), at: 2 * clock.Day, do: []engine.Action{{Verb: engine.Queue, Amount: engine.ETH(queue)}}})
		var o engine.Outlook
		s.outlookAt("buyers", 3*clock.Day, &o)
		s.play(t, 1)
		offer := 0.0
		for _, x := range s.asked("buyers", engine.Buy) {
			if x.at == clock.Time(0).Add(3*clock.Day) {
				offer = x.Limit
			}
		}
		if want := math.Exp(-3 * o.Wait); offer > 0 && math.Abs(offer-want) > 1e-9 || offer == 0 && want > o.Price {
			t.Errorf("queue of %.0f ETH, wait %.1f d, price %.4f: offers %.5f, want %.5f", queue, 365*o.Wait, o.Price, offer, want)
		}
		offers, waits = append(offers, -offer), append(waits, o.Wait)
	}
	rising(t, "waits", 0.25/365, waits...)
	rising(t, "offers, the highest first", 0.001, offers[:2]...)
	if offers[3] != 0 {
		t.Errorf("offers %.4f behind a queue of %.0f days", -offers[3], 365*waits[3])
	}
}

// TestArbitrageurIsAsStrongAsItsCapitalAndSpeed: more capital, more speed and a lower
// required return each buy more, and no more is spent than there is.
func TestArbitrageurIsAsStrongAsItsCapitalAndSpeed(t *testing.T) {
	bought := func(edits ...string) float64 {
		return load(t, buyers, discounted(edits...)...).play(t, 1)["dip_bought[LRT]"]
	}
	small := bought("agents.buyers.capital=100 ETH")
	rising(t, "bought by capital", 100, small, bought("agents.buyers.capital=1 000 ETH"), bought("agents.buyers.capital=10 000 ETH"))
	if small > 100/0.98 {
		t.Errorf("100 ETH bought %.2f ETH of redemption value at a discount of less than 2 %%", small)
	}
	rising(t, "bought by speed", 40, bought("agents.buyers.speed=0.01 %/h"), bought("agents.buyers.speed=0.1 %/h"), bought("agents.buyers.speed=10 %/h"))
	rising(t, "bought by required return", 100, bought("agents.buyers.required_return=60 %/y"), bought("agents.buyers.required_return=30 %/y"), bought("agents.buyers.required_return=5 %/y"))
}

// TestArbitrageurQueuesWhatItBoughtWhileTheQueueWasClosed: a buyer who reckons with 60
// days asks for redemption as soon as he can.
func TestArbitrageurQueuesWhatItBoughtWhileTheQueueWasClosed(t *testing.T) {
	for _, c := range []struct {
		belief string
		buys   bool
	}{{"60d", true}, {"120d", false}} {
		s := load(t, buyers+"events: [{at: 2d, do: open-exits, token: LRT, text: exits open}]\n", discounted("assets.LRT.exit.closed=true", "agents.buyers.belief="+c.belief)...)
		bought := 0.0
		s.look = func(v *engine.View, k *engine.Cohort) {
			if v.Now < clock.Time(0).Add(2*clock.Day) {
				bought = 0
				for i := range k.Size {
					bought += v.Tokens(k.Account(int32(i)), 0).Float()
				}
			}
		}
		got := s.play(t, 1)
		if bought > 0 != c.buys {
			t.Errorf("belief %s: %.1f LRT were bought while the queue was closed", c.belief, bought)
		}
		if missing := got["dip_bought[LRT]"] - got["requested[LRT]"]; missing > 0.001*bought {
			t.Errorf("belief %s: %.1f of %.1f ETH bought were never queued", c.belief, missing, got["dip_bought[LRT]"])
		}
	}
}

// TestArbitrageurSellsThePremium: above redemption value he mints and sells, if the
// premium beats his margin and the cap leaves room; and no further than the margin.
func TestArbitrageurSellsThePremium(t *testing.T) {
	for _, c := range []struct {
		margin, limit string
		sells         bool
	}{{"0.05 %", "0 ETH", true}, {"5 %", "0 ETH", false}, {"0.05 %", "90 000 ETH", false}} {
		s := load(t, buyers, "markets.pool.reserves.0=3 600 LRT", "markets.pool.reserves.1=16 400 ETH", "horizon=5d", "agents.buyers.margin="+c.margin, "assets.LRT.cap="+c.limit, "agents.buyers.speed=20 %/h")
		last := 0.0
		s.look = func(v *engine.View, _ *engine.Cohort) { last = v.Token(0).Price }
		got := s.play(t, 1)
		if got["sold[LRT]"] > 0 != c.sells || got["net_outflow[LRT]"] < 0 != c.sells {
			t.Errorf("margin %s, cap %s: sold %.1f ETH, want any: %v", c.margin, c.limit, got["sold[LRT]"], c.sells)
		}
		if c.sells && (last < 1.0004 || last > 1.002) {
			t.Errorf("margin %s: the price ended at %.5f", c.margin, last)
		}
		if got["gain[buyers]"] < 0 {
			t.Errorf("margin %s: lost %.3f ETH", c.margin, -got["gain[buyers]"])
		}
	}
}
