package agents

import (
	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/money"
)

// act turns the chosen option into an action whose limit is the price at which the
// staker would do as well with his next best option.
func (s *staker) act(v *engine.View, i int, a engine.Action, p *position, chosen int, runnerUp float64) engine.Action {
	s.gone[i] = uint8(chosen)
	a.Amount = p.wallet
	closing := p.debt > 0 || p.pledged > 0
	switch chosen {
	case sell:
		a.Verb, a.Limit = engine.Sell, s.limit(i, p, runnerUp)
		if closing {
			a.Verb, a.Ratio, a.Then = engine.Unlever, 1, engine.ThenSell
		}
	case queue:
		a.Verb = engine.Queue
		if closing {
			a.Verb, a.Ratio, a.Then, a.Limit = engine.Unlever, 1, engine.ThenQueue, s.floor(p)
		}
	case gear:
		a.Ratio = s.gearTo(s.traits[i].leverage, p.leverage)
		a.Verb = engine.Lever
		if a.Ratio < p.leverage {
			a.Verb, a.Then, a.Limit = engine.Unlever, engine.Keep, s.floor(p)
		}
	case pledge:
		a.Verb, a.Ratio = engine.Borrow, s.plan.loanToValue
	case move:
		a.Verb, a.Aux, a.Limit = engine.Switch, int32(s.plan.alternative), s.limit(i, p, runnerUp)
	}
	return a
}

// limit is the average price at which selling is worth as much as the runner-up:
// L·p - (L-1) - cost + ε/λ = runner-up/λ, solved for p.
func (s *staker) limit(i int, p *position, runnerUp float64) float64 {
	lambda := s.plan.precision
	needed := (runnerUp-s.tastes[i][sell])/lambda + s.traits[i].switching
	return max(s.floor(p), (needed+p.leverage-1)/p.leverage)
}

// floor is the price below which a sale would not even repay the loan.
func (s *staker) floor(p *position) float64 { return (p.leverage - 1) / p.leverage }

// enter lets a staker who holds nothing come back with the ETH he has, when holding
// is worth more to him than staying out by the route he left.
func (s *staker) enter(v *engine.View, i int, a engine.Action, out []engine.Action) []engine.Action {
	eth := v.Cash(a.Agent)
	if eth < s.plan.smallest || !v.Token(s.plan.token).Mints {
		return out
	}
	in := float64(s.plan.precision*(s.hold(v, i, 1)-s.traits[i].switching-v.GasShare(eth.Float()))) + s.tastes[i][stay]
	if in <= s.plan.precision+s.tastes[i][s.gone[i]] {
		return out
	}
	a.Verb, a.Amount = engine.Deposit, eth
	return append(out, a)
}

// sellAirdrop fills in the sale of the part of an airdrop that the staker does not
// keep.
func (s *staker) sellAirdrop(v *engine.View, a *engine.Action) money.Gwei {
	pr := s.plan.programme
	if pr < 0 {
		return 0
	}
	held := v.AirdropTokens(a.Agent, pr)
	amount := money.Gwei(float64(held) * s.plan.sellThrough)
	if amount <= 0 {
		return 0
	}
	a.Verb, a.Aux, a.Amount = engine.SellAirdrop, int32(pr), amount
	return amount
}
