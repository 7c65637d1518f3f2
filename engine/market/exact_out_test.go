package market

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// TestExactOutIsTheInverse: what InFor and exact-out swaps ask for pays at least that,
// and two units less do not.
func TestExactOutIsTheInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		p, _ := drawConcentrated(t, v, true)
		side, want := drawOrder(t)
		f, w := p.fill(Swap{Side: side, Out: want})
		if w.exhausted || f.Out < want || f.Out == p.most(side) || f.In > 1<<53 {
			t.Skip("there is not so much")
		}
		spare := 2 + money.Gwei(noise*float64(f.In))
		if got := quoter(p, side)(f.In + spare); got < want {
			t.Fatalf("%d in pay %d, want %d", f.In, got, want)
		}
		if less := f.In - spare; less > 0 && quoter(p, side)(less) > want+money.Gwei(noise*float64(want)) {
			t.Fatalf("%d in pay more than %d, for which %d were asked", less, want, f.In)
		}
		v.give(v.who(trader), coinGiven(p, side), f.In)
		x := Swap{Side: side, Out: want, MaxIn: f.In - 1}
		if f.In > 1 {
			if _, _, err := p.Swap(v.Book, v.who(trader), x); !errors.Is(err, ErrLimit) {
				t.Fatalf("for less than %d: %v", f.In, err)
			}
		}
		x.MaxIn = f.In
		if got, _, err := p.Swap(v.Book, v.who(trader), x); err != nil || got != f {
			t.Fatalf("%+v, %v, want %+v", got, err, f)
		}
	})
}

func coinGiven(p Pool, s Side) ledger.Asset {
	if s == Buy {
		return p.Quote()
	}
	return p.Base()
}

// TestProductExactOut does the same on x·y = k.
func TestProductExactOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		p := drawProduct(t, v)
		side, want := drawOrder(t)
		in, err := p.InFor(side, want)
		if want > p.most(side) {
			if !errors.Is(err, ErrDepth) {
				t.Fatalf("%d of %d: %v", want, p.most(side), err)
			}
			return
		}
		if in > 1<<60 {
			t.Skip("more than anybody has")
		}
		spare := 1 + money.Gwei(noise*float64(in))
		if in <= 0 || quoter(p, side)(in+spare) < want || in > spare+1 && quoter(p, side)(in-spare-1) > want {
			t.Fatalf("%d are asked for %d: %d", in, want, quoter(p, side)(in))
		}
		v.give(v.who(trader), coinGiven(p, side), in)
		if _, err := p.SettleExact(v.Book, v.who(trader), side, want, in-1); !errors.Is(err, ErrLimit) {
			t.Fatalf("for less: %v", err)
		}
		if f, err := p.SettleExact(v.Book, v.who(trader), side, want, in); err != nil || f.In != in || f.Out != want {
			t.Fatalf("%+v, %v", f, err)
		}
		v.sound()
	})
}
