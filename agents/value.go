package agents

import (
	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/detmath"
)

// value fills s.scaled with λ times the value of every option of agent i, per 1 of
// redemption value of his equity.
//
//	stay   e^((Ly-(L-1)r-ρ)h)(1-Lq) + L·points·min(h,left) + points at stake - γ·L·stress
//	sell   L·p(size) - (L-1) - cost
//	queue  (L-(L-1)/p)·e^(-(ρ-y_q)T)(1-q_T) - cost
//	gear   stay at the other leverage, less what the trade costs
//	pledge l + (e^(yh)(1-q) - l·e^(r_b h))·e^(-ρh)
//	move   p(size)·stay of the other token - cost
//
// with L the leverage, y the net yield, r the borrow rate, p the executable price
// per redemption value, T the wait in the actual queue, q the expected slash.
func (s *staker) value(v *engine.View, i int, p *position) {
	for k := range s.scaled {
		s.scaled[k] = unavailable
	}
	if p.equity <= 0 {
		s.scaled[stay] = 0
		return
	}
	t, o := &s.traits[i], v.Token(s.plan.token)
	lambda := s.plan.precision
	cost := t.switching + v.GasShare(p.equity)
	stake := float64(v.PointsAtStake(p.account, s.plan.token)*t.hope) / p.equity
	price := v.SellPrice(s.plan.token, p.wallet+p.pledged)
	set := func(k int, x float64) { s.scaled[k] = float64(lambda * x) }
	set(stay, s.hold(v, i, p.leverage)+stake)
	set(sell, float64(p.leverage*price)-(p.leverage-1)-cost)
	if o.Redeems {
		set(queue, float64(afterDebt(p.leverage, price)*waited(o, t.discount))-cost)
	}
	s.valueLeverage(v, i, p, price, stake)
	if alt := s.plan.alternative; alt >= 0 && p.debt == 0 {
		set(move, float64(price*s.holdToken(v, i, alt, 1))-cost)
	}
}

// valueLeverage values a change of leverage and, for those without a loan, a loan.
func (s *staker) valueLeverage(v *engine.View, i int, p *position, price, stake float64) {
	if s.plan.desk < 0 {
		return
	}
	t, o, d := &s.traits[i], v.Token(s.plan.token), v.Desk(s.plan.desk)
	lambda, gas := s.plan.precision, v.GasShare(p.equity)
	target := s.gearTo(t.leverage, p.leverage)
	if target != p.leverage && d.Open {
		trade := 0.0 // new tokens are minted at the redemption rate; only selling costs
		if target < p.leverage {
			trade = float64((p.leverage - target) * (1/price - 1))
		}
		s.scaled[gear] = float64(lambda * (s.hold(v, i, target) + stake - trade - gas))
	}
	if p.debt == 0 && t.leverage <= 1 && d.Open {
		later := detmath.Exp(float64(o.Yield*t.horizon)) - float64(s.plan.loanToValue*detmath.Exp(float64(d.BorrowRate*t.horizon)))
		s.scaled[pledge] = float64(lambda * (s.plan.loanToValue + float64(later*detmath.Exp(-float64(t.discount*t.horizon))) +
			stake + s.points(v, i, s.plan.token) - float64(t.risk*o.Stress) - gas))
	}
}

// hold is the value of keeping the own token at leverage L.
func (s *staker) hold(v *engine.View, i int, leverage float64) float64 {
	return s.holdToken(v, i, s.plan.token, leverage)
}

func (s *staker) holdToken(v *engine.View, i int, token int16, leverage float64) float64 {
	t, o := &s.traits[i], v.Token(token)
	carry := float64(leverage * o.Yield)
	if leverage > 1 && s.plan.desk >= 0 {
		carry -= float64((leverage - 1) * v.Desk(s.plan.desk).BorrowRate)
	}
	grow := detmath.Exp(float64((carry - t.discount) * t.horizon))
	if o.SlashRate > 0 {
		grow *= 1 - min(1, float64(leverage*o.SlashOver(t.horizon)))
	}
	return grow + float64(leverage*(s.points(v, i, token)-float64(t.risk*o.Stress)))
}

// points is what the running programme pays per unit of redemption value until the
// horizon or its end, in ETH.
func (s *staker) points(v *engine.View, i int, token int16) float64 {
	t, o := &s.traits[i], v.Token(token)
	return float64(float64(o.Points*min(t.horizon, o.PointsLeft)) * t.hope)
}

// gearTo is the leverage that the gear option goes to: towards the liked one while
// below it, half the way down to none otherwise.
func (s *staker) gearTo(liked, now float64) float64 {
	if now < float64(liked*0.9) {
		return liked
	}
	if now > 1.05 {
		return 1 + float64(0.5*(now-1))
	}
	return now
}

// afterDebt is what is left of 1 of equity, in redemption value, once enough has
// been sold at price to repay the loan.
func afterDebt(leverage, price float64) float64 {
	if leverage <= 1 {
		return 1
	}
	return leverage - (leverage-1)/price
}

// waited is what 1 of redemption value is worth when it is paid after the queue.
func waited(o *engine.Outlook, discount float64) float64 {
	worth := detmath.Exp(-float64((discount - o.QueueYield) * o.Wait))
	if o.SlashRate > 0 {
		worth *= 1 - o.SlashOver(o.Wait)
	}
	return worth
}
