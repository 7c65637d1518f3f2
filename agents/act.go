package agents

import (
	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/money"
)

// act turns the chosen option into actions whose limit is the price at which the
// staker would do as well with his next best option.
func (s *staker) act(v *engine.View, i int, a engine.Action, p *position, chosen int, runnerUp float64, out []engine.Action) []engine.Action {
	s.gone[i] = uint8(chosen)
	a.Amount = p.wallet
	if p.pledger {
		out, a.Amount = s.redeem(a, p, out), p.wallet+p.pledged
	}
	closing := !p.pledger && (p.debt > 0 || p.pledged > 0)
	switch chosen {
	case stay:
		return out
	case sell:
		a.Verb, a.Limit = engine.Sell, s.limit(v, i, p, sell, runnerUp)
		if closing {
			a.Verb, a.Ratio, a.Then = engine.Unlever, 1, engine.ThenSell
		}
	case queue:
		a.Verb = engine.Queue
		if closing {
			a.Verb, a.Ratio, a.Then, a.Limit = engine.Unlever, 1, engine.ThenQueue, s.floor(p)
		}
	case gear:
		a.Verb, a.Ratio = engine.Lever, p.gear
		if a.Ratio < p.leverage {
			a.Verb, a.Then, a.Limit = engine.Unlever, engine.Keep, s.floor(p)
		}
	case pledge:
		a.Verb, a.Ratio = engine.Borrow, s.plan.loanToValue
	case move:
		a.Verb, a.Aux, a.Limit = engine.Switch, int32(s.plan.alternative), s.limit(v, i, p, move, runnerUp)
	}
	return append(out, a)
}

// redeem repays a pledger's loan with what he was lent and sells no more of his tokens
// than the interest asks for.
func (s *staker) redeem(a engine.Action, p *position, out []engine.Action) []engine.Action {
	a.Verb = engine.Repay
	out = append(out, a)
	a.Verb, a.Ratio, a.Then, a.Limit = engine.Unlever, 1, engine.Keep, s.floor(p)
	return append(out, a)
}

// limit is the average price at which selling is worth as much as the runner-up:
// p·(L·w) - (L-1) - cost + ε/λ = runner-up/λ, solved for p; w is 1 for a sale and, for
// a move, what holding the other token is worth.
func (s *staker) limit(v *engine.View, i int, p *position, chosen int, runnerUp float64) float64 {
	worth := p.leverage
	if chosen == move {
		worth *= s.holdToken(v, i, s.plan.alternative, 1)
	}
	needed := (runnerUp-s.tastes[i][chosen])/s.plan.precision + s.traits[i].switching + v.GasShare(p.equity)
	return max(s.floor(p), (needed+p.leverage-1)/worth)
}

// floor is the price below which a sale would not even repay the loan.
func (s *staker) floor(p *position) float64 { return (p.leverage - 1) / p.leverage }

// enter lets a staker who holds nothing come back with the ETH he has, when holding
// at what it costs now is worth more to him than staying out by the route he left.
func (s *staker) enter(v *engine.View, i int, a engine.Action, out []engine.Action) []engine.Action {
	eth := v.Cash(a.Agent)
	if eth < s.plan.smallest {
		return out
	}
	o := v.Token(s.plan.token)
	if s.bargain < 0 {
		s.bargain = v.CostToLift(s.plan.token, 1)
	}
	e := entryFor(o, s.bargain, eth)
	if e.bought+e.minted <= 0 {
		return out
	}
	in := float64(s.plan.precision*(s.hold(v, i, 1)/e.price-s.traits[i].switching-v.GasShare(eth.Float()))) + s.tastes[i][stay]
	if in <= s.plan.precision+s.tastes[i][s.gone[i]] {
		return out
	}
	return e.ask(a, out)
}

// sellAirdrop fills in the sale of the part of an airdrop that the staker does not
// keep. What he has kept once stays out of it, or each look would sell a share of the
// rest.
func (s *staker) sellAirdrop(v *engine.View, i int, a *engine.Action) money.Gwei {
	pr := s.plan.programme
	if pr < 0 {
		return 0
	}
	held := v.AirdropTokens(a.Agent, pr)
	amount := money.Gwei(float64(held-s.kept[i]) * s.plan.sellThrough)
	if amount <= 0 {
		return 0
	}
	s.kept[i] = held - amount
	a.Verb, a.Aux, a.Amount = engine.SellAirdrop, int32(pr), amount
	return amount
}
