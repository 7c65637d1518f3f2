package attack

import (
	"errors"

	"github.com/restakesim/restakesim/engine/money"
)

// ErrTerms reports terms that are no shares, negative, or add up to more than all
// of the stake.
var ErrTerms = errors.New("attack: terms out of range")

// Bribe says when bribed operators are paid.
type Bribe uint8

// The two kinds of bribe.
const (
	OnJoining Bribe = iota // whatever happens: expected loss + Epsilon
	OnFailure              // P+ε: loss + Epsilon only if the attack fails; what slashing takes on success must be paid too
)

// Terms are how an attacker comes by its coalition and what else it makes or loses
// by the attack. The zero value is the attacker of the graph, who owns all the
// stake: every switch off. Ratios are in [0, 1], {0, 0} stands for none; amounts
// are nano-ETH and not negative.
type Terms struct {
	Reversed money.Ratio // share of the reward undone or frozen: challenge windows, paused bridges, forks
	Fails    money.Ratio // probability that the attack is made and fails; the slash comes all the same
	Evaded   money.Ratio // probability that the slash does not land, or lands too late

	Borrowed   money.Ratio // share of the coalition's stake that is borrowed
	Collateral money.Gwei  // against the loan; walking away from the debt costs no more
	StakeDrop  money.Ratio // fall of the staked asset's price that success causes

	Bribed  money.Ratio // share of the coalition that others own and are paid to lend; the rest is the attacker's own
	Paid    Bribe
	Epsilon money.Gwei // paid on top to each bribed operator

	Short        money.Gwei  // wanted short position at the price before
	OpenInterest money.Gwei  // most that the market takes of it
	ShortDrop    money.Ratio // fall, on success, of what is shorted: the token of a chain or of a service falls far more than ether
	Slippage     money.Ratio // lost on opening and closing, per unit of the position
	Carry        money.Gwei  // funding and borrow fees

	Correlated Correlation // how much is slashed of what can be

	Redistributed money.Ratio // share of slashed stake that is paid out, not burnt
	ToAttacker    money.Ratio // share of that which reaches the attacker

	Costs money.Gwei // all else: code, gas, laundering
}

// Correlation lets the slashed share of the stake that takes part grow with it:
//
//	λ = min(1, Initial + Multiplier·stake/Total),
//
// as on Ethereum, whose correlation penalty counts the share of stake slashed in a
// window three times (PROPORTIONAL_SLASHING_MULTIPLIER_BELLATRIX) on top of a small
// initial one. The zero value slashes all of σ. Searches charge all of σ, because with λ
// a coalition's cost is no sum over its members: they overstate it, so an attack that
// loses by the search may pay by the account.
type Correlation struct {
	Initial, Multiplier money.Ratio // ≥ 0; the multiplier may exceed one
	Total               money.Gwei  // stake that the share is taken of, nano-ETH; 0: no correlation
}

// of is λ for a stake, rounded up to the unit of Total.
func (c *Correlation) of(s *sheet, stake money.Gwei) money.Ratio {
	if c.Total == 0 {
		return money.Ratio{Num: 1, Den: 1}
	}
	part := s.sum(s.of(c.Initial, c.Total, money.Up), s.of(c.Multiplier, stake, money.Up))
	return money.Ratio{Num: int64(min(part, c.Total)), Den: int64(c.Total)}
}

// valid refuses negative numbers, and shares of nothing.
func (c *Correlation) valid() bool {
	for _, r := range [...]money.Ratio{c.Initial, c.Multiplier} {
		if r != (money.Ratio{}) && (r.Num < 0 || r.Den <= 0 || c.Total == 0) {
			return false
		}
	}
	return c.Total >= 0
}

// check refuses shares outside [0, 1], negative amounts and Borrowed + Bribed > 1.
func (t *Terms) check() error {
	for _, r := range [...]money.Ratio{t.Reversed, t.Fails, t.Evaded, t.Borrowed, t.Bribed,
		t.StakeDrop, t.ShortDrop, t.Slippage, t.Redistributed, t.ToAttacker} {
		if r != (money.Ratio{}) && !share(r) {
			return ErrTerms
		}
	}
	if !t.Correlated.valid() {
		return ErrTerms
	}
	for _, g := range [...]money.Gwei{t.Collateral, t.Epsilon, t.Short, t.OpenInterest, t.Carry, t.Costs} {
		if g < 0 {
			return ErrTerms
		}
	}
	if t.Borrowed.Num > 0 && t.Bribed.Cmp(complement(t.Borrowed)) > 0 && t.Bribed.Num > 0 {
		return ErrTerms
	}
	return nil
}

// complement is 1 − r.
func complement(r money.Ratio) money.Ratio {
	if r.Num == 0 {
		return money.Ratio{Num: 1, Den: 1}
	}
	return money.Ratio{Num: r.Den - r.Num, Den: r.Den}
}
