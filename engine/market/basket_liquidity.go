package market

import (
	"fmt"
	"math"
)

// Deposit takes any amounts, not all 0, and issues Supply·(D2-D0)/D0 shares, where D2
// counts the new balances less the fees: those are StableFee.imbalance of each coin's
// distance from the old proportion (Curve, add_liquidity). Errors: ErrTooSmall for
// amounts that are none, ErrDepth for a pool without shares or a coin, and where a fee
// exceeds the balance that it is charged in.
func (b *Basket) Deposit(amounts Amounts) (Change, error) {
	return b.uneven(amounts, 1)
}

// WithdrawImbalanced pays any amounts, not all 0, for Supply·(D0-D2)/D0 shares, with
// fees as in Deposit (Curve, remove_liquidity_imbalance). Errors: ErrTooSmall for amounts
// that are none, ErrDepth for more than the pool can pay after fees.
func (b *Basket) WithdrawImbalanced(amounts Amounts) (Change, error) {
	return b.uneven(amounts, -1)
}

// uneven adds amounts to a pool, or takes them out for sign -1.
func (b *Basket) uneven(amounts Amounts, sign float64) (Change, error) {
	x, d := b.scaled()
	if d == 0 || !(b.Supply > 0) {
		return Change{}, ErrDepth
	}
	var c Change
	var by, after Amounts
	any := false
	for k := range b.Coins {
		if !(amounts[k] >= 0) {
			return Change{}, ErrTooSmall
		}
		any = any || amounts[k] > 0
		c.In[k] = float64(sign * amounts[k])
		by[k] = float64(c.In[k] * b.Rates[k])
		if after[k] = x[k] + by[k]; !(after[k] > 0) {
			return Change{}, ErrDepth
		}
	}
	if !any {
		return Change{}, ErrTooSmall
	}
	n := b.Coins
	grown := b.growth(x[:n], by[:n], d)
	fee, mean := b.Fee.imbalance(n), float64(d*(2+grown))/float64(n)
	for k := range n {
		distance := math.Abs(float64(x[k]*grown) - by[k])
		charge := float64(fee.at(x[k]+after[k], mean) * distance)
		c.Fees[k] = charge / b.Rates[k]
		by[k] -= charge
		if !(after[k]-charge > 0) {
			return Change{}, ErrDepth
		}
	}
	c.Shares = float64(b.Supply * b.growth(x[:n], by[:n], d))
	return c, nil
}

// WithdrawOne pays coin i alone for shares. The fee is StableFee.imbalance of what each
// coin is expected to move against a proportional withdrawal, taken off the balances
// before the payment is solved once more (Curve, _calc_withdraw_one_coin). Errors:
// ErrSetting for a coin that is none, ErrTooSmall for no shares, ErrDepth for all of
// them or more, or when a coin is missing.
func (b *Basket) WithdrawOne(i int, shares float64) (Change, error) {
	x, d := b.scaled()
	switch {
	case !b.has(i):
		return Change{}, fmt.Errorf("%w: coin %d of %d", ErrSetting, i, b.Coins)
	case !(shares > 0):
		return Change{}, ErrTooSmall
	case d == 0 || !(shares < b.Supply):
		return Change{}, ErrDepth
	}
	n, part := b.Coins, shares/b.Supply
	gross := b.release(x[:n], i, part, d)
	fee, mean := b.Fee.imbalance(n), float64(d*(2-part))/float64(2*n)
	var by, after Amounts
	for k := range n {
		move, size := float64(x[k]*part), x[k]
		if k == i {
			move, size = gross-move, size-float64(0.5*gross)
		}
		by[k] = -float64(fee.at(size, mean) * move)
		after[k] = x[k] + by[k]
	}
	reduced := b.growth(x[:n], by[:n], d)
	net := b.release(after[:n], i, (part+reduced)/(1+reduced), float64(d*(1+reduced)))
	c := Change{Gross: gross / b.Rates[i], Shares: -shares}
	c.In[i] = -net / b.Rates[i]
	c.Fees[i] = c.Gross + c.In[i]
	return c, nil
}

// WithdrawProportional pays the part of every balance that shares stand for, without a
// fee. Errors: ErrTooSmall for no shares, ErrDepth for more than there are.
func (b *Basket) WithdrawProportional(shares float64) (Change, error) {
	if !(shares > 0) {
		return Change{}, ErrTooSmall
	}
	if !(shares <= b.Supply) {
		return Change{}, ErrDepth
	}
	c := Change{Shares: -shares}
	for k := range b.Coins {
		c.In[k] = -float64(b.Balances[k] * (shares / b.Supply))
	}
	return c, nil
}
