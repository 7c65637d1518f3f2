package market

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// InFor is what must be paid in for an amount of the other coin, rounded up:
// x·dy/((y-dy)·g) (UniswapV2Library.getAmountIn). Where a pool cannot pay that much it
// is ErrDepth.
func (p *ConstantProduct) InFor(s Side, out money.Gwei) (money.Gwei, error) {
	switch {
	case out <= 0:
		return 0, ErrTooSmall
	case p.empty() || out > p.most(s):
		return 0, ErrDepth
	}
	in, _, inUnit, outUnit := p.sides(s)
	left := float64(float64(p.most(s)+1-out) * outUnit)
	return ceil(float64(in*float64(float64(out)*outUnit))/float64(left*p.keep), inUnit), nil
}

// SettleExact pays out exactly an amount for what InFor asks, at most so much, or
// refuses as Settle does.
func (p *ConstantProduct) SettleExact(b *ledger.Book, trader ledger.Account, s Side, out, most money.Gwei) (Fill, error) {
	p.Sync(b, 0)
	in, err := p.InFor(s, out)
	if err != nil {
		return Fill{}, err
	}
	if in > most {
		return Fill{}, ErrLimit
	}
	f := Fill{In: in, Out: out, Fee: floor(float64(float64(in)*p.fee), 1)}
	if err := p.acceptable(Order{Side: s, Amount: in}, f); err != nil {
		return Fill{}, err
	}
	legs := p.legs(trader, s, f)
	if err := b.Post(legs[:2]...); err != nil {
		return Fill{}, fmt.Errorf("market: constant-product trade: %w", err)
	}
	p.Sync(b, 0)
	return f, nil
}
