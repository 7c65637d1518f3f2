package market

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// DeskListing places a lending desk on the ledger. Account holds cash and
// collateral, Reserve receives what the desk itself earns. A borrower's balance of
// DebtShare is his liability; a lender's balance of SupplyShare is his claim.
type DeskListing struct {
	Account, Reserve                 ledger.Account
	CollateralAsset, DebtAsset       ledger.Asset
	SupplyShare, DebtShare           ledger.Asset
	CollateralDecimals, DebtDecimals uint8
}

// DeskRules are the terms of a desk. Shares and loan-to-values are fractions.
//
// An isolated market of Morpho Blue has CloseFactor 1, WriteOff and Incentive 0 for
// its formula; Aave V3.0 has CloseFactor 0.5, CloseBelow 0.95, an Incentive of one
// plus its bonus, a ProtocolShare of the bonus and no WriteOff.
type DeskRules struct {
	LLTV          float64 // a loan beyond this share of its collateral may be liquidated
	LTV           float64 // borrowing stops here, at most LLTV
	Incentive     float64 // collateral seized per debt repaid, at the oracle's price; 0: MorphoIncentive(LLTV)
	ProtocolShare float64 // part of the bonus that goes to the reserve
	CloseFactor   float64 // share of a debt that one liquidation may repay ...
	CloseBelow    float64 // ... unless health is at or below this, where all of it may be
	WriteOff      bool    // debt without collateral is taken from lenders; else it stays open
	Rate          KinkedRate
	ReserveFactor float64 // part of interest that goes to the reserve
}

// MorphoIncentive is the liquidation incentive factor of Morpho Blue,
// min(1.15, 1/(1-0.3(1-LLTV))) (Morpho.sol, ConstantsLib).
func MorphoIncentive(lltv float64) float64 { return min(1.15, 1/(1-float64(0.3*(1-lltv)))) }

func (r DeskRules) valid() bool {
	return r.LLTV > 0 && r.LLTV < 1 && r.LTV > 0 && r.LTV <= r.LLTV && r.Incentive >= 1 &&
		r.ProtocolShare >= 0 && r.ProtocolShare < 1 && r.CloseFactor > 0 && r.CloseFactor <= 1 &&
		r.CloseBelow >= 0 && r.CloseBelow <= 1 && r.ReserveFactor >= 0 && r.ReserveFactor < 1 && r.Rate.valid()
}

// Desk is an isolated lending market: one collateral, one debt asset, one oracle
// price. Interest raises what borrowers owe and lenders own by share price; nothing
// loops over them.
type Desk struct {
	DeskListing
	rules DeskRules

	price    float64 // oracle: whole debt units per whole collateral unit
	raw      float64 // the same in ledger units
	rawUnit  float64
	accrued  clock.Time
	supplied money.Gwei // lenders' claims
	borrowed money.Gwei // borrowers' debts

	supplyShares, debtShares money.Gwei
	badDebt                  money.Gwei
	loans                    loanBook
	promised                 money.Gwei // collateral promised by a flash loan, not yet pledged
}

// NewDesk returns an empty desk. Rules out of range are refused with ErrSetting.
func NewDesk(l DeskListing, r DeskRules) (*Desk, error) {
	if r.Incentive == 0 {
		r.Incentive = MorphoIncentive(r.LLTV)
	}
	if !r.valid() || l.CollateralAsset == l.DebtAsset {
		return nil, fmt.Errorf("%w: desk rules %+v", ErrSetting, r)
	}
	return &Desk{DeskListing: l, rules: r, rawUnit: unit(l.CollateralDecimals) / unit(l.DebtDecimals)}, nil
}

// Reset empties the desk for a ledger that was reset, and keeps its capacity.
func (d *Desk) Reset() {
	d.loans.reset()
	*d = Desk{DeskListing: d.DeskListing, rules: d.rules, rawUnit: d.rawUnit, loans: d.loans}
}

// Mark tells the desk what its oracle reports, in whole debt units per whole
// collateral unit.
func (d *Desk) Mark(price float64) { d.price, d.raw = price, float64(price*d.rawUnit) }

// Price is the price that the desk was last told.
func (d *Desk) Price() float64 { return d.price }

// Rules returns the terms of the desk.
func (d *Desk) Rules() DeskRules { return d.rules }

// Supplied is what lenders own together, interest included.
func (d *Desk) Supplied() money.Gwei { return d.supplied }

// Borrowed is what borrowers owe together, interest included.
func (d *Desk) Borrowed() money.Gwei { return d.borrowed }

// BadDebt is the debt that liquidations left without collateral so far.
func (d *Desk) BadDebt() money.Gwei { return d.badDebt }

// Cash is what may be borrowed or withdrawn now.
func (d *Desk) Cash() money.Gwei { return d.supplied - d.borrowed }

// Utilisation is the share of supply that is lent out, 0 for an empty desk.
func (d *Desk) Utilisation() float64 {
	if d.supplied <= 0 {
		return 0
	}
	return float64(d.borrowed) / float64(d.supplied)
}

// BorrowRate is what borrowers pay now, per year, compounding continuously.
func (d *Desk) BorrowRate() float64 { return d.rules.Rate.At(d.Utilisation()) }

// SupplyRate is what lenders earn now: the borrow rate on what is lent out, less the
// reserve's part.
func (d *Desk) SupplyRate() float64 {
	return float64(float64(d.BorrowRate()*d.Utilisation()) * (1 - d.rules.ReserveFactor))
}

// MaxLeverage is the leverage of a loop at the loan-to-value where borrowing stops.
func (d *Desk) MaxLeverage() float64 { return MaxLeverage(d.rules.LTV) }

// toShares turns an amount into shares of a total. One share and one unit that
// nobody owns keep the quotient defined for an empty total (the virtual shares of
// Morpho's SharesMathLib).
func toShares(amount, shares, total money.Gwei, r money.Rounding) (money.Gwei, error) {
	n, err := money.MulDiv(int64(amount), int64(shares)+1, int64(total)+1, r)
	if err != nil {
		return 0, ErrWorthless
	}
	return money.Gwei(n), nil
}

// toAmount is what some of all shares stand for. The last shares stand for
// everything, so that no remainder is left without an owner.
func toAmount(some, shares, total money.Gwei, r money.Rounding) money.Gwei {
	if some >= shares {
		return total
	}
	n, err := money.MulDiv(int64(some), int64(total)+1, int64(shares)+1, r)
	if err != nil {
		return total
	}
	return min(money.Gwei(n), total)
}
