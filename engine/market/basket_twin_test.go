package market

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// The twin's deposits and withdrawals subtract invariants and balances as the contracts
// do, in 300 bits.

// charge is the fee on a coin's distance from the pool's proportion.
func (w *twin) charge(f StableFee, a, b, distance *big.Float) *big.Float {
	share := div(w.n, mul(exactly(4), sub(w.n, exactly(1))))
	return mul(mul(w.feeRate(f, a, b), share), distance)
}

// moved is the twin after balances change.
func (w *twin) moved(by []*big.Float) *twin {
	m := &twin{ann: w.ann, n: w.n}
	for k, x := range w.x {
		m.x = append(m.x, add(x, by[k]))
	}
	return m
}

// uneven is the fees of a deposit, or of a withdrawal of negative amounts, and the part
// of the supply that is issued.
func (w *twin) uneven(f StableFee, by []*big.Float) (fees []*big.Float, issued *big.Float) {
	d0, after := w.getD(), w.moved(by)
	d1 := after.getD()
	reduced := make([]*big.Float, len(by))
	for k, x := range w.x {
		distance := sub(div(mul(d1, x), d0), after.x[k])
		fee := w.charge(f, add(x, after.x[k]), div(add(d0, d1), w.n), distance.Abs(distance))
		fees = append(fees, fee)
		reduced[k] = sub(by[k], fee)
	}
	return fees, sub(div(w.moved(reduced).getD(), d0), exactly(1))
}

// one is what coin i pays for a part of the supply, before and after the fee.
func (w *twin) one(f StableFee, i int, part *big.Float) (gross, net *big.Float) {
	d0 := w.getD()
	d1 := mul(d0, sub(exactly(1), part))
	y := w.getY(-1, i, nil, d1)
	by := make([]*big.Float, len(w.x))
	for k, x := range w.x {
		move, size := sub(x, div(mul(x, d1), d0)), x
		if k == i {
			move, size = sub(div(mul(x, d1), d0), y), mul(exactly(0.5), add(x, y))
		}
		mean := div(add(d0, d1), mul(exactly(2), w.n))
		by[k] = sub(exactly(0), w.charge(f, size, mean, move))
	}
	reduced := w.moved(by)
	return sub(w.x[i], y), sub(reduced.x[i], reduced.getY(-1, i, nil, d1))
}

// drawBasket draws two to four coins at rate 1, up to a million to one out of balance,
// with one share in all; fees every second time.
func drawBasket(t *rapid.T) *Basket {
	n := rapid.IntRange(2, 4).Draw(t, "coins")
	x := rapid.SliceOfN(logUniform(-3, 3), n, n).Draw(t, "balances")
	fee := StableFee{Admin: rapid.Float64Range(0, 1).Draw(t, "admin"), Offpeg: 1}
	if rapid.Bool().Draw(t, "fees") {
		fee.Rate = logUniform(-4, -2).Draw(t, "fee")
		fee.Offpeg = rapid.Float64Range(1, 20).Draw(t, "offpeg")
	}
	rates := []float64{1, 1, 1, 1}
	b, err := NewBasket(Curve{n, math.Floor(logUniform(0, 4).Draw(t, "A"))}, fee, x, rates[:n], 1)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// requireRoundings wants a number to be an exact one but for a few roundings.
func requireRoundings(t *rapid.T, what string, got float64, want *big.Float, bound float64) {
	t.Helper()
	if want.Sign() == 0 && got == 0 {
		return
	}
	if off := relativeError(got, want); !(math.Abs(off) <= bound) {
		t.Fatalf("%s is %v, off by %.2g", what, got, off)
	}
}

// TestUnevenLiquidityAgainstTwin: shares and fees of deposits of a 1e-12th to a thousand times
// the pool, and of withdrawals of nearly all of it, to a few roundings of themselves.
// Subtracting two invariants leaves nothing of the small ones.
func TestUnevenLiquidityAgainstTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawBasket(t)
		amounts, sign, ask := Amounts{}, 1.0, b.Deposit
		if rapid.Bool().Draw(t, "withdraw") {
			sign, ask = -1, b.WithdrawImbalanced
		}
		by := make([]*big.Float, b.Coins)
		for k := range b.Coins {
			if rapid.Bool().Draw(t, "this coin") {
				amounts[k] = b.Balances[k] * logUniform(-12, map[float64]float64{1: 3, -1: -0.01}[sign]).Draw(t, "amount")
			}
			by[k] = exactly(sign * amounts[k])
		}
		c, err := ask(amounts)
		if err != nil {
			requireAmong(t, err, ErrTooSmall, ErrDepth)
			t.Skip(err)
		}
		fees, issued := newTwin(b.Curve, b.Balances[:b.Coins]).uneven(b.Fee, by)
		requireRoundings(t, "part of the supply", c.Shares, issued, sharesNoise)
		for k, fee := range fees {
			got := float(sub(exactly(c.Fees[k]), fee))
			if scale := math.Abs(c.Shares)*b.Balances[k] + amounts[k]; math.Abs(got) > sharesNoise*scale {
				t.Fatalf("fee in coin %d is %v, off by %v", k, c.Fees[k], got)
			}
		}
	})
}

func float(x *big.Float) float64 {
	f, _ := x.Float64()
	return f
}

// TestOneCoinAgainstTwin: a withdrawal of one coin for a 1e-12th of the shares up to nearly all,
// to a few roundings of itself.
func TestOneCoinAgainstTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawBasket(t)
		i, part := rapid.IntRange(0, b.Coins-1).Draw(t, "coin"), logUniform(-12, -0.001).Draw(t, "part")
		c, err := b.WithdrawOne(i, part)
		if err != nil {
			t.Fatal(err)
		}
		gross, net := newTwin(b.Curve, b.Balances[:b.Coins]).one(b.Fee, i, exactly(part))
		requireRoundings(t, "gross", c.Gross, gross, sharesNoise)
		requireRoundings(t, "net", -c.In[i], net, sharesNoise)
		if c.Fees[i] < 0 || c.Fees[i] != c.Gross+c.In[i] || b.Fee.Rate == 0 && c.Fees[i] != 0 {
			t.Fatalf("a fee of %v", c.Fees[i])
		}
	})
}

// TestWorthGrowth: by how much an operation moves the invariant per share, against 300
// bits; without a fee it does not move.
func TestWorthGrowth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawBasket(t)
		c, err := b.Deposit(Amounts{b.Balances[0] * logUniform(-9, 2).Draw(t, "amount")})
		if err != nil {
			requireAmong(t, err, ErrDepth)
			t.Skip(err)
		}
		by := make([]*big.Float, b.Coins)
		for k := range by {
			by[k] = exactly(b.flow(&c, k))
		}
		w := newTwin(b.Curve, b.Balances[:b.Coins])
		after := div(w.moved(by).getD(), mul(w.getD(), add(exactly(1), exactly(c.Shares))))
		want := float(sub(after, exactly(1)))
		if got := b.WorthGrowth(c); math.Abs(got-want) > 1e-14*c.Shares || got < -1e-14*c.Shares || b.Fee.Rate == 0 && math.Abs(got) > 1e-14*c.Shares {
			t.Fatalf("grows by %v, want %v", got, want)
		}
	})
}
