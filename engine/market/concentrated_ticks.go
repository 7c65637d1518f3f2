package market

import (
	"fmt"
	"math"
	"slices"

	"github.com/restakesim/restakesim/engine/detmath"
)

// Position is liquidity between two ticks: active where Lower <= tick < Upper. Price at
// tick t is 1.0001^t. Liquidity is in √(base·quote) of whole coins: on its range a
// position trades as a constant-product pool with L² = x·y does.
type Position struct {
	Lower, Upper int32
	Liquidity    float64
}

// MaxTick is the largest tick in absolute value (Uniswap v3 core, TickMath).
const MaxTick = 887272

// log1p(1e-4) in two parts. The upper one has 32 bits, so that its product with half a
// tick is exact.
const (
	logBaseHi = 0x1.a368d064p-14
	logBaseLo = 0x1.80000b1871efdp-46
)

// tickRoot is √price at a tick, 1.0001^(t/2), with an error of about one unit in the last
// place. A power of 1.0001 itself would not do: the binary64 next to it is off by 1.1e-13 of
// its logarithm.
func tickRoot(t int32) float64 {
	half := 0.5 * float64(t)
	root := detmath.Exp(float64(half * logBaseHi))
	return root + float64(root*float64(half*logBaseLo))
}

// tickBelow is the multiple of a spacing next below a price, or at it as far as binary64
// tells. That of the inverse price is the one above, with the other sign.
func tickBelow(price float64, spacing int32) int32 {
	const rounding = 1e-9
	x := detmath.Log(price) / (logBaseHi + logBaseLo) / float64(spacing)
	return int32(math.Floor(x+rounding)) * spacing
}

// ranges is liquidity by range of price: roots holds √price at every initialised tick,
// rising, and depth[i] what is active below roots[i] and from roots[i-1] on. The first
// and the last depth are 0.
type ranges struct {
	roots, depth []float64
}

// newRanges lays positions over each other. Each range is summed up for itself, so that a
// gap has exactly none.
func newRanges(positions []Position, spacing int32) (r ranges, err error) {
	var ticks []int32
	for _, p := range positions {
		if err := p.check(spacing); err != nil {
			return r, err
		}
		ticks = append(ticks, p.Lower, p.Upper)
	}
	if len(ticks) == 0 {
		return r, fmt.Errorf("%w: no position", ErrSetting)
	}
	slices.Sort(ticks)
	ticks = slices.Compact(ticks)
	r.depth = make([]float64, len(ticks)+1)
	for i, t := range ticks {
		r.roots = append(r.roots, tickRoot(t))
		for _, p := range positions {
			if p.Lower <= t && t < p.Upper {
				r.depth[i+1] += p.Liquidity
			}
		}
	}
	return r, nil
}

func (p Position) check(spacing int32) error {
	ticks := spacing > 0 && -MaxTick <= p.Lower && p.Lower < p.Upper && p.Upper <= MaxTick
	if !ticks || p.Lower%spacing != 0 || p.Upper%spacing != 0 || !(p.Liquidity > 0 && p.Liquidity <= math.MaxFloat32) {
		return fmt.Errorf("%w: position %+v at tick spacing %d", ErrSetting, p, spacing)
	}
	return nil
}

// behind is the number of ticks at or below a price; rest is less than what root is
// rounded to.
func (r *ranges) behind(root, rest float64) int {
	n, found := slices.BinarySearch(r.roots, root)
	if found && rest >= 0 {
		n++
	}
	return n
}

// held is what positions hold where √price is root + rest, per unit of their scale, in
// whole coins: base in the part of their ranges above it, quote in the part below.
func (r *ranges) held(root, rest float64) (base, quote float64) {
	for i, depth := range r.depth {
		if depth == 0 {
			continue
		}
		lo, hi := r.roots[i-1], r.roots[i]
		below, above := (root-lo)+rest, (hi-root)-rest
		switch {
		case below <= 0:
			base += float64(depth * ((hi - lo) / lo / hi))
		case above <= 0:
			quote += float64(depth * (hi - lo))
		default:
			base += float64(depth * (above / root / hi))
			quote += float64(depth * below)
		}
	}
	return base, quote
}
