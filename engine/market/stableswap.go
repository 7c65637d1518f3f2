package market

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// StableSwap is a two-coin pool on a Curve. The base reserve counts at its redemption
// rate, so that parity in the pool is parity with redemption. Quotes are computed in
// binary64 without cancellation and rounded down; settlement is in whole ledger units.
type StableSwap struct {
	reserves
	ann   float64
	fee   StableFee
	rate  float64
	d     float64
	price float64 // marginal, scaled quote per scaled base
	lanes [2]lane // by Side
	scale [2]float64
}

// NewStableSwap returns a pool with the coded amplification, at least 1. Fees are
// fractions below 1. It quotes after the first Sync.
func NewStableSwap(l Listing, amplification float64, fee StableFee) (*StableSwap, error) {
	c := Curve{2, amplification}
	if err := fee.refuses(c); err != nil {
		return nil, err
	}
	return &StableSwap{reserves: newReserves(l), ann: c.ann(), fee: fee}, nil
}

// Sync rereads the reserves and prepares quotes at a redemption rate.
func (p *StableSwap) Sync(b *ledger.Book, rate float64) {
	if changed := p.read(b); changed || rate != p.rate {
		p.prepare(rate)
	}
}

// prepare computes the invariant and both lanes from the reserves.
func (p *StableSwap) prepare(rate float64) {
	p.rate = rate
	p.scale = [2]float64{Sell: float64(p.baseUnit * rate), Buy: p.quoteUnit}
	x, y := float64(float64(p.base)*p.scale[Sell]), float64(float64(p.quote)*p.scale[Buy])
	p.d, p.price = 0, 0
	if x <= 0 || y <= 0 {
		return
	}
	p.d = invariantOfTwo(p.ann, x, y)
	p.price = priceOfTwo(p.ann, p.d, x, y)
	p.lanes[Sell], p.lanes[Buy] = twoLanes(p.ann, x, y, p.d)
}

// Price is the marginal price before fees.
func (p *StableSwap) Price() float64 { return float64(p.price * p.rate) }

// Invariant is D, in whole units of quote value; 0 for an empty pool.
func (p *StableSwap) Invariant() float64 { return p.d }

// pay is what leaves for an amount, and the part of it that is the fee, both scaled.
func (p *StableSwap) pay(s Side, amount float64) (gross, fee float64) {
	gross, rate := p.lanes[s].trade(p.fee, float64(amount*p.scale[s]))
	return gross, float64(gross * rate)
}

func (p *StableSwap) quoteFor(s Side, amount money.Gwei) money.Gwei {
	if amount <= 0 || p.d == 0 {
		return 0
	}
	gross, fee := p.pay(s, float64(amount))
	return min(floor(gross-fee, p.scale[1-s]), p.most(s))
}

// SellOut is the quote paid for dx of base.
func (p *StableSwap) SellOut(dx money.Gwei) money.Gwei { return p.quoteFor(Sell, dx) }

// BuyOut is the base paid for dy of quote.
func (p *StableSwap) BuyOut(dy money.Gwei) money.Gwei { return p.quoteFor(Buy, dy) }

// SellTo is the base to sell until the last unit brings price. The fee counted is
// that of a small trade at the composition reached; with a constant fee this is
// exact.
func (p *StableSwap) SellTo(price float64) money.Gwei { return p.sizeTo(Sell, price/p.rate) }

// BuyTo is the quote to spend until the last unit costs price, with the fee counted
// as in SellTo.
func (p *StableSwap) BuyTo(price float64) money.Gwei { return p.sizeTo(Buy, p.rate/price) }

// sizeTo is the amount after which the last unit given brings target, both scaled.
// The price on a curve depends on the composition alone; it is found as the root of
// its logarithm over the logarithm of the growing balance, at constant D.
func (p *StableSwap) sizeTo(s Side, target float64) money.Gwei {
	if p.d == 0 || !(target < p.brings(s, p.lanes[s].in)) {
		return 0
	}
	start := p.lanes[s].in
	over := func(u float64) float64 {
		return detmath.Log(p.brings(s, float64(start*detmath.Exp(u))) / target)
	}
	low, top := 0.0, nearest
	for ; over(top) > 0; low, top = top, 4*top {
		if top > deepest {
			return largest
		}
	}
	u := fallingRoot(over, low, top)
	return floor(float64(start*detmath.Expm1(u)), p.scale[s])
}

// nearest and deepest are how far, in natural logarithms of a balance, a size is sought
// first and at last: most sizes are small, and a narrow bracket is soon closed.
const (
	nearest = 1.0 / 256
	deepest = 64
)

// brings is what the last unit given brings, after fees and scaled, when the balance
// of the coin given has grown to in.
func (p *StableSwap) brings(s Side, in float64) float64 {
	out := balanceOf(p.ann, p.d, in)
	return float64(priceOfTwo(p.ann, p.d, in, out) * (1 - p.fee.at(in, out)))
}

// SellWithin is the largest part of dx that sells at an average of at least limit.
func (p *StableSwap) SellWithin(dx money.Gwei, limit float64) money.Gwei {
	if dx <= 0 || p.d == 0 {
		return 0
	}
	if limit <= 0 {
		return dx
	}
	over := func(amount float64) float64 {
		gross, fee := p.pay(Sell, amount)
		return (gross-fee)/float64(amount*float64(p.baseUnit*limit)) - 1
	}
	if over(float64(dx)) >= 0 {
		return dx
	}
	if over(1) < 0 {
		return 0
	}
	return floor(fallingRoot(over, 1, float64(dx)), 1)
}

// Settle trades against the reserves as the ledger has them.
func (p *StableSwap) Settle(b *ledger.Book, trader ledger.Account, o Order) (Fill, error) {
	p.Sync(b, p.rate)
	if p.d == 0 {
		return Fill{}, ErrDepth
	}
	f := p.fill(o)
	if err := p.acceptable(o, f); err != nil {
		return Fill{}, err
	}
	legs := p.legs(trader, o.Side, f)
	if err := b.Post(legs[:]...); err != nil {
		return Fill{}, fmt.Errorf("market: StableSwap trade: %w", err)
	}
	p.Sync(b, p.rate)
	return f, nil
}

// fill rounds a quote to ledger units: whatever is paid out is rounded down.
func (p *StableSwap) fill(o Order) Fill {
	if o.Amount <= 0 {
		return Fill{}
	}
	gross, fee := p.pay(o.Side, float64(o.Amount))
	unit, most := p.scale[1-o.Side], p.most(o.Side)
	out := min(floor(gross-fee, unit), most)
	return Fill{
		In: o.Amount, Out: out,
		Fee: floor(fee, unit), AdminFee: min(floor(float64(fee*p.fee.Admin), unit), most-out),
	}
}

// acceptable refuses a fill that is nothing or too little, and one that would lower the
// invariant by more than rounding explains.
func (p *StableSwap) acceptable(o Order, f Fill) error {
	if err := o.refuses(f); err != nil {
		return err
	}
	base, quote := p.after(o.Side, f)
	d := invariantOfTwo(p.ann, float64(base*p.scale[Sell]), float64(quote*p.scale[Buy]))
	if d < float64(p.d*(1-roundingLoss)) {
		return fmt.Errorf("%w: StableSwap D from %v to %v", ErrInvariant, p.d, d)
	}
	return nil
}

// roundingLoss is the relative fall of an invariant that binary64 may explain.
const roundingLoss = 1e-12

// AddLiquidity takes both coins in proportion.
func (p *StableSwap) AddLiquidity(b *ledger.Book, provider ledger.Account, base, quote money.Gwei) (money.Gwei, error) {
	p.Sync(b, p.rate)
	shares, err := p.add(b, provider, base, quote, p.firstShares(base, quote))
	p.Sync(b, p.rate)
	return shares, err
}

// firstShares are those of a pool's first provider: they number D in units of the quote coin.
func (p *StableSwap) firstShares(base, quote money.Gwei) float64 {
	if base <= 0 || quote <= 0 || p.rate <= 0 {
		return 0
	}
	return invariantOfTwo(p.ann, float64(float64(base)*p.scale[Sell]), float64(float64(quote)*p.scale[Buy])) / p.quoteUnit
}

// RemoveLiquidity pays both coins in proportion.
func (p *StableSwap) RemoveLiquidity(b *ledger.Book, provider ledger.Account, shares money.Gwei) (base, quote money.Gwei, err error) {
	p.Sync(b, p.rate)
	base, quote, err = p.remove(b, provider, shares)
	p.Sync(b, p.rate)
	return base, quote, err
}
