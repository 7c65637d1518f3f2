package agents

import (
	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/engine/rng"
)

// ArbitrageurParams describes capital that buys a liquid token below what queueing
// it will pay, and mints and sells it above its redemption rate.
type ArbitrageurParams struct {
	Count   param.Count    `key:"count" doc:"number of buyers" default:"20" min:"1" max:"100000"`
	Token   param.Name     `key:"token" doc:"liquid token they trade" required:"true"`
	Capital param.Amount   `key:"capital" doc:"capital of all of them together" unit:"ETH" required:"true"`
	Return  param.Dist     `key:"required_return" doc:"return a buyer asks for capital that waits in the queue" unit:"%/y" default:"8 %/y"`
	Speed   param.Rate     `key:"speed" doc:"share of its capital that a buyer can commit per unit of time" default:"0.5 %/min"`
	Belief  param.Duration `key:"belief" doc:"wait a buyer expects while redemption is closed" default:"60d"`
	Margin  param.Percent  `key:"margin" doc:"smallest gain for which a premium is sold" default:"0.05 %"`
	Review  param.Clock    `key:"review" doc:"how often a buyer looks" default:"{every: 1h}"`
}

// Validate reports what the tags cannot say.
func (p *ArbitrageurParams) Validate() param.Problems { return nil }

// arbitrageur buys the discount and queues, or mints and sells the premium.
type arbitrageur struct {
	token               int16
	capital             engine.Share
	required            param.Dist
	speed, belief, edge float64
	returns             []float64
	limits              []float64 // capital of each buyer, ETH
}

// Populate draws each buyer's required return and gives him his capital.
func (b *arbitrageur) Populate(g *engine.Genesis, c *engine.Cohort) {
	b.returns, b.limits = resize(b.returns, c.Size), resize(b.limits, c.Size)
	sizes := g.Shares(c, b.capital)
	for i := range c.Size {
		b.returns[i] = engine.Draw(b.required, g.Key(c, i, rng.Population).Unit())
		b.limits[i] = sizes[i].Float()
		g.EndowETH(c.Account(int32(i)), sizes[i])
	}
}

// Decide queues what could not be queued when it was bought, and buys up to the price
// at which the wait in the queue still pays the required return, as fast as the buyer's
// speed allows.
func (b *arbitrageur) Decide(v *engine.View, c *engine.Cohort, awake []int32, out []engine.Action) []engine.Action {
	o := v.Token(b.token)
	for _, i := range awake {
		pace := -detmath.Expm1(-float64(b.speed * v.Since(c, i).Years()))
		a := engine.Action{Agent: c.Account(i), Entity: c.Entity[i], Token: b.token}
		cash, most := v.Cash(a.Agent).Float(), float64(b.limits[i]*pace)
		if held := v.Tokens(a.Agent, b.token); held > 0 && o.Redeems {
			a.Verb, a.Amount = engine.Queue, held
			out = append(out, a)
		}
		a.Amount = 0
		ask := b.ask(o, b.returns[i])
		switch {
		case o.Price < ask:
			a.Verb, a.Limit, a.Then = engine.Buy, ask, engine.ThenQueue
			a.Amount = engine.ETH(min(cash, most, v.CostToLift(b.token, ask)))
		case o.Mints && o.Price > 1+b.edge:
			a.Verb, a.Limit = engine.MintSell, 1+b.edge
			a.Amount = engine.ETH(min(cash, most, o.Room, v.SizeToSink(b.token, 1+b.edge)))
		}
		if a.Amount > 0 {
			out = append(out, a)
		}
	}
	return out
}

// ask is the highest price per unit of redemption value at which buying and
// queueing returns what the buyer requires: e^(-(r-y_q)T)(1-q_T).
func (b *arbitrageur) ask(o *engine.Outlook, required float64) float64 {
	wait := o.Wait
	if !o.Redeems { // the queue says nothing
		wait = b.belief
	}
	return float64(detmath.Exp(-float64((required-o.QueueYield)*wait)) * (1 - o.SlashOver(wait)))
}

// Cohort describes the buyers to the world.
func (p *ArbitrageurParams) Cohort(n *engine.Names) (engine.CohortSpec, param.Problems) {
	total, err := p.Capital.Gwei()
	b := arbitrageur{token: n.Token(string(p.Token)), capital: engine.Share{Total: total, Size: equal}, required: p.Return,
		speed: p.Speed.PerYear(), belief: p.Belief.Years(), edge: p.Margin.Float()}
	var out param.Problems
	if err != nil {
		out = append(out, param.Problem{Path: "capital", Message: err.Error()})
	}
	if b.token < 0 {
		out = append(out, missing("token", "liquid token", p.Token))
	}
	return engine.CohortSpec{Count: p.Count.Int(), Phase: engine.Clear, Review: review(p.Review), News: true, Amount: p.Capital.Float(), Unit: "ETH", Holds: -1,
		Spawn: func() engine.Behaviour { x := b; return &x }}, out
}
