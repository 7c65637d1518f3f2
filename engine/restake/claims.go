package restake

import (
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// ClaimsOf is what count accounts from first on will be paid for their exits in the
// line, in ETH, if the true rate stays as it is: by the token's price rule, in order of
// request, and only as far as the backing reaches.
func (t *LiquidToken) ClaimsOf(b *ledger.Book, first ledger.Account, count int) (sum money.Gwei, err error) {
	if t.tokens == 0 {
		return 0, nil
	}
	left, err := t.Backing(b)
	if err != nil {
		return 0, err
	}
	num, den, err := t.Rate(b)
	if err != nil {
		return 0, err
	}
	for i := range t.line.len() {
		x := t.line.at(i)
		v, err := t.claim(x, num, den)
		if err != nil {
			return 0, err
		}
		v = min(v, left)
		left -= v
		if x.owner >= first && x.owner < first+ledger.Account(count) {
			sum += v
		}
	}
	return sum, nil
}

// claim is what an exit will be paid at a rate, or, if its owner's minimum cancels it,
// what the tokens that come back are worth.
func (t *LiquidToken) claim(x *exitRequest, num, den money.Gwei) (money.Gwei, error) {
	worth, due, err := t.p.settle(x, num, den)
	if worth < x.least {
		return worth, err
	}
	return due, err
}
