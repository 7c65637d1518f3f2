package restake

import "github.com/restakesim/restakesim/engine/money"

// pool is a share ledger without its balance: shares outstanding against assets
// that somebody else counts. Both sides carry the same number of virtual units,
// which defines the price of the first share and makes a donation to an empty
// pool worthless to the donor (ERC-4626 with virtual shares; Symbiotic and Karak
// use one unit, EigenLayer strategies a thousand).
type pool struct {
	shares  money.Wide
	virtual uint64
}

// mint returns the shares that assets buy, rounded down.
func (p *pool) mint(assets, total money.Gwei) (money.Wide, error) {
	return p.convert(assets, total, money.Down)
}

// burn returns the shares that pay for assets, rounded up.
func (p *pool) burn(assets, total money.Gwei) (money.Wide, error) {
	return p.convert(assets, total, money.Up)
}

func (p *pool) convert(assets, total money.Gwei, r money.Rounding) (money.Wide, error) {
	supply, err := p.shares.Add(money.W(p.virtual))
	if err != nil {
		return money.Wide{}, err
	}
	return money.MulDivWide(money.W(uint64(assets)), supply, money.W(uint64(total)+p.virtual), r)
}

// worth returns the assets that shares stand for, rounded down and never more than
// there are: in a pool slashed to almost nothing the virtual units would otherwise lend
// their value to the shares.
func (p *pool) worth(shares money.Wide, total money.Gwei) (money.Gwei, error) {
	if shares.IsZero() {
		return 0, nil
	}
	supply, err := p.shares.Add(money.W(p.virtual))
	if err != nil {
		return 0, err
	}
	w, err := money.MulDivWide(shares, money.W(uint64(total)+p.virtual), supply, money.Down)
	if err != nil {
		return 0, err
	}
	v, err := w.Int64()
	return min(money.Gwei(v), total), err
}

// share returns the part of an amount that falls to shares when it is divided over all
// of them, rounded down; virtual units take no part.
func (p *pool) share(shares money.Wide, amount money.Gwei) (money.Gwei, error) {
	if shares.IsZero() {
		return 0, nil
	}
	w, err := money.MulDivWide(shares, money.W(uint64(amount)), p.shares, money.Down)
	if err != nil {
		return 0, err
	}
	v, err := w.Int64()
	return money.Gwei(v), err
}
