package market

import (
	"math/big"

	"github.com/restakesim/restakesim/engine/money"
)

// twin is the StableSwap curve done slowly: the contracts' iterations for D and y, in
// 300 bits, from balances that are taken as exact. It shares no formula with Curve.
type twin struct {
	ann, n *big.Float
	x      []*big.Float
}

func exactly(x float64) *big.Float { return new(big.Float).SetPrec(300).SetFloat64(x) }

func newTwin(c Curve, x []float64) *twin {
	w := &twin{ann: mul(exactly(c.Amplification), exactly(float64(c.Coins))), n: exactly(float64(c.Coins))}
	for _, v := range x {
		w.x = append(w.x, exactly(v))
	}
	return w
}

func add(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(300).Add(a, b) }
func sub(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(300).Sub(a, b) }
func mul(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(300).Mul(a, b) }
func div(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(300).Quo(a, b) }

// settled says whether two iterates agree to about 60 digits.
func settled(a, b *big.Float) bool {
	d := sub(a, b)
	return d.Abs(d).Cmp(mul(b, exactly(0x1p-200))) <= 0
}

// getD is get_D of the contracts: Newton from the sum of the balances.
func (w *twin) getD() *big.Float {
	s := exactly(0)
	for _, x := range w.x {
		s = add(s, x)
	}
	one := exactly(1)
	for d := s; ; {
		p := d
		for _, x := range w.x {
			p = div(mul(p, d), mul(w.n, x))
		}
		above := mul(add(mul(w.ann, s), mul(p, w.n)), d)
		below := add(mul(sub(w.ann, one), d), mul(add(w.n, one), p))
		next := div(above, below)
		if settled(next, d) {
			return next
		}
		d = next
	}
}

// getY is get_y of the contracts: the balance of coin j when coin i holds x, by
// y ← (y² + c)/(2y + b - D) from y = D.
func (w *twin) getY(i, j int, x, d *big.Float) *big.Float {
	c, s := d, exactly(0)
	for k, v := range w.x {
		switch k {
		case j:
			continue
		case i:
			v = x
		}
		s = add(s, v)
		c = div(mul(c, d), mul(v, w.n))
	}
	c = div(mul(c, d), mul(w.ann, w.n))
	b := add(s, div(d, w.ann))
	for y := d; ; {
		next := div(add(mul(y, y), c), sub(add(add(y, y), b), d))
		if settled(next, y) {
			return next
		}
		y = next
	}
}

// out is what leaves of coin j for dx of coin i, before fees.
func (w *twin) out(i, j int, dx *big.Float) *big.Float {
	return sub(w.x[j], w.getY(i, j, add(w.x[i], dx), w.getD()))
}

// twinOf is the twin of a pool, whose scaled balances are taken without rounding.
func twinOf(p *StableSwap) *twin {
	w := newTwin(Curve{2, p.ann / 2}, []float64{1, 1})
	w.x[Sell] = mul(exactly(float64(p.base)), exactly(p.scale[Sell]))
	w.x[Buy] = mul(exactly(float64(p.quote)), exactly(p.scale[Buy]))
	return w
}

// net is what a pool pays for an amount after fees, in ledger units before rounding.
func (w *twin) net(p *StableSwap, s Side, amount money.Gwei) *big.Float {
	i, j := int(s), int(1-s)
	dx := mul(exactly(float64(amount)), exactly(p.scale[s]))
	gross := w.out(i, j, dx)
	half := exactly(0.5)
	rate := w.feeRate(p.fee, add(w.x[i], mul(half, dx)), sub(w.x[j], mul(half, gross)))
	return div(mul(gross, sub(exactly(1), rate)), exactly(p.scale[1-s]))
}

// feeRate is _dynamic_fee of stableswap-ng: m·f / ((m-1)·4ab/(a+b)² + 1).
func (w *twin) feeRate(f StableFee, a, b *big.Float) *big.Float {
	if f.Offpeg <= 1 {
		return exactly(f.Rate)
	}
	m, s := exactly(f.Offpeg), add(a, b)
	balance := div(mul(exactly(4), mul(a, b)), mul(s, s))
	return div(mul(m, exactly(f.Rate)), add(mul(sub(m, exactly(1)), balance), exactly(1)))
}

// relativeError is (got-want)/want.
func relativeError(got float64, want *big.Float) float64 {
	x, _ := div(sub(exactly(got), want), want).Float64()
	return x
}
