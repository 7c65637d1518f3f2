package agents

import (
	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/engine/rng"
)

// OperatorParams describes how the operators of the network choose services. There
// is one agent for each operator.
type OperatorParams struct {
	Cost     param.Dist    `key:"cost" doc:"yearly cost of serving one more service" unit:"ETH" default:"{dist: lognormal, median: 5 ETH, p95: 30 ETH}"`
	Aversion param.Dist    `key:"aversion" doc:"how much an expected loss of the own bond weighs" unit:"1" default:"{dist: uniform, min: 1, max: 5}"`
	Capacity param.Count   `key:"capacity" doc:"most services that an operator serves" default:"12" min:"1" max:"1000"`
	Share    param.Percent `key:"share" doc:"share of its stake that an operator commits to a new service, where stake is unique" default:"10 %" max:"1"`
	Review   param.Clock   `key:"review" doc:"how often an operator reconsiders" default:"{every: 7d}"`
}

// Validate reports what the tags cannot say.
func (p *OperatorParams) Validate() param.Problems { return nil }

// Cohort describes the operators to the world.
func (p *OperatorParams) Cohort(n *engine.Names) (engine.CohortSpec, param.Problems) {
	o := operator{cost: p.Cost, aversion: p.Aversion, capacity: p.Capacity.Int(), share: p.Share.Float()}
	var out param.Problems
	if len(n.Operators) == 0 {
		out = append(out, param.Problem{Path: "kind", Message: "operators need a network", Hint: "add a network section"})
	}
	return engine.CohortSpec{Count: len(n.Operators), Phase: engine.Decide, Review: review(p.Review), News: false, Unit: "ETH", Holds: -1,
		Spawn: func() engine.Behaviour { b := o; return &b }}, out
}

// operator serves what pays: reward share times commission, against its own cost and
// the hazard of losing its own bond.
type operator struct {
	cost, aversion   param.Dist
	capacity         int
	share            float64
	costs, aversions []float64
}

// Populate draws each operator's costs.
func (o *operator) Populate(g *engine.Genesis, c *engine.Cohort) {
	o.costs, o.aversions = resize(o.costs, c.Size), resize(o.aversions, c.Size)
	for i := range c.Size {
		s := g.Key(c, i, rng.Population).Stream()
		o.costs[i], o.aversions[i] = engine.Draw(o.cost, s.UnitAt(0)), engine.Draw(o.aversion, s.UnitAt(1))
	}
}

// Keeps says that agent i is operator i of the network.
func (o *operator) Keeps(i int32) engine.Estate { return engine.Estate{Operator: i, Token: -1} }

// Decide leaves the service that pays least if it does not pay, and joins the one
// that pays most if it does and there is room: one change of each kind at a review.
func (o *operator) Decide(v *engine.View, c *engine.Cohort, awake []int32, out []engine.Action) []engine.Action {
	for _, i := range awake {
		a := engine.Action{Agent: c.Account(i), Entity: c.Entity[i], Target: i}
		worst, join := -1, -1
		least, most, degree := 0.0, 0.0, 0
		for s := range v.Services() {
			offer := v.Offer(i, int32(s), o.share)
			net := offer.Income - o.costs[i] - float64(o.aversions[i]*offer.Loss)
			degree = offer.Degree
			switch {
			case offer.Serves && net < least:
				worst, least = s, net
			case !offer.Serves && net > most && offer.Free > 0:
				join, most, a.Ratio = s, net, min(o.share, offer.Free)
			}
		}
		if worst >= 0 {
			a.Verb, a.Aux = engine.OptOut, int32(worst)
			out = append(out, a)
		}
		if join >= 0 && degree < o.capacity {
			a.Verb, a.Aux = engine.OptIn, int32(join)
			out = append(out, a)
		}
	}
	return out
}
