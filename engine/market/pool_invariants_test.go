package market

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/money"
)

// drawStable draws a StableSwap pool, from dust to three million coins a side and up to
// a million to one out of balance. Without fees every second time.
func drawStable(t *rapid.T, v *venue, offpeg float64) *StableSwap {
	fee := StableFee{Admin: rapid.Float64Range(0, 1).Draw(t, "admin"), Offpeg: 1}
	if rapid.Bool().Draw(t, "fees") {
		fee.Rate = logUniform(-4, -2).Draw(t, "fee")
		fee.Offpeg = rapid.Float64Range(1, offpeg).Draw(t, "offpeg")
	}
	size, skew := logUniform(6, 15.5).Draw(t, "size"), logUniform(-6, 0).Draw(t, "skew")
	base, quote := size, size*skew
	if rapid.Bool().Draw(t, "base scarce") {
		base, quote = quote, base
	}
	return v.stable(logUniform(0, 4).Draw(t, "A"), fee, money.Gwei(base)+1, money.Gwei(quote)+1, rapid.Float64Range(0.5, 2).Draw(t, "rate"))
}

func drawProduct(t *rapid.T, v *venue) *ConstantProduct {
	fee := 0.0
	if rapid.Bool().Draw(t, "fees") {
		fee = logUniform(-4, -2).Draw(t, "fee")
	}
	return v.product(fee, money.Gwei(logUniform(0, 15.5).Draw(t, "base")), money.Gwei(logUniform(0, 15.5).Draw(t, "quote")))
}

// drawOrder draws a side and an amount from a unit to far more than there is.
func drawOrder(t *rapid.T) (Side, money.Gwei) {
	return rapid.SampledFrom([]Side{Sell, Buy}).Draw(t, "side"), money.Gwei(logUniform(0, 18).Draw(t, "amount"))
}

func quoter(p Pool, s Side) func(money.Gwei) money.Gwei {
	if s == Buy {
		return p.BuyOut
	}
	return p.SellOut
}

// noise is the relative error of a quote in binary64 that the twin test allows, the
// division by the unit and the fee included.
const noise = 5e-15

// TestStableQuotesAreFloored: a quote is the exact amount after fees, rounded down.
func TestStableQuotesAreFloored(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawStable(t, newVenue(t), 20)
		side, amount := drawOrder(t)
		requireFloored(t, quoter(p, side)(amount), twinOf(p).net(p, side, amount))
	})
}

// TestProductQuotesAreFloored does the same with whole numbers: y·g·dx/(x + g·dx).
func TestProductQuotesAreFloored(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProduct(t, newVenue(t))
		side, amount := drawOrder(t)
		x, y := p.base, p.quote
		if side == Buy {
			x, y = y, x
		}
		in := mul(exactly(float64(amount)), sub(exactly(1), exactly(p.fee)))
		requireFloored(t, quoter(p, side)(amount), div(mul(in, exactly(float64(y))), add(exactly(float64(x)), in)))
	})
}

func requireFloored(t *rapid.T, got money.Gwei, exact *big.Float) {
	t.Helper()
	over, _ := sub(new(big.Float).SetInt64(int64(got)), exact).Float64()
	size, _ := exact.Float64()
	if over > noise*size || over <= -1-noise*size {
		t.Fatalf("quoted %d, exactly %s", got, exact.Text('f', 6))
	}
}

// TestQuotesRiseAndStayBelowReserves: a larger amount never brings less, and no amount
// brings the last unit, so what is quoted can be settled.
func TestQuotesRiseAndStayBelowReserves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		var p Pool
		if rapid.Bool().Draw(t, "stable") {
			p = drawStable(t, v, 1)
		} else {
			p = drawProduct(t, v)
		}
		side, small := drawOrder(t)
		large := small + money.Gwei(logUniform(0, 18).Draw(t, "more"))
		reserve := v.Balance(v.pool, eth)
		if side == Buy {
			reserve = v.Balance(v.pool, lrt)
		}
		quote := quoter(p, side)
		a, b := quote(small), quote(large)
		if a < 0 || float64(b) < float64(a)*(1-2*noise) || a >= reserve || b >= reserve {
			t.Fatalf("%d brings %d, %d brings %d, there are %d", small, a, large, b, reserve)
		}
		if quote(0) != 0 || quote(-small) != 0 {
			t.Fatalf("nothing brings %d", quote(0))
		}
	})
}

// drawAnyPool draws a pool of either kind.
func drawAnyPool(t *rapid.T, v *venue) Pool {
	if rapid.Bool().Draw(t, "stable") {
		return drawStable(t, v, 20)
	}
	return drawProduct(t, v)
}

// TestSettlePaysItsQuote: any order is settled at the quote, or refused for being too
// small or limited, with nothing posted; never for lowering the invariant.
func TestSettlePaysItsQuote(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		p := drawAnyPool(t, v)
		side, amount := drawOrder(t)
		quoted := quoter(p, side)(amount)
		least := quoted + rapid.SampledFrom([]money.Gwei{-1, 0, 1}).Draw(t, "limit")
		v.give(v.who(trader), p.Base(), amount)
		v.give(v.who(trader), p.Quote(), amount)
		posts := v.Posts()
		f, err := p.Settle(v.Book, v.who(trader), Order{Side: side, Amount: amount, MinOut: least})
		switch {
		case quoted == 0:
			requireRefused(t, v, posts, err, ErrTooSmall)
		case least > quoted:
			requireRefused(t, v, posts, err, ErrLimit)
		case err != nil || f.Out != quoted || f.In != amount:
			t.Fatalf("quoted %d, settled %+v, %v", quoted, f, err)
		}
		v.sound()
	})
}

func requireRefused(t *rapid.T, v *venue, posts int64, got, want error) {
	t.Helper()
	if !errors.Is(got, want) || v.Posts() != posts {
		t.Fatalf("refused with %v, want %v; %d postings", got, want, v.Posts()-posts)
	}
}

// TestInvariantNeverFalls: D in 300 bits, from the units in the ledger, does not fall by
// a swap, once the binary64 error of the quote is given back; nothing has to be given
// back where a millionth of what is paid out stays as a fee.
func TestInvariantNeverFalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		p := drawStable(t, v, 20)
		side, amount := drawOrder(t)
		if quoter(p, side)(amount) == 0 {
			t.Skip("rounds to nothing")
		}
		before := twinOf(p).getD()
		f := v.swap(p, side, amount)
		after := twinOf(p)
		if p.fee.Rate*(1-p.fee.Admin) < 1e-6 {
			back := mul(exactly(noise*float64(f.Out)), exactly(p.scale[1-side]))
			after.x[1-side] = add(after.x[1-side], back)
		}
		if d := after.getD(); d.Cmp(before) < 0 {
			t.Fatalf("D from %s to %s by %+v", before.Text('g', 25), d.Text('g', 25), f)
		}
	})
}

// TestProductNeverFalls: the product of the units in the ledger, exactly, with the error
// of the quote given back where there is no fee or the trade leaves next to nothing.
func TestProductNeverFalls(t *testing.T) {
	product := func(p *ConstantProduct, side Side, back money.Gwei) *big.Int {
		x, y := p.base, p.quote
		if side == Sell {
			y += back
		} else {
			x += back
		}
		return new(big.Int).Mul(big.NewInt(int64(x)), big.NewInt(int64(y)))
	}
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		p := drawProduct(t, v)
		side, amount := drawOrder(t)
		if quoter(p, side)(amount) == 0 {
			t.Skip("rounds to nothing")
		}
		before, back, reserve := product(p, side, 0), money.Gwei(0), [...]money.Gwei{p.base, p.quote}[side]
		f := v.swap(p, side, amount)
		if p.fee == 0 || float64(amount) > 1e9*float64(reserve) {
			back = money.Gwei(math.Ceil(noise * float64(f.Out)))
		}
		if after := product(p, side, back); after.Cmp(before) < 0 {
			t.Fatalf("the product falls from %v to %v by %+v", before, after, f)
		}
	})
}

// TestRoundTripNeverProfits: there and back, in one or two pieces, returns at most the
// start. What binary64 may add to the first leg counts at the
// price that this leg has reached.
func TestRoundTripNeverProfits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		p := drawAnyPool(t, v)
		side, amount := drawOrder(t)
		got := quoter(p, side)(amount)
		if got < 2 {
			t.Skip("rounds to nothing")
		}
		got = v.swap(p, side, amount).Out
		step := max(1, money.Gwei(noise*float64(got)))
		worth := float64(1+quoter(p, 1-side)(step)) / float64(step)
		slack := noise * (float64(got)*worth + 2*float64(amount))
		first := money.Gwei(float64(got) * rapid.Float64Range(0, 1).Draw(t, "first piece"))
		back := money.Gwei(0)
		for _, piece := range []money.Gwei{first, got - first} {
			if quoter(p, 1-side)(piece) > 0 {
				back += v.swap(p, 1-side, piece).Out
			}
		}
		if back > amount+money.Gwei(slack) {
			t.Fatalf("%d in, %d out, %d back", amount, got, back)
		}
	})
}

// TestFreePoolIsPathIndependent: without a fee, selling in pieces brings what selling at
// once does, but for the rounding of the pieces, which the pool keeps.
func TestFreePoolIsPathIndependent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		p := v.stable(logUniform(0, 4).Draw(t, "A"), StableFee{}, 5000*money.ETH, money.Gwei(logUniform(12, 14).Draw(t, "quote")), 1.05)
		amount := money.Gwei(logUniform(9, 13).Draw(t, "amount"))
		whole, first := p.SellOut(amount), amount/3
		parts := v.swap(p, Sell, first).Out + v.swap(p, Sell, amount-first).Out
		if lost := float64(whole - parts); lost < -1-noise*float64(whole) || lost > 2+noise*float64(whole) {
			t.Fatalf("%d at once, %d in pieces", whole, parts)
		}
	})
}
