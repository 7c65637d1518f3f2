package verify

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/restakesim/restakesim/engine/market"
)

// liquidationCase is a desk with one loan to liquidate, by either rule.
type liquidationCase struct {
	*loanCase
	in   object
	d    *market.Desk
	take func(*market.Desk) (market.Seizure, error) // liquidates as the case says
}

// isLiquidation knows a liquidation by its rule.
func isLiquidation(c object) bool { return liquidationRules[c.text("rule")] != nil }

// liquidationRules are the rules there are.
var liquidationRules = map[string]func(*liquidationCase) error{"aave_v3": (*liquidationCase).aave, "morpho_blue": (*liquidationCase).morpho}

// liquidation replays a liquidation on a desk with the rules of the case.
func liquidation(tolerance object) replayer {
	rel := tolerance.float("rel")
	return func(p replay, c object) error {
		rule := liquidationRules[c.text("rule")]
		if rule == nil {
			return fmt.Errorf("rule %q is not known", c.text("rule"))
		}
		x := &liquidationCase{in: c.sub("inputs"), loanCase: &loanCase{replay: p, op: "liquidate", expected: c.sub("expected"), rel: rel}}
		return rule(x)
	}
}

// loan sets the desk up with the loan in question and those of others.
func (x *liquidationCase) loan(r market.DeskRules, supplied, others *big.Rat) (err error) {
	collateral, debt := x.in.rat("collateral"), x.in.rat("debt")
	amounts := []*big.Rat{collateral, debt, debt, supplied, others, others}
	if x.loanBook, err = newLoanBook(2, amounts...); err != nil {
		return err
	}
	if x.d, err = x.open(r, x.units(supplied)); err != nil {
		return err
	}
	if n := x.units(others); n > 0 {
		if err := x.owe(x.d, x.someone+1, n, n); err != nil {
			return err
		}
	}
	return errors.Join(x.owe(x.d, x.someone, x.units(collateral), x.units(debt)), x.give(x.liquidator, debtCoin, x.units(debt)))
}

// before answers what is asked of the loan before it is liquidated.
func (x *liquidationCase) before() map[string]any {
	return map[string]any{
		"health_factor": x.d.Health(x.someone), "ltv_before": x.d.LoanToValue(x.someone), "ltv": x.d.LoanToValue(x.someone),
		"close_factor": x.d.CloseFactor(x.someone), "toxic": x.d.Toxic(x.someone), "max_borrow": x.d.Capacity(x.someone),
		"liquidation_incentive_factor": x.d.Rules().Incentive,
	}
}

// attempt liquidates. A refusal for health is an answer of its own and must leave all
// as it was; any other is a difference.
func (x *liquidationCase) attempt(found map[string]any) (s market.Seizure, done bool) {
	held, bad := x.held(), x.d.BadDebt()
	s, err := x.take(x.d)
	x.settled = 1
	found["liquidatable"] = !errors.Is(err, market.ErrHealthy)
	if err == nil {
		return s, true
	}
	untouched := slices.Equal(held, x.held()) && x.d.BadDebt() == bad && x.sound(x.d) == nil
	x.check(x.op, "state after a refusal", untouched, "as before", "changed")
	if !errors.Is(err, market.ErrHealthy) {
		x.check(x.op, "refusal", false, "none", err.Error())
	}
	return s, false
}

// after answers what a liquidation by either rule leaves.
func (x *liquidationCase) after(found map[string]any, s market.Seizure) {
	left, owed := x.d.Collateral(x.someone), x.d.Debt(x.someone)
	found["collateral_after"], found["debt_after"], found["bad_debt"] = left, owed, s.BadDebt
	if err := x.sound(x.d); err != nil {
		x.check(x.op, "books", false, "sound", err.Error())
	}
}

// profit is what the seizure is sold for outside, less the repayment.
func (x *liquidationCase) profit(s market.Seizure, price float64) derived {
	return x.worth(float64(x.tokens(s.Seized)*price)-x.tokens(s.Repaid), price)
}

// aave is a liquidation of Aave V3.0: a close factor, a bonus with the protocol's part,
// debt that stays open when the collateral is gone.
func (x *liquidationCase) aave() error {
	in := x.in
	threshold := in.float("liquidation_threshold")
	r := market.DeskRules{LLTV: threshold, LTV: threshold, Incentive: 1 + in.float("liquidation_bonus"),
		ProtocolShare: in.float("protocol_fee_fraction_of_bonus"), CloseFactor: 0.5, CloseBelow: 0.95}
	if err := x.loan(r, in.rat("debt"), new(big.Rat)); err != nil {
		return setUp(err)
	}
	prices := in.float("collateral_oracle_price") / in.float("debt_oracle_price")
	x.d.Mark(prices)
	x.take = x.repay(in.rat("debt_to_cover"))
	found := x.before()
	if s, done := x.attempt(found); done {
		x.after(found, s)
		found["debt_repaid"], found["collateral_to_liquidator"], found["collateral_protocol_fee"] = s.Repaid, s.Seized, s.Cut
		found["liquidator_profit_in_debt"] = x.profit(s, in.float("collateral_market_price")/in.float("debt_oracle_price"))
		found["health_factor_after"] = x.healthAfter()
	}
	x.answer(found)
	return nil
}

// healthAfter is null once nothing is owed; a unit of the collateral and of the debt
// move it as much as their share of it.
func (x *liquidationCase) healthAfter() derived {
	health, owed, left := x.d.Health(x.someone), x.tokens(x.d.Debt(x.someone)), x.tokens(x.d.Collateral(x.someone))
	switch {
	case math.IsInf(health, 1):
		return derived{math.NaN(), 0}
	case left == 0:
		return derived{health, 0}
	}
	return derived{health, float64(health*perOperation) * (1/owed + 1/left)}
}

// morpho is a liquidation of Morpho Blue: no close factor, debt or collateral as the
// measure, bad debt taken from the lenders.
func (x *liquidationCase) morpho() error {
	in := x.in
	lltv, debt, supplied := in.float("lltv"), in.rat("debt"), in.rat("total_supply_assets")
	others := new(big.Rat).Sub(in.rat("total_borrow_assets"), debt)
	r := market.DeskRules{LLTV: lltv, LTV: lltv, CloseFactor: 1, WriteOff: true}
	if err := x.loan(r, supplied, others); err != nil {
		return setUp(err)
	}
	x.d.Mark(in.float("oracle_price"))
	switch mode := in.text("mode"); mode {
	case "full":
		x.take = x.repay(debt)
	case "repay":
		x.take = x.repay(in.rat("amount"))
	case "seize":
		x.take = func(d *market.Desk) (market.Seizure, error) {
			return d.Seize(x.Book, x.liquidator, x.someone, x.units(in.rat("amount")))
		}
	default:
		return fmt.Errorf("mode %q is not known", mode)
	}
	found := x.before()
	if s, done := x.attempt(found); done {
		x.after(found, s)
		found["repaid"], found["seized"] = s.Repaid, s.Seized
		found["total_supply_after"], found["total_borrow_after"] = x.d.Supplied(), x.d.Borrowed()
		all := x.tokens(x.units(supplied))
		lost := x.tokens(x.units(supplied)-x.d.SupplyOf(x.Book, x.lender)) / all
		found["supplier_loss_fraction"] = derived{lost, perOperation / all}
		found["liquidator_profit_in_debt"] = x.profit(s, in.float("collateral_market_price"))
	}
	x.answer(found)
	return nil
}

func (x *liquidationCase) repay(amount *big.Rat) func(*market.Desk) (market.Seizure, error) {
	return func(d *market.Desk) (market.Seizure, error) {
		return d.Liquidate(x.Book, x.liquidator, x.someone, x.units(amount))
	}
}
