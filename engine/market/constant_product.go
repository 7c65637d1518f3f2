package market

import (
	"fmt"
	"math"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// ConstantProduct is a two-coin pool on x·y = k whose fee is taken from the coin
// paid in and stays in the pool (Uniswap v2 core, UniswapV2Library.getAmountOut):
// with g = 1-f, out = y·g·dx/(x + g·dx).
type ConstantProduct struct {
	reserves
	keep float64 // g
	fee  float64
	x, y float64 // reserves in whole coins
}

// NewConstantProduct returns a pool that charges a fee, a fraction below 1. It quotes
// after the first Sync.
func NewConstantProduct(l Listing, fee float64) (*ConstantProduct, error) {
	if !(fee >= 0 && fee < 1) {
		return nil, fmt.Errorf("%w: fee %v", ErrSetting, fee)
	}
	return &ConstantProduct{reserves: newReserves(l), keep: 1 - fee, fee: fee}, nil
}

// Sync rereads the reserves; the redemption rate does not matter to this pool.
func (p *ConstantProduct) Sync(b *ledger.Book, _ float64) {
	if p.read(b) {
		p.x, p.y = float64(float64(p.base)*p.baseUnit), float64(float64(p.quote)*p.quoteUnit)
	}
}

// Price is the marginal price y/x before fees.
func (p *ConstantProduct) Price() float64 {
	if p.empty() {
		return 0
	}
	return p.y / p.x
}

func (p *ConstantProduct) empty() bool { return p.x <= 0 || p.y <= 0 }

// sides returns the reserve given to and the reserve paid from, and their units.
func (p *ConstantProduct) sides(s Side) (in, out, inUnit, outUnit float64) {
	if s == Buy {
		return p.y, p.x, p.quoteUnit, p.baseUnit
	}
	return p.x, p.y, p.baseUnit, p.quoteUnit
}

func (p *ConstantProduct) quoteFor(s Side, amount money.Gwei) money.Gwei {
	if amount <= 0 || p.empty() {
		return 0
	}
	in, out, inUnit, outUnit := p.sides(s)
	dx := float64(float64(float64(amount)*inUnit) * p.keep)
	return min(floor(float64(out*dx)/(in+dx), outUnit), p.most(s))
}

// SellOut is the quote paid for dx of base.
func (p *ConstantProduct) SellOut(dx money.Gwei) money.Gwei { return p.quoteFor(Sell, dx) }

// BuyOut is the base paid for dy of quote.
func (p *ConstantProduct) BuyOut(dy money.Gwei) money.Gwei { return p.quoteFor(Buy, dy) }

// SellTo is the base to sell until the last unit brings price.
func (p *ConstantProduct) SellTo(price float64) money.Gwei { return p.sizeTo(Sell, price) }

// BuyTo is the quote to spend until the last unit costs price.
func (p *ConstantProduct) BuyTo(price float64) money.Gwei { return p.sizeTo(Buy, 1/price) }

// sizeTo solves d(out)/d(in) = target, that is g·x·y/(x+g·dx)² = target.
func (p *ConstantProduct) sizeTo(s Side, target float64) money.Gwei {
	if p.empty() {
		return 0
	}
	in, out, inUnit, _ := p.sides(s)
	return floor((math.Sqrt(float64(p.keep*in)*(out/target))-in)/p.keep, inUnit)
}

// SellWithin is the largest part of dx whose average is at least limit:
// y·g/(x + g·dx) >= limit.
func (p *ConstantProduct) SellWithin(dx money.Gwei, limit float64) money.Gwei {
	if dx <= 0 || p.empty() {
		return 0
	}
	return min(dx, floor((float64(p.y*p.keep)/max(limit, 0)-p.x)/p.keep, p.baseUnit))
}

// Settle trades against the reserves as the ledger has them.
func (p *ConstantProduct) Settle(b *ledger.Book, trader ledger.Account, o Order) (Fill, error) {
	p.Sync(b, 0)
	if p.empty() {
		return Fill{}, ErrDepth
	}
	f := Fill{In: o.Amount, Out: p.quoteFor(o.Side, o.Amount), Fee: floor(float64(float64(o.Amount)*p.fee), 1)}
	if err := p.acceptable(o, f); err != nil {
		return Fill{}, err
	}
	legs := p.legs(trader, o.Side, f)
	if err := b.Post(legs[:2]...); err != nil {
		return Fill{}, fmt.Errorf("market: constant-product trade: %w", err)
	}
	p.Sync(b, 0)
	return f, nil
}

// acceptable refuses a fill that is nothing or too little, and one that would lower the
// product by more than rounding explains.
func (p *ConstantProduct) acceptable(o Order, f Fill) error {
	if err := o.refuses(f); err != nil {
		return err
	}
	base, quote := p.after(o.Side, f)
	growth := (base / float64(p.base)) * (quote / float64(p.quote))
	if growth < 1-roundingLoss {
		return fmt.Errorf("%w: product changes by a factor %v", ErrInvariant, growth)
	}
	return nil
}

// AddLiquidity takes both coins in proportion; the first shares number √(x·y) in
// ledger units.
func (p *ConstantProduct) AddLiquidity(b *ledger.Book, provider ledger.Account, base, quote money.Gwei) (money.Gwei, error) {
	p.Sync(b, 0)
	first := float64(math.Sqrt(float64(max(base, 0))) * math.Sqrt(float64(max(quote, 0))))
	shares, err := p.add(b, provider, base, quote, first)
	p.Sync(b, 0)
	return shares, err
}

// RemoveLiquidity pays both coins in proportion.
func (p *ConstantProduct) RemoveLiquidity(b *ledger.Book, provider ledger.Account, shares money.Gwei) (base, quote money.Gwei, err error) {
	p.Sync(b, 0)
	base, quote, err = p.remove(b, provider, shares)
	p.Sync(b, 0)
	return base, quote, err
}
