package market

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/money"
)

// TestFullRangeIsConstantProduct: one position over all prices quotes, sizes and settles
// as a pool on x·y = k does, from a first provision of the same reserves.
func TestFullRangeIsConstantProduct(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, quote := money.Gwei(logUniform(9, 15).Draw(t, "base")), money.Gwei(logUniform(9, 15).Draw(t, "quote"))
		fee := rapid.SampledFrom([]float64{0, 0.0005, 0.01}).Draw(t, "fee")
		v, u := newVenue(t), newVenue(t)
		flat, p := v.product(fee, base, quote), u.concentrated(fee, Position{-MaxTick / 10 * 10, MaxTick / 10 * 10, 7})
		_, err := u.provide(p, base, quote)
		u.must(err)
		requireClose(t, "price", p.Price(), flat.Price(), 0)
		requireClose(t, "liquidity", p.Liquidity(), math.Sqrt(float64(base)*1e-9)*math.Sqrt(float64(quote)*1e-9), 0)
		side, amount := drawOrder(t)
		requireClose(t, "quote", float64(quoter(p, side)(amount)), float64(quoter(flat, side)(amount)), 1)
		target := flat.Price() * logUniform(-1, 1).Draw(t, "target")
		requireClose(t, "sale to a price", float64(p.SellTo(target)), float64(flat.SellTo(target)), 1+1e-14*float64(base))
		requireClose(t, "purchase to a price", float64(p.BuyTo(target)), float64(flat.BuyTo(target)), 1+1e-14*float64(quote))
		offer := money.Gwei(logUniform(9, 17).Draw(t, "offer"))
		requireClose(t, "sale within a price", float64(p.SellWithin(offer, target)), float64(flat.SellWithin(offer, target)), 1+1e-14*float64(base))
		if quoter(p, side)(amount) == 0 || quoter(flat, side)(amount) == 0 {
			return
		}
		one, other := u.swap(p, side, amount), v.swap(flat, side, amount)
		requireClose(t, "paid out", float64(one.Out), float64(other.Out), 1)
		if one.In != amount || one.Fee != other.Fee {
			t.Fatalf("%+v, and %+v on x·y = k", one, other)
		}
	})
}

// requireClose allows 1e-14 relative, for binary64, and some units.
func requireClose(t *rapid.T, what string, got, want, units float64) {
	t.Helper()
	if !(math.Abs(got-want) <= units+1e-14*math.Abs(want)) {
		t.Fatalf("%s is %v, want %v", what, got, want)
	}
}

// TestSplittingChangesNothing: in pieces a trade brings what it brings at once, but for the
// rounding of the pieces, whatever the fee, which stays beside liquidity; it ends at the same
// price in the same range.
func TestSplittingChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		p, positions := drawConcentrated(t, v, true)
		side, amount := drawOrder(t)
		if quoter(p, side)(amount) < 10 {
			t.Skip("rounds to nothing")
		}
		start := *p
		whole := v.swap(p, side, amount)
		end := *p
		u := newVenue(t)
		p = u.initialised(start.Price(), start.fee, positions...)
		if p.root != start.root {
			t.Skip("the price is no square of its root")
		}
		pieces, spent, out := rapid.IntRange(2, 5).Draw(t, "pieces"), money.Gwei(0), money.Gwei(0)
		for i := range pieces {
			piece := amount*money.Gwei(i+1)/money.Gwei(pieces) - amount*money.Gwei(i)/money.Gwei(pieces)
			if quoter(p, side)(piece) == 0 {
				t.Skip("a piece rounds to nothing, or nothing is left")
			}
			f := u.swap(p, side, piece)
			spent, out = spent+f.In, out+f.Out
		}
		if lost := float64(whole.Out - out); lost < -1-noise*float64(out) || lost > float64(pieces)+noise*float64(out) {
			t.Fatalf("%d at once, %d in %d pieces", whole.Out, out, pieces)
		}
		if spent < whole.In || spent > whole.In+money.Gwei(pieces) {
			t.Fatalf("%d given at once, %d in pieces", whole.In, spent)
		}
		if p.at == end.at {
			requireClose(t, "√price", p.root, end.root, 0)
		}
	})
}

// TestTicksRoundTrip: there and back never returns more than was given, and without a fee
// returns it but for rounding, across ticks and gaps.
func TestTicksRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		p, _ := drawConcentrated(t, v, true)
		side, amount := drawOrder(t)
		if quoter(p, side)(amount) < 2 {
			t.Skip("rounds to nothing")
		}
		there := v.swap(p, side, amount)
		if quoter(p, 1-side)(there.Out) == 0 {
			t.Skip("the way back rounds to nothing")
		}
		back := v.swap(p, 1-side, there.Out)
		slack := 2 * noise * float64(there.In)
		if float64(back.Out) > float64(there.In)+slack {
			t.Fatalf("%d in, %d out, %d back", there.In, there.Out, back.Out)
		}
		worth := float64(there.In)/float64(there.Out) + 1 // of the unit that was not paid out
		kept := (1 - p.fee) * (1 - p.fee) * float64(there.In)
		if marginal := worst(p.Price()); p.fee == 0 && float64(back.Out) < kept-2-3*worth-4*marginal-slack {
			t.Fatalf("%d in, %d out, only %d back", there.In, there.Out, back.Out)
		}
	})
}

// worst is the larger of a price and its inverse: what a unit of either coin may be worth in
// the other one.
func worst(price float64) float64 { return max(price, 1/price) }

// TestTicksSettleTheirQuotes: an order pays its quote and takes its amount, or less where
// liquidity ends; a refused one leaves the pool as it was.
func TestTicksSettleTheirQuotes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		p, positions := drawConcentrated(t, v, true)
		side, amount := drawOrder(t)
		quoted := quoter(p, side)(amount)
		least := quoted + rapid.SampledFrom([]money.Gwei{-1, 0, 1}).Draw(t, "limit")
		v.give(v.who(trader), p.Base(), amount)
		v.give(v.who(trader), p.Quote(), amount)
		was, posts := *p, v.Posts()
		f, path, err := p.Swap(v.Book, v.who(trader), Swap{Side: side, In: amount, MinOut: least})
		refused := quoted == 0 || least > quoted
		switch {
		case refused && (err == nil || *p.state() != *was.state() || v.Posts() != posts):
			t.Fatalf("%d are quoted for %d, at least %d wanted: %+v, %v", quoted, amount, least, f, err)
		case refused && quoted > 0 && !errors.Is(err, ErrLimit):
			t.Fatalf("refused with %v", err)
		case refused:
		case err != nil || f.Out != quoted || f.In > amount || f.In < amount && !path.Exhausted:
			t.Fatalf("quoted %d, settled %+v, %+v, %v", quoted, f, path, err)
		case path.Root != p.root || path.Price != p.Price() || path.Liquidity != p.Liquidity():
			t.Fatalf("the path ends at %+v, the pool is at %v", path, p.root)
		case path.Crossed != twinOfTicks(p, positions).passed(side, add(exactly(was.root), exactly(was.rest)), path.Exhausted):
			t.Fatalf("%d ticks crossed from %v to %v", path.Crossed, was.root, p.root)
		}
		v.sound()
	})
}

// state is what of a pool a refusal may not change.
func (p *Concentrated) state() *[7]float64 {
	return &[7]float64{p.root, p.rest, float64(p.at), p.scale, p.each, float64(p.base), float64(p.quote)}
}

// TestTicksSizesEndWhereTheLastUnitPays, and SellWithin is the largest part, across ticks,
// gaps and the end of liquidity.
func TestTicksSizesEndWhereTheLastUnitPays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, _ := drawConcentrated(t, newVenue(t), true)
		price := p.Price() * logUniform(-0.05, 0.05).Draw(t, "target")
		sell, buy := p.SellTo(price), p.BuyTo(price)
		if sell > 0 && price >= p.Price() || buy > 0 && price <= p.Price() {
			t.Fatalf("at %v the price %v is reached by selling %d and buying %d", p.Price(), price, sell, buy)
		}
		requireLastUnit(t, p.SellOut, sell, price)
		requireLastUnit(t, p.BuyOut, buy, 1/price)
		offer := money.Gwei(logUniform(9, 17).Draw(t, "offer"))
		part := p.SellWithin(offer, price)
		if part < 0 || part > offer || float64(p.SellOut(part)) < price*float64(part)*(1-1e-12)-1 {
			t.Fatalf("%d of %d sell at %v", part, offer, price)
		}
		more := part + part/1000 + 100_000
		if f, _ := p.fill(Swap{Side: Sell, In: more}); more <= offer && f.In == more && float64(f.Out) >= price*float64(more)+1 {
			t.Fatalf("%d of %d sell at %v, but %d would too", part, offer, price, more)
		}
		all := p.SellWithin(offer, 0)
		if f, w := p.fill(Swap{Side: Sell, In: offer}); all != offer && (!w.exhausted || all < f.In-1 || all > f.In) {
			t.Fatalf("without a limit %d of %d are sold, and %d could", all, offer, f.In)
		}
	})
}
