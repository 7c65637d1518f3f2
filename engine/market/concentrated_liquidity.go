package market

import (
	"fmt"
	"math"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Initialise opens an empty pool at a price with its positions as large as their settings
// say, takes what they hold there, rounded up and a unit of each coin at least, and gives
// shares.
func (p *Concentrated) Initialise(b *ledger.Book, provider ledger.Account, price float64) (shares money.Gwei, err error) {
	p.Sync(b, 0)
	if !p.empty() || !(price > 0 && price <= math.MaxFloat64) {
		return 0, fmt.Errorf("%w: price %v of a pool of %d shares", ErrSetting, price, p.supply)
	}
	w := walk{root: math.Sqrt(price)}
	base, quote := p.held(w.root, 0)
	return p.open(b, provider, w, 1, max(1, ceil(base, p.baseUnit)), max(1, ceil(quote, p.quoteUnit)))
}

// AddLiquidity takes both coins in proportion to the reserves, fees included. The first
// provider sets the price instead: it is where the positions hold base and quote in the
// proportion offered, and they are made as large as the offer allows.
func (p *Concentrated) AddLiquidity(b *ledger.Book, provider ledger.Account, base, quote money.Gwei) (money.Gwei, error) {
	p.Sync(b, 0)
	if !p.empty() {
		shares, err := p.add(b, provider, base, quote, 0)
		p.Sync(b, 0)
		return shares, err
	}
	if base <= 0 || quote <= 0 {
		return 0, ErrTooSmall
	}
	w, scale := p.fit(float64(float64(base)*p.baseUnit), float64(float64(quote)*p.quoteUnit))
	x, y := p.held(w.root, w.rest)
	return p.open(b, provider, w, scale, min(base, ceil(float64(x*scale), p.baseUnit)), min(quote, ceil(float64(y*scale), p.quoteUnit)))
}

// fit is the price at which positions hold two coins in a given proportion, and the scale
// at which they hold as much of both as there is. With rising price positions have ever
// less base for ever more quote: it lies in the range at whose upper tick there is too
// much quote for the first time. Close to a tick they hold little of one coin, and a step of
// Newton's rule gives the digits that √price lacks for that.
func (p *Concentrated) fit(base, quote float64) (w walk, scale float64) {
	for i, upper := range p.roots {
		x, y := p.held(upper, 0)
		if l := p.depth[i]; l > 0 && float64(x*quote) <= float64(y*base) {
			w.root = min(max(p.balance(i, base, quote), p.roots[i-1]), upper)
			x, y = p.held(w.root, 0)
			slope := l * (quote/w.root/w.root + base)
			w.move(Buy, (float64(x*quote)-float64(y*base))/slope, upper)
			break
		}
	}
	x, y := p.held(w.root, w.rest)
	return w, min(base/x, quote/y)
}

// balance is √price inside a range of depth L, between √lo and √hi, at which positions
// hold two coins in a given proportion: with x of base above the range and y of quote
// below it, (x + L·(1/s - 1/hi))·quote = (y + L·(s - lo))·base, a quadratic in s.
func (p *Concentrated) balance(i int, base, quote float64) float64 {
	l, lo, hi := p.depth[i], p.roots[i-1], p.roots[i]
	x, _ := p.held(hi, 0)
	_, y := p.held(lo, 0)
	b := float64((y-float64(l*lo))*base) - float64((x-l/hi)*quote)
	root := math.Sqrt(float64(b*b) + float64(4*float64(float64(l*base)*float64(l*quote))))
	if b > 0 {
		return 2 * float64(l*quote) / (b + root)
	}
	return (root - b) / float64(2*float64(l*base))
}

// open puts the first liquidity into a pool. There are as many shares as the reserves are
// worth in units of the quote coin.
func (p *Concentrated) open(b *ledger.Book, provider ledger.Account, w walk, scale float64, base, quote money.Gwei) (money.Gwei, error) {
	if p.supply > 0 { // there are shares that this pool has not given
		return 0, ErrDepth
	}
	worth := float64(float64(float64(base)*p.baseUnit)*float64(w.root*w.root)) / p.quoteUnit
	shares, err := p.add(b, provider, base, quote, worth+float64(quote))
	if err != nil {
		return 0, err
	}
	p.root, p.rest, p.at, p.each = w.root, w.rest, p.behind(w.root, w.rest), scale/float64(shares)
	p.Sync(b, 0)
	return shares, nil
}

// RemoveLiquidity pays both coins in proportion, fees included.
func (p *Concentrated) RemoveLiquidity(b *ledger.Book, provider ledger.Account, shares money.Gwei) (base, quote money.Gwei, err error) {
	p.Sync(b, 0)
	base, quote, err = p.remove(b, provider, shares)
	p.Sync(b, 0)
	return base, quote, err
}
