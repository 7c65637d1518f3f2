package attack

import (
	"math"
	"math/big"

	"github.com/restakesim/restakesim/engine/money"
)

// Account is the expected profit and loss of an attack, nano-ETH. Gains are rounded
// down and charges up, each by less than a few units; where a switch is off its
// line is exactly zero.
type Account struct {
	Gain      money.Gwei // reward that is not reversed
	Short     money.Gwei // short position less slippage, may be negative
	Recovered money.Gwei // slashed stake that comes back to the attacker
	Carry     money.Gwei // from here on charges, not negative
	Slashed   money.Gwei // own stake slashed
	Devalued  money.Gwei // fall of the own stake that is not slashed
	Loan      money.Gwei // slashed borrowed stake to be bought back, or the collateral if that is less
	Bribes    money.Gwei
	Costs     money.Gwei
	Profit    money.Gwei // gains − charges
	Committed money.Gwei // bribes that must be put up; more than Bribes where they are paid only on failure
}

// Account returns the account of attack a on these terms:
//
//	profit = (1−f)·reward·(1−rev) + (1−f)·Q·d' − Q·slip + φ·θ·λσ − carry
//	       − λσ_own − (1−f)·d·(x_own − λσ_own) − E[min(K, λσ_bor·(1−d))] − bribes − costs
//
// with f Fails, λ = 1 − Evaded times the share of Correlated, Q the smaller of Short and OpenInterest, d' ShortDrop,
// d StakeDrop, φ·θ Redistributed·ToAttacker, K Collateral; d is 0 where the attack
// fails. σ and x are the coalition's slashed and whole stake, cut into own, borrowed
// and bribed parts in proportion. Redistribution is credited for all that is
// slashed, not for the own part only: with other people's stake it makes a service a
// thief.
//
// A bribed operator wants what it loses, λκ, and Epsilon. Paid on failure only it is
// promised κ + Epsilon for that case; if nothing is slashed on success the bribe is
// free in equilibrium and only ties up its amount (P+ε; slashing on success restores
// the cost). An operator whose slash does not land keeps its franchise.
//
// With the zero Terms the profit is exactly Reward − Sigma. Errors: ErrTerms,
// money.ErrOverflow.
func (t *Terms) Account(a Attack) (Account, error) {
	if err := t.check(); err != nil {
		return Account{}, err
	}
	success, lands := complement(t.Fails), complement(t.Evaded)
	var s sheet
	lambda := t.Correlated.of(&s, a.Stake)
	slashed := s.of(lands, s.of(lambda, a.Sigma, money.Up), money.Up)
	borrowed, bribed := s.of(t.Borrowed, slashed, money.Down), s.of(t.Bribed, slashed, money.Down)
	own := slashed - borrowed - bribed
	stake := a.Stake - s.of(t.Borrowed, a.Stake, money.Down) - s.of(t.Bribed, a.Stake, money.Down)
	position := min(t.Short, t.OpenInterest)
	out := Account{
		Gain:      s.of(success, s.of(complement(t.Reversed), a.Reward, money.Down), money.Down),
		Short:     s.of(success, s.of(t.ShortDrop, position, money.Down), money.Down) - s.of(t.Slippage, position, money.Up),
		Recovered: s.of(t.ToAttacker, s.of(t.Redistributed, slashed, money.Down), money.Down),
		Carry:     t.Carry,
		Slashed:   own,
		Devalued:  s.of(success, s.of(t.StakeDrop, max(0, stake-own), money.Up), money.Up),
		Loan:      t.loan(&s, borrowed),
		Costs:     t.Costs,
	}
	out.Bribes, out.Committed = t.bribes(&s, a, lambda)
	out.Profit = s.sum(out.Gain, out.Short, out.Recovered, -out.Carry, -out.Slashed, -out.Devalued, -out.Loan, -out.Bribes, -out.Costs)
	return out, s.err
}

// loan is what the slashed part of the borrowed stake costs: bought back at the
// price after the attack, or left to the lender who keeps the collateral.
func (t *Terms) loan(s *sheet, slashed money.Gwei) money.Gwei {
	succeeded := min(t.Collateral, s.of(complement(t.StakeDrop), slashed, money.Up))
	failed := min(t.Collateral, slashed)
	return s.sum(s.of(complement(t.Fails), succeeded, money.Up), s.of(t.Fails, failed, money.Up))
}

// bribes returns what bribes cost on average and what must be put up for them.
func (t *Terms) bribes(s *sheet, a Attack, lambda money.Ratio) (expected, committed money.Gwei) {
	loss := s.of(t.Bribed, s.sum(s.of(lambda, a.Kappa-a.Franchise, money.Up), a.Franchise), money.Up)
	heads := s.of(t.Bribed, money.Gwei(len(a.Operators)), money.Up)
	extra := s.times(t.Epsilon, heads)
	landed := s.of(complement(t.Evaded), loss, money.Up)
	if t.Paid == OnJoining {
		committed = s.sum(landed, extra)
		return committed, committed
	}
	committed = s.sum(loss, extra)
	return s.sum(s.of(complement(t.Fails), landed, money.Up), s.of(t.Fails, committed, money.Up)), committed
}

// BreakEvenShort returns the position whose gain brings the attack's account to
// zero, whatever the open interest: Q* = loss without it / (d'·(1−f) − slippage),
// rounded up. It is 0 where the attack pays without; ok is false where no position
// is large enough, because slippage eats the fall or Q* exceeds an int64.
func (t *Terms) BreakEvenShort(a Attack) (position money.Gwei, ok bool, err error) {
	bare := *t
	bare.Short = 0
	acc, err := bare.Account(a)
	if err != nil || acc.Profit >= 0 {
		return 0, err == nil, err
	}
	margin := rational(t.ShortDrop)
	margin.Mul(margin, rational(complement(t.Fails)))
	margin.Sub(margin, rational(t.Slippage))
	if margin.Sign() <= 0 {
		return 0, false, nil
	}
	q := new(big.Rat).SetInt64(-int64(acc.Profit))
	q.Quo(q, margin)
	up := new(big.Int).Add(q.Num(), new(big.Int).Sub(q.Denom(), big.NewInt(1)))
	up.Div(up, q.Denom())
	if !up.IsInt64() {
		return 0, false, nil
	}
	return money.Gwei(up.Int64()), true, nil
}

func rational(r money.Ratio) *big.Rat {
	if r.Num == 0 {
		return new(big.Rat)
	}
	return big.NewRat(r.Num, r.Den)
}

// sheet does the sums of an account and keeps the first error.
type sheet struct{ err error }

func (s *sheet) of(r money.Ratio, x money.Gwei, rd money.Rounding) money.Gwei {
	if r.Num == 0 {
		return 0
	}
	y, err := r.Of(x, rd)
	s.fail(err)
	return y
}

func (s *sheet) times(x, n money.Gwei) money.Gwei {
	y, err := money.MulDiv(int64(x), int64(n), 1, money.Down)
	s.fail(err)
	return money.Gwei(y)
}

func (s *sheet) sum(xs ...money.Gwei) money.Gwei {
	var total money.Gwei
	for _, x := range xs {
		if x > 0 && total > math.MaxInt64-x || x < 0 && total < math.MinInt64-x {
			s.fail(money.ErrOverflow)
			return 0
		}
		total += x
	}
	return total
}

func (s *sheet) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}
