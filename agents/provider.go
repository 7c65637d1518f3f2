package agents

import (
	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/engine/rng"
)

// ProviderParams describes those who own a pool's shares and leave when what they
// hold through it turns against them.
type ProviderParams struct {
	Count     param.Count   `key:"count" doc:"number of liquidity providers" default:"20" min:"1" max:"100000"`
	Pool      param.Name    `key:"pool" doc:"pool whose shares they own" required:"true"`
	Share     param.Percent `key:"share" doc:"share of the pool that they own together" default:"100 %" max:"1"`
	Tolerance param.Dist    `key:"tolerance" doc:"share of the pool that may be the token before a provider leaves" unit:"%" required:"true"`
	Incentive param.Rate    `key:"incentive" doc:"yield on a provider's shares, fees and rewards together" default:"3 %/y"`
	Required  param.Dist    `key:"required_return" doc:"yield below which a provider leaves" unit:"%/y" default:"2 %/y"`
	Review    param.Clock   `key:"review" doc:"how often a provider looks" default:"{every: 12h}"`
}

// Validate reports what the tags cannot say.
func (p *ProviderParams) Validate() param.Problems { return nil }

// provider leaves the pool when the token's share of it passes his tolerance, or
// when what the pool pays falls below what he asks for.
type provider struct {
	pool                int16
	share               float64
	incentive           float64
	tolerance, required param.Dist
	limits, asks        []float64
}

// Populate draws tolerances and deals out the pool's shares.
func (p *provider) Populate(g *engine.Genesis, c *engine.Cohort) {
	p.limits, p.asks = resize(p.limits, c.Size), resize(p.asks, c.Size)
	for i := range c.Size {
		s := g.Key(c, i, rng.Population).Stream()
		p.limits[i] = engine.Draw(p.tolerance, s.UnitAt(0))
		p.asks[i] = engine.Draw(p.required, s.UnitAt(1))
	}
	g.EndowShares(c, p.pool, p.share)
}

// Decide takes out everything once the pool has turned, and queues the tokens, at once
// or, where exits are closed then, when they are open.
func (p *provider) Decide(v *engine.View, c *engine.Cohort, awake []int32, out []engine.Action) []engine.Action {
	weight, token := v.PoolWeight(p.pool), v.PoolToken(p.pool)
	for _, i := range awake {
		a := engine.Action{Verb: engine.RemoveLiquidity, Agent: c.Account(i), Entity: c.Entity[i], Pool: p.pool, Then: engine.ThenQueue}
		if held := v.Tokens(a.Agent, token); held > 0 && v.Token(token).Redeems {
			out = append(out, engine.Action{Verb: engine.Queue, Agent: a.Agent, Entity: a.Entity, Token: token, Amount: held})
		}
		if a.Amount = v.PoolShares(a.Agent, p.pool); a.Amount == 0 {
			continue
		}
		if weight > p.limits[i] || p.incentive < p.asks[i] {
			out = append(out, a)
		}
	}
	return out
}

// Cohort describes the providers to the world.
func (p *ProviderParams) Cohort(n *engine.Names) (engine.CohortSpec, param.Problems) {
	b := provider{pool: n.Pool(string(p.Pool)), share: p.Share.Float(), incentive: p.Incentive.PerYear(), tolerance: p.Tolerance, required: p.Required}
	var out param.Problems
	if b.pool < 0 {
		out = append(out, missing("pool", "pool", p.Pool))
	}
	return engine.CohortSpec{Count: p.Count.Int(), Phase: engine.Decide, Review: review(p.Review), News: true, Unit: "ETH", Holds: -1,
		Spawn: func() engine.Behaviour { x := b; return &x }}, out
}
