package market

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/money"
)

// emptyPools are the three kinds, before anybody has provided.
func emptyPools(v *venue) []Pool {
	return []Pool{v.stable(100, StableFee{Rate: 0.0004, Admin: 0.5, Offpeg: 2}, 0, 0, 1.1), v.product(0.003, 0, 0),
		v.concentrated(0.0005, narrowAndTail...)}
}

// provide gives somebody both coins and adds what fits.
func (v *venue) provide(p Pool, base, quote money.Gwei) (money.Gwei, error) {
	who := v.who(maker)
	v.give(who, lrt, base)
	v.give(who, eth, quote)
	return p.AddLiquidity(v.Book, who, base, quote)
}

// TestFirstProviderSetsTheProportion: shares number D, or the root of the product, and
// the next provider is cut to the proportion.
func TestFirstProviderSetsTheProportion(t *testing.T) {
	d := Curve{2, 100}.Invariant([]float64{330, 100}) * 1e9
	for kind, want := range []float64{d, math.Sqrt(300*100) * 1e9} {
		v := newVenue(t)
		p := emptyPools(v)[kind]
		shares, err := v.provide(p, 300*money.ETH, 100*money.ETH)
		v.must(err)
		if math.Abs(float64(shares)-want) > 1 || v.Supply(poolShare) != shares {
			t.Errorf("%T: %d shares, want %v", p, shares, want)
		}
		more, err := v.provide(p, 30*money.ETH, 70*money.ETH)
		v.must(err)
		if more < shares/10-1 || more > shares/10 || v.Balance(v.who(maker), eth) != 60*money.ETH {
			t.Errorf("%T: %d more shares, %d left over", p, more, v.Balance(v.who(maker), eth))
		}
		v.sound()
	}
}

func TestLiquidityRefusals(t *testing.T) {
	for kind := range 3 {
		v := newVenue(t)
		p := emptyPools(v)[kind]
		if _, err := v.provide(p, 0, 5); !errors.Is(err, ErrTooSmall) {
			t.Errorf("%T: one coin alone: %v", p, err)
		}
		if _, _, err := p.RemoveLiquidity(v.Book, v.who(maker), 5); !errors.Is(err, ErrTooSmall) {
			t.Errorf("%T: shares that are none: %v", p, err)
		}
		shares, err := v.provide(p, 1000, 3000)
		v.must(err)
		if _, err := v.provide(p, 0, 3000); !errors.Is(err, ErrTooSmall) {
			t.Errorf("%T: nothing of one coin: %v", p, err)
		}
		posts := v.Posts()
		if _, _, err := p.RemoveLiquidity(v.Book, v.who(trader), shares); err == nil || v.Posts() != posts {
			t.Errorf("%T: somebody else's shares: %v", p, err)
		}
		base, quote, err := p.RemoveLiquidity(v.Book, v.who(maker), shares)
		v.must(err)
		if base != 1000 || quote != 3000 || p.Price() != 0 || v.Supply(poolShare) != 0 {
			t.Errorf("%T: the last shares pay %d and %d", p, base, quote)
		}
		v.sound()
	}
}

// TestOfferFarOutOfProportion: of the scarce coin of a drained pool, far more is offered
// than there could be shares for; the other coin limits what is taken.
func TestOfferFarOutOfProportion(t *testing.T) {
	v := newVenue(t)
	p := emptyPools(v)[1]
	_, err := v.provide(p, 1e17, 1e5)
	v.must(err)
	v.give(v.who(maker), eth, 1e17)
	shares, err := p.AddLiquidity(v.Book, v.who(maker), -1, 1e17)
	if !errors.Is(err, ErrTooSmall) || shares != 0 {
		t.Errorf("less than nothing of a coin: %d shares, %v", shares, err)
	}
	supply := v.Supply(poolShare)
	shares, err = v.provide(p, 1e16, 1e17)
	if err != nil || shares != supply/10 || v.Balance(v.pool, eth) != 1.1e5 {
		t.Errorf("%d shares for a tenth of %d, %v; %d in the pool", shares, supply, err, v.Balance(v.pool, eth))
	}
	v.sound()
}

// TestNobodysShareLoses: whatever is traded, added and removed, no share ever stands for
// less of the invariant than before. Amounts stay below a million coins, where a quote
// is exact to the unit.
func TestNobodysShareLoses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		p := emptyPools(v)[rapid.IntRange(0, 1).Draw(t, "kind")]
		amount := rapid.Map(logUniform(0, 13), func(x float64) money.Gwei { return money.Gwei(x) })
		if _, err := v.provide(p, 1000+amount.Draw(t, "base"), 1000+amount.Draw(t, "quote")); err != nil {
			t.Fatal(err)
		}
		before := worthOfShare(v, p)
		v.live(t, p, amount, func(t *rapid.T) {
			after := worthOfShare(v, p)
			if after.Cmp(mul(before, exactly(1-1e-15))) < 0 {
				t.Fatalf("a share falls from %s to %s", before.Text('g', 20), after.Text('g', 20))
			}
			before = after
		})
	})
}

// worthOfShare is the invariant per share: D, or the root of the product, in 300 bits.
func worthOfShare(v *venue, p Pool) *big.Float {
	supply := exactly(float64(v.Supply(poolShare)))
	if s, ok := p.(*StableSwap); ok {
		return div(twinOf(s).getD(), supply)
	}
	k := mul(exactly(float64(v.Balance(v.pool, lrt))), exactly(float64(v.Balance(v.pool, eth))))
	return div(k.Sqrt(k), supply)
}

func requireAmong(t *rapid.T, err error, allowed ...error) {
	t.Helper()
	for _, a := range allowed {
		if errors.Is(err, a) {
			return
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// live lets one provider come and go and others trade, and checks what holds in between.
func (v *venue) live(t *rapid.T, p Pool, amount *rapid.Generator[money.Gwei], holds func(*rapid.T)) {
	t.Repeat(map[string]func(*rapid.T){
		"add": func(t *rapid.T) {
			_, err := v.provide(p, amount.Draw(t, "base"), amount.Draw(t, "quote"))
			requireAmong(t, err, ErrTooSmall)
		},
		"remove": func(t *rapid.T) {
			most := v.Balance(v.who(maker), poolShare) - 1000 // somebody stays
			_, _, err := p.RemoveLiquidity(v.Book, v.who(maker), min(most, amount.Draw(t, "shares")))
			requireAmong(t, err, ErrTooSmall)
		},
		"trade": func(t *rapid.T) {
			side := rapid.SampledFrom([]Side{Sell, Buy}).Draw(t, "side")
			if dx := amount.Draw(t, "amount"); quoter(p, side)(dx) > 0 {
				v.swap(p, side, dx)
			}
		},
		"": func(t *rapid.T) {
			v.sound()
			holds(t)
		},
	})
}
