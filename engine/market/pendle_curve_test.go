package market

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
)

// drawCurve draws a market from dust to millions of tokens, from an hour to two years
// before expiry.
func drawCurve(t *rapid.T) PendleCurve {
	terms := PendleTerms{ScalarRoot: rapid.Float64Range(2, 60).Draw(t, "scalar root"),
		LnFeeRoot: rapid.SampledFrom([]float64{0, 0.0005, 0.003, math.Log(1.05)}).Draw(t, "fee"), ReserveShare: rapid.Float64Range(0, 1).Draw(t, "reserve"),
		ParFirst: rapid.Bool().Draw(t, "par first")}
	size, proportion := logUniform(3, 15.5).Draw(t, "size"), rapid.Float64Range(0.05, 0.95).Draw(t, "proportion")
	years := rapid.Float64Range(3600, 2*float64(clock.Year)).Draw(t, "seconds") / float64(clock.Year)
	return terms.Curve(size*proportion, size*(1-proportion), rapid.Float64Range(0.001, 0.5).Draw(t, "rate"), years)
}

// drawTrade draws a purchase or sale of up to a bit more than there can be.
func drawTrade(t *rapid.T, c *PendleCurve) float64 {
	part := logUniform(-9, 0.05).Draw(t, "part")
	if rapid.Bool().Draw(t, "buys") {
		return part * c.PT
	}
	return -part * c.Asset
}

// plainTrade is the formulas as they are written down, with differences of large numbers.
func plainTrade(c PendleCurve, n float64) (rate, asset, fee, lnRate float64) {
	odds := func(p float64) float64 { return math.Log(p / (1 - p)) }
	scalar := c.ScalarRoot / c.Years
	anchor := math.Exp(c.LnRate*c.Years) - odds(c.PT/(c.PT+c.Asset))/scalar
	phi := math.Exp(c.LnFeeRoot * c.Years)
	rate = odds((c.PT-n)/(c.PT+c.Asset))/scalar + anchor
	fee = -n / rate * (1 - phi)
	if n <= 0 {
		fee = -n / rate * (phi - 1) / phi
	}
	asset = -n/rate - fee
	pt, left := c.PT-n, c.Asset-asset-c.ReserveShare*fee
	return rate, asset, fee, math.Log(odds(pt/(pt+left))/scalar+anchor) / c.Years
}

func TestPendleTradeAgainstPlainFormulas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCurve(t)
		n := drawTrade(t, &c)
		got, err := c.Trade(n)
		if err != nil {
			t.Skip(err)
		}
		if c.PT-n < 1e-3*c.PT {
			t.Skip("plain differences lose too many digits")
		}
		rate, asset, fee, lnRate := plainTrade(c, n)
		for _, x := range [][3]float64{{got.Rate, rate, 1e-11}, {got.Asset, asset, 1e-11}, {got.Fee, fee, 1e-9 + 1e-13/(c.FeeRate()-1)},
			{got.Reserve, fee * c.ReserveShare, 1e-9 + 1e-13/(c.FeeRate()-1)}, {1 + got.LnRate, 1 + lnRate, 1e-13 + 1e-14/c.Years}} {
			if fee != 0 && !(math.Abs(x[0]-x[1]) <= x[2]*math.Abs(x[1])) {
				t.Fatalf("%+v: %v of %+v, plainly rate %v asset %v fee %v implied rate %v", c, n, got, rate, asset, fee, lnRate)
			}
		}
	})
}

// TestPendleRefusalsInOrder draws trades far out and compares the refusal with the list of
// conditions, in order and in plain words.
func TestPendleRefusalsInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCurve(t)
		if rapid.Bool().Draw(t, "below par") {
			c = c.PendleTerms.Curve(c.PT, c.Asset, -c.LnRate, c.Years)
		}
		n := rapid.Float64Range(-2, 1.2).Draw(t, "part") * c.PT
		rate, _, _, _ := plainTrade(c, n)
		before := math.Exp(c.LnRate * c.Years)
		proportion := (c.PT - n) / (c.PT + c.Asset)
		paid := rate
		if n > 0 {
			paid = rate / c.FeeRate()
		}
		if math.Abs(proportion-0.96) < 1e-9 || math.Abs(paid-1) < 1e-9 || math.Abs(rate-1) < 1e-9 {
			t.Skip("too close to call in plain arithmetic")
		}
		var want error
		switch {
		case n >= c.PT:
			want = ErrDepth
		case c.ParFirst && before < 1:
			want = ErrBelowPar
		case proportion > 0.96:
			want = ErrProportion
		case !(rate >= 1) || paid < 1:
			want = ErrBelowPar
		}
		if _, err := c.Trade(n); err != want {
			t.Fatalf("%+v: %v of %v is %v, want %v", c, n, c.PT, err, want)
		}
	})
}

// TestPendleRateIsContinuous: the next trade starts at the implied rate where the last one
// has ended, and as time passes with no trade the implied rate stays.
func TestPendleRateIsContinuous(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCurve(t)
		n := drawTrade(t, &c)
		trade, err := c.Trade(n)
		if err != nil {
			t.Skip(err)
		}
		next := c.PendleTerms.Curve(c.PT-n, c.Asset-trade.Asset-trade.Reserve, trade.LnRate, c.Years)
		left := math.Min(next.PT/c.PT, next.Asset/c.Asset) // what nearly empties the pool loses digits
		if math.Abs(next.Anchor()-c.Anchor()) > (1e-12+4e-16/left)*(1+math.Abs(c.Anchor())) {
			t.Fatalf("the anchor moves from %v to %v within a moment", c.Anchor(), next.Anchor())
		}
		later := c.PendleTerms.Curve(next.PT, next.Asset, trade.LnRate, c.Years*rapid.Float64Range(0.001, 1).Draw(t, "later"))
		none, err := later.Trade(0)
		if err != nil || math.Abs(none.LnRate-trade.LnRate) > 1e-13/later.Years || math.Abs(1/none.Rate-later.Price()) > 1e-14 {
			t.Fatalf("%v afterwards is %+v (%v) later", trade.LnRate, none, err)
		}
	})
}

// TestPrincipalTendsToPar: with no trade a principal token's price rises to one as expiry
// comes, a yield token's falls to nothing, and fees vanish.
func TestPrincipalTendsToPar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCurve(t)
		price, fee := 0.0, math.Inf(1)
		for _, years := range []float64{2, 1, 0.1, 1e-3, 1e-6, 3e-8} {
			now := c.PendleTerms.Curve(c.PT, c.Asset, c.LnRate, years)
			if p, f := now.Price(), now.FeeRate()-1; p <= price || p >= 1 || f > fee {
				t.Fatalf("%v years before expiry: price %v after %v, fee %v after %v", years, p, price, f, fee)
			} else {
				price, fee = p, f
			}
			if want := math.Exp(-c.LnRate * years); math.Abs(now.Price()-want) > 1e-15 {
				t.Fatalf("price %v, want %v", now.Price(), want)
			}
		}
		if 1-price > 2e-8 || fee > 2e-9 {
			t.Fatalf("a second before expiry: %v, fee %v", price, fee)
		}
	})
}

// TestPairsAreWorthTheirAsset: what a yield token costs and what its principal token
// brings make one unit of asset, both ways.
func TestPairsAreWorthTheirAsset(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCurve(t)
		y := drawTrade(t, &c)
		trade, asset, err := c.YieldTrade(y)
		alone, want := c.Trade(-y)
		if !errors.Is(err, want) || trade != alone {
			t.Fatalf("%+v (%v), the trade alone is %+v (%v)", trade, err, alone, want)
		}
		if err == nil && math.Abs(asset-trade.Asset+y) > 4e-16*math.Abs(y)+1e-15*math.Abs(trade.Asset) {
			t.Fatalf("%v yield tokens come to %v, their principal tokens to %v", y, asset, trade.Asset)
		}
		if err == nil && asset*y > 0 {
			t.Fatalf("%v yield tokens and %v asset change hands the same way", y, asset)
		}
	})
}

// TestNoSequenceEarns: whoever trades at one moment, in any pieces, and ends where he began
// in principal tokens has not gained, whether the fee is zero or not.
func TestNoSequenceEarns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCurve(t)
		held, asset, turnover := 0.0, 0.0, 0.0
		start := c
		trade := func(n float64) bool {
			q, err := c.Trade(n)
			if err != nil {
				return false
			}
			held, asset, turnover = held+n, asset+q.Asset, turnover+math.Abs(q.Asset)
			c = c.PendleTerms.Curve(c.PT-n, c.Asset-q.Asset-q.Reserve, q.LnRate, c.Years)
			return true
		}
		for range rapid.IntRange(1, 8).Draw(t, "trades") {
			trade(drawTrade(t, &start))
		}
		if !trade(-held) {
			t.Skip("cannot go back in one trade")
		}
		if asset > 1e-12*(turnover+start.Asset) {
			t.Fatalf("%+v: gained %v of a turnover of %v", start, asset, turnover)
		}
	})
}

// TestSplitSalesPayMore: a trade executes at its last rate, so pieces pay more than the
// whole. This is the market's, not a mistake of ours.
func TestSplitSalesPayMore(t *testing.T) {
	c := PendleTerms{ScalarRoot: 5}.Curve(1000, 1000, 0.2, 0.5)
	whole, err := c.Trade(-500)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for range 100 {
		q, err := c.Trade(-5)
		if err != nil {
			t.Fatal(err)
		}
		sum += q.Asset
		c = c.PendleTerms.Curve(c.PT+5, c.Asset-q.Asset, q.LnRate, c.Years)
	}
	if more := sum/whole.Asset - 1; more < 0.01 || more > 0.1 {
		t.Errorf("100 pieces bring %v, the whole %v: %.1f %% more", sum, whole.Asset, 100*more)
	}
}
