package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// narrow is a formula's result as an amount.
func narrow(w money.Wide, err error) (money.Gwei, error) {
	if err != nil {
		return 0, err
	}
	v, err := w.Int64()
	return money.Gwei(v), err
}

// requestValue is what tokens stand for when their exit is asked for, at a rate of num
// ETH per den tokens.
func (p *TokenParams) requestValue(tokens, num, den money.Gwei) (money.Gwei, error) {
	if p.Rate == WadRate {
		return p.atWad(tokens, num, den, money.Down)
	}
	return narrow(ProRata(wide(tokens), wide(num), wide(den)))
}

// settledValue is what they stand for when it is settled, after the exit fee.
func (p *TokenParams) settledValue(tokens, fixed, num, den money.Gwei) (value money.Gwei, err error) {
	switch p.Rate {
	case WadRate:
		value, err = p.atWad(tokens, num, den, money.Down)
	case FrozenRate:
		value, err = p.atWad(tokens, num, den, money.Up)
	case ShareRate:
		value, err = atShareRate(tokens, fixed, num, den)
	default:
		value, err = narrow(ProRata(wide(tokens), wide(num), wide(den)))
	}
	if err != nil || p.ExitFee.Den == 0 {
		return value, err
	}
	return narrow(AfterFee(wide(value), p.ExitFee))
}

// atShareRate prices exactly where a rate of 1e27 would not fit 128 bits, which takes
// 3e11 ETH per token.
func atShareRate(tokens, fixed, num, den money.Gwei) (money.Gwei, error) {
	most, err := ShareRateOf(wide(num), wide(den))
	if err != nil {
		return narrow(ProRata(wide(tokens), wide(num), wide(den)))
	}
	return narrow(AtShareRate(wide(fixed), wide(tokens), most))
}

func (p *TokenParams) atWad(tokens, num, den money.Gwei, r money.Rounding) (money.Gwei, error) {
	rate, err := RateOf(wide(num), wide(den), r)
	if err != nil {
		return 0, err
	}
	return narrow(AtRate(wide(tokens), rate))
}

// settle prices an exit at a rate: what it is worth, and what is due for it by the price
// rule; 0 is due where its owner's minimum cancels it.
func (p *TokenParams) settle(x *exitRequest, num, den money.Gwei) (worth, due money.Gwei, err error) {
	if worth, err = p.settledValue(x.tokens, x.fixed, num, den); err != nil || worth < x.least {
		return worth, 0, err
	}
	switch p.Price {
	case RequestValue:
		return worth, x.fixed, nil
	case LowerValue:
		return worth, min(x.fixed, worth), nil
	}
	return worth, worth, nil
}

// ExitWorth is what tokens would be worth if their exit were asked for and settled at
// the recognised rate: rounded as the terms say, and after the exit fee.
func (t *LiquidToken) ExitWorth(tokens money.Gwei) (money.Gwei, error) {
	fixed, err := t.p.requestValue(tokens, t.num, t.den)
	if err != nil {
		return 0, err
	}
	return t.p.settledValue(tokens, fixed, t.num, t.den)
}

// WaitingExit is an exit in the line, as its owner was promised it.
type WaitingExit struct {
	Owner         ledger.Account
	Tokens, Fixed money.Gwei // what is redeemed, and its value at request in ETH
	Least         money.Gwei // below so much ETH the exit is cancelled
	Ready         clock.Time // from when on it may be paid
}

// WaitingExit is the i-th of the Waiting exits, the oldest being 0.
func (t *LiquidToken) WaitingExit(i int) WaitingExit {
	x := t.line.at(i)
	return WaitingExit{x.owner, x.tokens, x.fixed, x.least, x.ready}
}
