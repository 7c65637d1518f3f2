package market

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Stepwise says when an unwinding without a flash loan ends, if nothing else ends it.
type Stepwise struct {
	Stop float64 // when no more than this share of the first debt is left
	Most int     // after so many rounds; 0 = no limit
}

// leastRepaid is the share of the first debt that a round must repay for another one to
// follow.
const leastRepaid = 1e-9

// UnwindStepwise repays a loan without a flash loan: each round takes out the collateral
// that LTV sets free, C - B/LTV at the desk's price and at most what closes the loan,
// sells it in the pool and repays. It ends as the stops say, when nothing is free or
// sells, or after a round that repaid less than leastRepaid of the first debt. Where a
// sale costs more than 1-LTV rounds shrink, and it stalls with debt left. Collateral
// that is left stays pledged.
func (d *Desk) UnwindStepwise(b *ledger.Book, p Pool, who ledger.Account, s Stepwise) (rounds int, u Unwound, err error) {
	first := float64(d.Debt(who))
	for s.Most == 0 || rounds < s.Most {
		l := d.loans.of(who)
		debt := d.owes(l)
		sale := d.stepOf(p, l, debt)
		if float64(debt) <= float64(s.Stop*first) || p.SellOut(sale) <= 0 {
			break
		}
		f, repaid, err := d.step(b, p, who, sale)
		if err != nil {
			return rounds, u, err
		}
		rounds++
		u.Sold, u.Repaid = u.Sold+f.In, u.Repaid+repaid
		if float64(repaid) < float64(leastRepaid*first) {
			break
		}
	}
	return rounds, u, nil
}

// stepOf is the collateral that a round sells: what is free, or as much of it as closes
// the loan.
func (d *Desk) stepOf(p Pool, l loan, debt money.Gwei) money.Gwei {
	if l.collateral == 0 || debt == 0 {
		return 0
	}
	free := floor(float64(l.collateral)-float64(debt)/float64(d.raw*d.rules.LTV), 1)
	if closing, ok := UnwindSize(p, free, debt, d.raw, d.price, 1); ok {
		return closing
	}
	return free
}

// step takes out, sells and repays.
func (d *Desk) step(b *ledger.Book, p Pool, who ledger.Account, sale money.Gwei) (f Fill, repaid money.Gwei, err error) {
	if err = d.release(b, who, sale); err != nil {
		return f, 0, err
	}
	if f, err = p.Settle(b, who, Order{Side: Sell, Amount: sale}); err != nil {
		return f, 0, fmt.Errorf("market: selling for an unwinding after a good quote: %w", err)
	}
	repaid, err = d.Repay(b, who, f.Out)
	return f, repaid, err
}
