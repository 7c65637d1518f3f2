package market

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// narrowAndTail is a wide position and narrow ones on it, with a gap above them: from 0.9
// to 1.1 and, thinly, from a hundredth to a hundred, and something at ten.
var narrowAndTail = []Position{{-46060, 20000, 1}, {-1060, 960, 50}, {-60, 50, 400}, {23000, 46060, 2}}

// concentrated opens a pool without liquidity.
func (v *venue) concentrated(fee float64, positions ...Position) *Concentrated {
	v.t.Helper()
	p, err := NewConcentrated(v.listing(), fee, 10, positions)
	v.must(err)
	p.Sync(v.Book, 0)
	return p
}

// initialised opens a pool at a price with its positions as they are.
func (v *venue) initialised(price, fee float64, positions ...Position) *Concentrated {
	v.t.Helper()
	p := v.concentrated(fee, positions...)
	v.give(v.who(maker), lrt, 1<<61)
	v.give(v.who(maker), eth, 1<<61)
	_, err := p.Initialise(v.Book, v.who(maker), price)
	v.must(err)
	for _, a := range []ledger.Asset{lrt, eth} { // leave room for those who trade
		v.must(v.Post(ledger.Transfer{From: v.who(maker), To: ledger.Outside, Asset: a, Amount: v.Balance(v.who(maker), a), Why: ledger.Genesis}))
	}
	return p
}

// drawConcentrated draws up to six positions, some of which meet or leave gaps, from a
// tick spacing of ten to a hundredth of the price and more; in the middle or outside of
// them stands the price, every fourth time on an initialised tick.
func drawConcentrated(t *rapid.T, v *venue, withFee bool) (*Concentrated, []Position) {
	centre := 10 * int32(rapid.IntRange(-2000, 2000).Draw(t, "centre"))
	var positions []Position
	for range rapid.IntRange(1, 6).Draw(t, "positions") {
		lower := centre + 10*int32(rapid.IntRange(-60, 60).Draw(t, "lower"))
		width := 10 * int32(logUniform(0, 2.5).Draw(t, "width"))
		positions = append(positions, Position{lower, lower + width, logUniform(0, 9).Draw(t, "liquidity")})
	}
	price := float64(0)
	if rapid.IntRange(0, 3).Draw(t, "on a tick") == 0 {
		root := tickRoot(rapid.SampledFrom(positions).Draw(t, "whose").Lower)
		price = root * root
	} else {
		root := tickRoot(centre + int32(rapid.IntRange(-900, 900).Draw(t, "tick")))
		price = root * root
	}
	fee := 0.0
	if withFee {
		fee = rapid.SampledFrom([]float64{0, 0.0001, 0.003, 0.01}).Draw(t, "fee")
	}
	return v.initialised(price, fee, positions...), positions
}

// tickTwin is concentrated liquidity done slowly, in 300 bits: what each position holds at a
// price, by the white paper's formulas, and the price after a trade by bisection on what
// all of them hold together. It knows no ranges, no crossing and no steps.
type tickTwin struct {
	positions              []Position
	scale, fee, root, unit *big.Float
}

func twinOfTicks(p *Concentrated, positions []Position) *tickTwin {
	return &tickTwin{positions: positions, scale: exactly(p.scale), fee: exactly(p.fee),
		root: add(exactly(p.root), exactly(p.rest)), unit: exactly(1e-9)}
}

// held is base and quote of all positions at √price.
func (w *tickTwin) held(root *big.Float) (base, quote *big.Float) {
	base, quote = exactly(0), exactly(0)
	one := exactly(1)
	for _, p := range w.positions {
		lower, upper := exactly(tickRoot(p.Lower)), exactly(tickRoot(p.Upper))
		at := root
		if at.Cmp(lower) < 0 {
			at = lower
		}
		if at.Cmp(upper) > 0 {
			at = upper
		}
		l := mul(exactly(p.Liquidity), w.scale)
		base = add(base, mul(l, sub(div(one, at), div(one, upper))))
		quote = add(quote, mul(l, sub(at, lower)))
	}
	return base, quote
}

// moved is the rise of the coin given and the fall of the other one between two prices.
func (w *tickTwin) moved(s Side, to *big.Float) (in, out *big.Float) {
	base, quote := w.held(w.root)
	base2, quote2 := w.held(to)
	if s == Sell {
		return sub(base2, base), sub(quote, quote2)
	}
	return sub(quote2, quote), sub(base, base2)
}

// pay is what comes out for an amount of units that goes in, fee included, in units, by
// halving the interval between the price and an end that no trade reaches.
func (w *tickTwin) pay(s Side, amount money.Gwei) *big.Float {
	net := mul(mul(exactly(float64(amount)), w.unit), sub(exactly(1), w.fee))
	near, far := w.root, mul(w.root, exactly(0x1p-40))
	if s == Buy {
		far = mul(w.root, exactly(0x1p40))
	}
	for range 250 {
		middle := mul(add(near, far), exactly(0.5))
		if in, _ := w.moved(s, middle); in.Cmp(net) <= 0 {
			near = middle
		} else {
			far = middle
		}
	}
	_, out := w.moved(s, near)
	return div(out, w.unit)
}

// passed counts the ticks on the way from another √price to the pool's: a falling one passes
// the tick it starts on, and the one it ends on only if nothing is left below.
func (w *tickTwin) passed(s Side, from *big.Float, exhausted bool) int {
	passed := map[int32]bool{}
	for _, p := range w.positions {
		for _, tick := range []int32{p.Lower, p.Upper} {
			root := exactly(tickRoot(tick))
			start, end := root.Cmp(from), root.Cmp(w.root)
			falls := s == Sell && start <= 0 && (end > 0 || exhausted && end == 0)
			if falls || s == Buy && start > 0 && end <= 0 {
				passed[tick] = true
			}
		}
	}
	return len(passed)
}

// TestWalkAgainstTwin: quotes are those of the twin, rounded down, after trades that went
// before, too.
func TestWalkAgainstTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		p, positions := drawConcentrated(t, v, true)
		for range rapid.IntRange(0, 3).Draw(t, "trades before") {
			side, amount := drawOrder(t)
			if quoter(p, side)(amount) > 0 {
				v.swap(p, side, amount)
			}
		}
		side, amount := drawOrder(t)
		exact := twinOfTicks(p, positions).pay(side, amount)
		if got := quoter(p, side)(amount); got != [...]money.Gwei{Sell: p.quote, Buy: p.base}[side]-1 {
			requireFloored(t, got, exact)
		}
	})
}

// TestTickRoots: √price at a tick is the binary64 next to it or beside that one.
func TestTickRoots(t *testing.T) {
	base := new(big.Float).SetPrec(400).Quo(exactly(10001), exactly(10000))
	for _, tick := range []int32{0, 1, 2, 3, 59, 60, 1234, 46054, 110800, 443636, 600001, 887271, MaxTick} {
		power, square := exactly(1), base
		for n := tick; n > 0; n /= 2 {
			if n%2 == 1 {
				power = new(big.Float).SetPrec(400).Mul(power, square)
			}
			square = new(big.Float).SetPrec(400).Mul(square, square)
		}
		up := new(big.Float).SetPrec(400).Sqrt(power)
		for tick, want := range map[int32]*big.Float{tick: up, -tick: div(exactly(1), up)} {
			if e := relativeError(tickRoot(tick), want); e > 0x1.2p-52 || e < -0x1.2p-52 {
				t.Errorf("tick %d is off by %.3g units in the last place", tick, e*0x1p52)
			}
		}
	}
}
