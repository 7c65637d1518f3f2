package market

import (
	"fmt"
	"math"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Concentrated is a two-coin pool whose liquidity stands between ticks (H. Adams et al.,
// Uniswap v3 Core, 2021): inside a range of price it trades as constant product with the
// liquidity that is active there; ranges without any are jumped at no cost; past the last tick
// nothing is left, an order is filled in part and the price says nothing of value. The fee
// is taken from the coin paid in.
//
// The positions are the pool's: their ranges and proportions are settings, and shares own
// the same part of each, as those of a vault that manages one set of ranges do. Fees stay
// beside the positions and earn nothing, and go to shares in proportion when they are
// redeemed; who adds buys into them. Hence reserves are positions and fees, both on the
// ledger, and liquidity follows from the supply of shares. Only √price is kept here, from
// the first provision on: in ranges without liquidity reserves do not tell it.
type Concentrated struct {
	reserves
	ranges
	keep, fee  float64
	root, rest float64 // √price is their sum
	at         int     // range of the price, in depth
	each       float64 // scale of the positions per share
	scale      float64
	supply     money.Gwei
}

// NewConcentrated returns a pool that charges a fee, a fraction below 1, whose ticks are
// multiples of a spacing. It quotes once it has liquidity, by Initialise or AddLiquidity.
func NewConcentrated(l Listing, fee float64, spacing int32, positions []Position) (*Concentrated, error) {
	if !(fee >= 0 && fee < 1) {
		return nil, fmt.Errorf("%w: fee %v", ErrSetting, fee)
	}
	r, err := newRanges(positions, spacing)
	if err != nil {
		return nil, err
	}
	return &Concentrated{reserves: newReserves(l), ranges: r, keep: 1 - fee, fee: fee}, nil
}

// Sync rereads reserves and shares; the redemption rate does not matter to this pool.
// A pool without shares has no price.
func (p *Concentrated) Sync(b *ledger.Book, _ float64) {
	p.read(b)
	p.supply = b.Supply(p.Listing.Share)
	p.scale = float64(p.each * float64(p.supply))
	if p.empty() {
		p.root, p.rest, p.at, p.each, p.scale = 0, 0, 0, 0, 0
	}
}

func (p *Concentrated) empty() bool { return p.supply <= 0 || p.root == 0 }

// Price is the marginal price before fees.
func (p *Concentrated) Price() float64 { return float64(p.root * p.root) }

// Liquidity is what is active at the price, in √(base·quote) of whole coins; 0 in a gap.
func (p *Concentrated) Liquidity() float64 { return p.active(p.at) }

func (p *Concentrated) active(at int) float64 { return float64(p.depth[at] * p.scale) }

// units are those of the coin given and the coin paid out.
func (p *Concentrated) units(s Side) (in, out float64) {
	if s == Buy {
		return p.quoteUnit, p.baseUnit
	}
	return p.baseUnit, p.quoteUnit
}

func (p *Concentrated) quoteFor(s Side, amount money.Gwei) money.Gwei {
	if amount <= 0 || p.empty() {
		return 0
	}
	f, _ := p.fill(Swap{Side: s, In: amount})
	return f.Out
}

// SellOut is the quote paid for dx of base, or for the part of it that can be sold.
func (p *Concentrated) SellOut(dx money.Gwei) money.Gwei { return p.quoteFor(Sell, dx) }

// BuyOut is the base paid for dy of quote, or for the part of it that can be spent.
func (p *Concentrated) BuyOut(dy money.Gwei) money.Gwei { return p.quoteFor(Buy, dy) }

// SellTo is the base to sell until the last unit brings price, or until nothing is left
// to buy it.
func (p *Concentrated) SellTo(price float64) money.Gwei {
	return p.sizeTo(Sell, math.Sqrt(max(price, 0)/p.keep))
}

// BuyTo is the quote to spend until the last unit costs price, or until nothing is left
// to buy.
func (p *Concentrated) BuyTo(price float64) money.Gwei {
	return p.sizeTo(Buy, math.Sqrt(float64(max(price, 0)*p.keep)))
}

func (p *Concentrated) sizeTo(s Side, root float64) money.Gwei {
	if p.empty() {
		return 0
	}
	to := unbounded(s)
	to.root = root
	w, unit := p.walk(s, to), p.baseUnit
	if s == Buy {
		unit = p.quoteUnit
	}
	return floor(w.in/p.keep, unit)
}

// SellWithin is the largest part of dx that sells at an average of at least limit.
func (p *Concentrated) SellWithin(dx money.Gwei, limit float64) money.Gwei {
	if dx <= 0 || p.empty() {
		return 0
	}
	w, to := p.start(), unbounded(Sell)
	to.in = float64(float64(float64(dx)*p.baseUnit) * p.keep)
	least := max(limit, 0) / p.keep // for a coin net of the fee
	for was := w; p.step(&w, Sell, to); was = w {
		if w.out < float64(least*w.in) {
			return min(dx, floor((was.in+p.within(&was, least))/p.keep, p.baseUnit))
		}
	}
	if w.exhausted {
		return min(dx, floor(w.in/p.keep, p.baseUnit))
	}
	return dx
}

// within is what a range takes until the average of the whole sale has fallen to least:
// the positive root of least·s·a² + (L·(least-s²) - c·s)·a = c·L, where s is √price, L the
// liquidity and c what the sale has brought above least so far.
func (p *Concentrated) within(w *walk, least float64) float64 {
	l, above := p.active(w.at), max(0, w.out-float64(least*w.in))
	a := float64(least * w.root)
	b := float64(l*(least-float64(w.root*w.root))) - float64(above*w.root)
	c := float64(above * l)
	root := math.Sqrt(float64(b*b) + float64(4*float64(a*c)))
	if b > 0 {
		return 2 * c / (b + root)
	}
	return (root - b) / (2 * a)
}
