package market

import (
	"fmt"
	"math"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Swap asks a concentrated pool for a trade that ends where the first of its ends is met;
// an end of 0 is none, and without any it is ErrTooSmall. Of In and Out one may stand. Where liquidity ends first, the rest is
// left undone.
type Swap struct {
	Side    Side
	In, Out money.Gwei // to give, fee included; to get
	Price   float64    // marginal, before fees, in whole coins
	MinOut  money.Gwei // refused below it
	MaxIn   money.Gwei // refused above it; 0: any
}

// Path is how a trade went along the price.
type Path struct {
	Price, Root, Liquidity float64 // where it ended
	Crossed                int     // initialised ticks passed, those at the edges of gaps included
	Exhausted              bool    // the last tick was crossed with something left to do
}

// bounds are the ends of a swap in whole coins.
func (p *Concentrated) bounds(x Swap) bounds {
	inUnit, outUnit := p.units(x.Side)
	to := unbounded(x.Side)
	if x.In > 0 {
		to.in = float64(float64(float64(x.In)*inUnit) * p.keep)
	}
	if x.Out > 0 {
		to.out = float64(float64(x.Out) * outUnit)
	}
	if x.Price > 0 {
		to.root = math.Sqrt(x.Price)
	}
	return to
}

// fill is what a swap comes to: what is taken is rounded up, what is paid out rounded
// down, and a unit of the reserve stays.
func (p *Concentrated) fill(x Swap) (Fill, walk) {
	to := p.bounds(x)
	w := p.walk(x.Side, to)
	inUnit, outUnit := p.units(x.Side)
	f := Fill{In: x.In, Out: x.Out}
	if w.in < to.in {
		if f.In = ceil(w.in/p.keep, inUnit); x.In > 0 {
			f.In = min(f.In, x.In)
		}
	}
	if w.out < to.out {
		f.Out = floor(w.out, outUnit)
	}
	f.Out = max(0, min(f.Out, p.most(x.Side)))
	f.Fee = floor(float64(float64(f.In)*p.fee), 1)
	return f, w
}

// Settle trades against the reserves as the ledger has them. Where liquidity ends, less
// than the order's amount is taken.
func (p *Concentrated) Settle(b *ledger.Book, trader ledger.Account, o Order) (Fill, error) {
	f, _, err := p.Swap(b, trader, Swap{Side: o.Side, In: o.Amount, MinOut: o.MinOut})
	return f, err
}

// Swap trades as far as it is asked to (UniswapV3Pool.swap). To a price in a range without
// liquidity it goes with nothing traded. A refused swap leaves the
// price where it is and says how it would have gone; where nothing at all can be traded
// that is ErrDepth.
func (p *Concentrated) Swap(b *ledger.Book, trader ledger.Account, x Swap) (Fill, Path, error) {
	p.Sync(b, 0)
	if p.empty() {
		return Fill{}, Path{}, ErrDepth
	}
	if x.In <= 0 && x.Out <= 0 && !(x.Price > 0) {
		return Fill{}, p.path(p.start()), ErrTooSmall
	}
	f, w := p.fill(x)
	path := p.path(w)
	if w.in == 0 && w.out == 0 && x.Price > 0 && x.MinOut <= 0 && !w.exhausted {
		p.root, p.rest, p.at = w.root, w.rest, w.at
		return Fill{}, path, nil
	}
	if err := p.acceptable(x, f, w); err != nil {
		return Fill{}, path, err
	}
	legs := p.legs(trader, x.Side, f)
	if err := b.Post(legs[:2]...); err != nil {
		return Fill{}, path, fmt.Errorf("market: concentrated-liquidity trade: %w", err)
	}
	p.root, p.rest, p.at = w.root, w.rest, w.at
	p.Sync(b, 0)
	return f, path, nil
}

func (p *Concentrated) path(w walk) Path {
	return Path{Price: float64(w.root * w.root), Root: w.root, Liquidity: p.active(w.at), Crossed: w.crossed, Exhausted: w.exhausted}
}

// acceptable refuses a fill that is nothing or not what was asked for, and one that takes
// more out of the positions than they give up between the two prices, by more than
// rounding explains.
func (p *Concentrated) acceptable(x Swap, f Fill, w walk) error {
	if f.In == 0 && w.exhausted {
		return ErrDepth
	}
	if x.MaxIn > 0 && f.In > x.MaxIn {
		return ErrLimit
	}
	if err := (Order{MinOut: x.MinOut}).refuses(f); err != nil {
		return err
	}
	before, after := p.coins(x.Side, p.root, p.rest), p.coins(x.Side, w.root, w.rest)
	inUnit, outUnit := p.units(x.Side)
	taken := float64(float64(f.In)*inUnit) + before[0] - after[0]
	kept := before[1] - after[1] - float64(float64(f.Out)*outUnit)
	if taken < -roundingLoss*after[0] || kept < -roundingLoss*before[1] {
		return fmt.Errorf("%w: positions give %v too much and take %v too little", ErrInvariant, -kept, -taken)
	}
	return nil
}

// coins is what the positions hold at √price: the coin given, then the coin paid out.
func (p *Concentrated) coins(s Side, root, rest float64) [2]float64 {
	base, quote := p.held(root, rest)
	base, quote = float64(base*p.scale), float64(quote*p.scale)
	if s == Buy {
		return [2]float64{quote, base}
	}
	return [2]float64{base, quote}
}

// ceil turns whole coins into ledger units, rounded up.
func ceil(coins, unit float64) money.Gwei {
	n := floor(coins, unit)
	if float64(float64(n)*unit) < coins {
		n++
	}
	return n
}
