package agents

import (
	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/param"
)

// LiquidatorParams describes capital that repays unhealthy loans and sells the
// collateral it seizes.
type LiquidatorParams struct {
	Count   param.Count  `key:"count" doc:"number of liquidators" default:"12" min:"1" max:"10000"`
	Desk    param.Name   `key:"desk" doc:"lending desk they watch" required:"true"`
	Capital param.Amount `key:"capital" doc:"capital of all of them together" unit:"ETH" required:"true"`
	Speed   param.Rate   `key:"speed" doc:"share of its capital that a liquidator can turn over per unit of time" default:"20 %/min"`
	Review  param.Clock  `key:"review" doc:"how often a liquidator looks" default:"{every: 1h}"`
}

// Validate reports what the tags cannot say.
func (p *LiquidatorParams) Validate() param.Problems { return nil }

// liquidator asks to liquidate as much as its capital allows; the world makes no
// liquidation that does not pay.
type liquidator struct {
	desk    int16
	capital engine.Share
	speed   float64
	limits  []float64
}

// Populate gives each liquidator its capital.
func (l *liquidator) Populate(g *engine.Genesis, c *engine.Cohort) {
	l.limits = resize(l.limits, c.Size)
	for i, size := range g.Shares(c, l.capital) {
		l.limits[i] = size.Float()
		g.EndowETH(c.Account(int32(i)), size)
	}
}

// Decide offers the liquidator's capital while any loan is beyond its limit.
func (l *liquidator) Decide(v *engine.View, c *engine.Cohort, awake []int32, out []engine.Action) []engine.Action {
	if !v.Unhealthy(l.desk) {
		return out
	}
	for _, i := range awake {
		turnover := float64(l.speed * v.Since(c, i).Years())
		a := engine.Action{Verb: engine.Liquidate, Agent: c.Account(i), Entity: c.Entity[i], Desk: l.desk}
		a.Amount = engine.ETH(min(v.Cash(a.Agent).Float(), float64(l.limits[i]*turnover)))
		if a.Amount > 0 {
			out = append(out, a)
		}
	}
	return out
}

// Cohort describes the liquidators to the world.
func (p *LiquidatorParams) Cohort(n *engine.Names) (engine.CohortSpec, param.Problems) {
	total, err := p.Capital.Gwei()
	l := liquidator{desk: n.Desk(string(p.Desk)), capital: engine.Share{Total: total, Size: equal}, speed: p.Speed.PerYear()}
	var out param.Problems
	if err != nil {
		out = append(out, param.Problem{Path: "capital", Message: err.Error()})
	}
	if l.desk < 0 {
		out = append(out, missing("desk", "lending desk", p.Desk))
	}
	return engine.CohortSpec{Count: p.Count.Int(), Phase: engine.Clear, Review: review(p.Review), News: true, Amount: p.Capital.Float(), Unit: "ETH", Holds: -1,
		Spawn: func() engine.Behaviour { x := l; return &x }}, out
}
