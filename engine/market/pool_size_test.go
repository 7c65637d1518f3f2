package market

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/money"
)

// drawPool draws a pool of thousands of coins with a constant fee. Its sizes are in the
// range where whole units do not matter.
func drawPool(t *rapid.T, v *venue) Pool {
	base, quote := money.Gwei(logUniform(12, 15).Draw(t, "base")), money.Gwei(logUniform(12, 15).Draw(t, "quote"))
	fee := rapid.SampledFrom([]float64{0, 0.0004, 0.01}).Draw(t, "fee")
	if rapid.Bool().Draw(t, "stable") {
		return v.stable(logUniform(0, 3).Draw(t, "A"), StableFee{Rate: fee, Admin: 0.5}, base, quote, rapid.Float64Range(0.8, 1.25).Draw(t, "rate"))
	}
	return v.product(fee, base, quote)
}

// requireLastUnit wants trading around a size to bring, per unit, at least price just
// below it and at most price just above it.
func requireLastUnit(t *rapid.T, quote func(money.Gwei) money.Gwei, size money.Gwei, price float64) {
	t.Helper()
	step := size/1000 + 100_000
	rounding := 2.0 + 1e-14*float64(quote(size)) // of two quotes
	above := float64(quote(size+step) - quote(size))
	if above > price*float64(step)*(1+1e-9)+rounding {
		t.Fatalf("beyond %d, %d more still bring %v, at %v each", size, step, above, price)
	}
	if size < step {
		return
	}
	below := float64(quote(size) - quote(size-step))
	if below < price*float64(step)*(1-1e-9)-rounding {
		t.Fatalf("the last %d of %d bring only %v, at %v each", step, size, below, price)
	}
}

// TestSizesEndWhereTheLastUnitPays: a price reached from below by buying and from above
// by selling. On one side of the band of fees there is nothing to do.
func TestSizesEndWhereTheLastUnitPays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPool(t, newVenue(t))
		price := p.Price() * logUniform(-0.5, 0.5).Draw(t, "target")
		sell, buy := p.SellTo(price), p.BuyTo(price)
		const nothing = 1000 // of 1e12 to 1e15 units: A times the rounding of the price
		if sell > 0 && buy > 0 || sell > nothing && price >= p.Price() || buy > nothing && price <= p.Price() {
			t.Fatalf("at %v the price %v is reached by selling %d and buying %d", p.Price(), price, sell, buy)
		}
		requireLastUnit(t, p.SellOut, sell, price)
		requireLastUnit(t, p.BuyOut, buy, 1/price)
	})
}

// TestArbitrageSizeIsBest: no other size earns more, beyond rounding, whether the token
// is worth more or less than it costs.
func TestArbitrageSizeIsBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPool(t, newVenue(t))
		worth := p.Price() * logUniform(-0.3, 0.3).Draw(t, "worth")
		spend, bought := DiscountSize(p, worth)
		sell, proceeds := PremiumSize(p, worth)
		other := logUniform(-3, 1).Draw(t, "other size")
		buying := func(spend, bought money.Gwei) float64 { return worth*float64(bought) - float64(spend) }
		selling := func(sell, proceeds money.Gwei) float64 { return float64(proceeds) - worth*float64(sell) }
		if bought != p.BuyOut(spend) || proceeds != p.SellOut(sell) {
			t.Fatalf("sizes %d and %d do not bring %d and %d", spend, sell, bought, proceeds)
		}
		x, y := money.Gwei(float64(spend)*other), money.Gwei(float64(sell)*other)
		if best, got := buying(spend, bought), buying(x, p.BuyOut(x)); got > best+1+worth+1e-13*float64(spend) {
			t.Fatalf("buying for %d earns %v, for %d %v", spend, best, x, got)
		}
		if best, got := selling(sell, proceeds), selling(y, p.SellOut(y)); got > best+1+worth+1e-13*float64(proceeds) {
			t.Fatalf("selling %d earns %v, %d %v", sell, best, y, got)
		}
		if best := buying(spend, bought) + selling(sell, proceeds); best < -1-worth {
			t.Fatalf("arbitrage loses %v", -best)
		}
	})
}

// TestSellWithinIsTheLargestPart: the part sells at the limit on average, and a
// thousandth more does not, unless there is no more.
func TestSellWithinIsTheLargestPart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPool(t, newVenue(t))
		dx := money.Gwei(logUniform(9, 16).Draw(t, "offered"))
		limit := p.Price() * logUniform(-0.7, 0.1).Draw(t, "limit")
		part := p.SellWithin(dx, limit)
		if part < 0 || part > dx {
			t.Fatalf("%d of %d", part, dx)
		}
		if got := float64(p.SellOut(part)); got < limit*float64(part)*(1-1e-12)-1 {
			t.Fatalf("%d bring %v, below %v each", part, got, limit)
		}
		more := part + part/1000 + 100_000
		if got := float64(p.SellOut(more)); more <= dx && got >= limit*float64(more)+1 {
			t.Fatalf("%d of %d sell within %v, but %d would too: %v", part, dx, limit, more, got/float64(more))
		}
		if all := p.SellWithin(dx, 0); all != dx {
			t.Fatalf("without a limit %d of %d are sold", all, dx)
		}
	})
}

// TestSizesOfAnEmptyPool: nothing is quoted, nothing divides by zero.
func TestSizesOfAnEmptyPool(t *testing.T) {
	v := newVenue(t)
	for _, p := range []Pool{v.stable(100, StableFee{Rate: 0.01, Offpeg: 2}, 0, 0, 1), v.product(0.003, 0, 0)} {
		got := []money.Gwei{p.SellOut(1e9), p.BuyOut(1e9), p.SellTo(0.5), p.BuyTo(2), p.SellWithin(1e9, 0.5)}
		for i, x := range got {
			if x != 0 {
				t.Errorf("%T: answer %d is %d", p, i, x)
			}
		}
		if _, err := p.Settle(v.Book, v.who(trader), Order{Amount: 1e9}); err != ErrDepth || p.Price() != 0 {
			t.Errorf("%T: price %v, settled with %v", p, p.Price(), err)
		}
	}
}

// TestRedemptionRateScales: a token that redeems for twice as much trades as two of one
// that redeems at par, so parity in the pool is parity with redemption.
func TestRedemptionRateScales(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, quote := money.Gwei(logUniform(9, 14).Draw(t, "base")), money.Gwei(logUniform(9, 14).Draw(t, "quote"))
		fee := StableFee{Rate: 0.0004, Admin: 0.5, Offpeg: rapid.Float64Range(1, 5).Draw(t, "offpeg")}
		par := newVenue(t).stable(200, fee, 2*base, quote, 1)
		two := newVenue(t).stable(200, fee, base, quote, 2)
		dx := money.Gwei(logUniform(3, 14).Draw(t, "dx"))
		if a, b := par.SellOut(2*dx), two.SellOut(dx); a != b {
			t.Fatalf("%d at par, %d at twice the rate", a, b)
		}
		if a, b := par.Price(), two.Price(); math.Abs(2*a/b-1) > 1e-15 || par.Invariant() != two.Invariant() {
			t.Fatalf("prices %v and %v", a, b)
		}
	})
}

// TestSidesAreAlike: at rate 1, buying in a pool is selling in its mirror image.
func TestSidesAreAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, quote := money.Gwei(logUniform(9, 14).Draw(t, "base")), money.Gwei(logUniform(9, 14).Draw(t, "quote"))
		fee := StableFee{Rate: 0.0004, Admin: 0.5, Offpeg: rapid.Float64Range(1, 5).Draw(t, "offpeg")}
		dx := money.Gwei(logUniform(3, 14).Draw(t, "dx"))
		one, mirror := newVenue(t).stable(200, fee, base, quote, 1), newVenue(t).stable(200, fee, quote, base, 1)
		if a, b := one.SellOut(dx), mirror.BuyOut(dx); a != b {
			t.Fatalf("StableSwap: %d and %d", a, b)
		}
		flat, image := newVenue(t).product(0.003, base, quote), newVenue(t).product(0.003, quote, base)
		if a, b := flat.SellOut(dx), image.BuyOut(dx); a != b {
			t.Fatalf("constant product: %d and %d", a, b)
		}
	})
}
