package market

import (
	"errors"
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine/money"
)

// seizeCase is a liquidation of testdata with its exact outcome. Cases of both rules
// share it; what a rule does not know is absent.
type seizeCase struct {
	ID, Rule string
	Inputs   struct {
		Collateral, Debt decimal
		Market           decimal `json:"collateral_market_price"`

		CollateralPrice decimal `json:"collateral_oracle_price"`
		DebtPrice       decimal `json:"debt_oracle_price"`
		Threshold       decimal `json:"liquidation_threshold"`
		Bonus           decimal `json:"liquidation_bonus"`
		ProtocolShare   decimal `json:"protocol_fee_fraction_of_bonus"`
		ToCover         decimal `json:"debt_to_cover"`

		Price       decimal `json:"oracle_price"`
		LLTV        decimal
		TotalSupply decimal `json:"total_supply_assets"`
		TotalBorrow decimal `json:"total_borrow_assets"`
		Mode        string
		Amount      decimal
	}
	Expected struct {
		Liquidatable bool
		Toxic        bool
		Health       decimal  `json:"health_factor"`
		HealthAfter  *decimal `json:"health_factor_after"`
		CloseFactor  decimal  `json:"close_factor"`
		DebtRepaid   decimal  `json:"debt_repaid"`
		ToLiquidator decimal  `json:"collateral_to_liquidator"`
		Cut          decimal  `json:"collateral_protocol_fee"`
		After        decimal  `json:"collateral_after"`
		DebtAfter    decimal  `json:"debt_after"`
		BadDebt      decimal  `json:"bad_debt"`
		LTVBefore    decimal  `json:"ltv_before"`
		Profit       decimal  `json:"liquidator_profit_in_debt"`

		Incentive   decimal `json:"liquidation_incentive_factor"`
		MaxBorrow   decimal `json:"max_borrow"`
		LTV         decimal
		Seized      decimal
		Repaid      decimal
		SupplyAfter decimal `json:"total_supply_after"`
		BorrowAfter decimal `json:"total_borrow_after"`
		LossShare   decimal `json:"supplier_loss_fraction"`
	}
}

// seizeCases are the cases of one rule.
func seizeCases(t *testing.T, rule string, want int) (picked []*seizeCase) {
	t.Helper()
	all := vectors[seizeCase](t, "liquidation.json", 60)
	for i := range all {
		if all[i].Rule == rule {
			picked = append(picked, &all[i])
		}
	}
	if len(picked) != want {
		t.Fatalf("%d cases of %s, want %d", len(picked), rule, want)
	}
	return picked
}

const exact = 1e-10 // the file's tolerance

// attempt liquidates for a repayment and refuses to go on unless that went as expected.
func (v *venue) attempt(d *Desk, c *seizeCase, repay money.Gwei) (s Seizure, done bool) {
	v.t.Helper()
	before := v.Posts()
	v.give(v.who(liquidator), eth, repay)
	s, err := d.Liquidate(v.Book, v.who(liquidator), v.who(borrower), repay)
	if c.Expected.Liquidatable {
		v.must(err)
		return s, true
	}
	if !errors.Is(err, ErrHealthy) || v.Posts() != before+1 {
		v.t.Errorf("a healthy loan: %v, %d postings", err, v.Posts()-before-1)
	}
	return s, false
}

func TestAaveLiquidationOnVectors(t *testing.T) {
	for _, c := range seizeCases(t, "aave_v3", 28) {
		t.Run(c.ID, func(t *testing.T) { checkAave(t, c) })
	}
}

func checkAave(t *testing.T, c *seizeCase) {
	in, e := &c.Inputs, &c.Expected
	v := newVenue(t)
	lltv := in.Threshold.float()
	d := v.lend(DeskRules{LLTV: lltv, LTV: lltv, Incentive: 1 + in.Bonus.float(), ProtocolShare: in.ProtocolShare.float(),
		CloseFactor: 0.5, CloseBelow: 0.95, Rate: KinkedRate{Optimal: 0.9}}, 2*in.Debt.gwei(t))
	who := v.who(borrower)
	v.owe(d, who, in.Collateral.gwei(t), in.Debt.gwei(t))
	d.Mark(in.CollateralPrice.float() / in.DebtPrice.float())

	near(t, "health", d.Health(who), &e.Health, exact)
	loanToValue, toxic := lltv/d.Health(who), d.Toxic(who)
	s, done := v.attempt(d, c, in.ToCover.gwei(t))
	if !done {
		return
	}
	near(t, "loan to value", loanToValue, &e.LTVBefore, exact)
	if toxic != e.Toxic {
		t.Errorf("toxic is %v", toxic)
	}
	nearUnits(t, "repaid", s.Repaid, &e.DebtRepaid, 1, exact)
	nearUnits(t, "to the liquidator", s.Seized, &e.ToLiquidator, 2, exact)
	nearUnits(t, "to the reserve", s.Cut, &e.Cut, 1, exact)
	nearUnits(t, "collateral after", d.Collateral(who), &e.After, 2, exact)
	nearUnits(t, "debt after", d.Debt(who), &e.DebtAfter, 1, exact)
	nearUnits(t, "bad debt", s.BadDebt, &e.BadDebt, 1, exact)
	if d.BadDebt() != s.BadDebt || v.Balance(v.reserve, lrt) != s.Cut {
		t.Errorf("the desk booked %d of bad debt and %d of the bonus", d.BadDebt(), v.Balance(v.reserve, lrt))
	}
	if e.HealthAfter != nil && d.Debt(who) > 0 {
		near(t, "health after", d.Health(who), e.HealthAfter, exact+4/float64(d.Debt(who))+4/float64(d.Collateral(who)+1))
	}
	profit := float64(s.Seized)*in.Market.float()/in.DebtPrice.float() - float64(s.Repaid)
	checkProfit(t, profit, &e.Profit, 2+2*d.Price(), float64(s.Repaid))
	v.sound(d)
}

// checkProfit allows for whole units and for the cancellation of two amounts of a size.
func checkProfit(t *testing.T, got float64, want *decimal, units, size float64) {
	t.Helper()
	if w := want.float() * 1e9; math.Abs(got-w) > units+exact*size {
		t.Errorf("profit is %v, want %v", got, w)
	}
}

func TestMorphoLiquidationOnVectors(t *testing.T) {
	for _, c := range seizeCases(t, "morpho_blue", 32) {
		t.Run(c.ID, func(t *testing.T) { checkMorpho(t, c) })
	}
}

func checkMorpho(t *testing.T, c *seizeCase) {
	in, e := &c.Inputs, &c.Expected
	v := newVenue(t)
	lltv := in.LLTV.float()
	d := v.lend(DeskRules{LLTV: lltv, LTV: lltv, CloseFactor: 1, WriteOff: true, Rate: KinkedRate{Optimal: 0.9}}, in.TotalSupply.gwei(t))
	who, debt, others := v.who(borrower), in.Debt.gwei(t), in.TotalBorrow.gwei(t)-in.Debt.gwei(t)
	v.owe(d, who, in.Collateral.gwei(t), debt)
	if others > 0 {
		v.owe(d, v.who(crowd), others, others)
	}
	d.Mark(in.Price.float())

	near(t, "incentive", d.Rules().Incentive, &e.Incentive, exact)
	near(t, "loan to value", lltv/d.Health(who), &e.LTV, exact)
	most := money.Gwei(math.Floor(e.MaxBorrow.float() * 1e9))
	if slack := most/1e12 + 1; !d.Allows(who, 0, most-debt-slack) || d.Allows(who, 0, most-debt+slack) {
		t.Errorf("the desk does not stop lending at %d", most)
	}
	toxic := d.Toxic(who)
	s, done := v.attempt(d, c, c.morphoRepayment(t, d))
	if !done {
		return
	}
	if toxic != e.Toxic {
		t.Errorf("toxic is %v", toxic)
	}
	// In mode seize the repayment is a whole number, worth up to a unit's collateral.
	slack := 2 + 2/in.Price.float()
	nearUnits(t, "repaid", s.Repaid, &e.Repaid, 2, exact)
	nearUnits(t, "seized", s.Seized, &e.Seized, slack, exact)
	nearUnits(t, "collateral after", d.Collateral(who), &e.After, slack, exact)
	nearUnits(t, "debt after", d.Debt(who), &e.DebtAfter, 2, exact)
	nearUnits(t, "bad debt", s.BadDebt, &e.BadDebt, 2, exact)
	nearUnits(t, "supplied after", d.Supplied(), &e.SupplyAfter, 2, exact)
	nearUnits(t, "borrowed after", d.Borrowed(), &e.BorrowAfter, 2, exact)
	loss := 1 - float64(d.SupplyOf(v.Book, v.who(lender)))/(in.TotalSupply.float()*1e9)
	if w := e.LossShare.float(); math.Abs(loss-w) > exact+2/float64(d.Supplied()) {
		t.Errorf("lenders lose %v, want %v", loss, w)
	}
	checkProfit(t, float64(s.Seized)*in.Market.float()-float64(s.Repaid), &e.Profit, 2+slack*in.Price.float(), float64(s.Repaid))
	v.sound(d)
}

// morphoRepayment is what the desk is asked to take for a mode.
func (c *seizeCase) morphoRepayment(t *testing.T, d *Desk) money.Gwei {
	switch c.Inputs.Mode {
	case "repay":
		return c.Inputs.Amount.gwei(t)
	case "seize":
		worth := float64(c.Inputs.Amount.gwei(t)) * c.Inputs.Price.float()
		return money.Gwei(math.Ceil(worth / d.Rules().Incentive))
	}
	return c.Inputs.Debt.gwei(t)
}
