package agents

import (
	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/detmath"
)

// value fills s.scaled with λ times the value of every option of agent i, per 1 of
// redemption value of his equity.
//
//	stay   e^((Ly-(L-1)r-ρ)h)(1-Lq) + L·points·min(h,left) + points at stake that he keeps - γ·L·stress - fear
//	sell   L·p(size) - (L-1) - cost
//	queue  (L-(L-1)/p)·e^(-(ρ-y_q)T)(1-q_T) - cost
//	gear   stay at the better of the other leverages, less what the trade costs; what is
//	       sold loses its part of the points at stake
//	pledge l + (e^(yh)(1-q) - l·e^(r_b h))·e^(-ρh)
//	move   p(size)·stay of the other token - cost
//
// A pledger, who has borrowed against what he holds, has the loan at hand: his stay
// means to repay it, and pledge to go on owing.
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
	back := 0.0
	if p.pledger {
		back = v.GasShare(p.equity)
	}
	set(stay, s.hold(v, i, p.leverage)+s.pointsKept(v, i, p.leverage, stake)-back)
	set(sell, float64(p.leverage*price)-(p.leverage-1)-cost)
	if o.Redeems {
		set(queue, float64(afterDebt(p.leverage, price)*waited(o, t.discount))-cost)
	}
	s.valueLeverage(v, i, p, price, stake)
	if alt := s.plan.alternative; alt >= 0 && (p.debt == 0 || p.pledger) && v.Token(alt).Mints {
		set(move, float64(price*s.holdToken(v, i, alt, 1))-cost)
	}
}

// valueLeverage values a change of leverage and, for those who want none, a loan.
func (s *staker) valueLeverage(v *engine.View, i int, p *position, price, stake float64) {
	if s.plan.desk < 0 {
		return
	}
	t, open := &s.traits[i], v.Desk(s.plan.desk).Open
	lambda, gas := s.plan.precision, v.GasShare(p.equity)
	switch {
	case t.leverage > 1:
		s.scaled[gear] = float64(lambda * (s.otherLeverage(v, i, p, price, stake) - gas))
	case p.pledger:
		s.scaled[pledge] = float64(lambda * (s.owe(v, i) + stake))
	case open:
		s.scaled[pledge] = float64(lambda * (s.owe(v, i) + stake - gas))
	}
}

// otherLeverage is the value of the best leverage that one step leads to, and notes
// it. New tokens are minted at the redemption rate, so that only selling costs; a desk
// without cash lends nothing but takes repayments.
func (s *staker) otherLeverage(v *engine.View, i int, p *position, price, stake float64) float64 {
	most := unavailable
	if liked := s.traits[i].leverage; p.leverage < float64(liked*0.9) && v.Desk(s.plan.desk).Open {
		p.gear, most = liked, s.hold(v, i, liked)+s.pointsKept(v, i, liked, stake)
	}
	if p.leverage > 1.05 {
		lower := 1 + float64(0.5*(p.leverage-1))
		sold := (p.leverage - lower) / price
		rest := float64(stake * max(0, 1-sold/p.leverage))
		if x := s.hold(v, i, lower) + s.pointsKept(v, i, lower, rest) - (sold - (p.leverage - lower)); x > most {
			p.gear, most = lower, x
		}
	}
	return most
}

// owe is the value of a loan of the share l against what is held unlevered.
func (s *staker) owe(v *engine.View, i int) float64 {
	t, o, l := &s.traits[i], v.Token(s.plan.token), s.plan.loanToValue
	grown := detmath.Exp(float64(o.Yield*t.horizon)) * (1 - o.SlashOver(t.horizon))
	later := grown - float64(l*detmath.Exp(float64(v.Desk(s.plan.desk).BorrowRate*t.horizon)))
	return l + float64(later*detmath.Exp(-float64(t.discount*t.horizon))) + s.points(v, i, s.plan.token) - float64(t.risk*o.Stress)
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
	return grow + float64(leverage*(s.points(v, i, token)-float64(t.risk*o.Stress))) - s.fear(v, i, leverage)
}

// fear is what a liquidation would take of 1 of equity at leverage L, for whoever
// reckons with one because his health, the desk's limit over the loan-to-value (L-1)/L,
// is below the least he bears: the debt L-1 is paid in collateral at the oracle's price
// o per redemption value, with the bonus b on top: (L-1)·((1+b)/o - 1).
func (s *staker) fear(v *engine.View, i int, leverage float64) float64 {
	seized := s.seized(v, i, leverage)
	if seized == 0 {
		return 0
	}
	return seized - (leverage - 1)
}

// seized is the collateral that he reckons to lose in a liquidation, per 1 of equity.
func (s *staker) seized(v *engine.View, i int, leverage float64) float64 {
	if leverage <= 1 || s.plan.desk < 0 {
		return 0
	}
	d := v.Desk(s.plan.desk)
	oracle := d.Oracle / v.Token(s.plan.token).Rate
	if oracle <= 0 || float64(float64(d.LLTV*oracle)*leverage) >= float64(s.traits[i].health*(leverage-1)) {
		return 0
	}
	return float64((leverage - 1) * ((1 + d.Bonus) / oracle))
}

// pointsKept is what he reckons to keep of the points at stake at leverage L: a liquidation
// takes those of the collateral that it seizes.
func (s *staker) pointsKept(v *engine.View, i int, leverage, stake float64) float64 {
	return float64(stake * max(0, 1-s.seized(v, i, leverage)/leverage))
}

// points is what the running programme pays per unit of redemption value until the
// horizon or its end, in ETH.
func (s *staker) points(v *engine.View, i int, token int16) float64 {
	t, o := &s.traits[i], v.Token(token)
	return float64(float64(o.Points*min(t.horizon, o.PointsLeft)) * t.hope)
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
