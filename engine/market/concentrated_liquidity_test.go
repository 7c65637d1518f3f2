package market

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/money"
)

// TestReservesCoverPositions: whatever is traded, added and removed, on the ledger stands
// what the positions hold at the price, and of both coins what is beyond that, fees, never
// becomes less per share.
func TestReservesCoverPositions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		fee := rapid.SampledFrom([]float64{0, 0.0001, 0.01}).Draw(t, "fee")
		p := v.concentrated(fee, narrowAndTail...)
		amount := rapid.Map(logUniform(0, 13), func(x float64) money.Gwei { return money.Gwei(x) })
		if _, err := v.provide(p, 1e6+amount.Draw(t, "base"), 1e6+amount.Draw(t, "quote")); err != nil {
			t.Fatal(err)
		}
		before := beyondPositions(v, p, narrowAndTail)
		v.live(t, p, amount, func(t *rapid.T) {
			after := beyondPositions(v, p, narrowAndTail)
			for coin, now := range after {
				if now < before[coin]-1e-15 {
					t.Fatalf("of coin %d a share has %v beyond its positions, and had %v", coin, now, before[coin])
				}
			}
			before = after
		})
	})
}

// beyondPositions is what a share has of both coins beyond its part of the positions, over
// its part of the largest that they hold of that coin at any price.
func beyondPositions(v *venue, p *Concentrated, positions []Position) (out [2]float64) {
	w := twinOfTicks(p, positions)
	w.scale = mul(exactly(p.each), exactly(float64(p.supply)))
	base, quote := w.held(w.root)
	most, _ := w.held(exactly(p.roots[0]))
	_, mostQuote := w.held(exactly(p.roots[len(p.roots)-1]))
	for coin, held := range []*big.Float{base, quote} {
		balance := div(exactly(float64(v.Balance(v.pool, p.Base()))), exactly(1e9))
		if coin == 1 {
			balance = div(exactly(float64(v.Balance(v.pool, p.Quote()))), exactly(1e9))
		}
		out[coin], _ = div(sub(balance, held), []*big.Float{most, mostQuote}[coin]).Float64()
	}
	return out
}

// TestFirstProviderSetsThePrice: it is where the positions hold what is offered, as the
// twin says; both coins are used up, and trading starts there.
func TestFirstProviderSetsThePrice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		p := v.concentrated(0.003, narrowAndTail...)
		base, quote := money.Gwei(logUniform(9, 16).Draw(t, "base")), money.Gwei(logUniform(9, 16).Draw(t, "quote"))
		shares, err := v.provide(p, base, quote)
		v.must(err)
		w := twinOfTicks(p, narrowAndTail)
		x, y := w.held(w.root)
		for i, held := range []*big.Float{x, y} {
			offered := []money.Gwei{base, quote}[i]
			units, _ := mul(held, exactly(1e9)).Float64()
			if math.Abs(units-float64(offered)) > 1+1e-14*float64(offered) {
				t.Fatalf("coin %d: positions hold %v of %d at %v", i, units, offered, p.Price())
			}
		}
		if worth := float64(base)*p.Price() + float64(quote); math.Abs(float64(shares)-worth) > 2+p.Price()+1e-14*worth {
			t.Fatalf("%d shares for reserves worth %v", shares, worth)
		}
		if at := p.behind(p.root, p.rest); at != p.at || p.Liquidity() <= 0 {
			t.Fatalf("the price is in range %d, not %d", at, p.at)
		}
		v.sound()
	})
}

// TestOnATick: from an initialised tick a falling price crosses it first and a rising one
// has it behind already; a sale that ends on a tick keeps the range above, a purchase enters
// it; gaps cost nothing; and what is left over at the end of liquidity is not taken.
func TestOnATick(t *testing.T) {
	positions := []Position{{-200, -100, 1000}, {-50, 0, 2000}, {0, 50, 4000}, {100, 200, 8000}}
	at := func(tick int32) float64 { return tickRoot(tick) * tickRoot(tick) }
	for what, c := range map[string]struct {
		start, to        float64
		side             Side
		crossed          int
		liquidity, price float64
		exhausted        bool
	}{
		"falling from a tick":       {1, at(-10), Sell, 1, 2000, at(-10), false},
		"rising from a tick":        {1, at(10), Buy, 0, 4000, at(10), false},
		"rising to a tick":          {at(-10), 1, Buy, 1, 4000, 1, false},
		"falling to a tick":         {at(10), 1, Sell, 0, 4000, 1, false},
		"across a gap":              {at(10), at(110), Buy, 2, 8000, at(110), false},
		"into a gap":                {at(10), at(70), Buy, 1, 0, at(70), false},
		"inside a gap":              {at(70), at(90), Buy, 0, 0, at(90), false},
		"to the end":                {at(10), at(300), Buy, 3, 0, at(200), true},
		"down to the end":           {at(10), at(-300), Sell, 4, 0, at(-200), true},
		"from outside":              {at(300), at(150), Sell, 1, 8000, at(150), false},
		"outwards":                  {at(300), at(400), Buy, 0, 0, at(300), true},
		"already there":             {at(10), at(5), Buy, 0, 4000, at(10), false},
		"from a gap, backwards":     {at(70), at(40), Sell, 1, 4000, at(40), false},
		"from a tick into the void": {at(-200), at(-300), Sell, 1, 0, at(-200), true},
	} {
		v := newVenue(t)
		p := v.initialised(c.start, 0.003, positions...)
		v.give(v.who(trader), lrt, 1e15)
		v.give(v.who(trader), eth, 1e15)
		_, path, err := p.Swap(v.Book, v.who(trader), Swap{Side: c.side, Price: c.to})
		if math.Abs(path.Price/c.price-1) > 1e-15 || path.Crossed != c.crossed || path.Exhausted != c.exhausted || math.Abs(path.Liquidity-c.liquidity) > 1e-9 {
			t.Errorf("%s: %+v, %v", what, path, err)
		}
		if moved := p.root == path.Root && p.Liquidity() == path.Liquidity; (err == nil) != moved && path.Crossed > 0 {
			t.Errorf("%s: the pool stands at %v: %v", what, p.Price(), err)
		}
		v.sound()
	}
}

// TestTicksRefusals: settings out of range, a pool opened twice or not at all, and the end
// of liquidity.
func TestTicksRefusals(t *testing.T) {
	v := newVenue(t)
	for what, position := range map[string]Position{"no width": {10, 10, 1}, "upside down": {10, 0, 1}, "off the spacing": {-5, 10, 1},
		"too far": {0, MaxTick + 8, 1}, "too far down": {-MaxTick - 8, 0, 1}, "no liquidity": {0, 10, 0}, "no number": {0, 10, math.NaN()}} {
		if _, err := NewConcentrated(v.listing(), 0.01, 10, []Position{position}); !errors.Is(err, ErrSetting) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, fee := range []float64{-0.1, 1, math.NaN()} {
		if _, err := NewConcentrated(v.listing(), fee, 10, narrowAndTail); !errors.Is(err, ErrSetting) {
			t.Errorf("fee %v: %v", fee, err)
		}
	}
	if _, err := NewConcentrated(v.listing(), 0, 10, nil); !errors.Is(err, ErrSetting) {
		t.Errorf("no positions: %v", err)
	}
	p := v.concentrated(0.01, Position{0, 10, 1e4})
	if _, err := p.Settle(v.Book, v.who(trader), Order{Amount: 1e9}); !errors.Is(err, ErrDepth) || p.SellOut(1e9)+p.SellTo(0.5)+p.BuyTo(2)+p.SellWithin(1e9, 0) != 0 {
		t.Errorf("an empty pool: %v", err)
	}
	if _, err := p.Initialise(v.Book, v.who(maker), 0); !errors.Is(err, ErrSetting) {
		t.Errorf("no price: %v", err)
	}
	if _, err := p.Initialise(v.Book, v.who(maker), 1); err == nil || p.Price() != 0 {
		t.Errorf("nobody pays: %v", err)
	}
	p = v.initialised(1.0005, 0.01, Position{0, 10, 1e4})
	if _, err := p.Initialise(v.Book, v.who(maker), 1); !errors.Is(err, ErrSetting) {
		t.Errorf("a second price: %v", err)
	}
	v.give(v.who(trader), lrt, 1e15)
	f, err := p.Settle(v.Book, v.who(trader), Order{Amount: 1e15})
	if err != nil || f.In >= 1e13 || v.Balance(v.who(trader), lrt) != 1e15-f.In || p.Liquidity() != 0 {
		t.Errorf("more than there is to buy it: %+v, %v", f, err)
	}
	if _, err := p.Settle(v.Book, v.who(trader), Order{Amount: 1e9}); !errors.Is(err, ErrDepth) {
		t.Errorf("past the end: %v", err)
	}
	if _, err := p.Settle(v.Book, v.who(trader), Order{Amount: -1}); !errors.Is(err, ErrTooSmall) {
		t.Errorf("less than nothing: %v", err)
	}
	v.sound()
}

// TestPriceGoesWithTheShares: a pool that the last provider has left, or whose ledger was
// reset, has no price, and the next provider sets another one.
func TestPriceGoesWithTheShares(t *testing.T) {
	v := newVenue(t)
	p := v.concentrated(0.003, narrowAndTail...)
	shares, err := v.provide(p, 30*money.ETH, 20*money.ETH)
	v.must(err)
	first := p.Price()
	v.swap(p, Sell, 3*money.ETH)
	_, _, err = p.RemoveLiquidity(v.Book, v.who(maker), shares)
	v.must(err)
	if p.Price() != 0 || p.Liquidity() != 0 || v.Balance(v.pool, lrt) != 0 || v.Balance(v.pool, eth) != 0 {
		t.Errorf("a pool that all have left stands at %v", p.Price())
	}
	v.Reset()
	p.Sync(v.Book, 1)
	_, err = v.provide(p, 30*money.ETH, 20*money.ETH)
	v.must(err)
	if p.Price() != first {
		t.Errorf("price %v after a reset, and %v before", p.Price(), first)
	}
	v.Reset()
	p.Sync(v.Book, 1)
	if p.Price() != 0 {
		t.Errorf("an empty ledger has a pool at %v", p.Price())
	}
}

// TestPositionsGiveNoMoreThanTheyHold: a fill that takes less or pays more than the
// positions move by is a fault, and none is found in what swaps come to.
func TestPositionsGiveNoMoreThanTheyHold(t *testing.T) {
	v := newVenue(t)
	p := v.initialised(1.001, 0, narrowAndTail...)
	for _, side := range []Side{Sell, Buy} {
		x := Swap{Side: side, In: 1e10}
		f, w := p.fill(x)
		if err := p.acceptable(x, f, w); err != nil {
			t.Errorf("%+v: %v", f, err)
		}
		for what, wrong := range map[string]Fill{"less in": {In: f.In - 100, Out: f.Out}, "more out": {In: f.In, Out: f.Out + 100}} {
			if err := p.acceptable(x, wrong, w); !errors.Is(err, ErrInvariant) {
				t.Errorf("%s: %v", what, err)
			}
		}
	}
}
