package market

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// LiquidateInto liquidates as Liquidate does and sells all that the liquidator receives
// in a pool, in one go, as with a flash loan. It refuses with ErrLoss, and posts
// nothing, when the sale brings less than the repayment.
func (d *Desk) LiquidateInto(b *ledger.Book, p Pool, liquidator, who ledger.Account, repay money.Gwei) (s Seizure, f Fill, err error) {
	l := d.loans.of(who)
	if err := d.seizable(l); err != nil {
		return s, f, err
	}
	s, total := d.seizure(l, repay)
	if p.SellOut(s.Seized) < s.Repaid {
		return Seizure{}, f, ErrLoss
	}
	if s, err = d.seize(b, liquidator, l, s, total); err != nil {
		return s, f, err
	}
	f, err = p.Settle(b, liquidator, Order{Side: Sell, Amount: s.Seized, MinOut: s.Repaid})
	if err != nil {
		return s, f, fmt.Errorf("market: selling what was seized after a good quote: %w", err)
	}
	return s, f, nil
}
