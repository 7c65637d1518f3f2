package market

import (
	"fmt"
	"math"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Seizure is what a liquidation came to: debt repaid by the liquidator, collateral
// that he received, the reserve's cut of it, and the debt left without collateral.
type Seizure struct {
	Repaid, Seized, Cut money.Gwei
	BadDebt             money.Gwei
}

// Liquidate repays part of an unhealthy loan out of the liquidator's account and pays
// him collateral worth the repayment times the incentive, at the oracle's price. The
// close factor and the collateral limit the size. Debt that no collateral is left for
// is bad: it is written off against lenders, or stays open, as the rules say.
func (d *Desk) Liquidate(b *ledger.Book, liquidator, who ledger.Account, repay money.Gwei) (Seizure, error) {
	l := d.loans.of(who)
	if err := d.seizable(l); err != nil {
		return Seizure{}, err
	}
	s, total := d.seizure(l, repay)
	return d.seize(b, liquidator, l, s, total)
}

// Seize is Liquidate by the collateral that is to leave the loan, the reserve's cut
// included, instead of by the repayment, which is rounded up (Morpho.sol, liquidate
// with seizedAssets). More than there is, or than the close factor allows, is cut to
// that.
func (d *Desk) Seize(b *ledger.Book, liquidator, who ledger.Account, collateral money.Gwei) (Seizure, error) {
	l := d.loans.of(who)
	if err := d.seizable(l); err != nil {
		return Seizure{}, err
	}
	total := min(collateral, l.collateral)
	repay := d.costOf(total)
	if most := d.closable(l); repay > float64(most) {
		s, total := d.seizure(l, most)
		return d.seize(b, liquidator, l, s, total)
	}
	return d.seize(b, liquidator, l, d.split(money.Gwei(repay), total), total)
}

// seizable says why a loan may not be liquidated, if so.
func (d *Desk) seizable(l loan) error {
	switch {
	case l.owed == 0:
		return ErrNoLoan
	case !d.liquidatable(l):
		return ErrHealthy
	}
	return nil
}

// seize posts a seizure by which so much collateral leaves a loan.
func (d *Desk) seize(b *ledger.Book, liquidator ledger.Account, l loan, s Seizure, total money.Gwei) (Seizure, error) {
	who := l.who
	repaid, shares, err := d.relief(l, s.Repaid)
	if err != nil {
		return Seizure{}, err
	}
	if repaid <= 0 || s.Seized <= 0 {
		return Seizure{}, ErrTooSmall
	}
	bad := money.Gwei(0)
	if total == l.collateral {
		bad = l.owed - shares
	}
	legs := [5]ledger.Transfer{
		{From: liquidator, To: d.Account, Asset: d.DebtAsset, Amount: repaid, Why: ledger.Liquidation},
		{From: who, To: ledger.Issuance, Asset: d.DebtShare, Amount: shares, Why: ledger.Liquidation},
		{From: d.Account, To: liquidator, Asset: d.CollateralAsset, Amount: s.Seized, Why: ledger.Liquidation},
		{From: d.Account, To: d.Reserve, Asset: d.CollateralAsset, Amount: s.Cut, Why: ledger.Liquidation},
		{From: who, To: ledger.Issuance, Asset: d.DebtShare, Amount: bad, Why: ledger.BadDebt},
	}
	n := len(legs)
	if !d.rules.WriteOff {
		n--
	}
	if err := b.Post(legs[:n]...); err != nil {
		return Seizure{}, fmt.Errorf("market: liquidating: %w", err)
	}
	d.forgive(&l, repaid, shares)
	l.collateral -= total
	s.BadDebt = d.bookBadDebt(&l, bad)
	d.loans.set(l)
	return s, nil
}

// bookBadDebt books the debt of a loan whose collateral is gone. Written off, it
// lowers what lenders own by the same amount as what borrowers owe: every lender
// loses the same fraction (Morpho Blue). Otherwise it goes on accruing (Aave V3.0).
func (d *Desk) bookBadDebt(l *loan, shares money.Gwei) money.Gwei {
	if shares == 0 {
		return 0
	}
	amount := toAmount(shares, d.debtShares, d.borrowed, money.Up)
	d.badDebt += amount
	if d.rules.WriteOff {
		d.forgive(l, amount, shares)
		d.supplied -= amount
	}
	return amount
}

func (d *Desk) liquidatable(l loan) bool {
	return l.collateral > 0 && l.burden() > d.burdenLimit()
}

// CloseFactor is the share of an account's debt that one liquidation may repay: all of
// it once health is at or below the rules' CloseBelow.
func (d *Desk) CloseFactor(who ledger.Account) float64 { return d.closeFactor(d.loans.of(who)) }

func (d *Desk) closeFactor(l loan) float64 {
	if d.rules.CloseFactor >= 1 || l.owed > 0 && d.burdenLimit()/l.burden() <= d.rules.CloseBelow {
		return 1
	}
	return d.rules.CloseFactor
}

// closable is the most that one liquidation may repay.
func (d *Desk) closable(l loan) money.Gwei {
	debt := d.owes(l)
	if factor := d.closeFactor(l); factor < 1 {
		return money.Gwei(math.Floor(float64(float64(debt) * factor)))
	}
	return debt
}

// costOf is the repayment that collateral is seized for, rounded up.
func (d *Desk) costOf(collateral money.Gwei) float64 {
	return math.Ceil(float64(float64(collateral)*d.raw) / d.rules.Incentive)
}

// seizure limits a repayment and computes what it seizes, rounded against the
// liquidator: collateral down, and the repayment up where the collateral limits it.
// Total is the collateral that leaves the loan. What suffices for all of it is compared
// as a repayment, so that asking again for the repayment found seizes the same: a unit
// of collateral left over would keep bad debt from being booked.
func (d *Desk) seizure(l loan, repay money.Gwei) (s Seizure, total money.Gwei) {
	s.Repaid = min(repay, d.closable(l))
	if whole := d.costOf(l.collateral); float64(s.Repaid) >= whole {
		s.Repaid, total = min(s.Repaid, money.Gwei(whole)), l.collateral
	} else {
		total = min(l.collateral, floor(float64(float64(s.Repaid)*d.rules.Incentive)/d.raw, 1))
	}
	return d.split(s.Repaid, total), total
}

// split divides collateral that leaves a loan between the liquidator and the reserve,
// which gets its share of the bonus.
func (d *Desk) split(repaid, total money.Gwei) Seizure {
	bonus := float64(total) - float64(total)/d.rules.Incentive
	cut := money.Gwei(math.Floor(float64(bonus * d.rules.ProtocolShare)))
	return Seizure{Repaid: repaid, Seized: total - cut, Cut: cut}
}

// Toxic says whether a loan is past the frontier beyond which each further
// liquidation raises its loan-to-value and so destroys lenders' value: loan-to-value
// above 1/incentive (Warmuz, Chaudhary and Pinna, arXiv 2212.07306).
func (d *Desk) Toxic(who ledger.Account) bool {
	l := d.loans.of(who)
	return l.collateral > 0 && float64(l.burden()*d.rules.LLTV) > d.burdenLimit()/d.rules.Incentive
}

// LiquidationSize is the repayment of an unhealthy loan that earns the most when what
// is seized is sold in a pool, and that profit; ok is false when it does not exceed
// gas, and then nothing should be done. Selling stops paying where the last unit
// seized brings what it costs, price/incentive; debt, close factor, collateral and
// the liquidator's capital limit it too.
func (d *Desk) LiquidationSize(p Pool, who ledger.Account, capital, gas money.Gwei) (repay, profit money.Gwei, ok bool) {
	l := d.loans.of(who)
	if l.owed == 0 || !d.liquidatable(l) {
		return 0, 0, false
	}
	received := 1 - float64(d.rules.ProtocolShare*(1-1/d.rules.Incentive)) // of a unit that leaves the loan
	sale := p.SellTo(d.price / float64(d.rules.Incentive*received))
	seize := float64(sale) / received
	limit := min(capital, d.closable(l))
	if seize < float64(l.collateral) {
		limit = min(limit, floor(float64(seize*d.raw)/d.rules.Incentive, 1))
	}
	s, _ := d.seizure(l, limit)
	profit = p.SellOut(s.Seized) - s.Repaid
	return s.Repaid, profit, s.Repaid > 0 && profit > gas
}
