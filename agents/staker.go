package agents

import (
	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/rng"
)

// The options of a staker. What he holds may be a plain balance or a levered
// position; every option is valued per 1 of redemption value of his own equity at
// his own horizon, so that all of them are in one unit.
const (
	stay   = iota // hold, at the present leverage
	sell          // sell everything, closing any loan with the proceeds
	queue         // ask for redemption of everything, selling only what repays the loan
	gear          // up to the leverage he likes, or half the way down to none
	pledge        // borrow against the tokens instead of leaving
	move          // sell and deposit in another liquid token
	options
)

// traits of one staker, drawn once per replication.
type traits struct {
	discount  float64 // ρ, per year: what his capital earns elsewhere
	risk      float64 // value lost per unit of recognised stress
	horizon   float64 // h, years
	switching float64 // cost of leaving, as a share of value
	hope      float64 // what he believes a point is worth, over the market's belief
	leverage  float64 // leverage he likes, 1 for none
	health    float64 // least health of a loan before he reckons with a liquidation
}

// staker is the behaviour that farmers and conservative stakers share: quantal
// choice with persistent tastes over holding, leaving and leverage.
type staker struct {
	plan    stakerPlan
	traits  []traits
	tastes  [][options]float64 // in units of 1/λ
	redraw  []clock.Time       // when the tastes change next
	gone    []uint8            // 0 while in; else the option by which he left
	kept    []money.Gwei       // of an airdrop, what he has decided not to sell
	scaled  [options]float64   // scratch: λV
	bargain float64            // scratch: ETH that the pool takes below par, -1 while nobody has asked
}

// Populate draws traits and opening positions.
func (s *staker) Populate(g *engine.Genesis, c *engine.Cohort) {
	s.reset(c.Size)
	sizes := g.Shares(c, s.plan.size)
	for i := range c.Size {
		st := g.Key(c, i, rng.Population).Stream()
		s.traits[i] = s.plan.draw(st)
		s.redraw[i] = clock.Time(0).Add(span(s.plan.tasteWait(st)))
		if sizes[i] <= 0 {
			continue
		}
		g.Endow(c.Account(int32(i)), s.plan.token, sizes[i])
		if s.traits[i].leverage > 1 {
			g.Loop(c.Account(int32(i)), s.plan.desk, s.traits[i].leverage)
		}
	}
}

func (s *staker) reset(n int) {
	if len(s.traits) != n {
		s.traits = make([]traits, n)
		s.tastes = make([][options]float64, n)
		s.redraw = make([]clock.Time, n)
		s.gone = make([]uint8, n)
		s.kept = make([]money.Gwei, n)
	}
	clear(s.gone)
	clear(s.kept)
}

// Settle draws tastes given that everybody is content with what he holds in the
// opening state: those who were not have left before the story starts.
func (s *staker) Settle(v *engine.View, c *engine.Cohort) {
	for i := range c.Size {
		p := s.position(v, i, c.Account(int32(i)))
		s.value(v, i, &p)
		contentTastes(v.Key(c.Entity[i], rng.Taste).Stream(), s.scaled[:], s.tastes[i][:], stay)
	}
}

// Decide lets each awake staker pick the option that is best for him.
func (s *staker) Decide(v *engine.View, c *engine.Cohort, awake []int32, out []engine.Action) []engine.Action {
	s.bargain = -1
	for _, i := range awake {
		s.refreshTastes(v, c, int(i))
		a := engine.Action{Agent: c.Account(i), Entity: c.Entity[i], Token: s.plan.token, Desk: s.plan.desk}
		if drop := s.sellAirdrop(v, int(i), &a); drop > 0 {
			out = append(out, a)
		}
		p := s.position(v, int(i), a.Agent)
		if p.equity <= 0 {
			out = s.enter(v, int(i), a, out)
			continue
		}
		s.value(v, int(i), &p)
		chosen, runnerUp := best(s.scaled[:], s.tastes[i][:])
		if chosen != p.now() {
			out = s.act(v, int(i), a, &p, chosen, runnerUp, out)
		}
	}
	return out
}

// refreshTastes draws all tastes of agent i anew if their time has come.
func (s *staker) refreshTastes(v *engine.View, c *engine.Cohort, i int) {
	for s.redraw[i] <= v.Now {
		st := v.KeyAt(c.Entity[i], rng.TasteRedraw, s.redraw[i]).Stream()
		freshTastes(st, s.tastes[i][:])
		s.redraw[i] = s.redraw[i].Add(span(s.plan.tasteWait(st)))
	}
}

// position is what a staker has at stake, in ETH of redemption value.
type position struct {
	account         ledger.Account
	wallet, pledged money.Gwei // tokens
	debt            float64    // ETH, less what a pledger has at hand to repay it
	equity          float64    // ETH at the recognised redemption rate
	leverage        float64
	gear            float64 // leverage that the option gear leads to
	pledger         bool    // has borrowed instead of leaving
}

// now is the option that asks for nothing.
func (p *position) now() int {
	if p.pledger {
		return pledge
	}
	return stay
}

func (s *staker) position(v *engine.View, i int, a ledger.Account) position {
	p := position{account: a, wallet: v.Tokens(a, s.plan.token)}
	if s.plan.desk >= 0 {
		p.pledged, p.debt = v.Loan(s.plan.desk, a)
	}
	if p.debt > 0 && s.traits[i].leverage <= 1 {
		p.pledger = true
		p.debt = max(0, p.debt-v.Cash(a).Float())
	}
	gross := float64((p.wallet + p.pledged).Float() * v.Token(s.plan.token).Rate)
	p.equity = gross - p.debt
	p.leverage = 1
	if p.equity > 0 {
		p.leverage = gross / p.equity
	}
	return p
}

// span turns years into seconds, rounding up so that a draw is never zero.
func span(years float64) clock.Span { return clock.Span(years*float64(clock.Year)) + 1 }
