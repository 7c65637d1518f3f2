package agents

import (
	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/param"
)

// AttackerParams describes those who corrupt services when that pays.
type AttackerParams struct {
	Count    param.Count   `key:"count" doc:"number of attackers" default:"1" min:"1" max:"1000"`
	Capital  param.Amount  `key:"capital" doc:"capital of all of them together" unit:"ETH" required:"true"`
	Means    param.Choice  `key:"means" doc:"own: the attacker owns the stake that is slashed and pays for it; bribe: he pays operators what they lose themselves" default:"bribe" oneof:"own|bribe"`
	Services param.Count   `key:"services" doc:"most services attacked at once" default:"3" min:"1" max:"1000"`
	Hurdle   param.Percent `key:"hurdle" doc:"least profit, as a share of the capital committed" default:"10 %"`
	Review   param.Clock   `key:"review" doc:"how often an attacker looks" default:"{fixed: 1d}"`
}

// Validate reports what the tags cannot say.
func (p *AttackerParams) Validate() param.Problems { return nil }

// Cohort describes the attackers to the world.
func (p *AttackerParams) Cohort(n *engine.Names) (engine.CohortSpec, param.Problems) {
	total, err := p.Capital.Gwei()
	var out param.Problems
	if err != nil {
		out = append(out, param.Problem{Path: "capital", Message: err.Error()})
	}
	if len(n.Services) == 0 {
		out = append(out, param.Problem{Path: "kind", Message: "attackers need a network", Hint: "add a network section"})
	}
	a := attacker{capital: engine.Share{Total: total, Size: equal}, objective: attack.Kappa, services: p.Services.Int(), hurdle: p.Hurdle.Float()}
	if p.Means == "own" {
		a.objective = attack.Sigma
	}
	return engine.CohortSpec{Count: p.Count.Int(), Phase: engine.Strike, Review: review(p.Review), News: true, Amount: p.Capital.Float(), Unit: "ETH", Holds: -1,
		Spawn: func() engine.Behaviour { b := a; return &b }}, out
}

// equal gives everybody the same size.
func equal(float64) float64 { return 1 }

// attacker searches the recognised attack graph for the coalition that earns him
// most within his means, and strikes if it clears his hurdle.
type attacker struct {
	capital   engine.Share
	objective attack.Objective
	services  int
	hurdle    float64
	plan      attack.Attack // the last that was asked for
}

// Populate gives the attackers their capital.
func (a *attacker) Populate(g *engine.Genesis, c *engine.Cohort) {
	for i, size := range g.Shares(c, a.capital) {
		g.EndowETH(c.Account(int32(i)), size)
	}
}

// Decide strikes with the best attack, if the bound leaves room for one at all.
func (a *attacker) Decide(v *engine.View, c *engine.Cohort, awake []int32, out []engine.Action) []engine.Action {
	if !v.AttackAllowed(a.objective) {
		return out
	}
	bare, err := v.Account(a.objective, attack.Attack{}) // what is due whatever is attacked
	if err != nil {
		return out
	}
	for _, i := range awake {
		cash := v.Cash(c.Account(i))
		found, pays := v.BestAttack(a.objective, attack.Limits{Budget: max(0, cash-bare.Costs), Services: a.services})
		if !pays || !a.clears(v, found, cash) {
			continue
		}
		a.keep(&found)
		return append(out, engine.Action{Verb: engine.Attack, Agent: c.Account(i), Entity: c.Entity[i], Means: a.objective, Plan: &a.plan})
	}
	return out
}

// keep copies an attack, which is the searcher's, into the attacker's own room.
func (a *attacker) keep(found *attack.Attack) {
	operators, services := append(a.plan.Operators[:0], found.Operators...), append(a.plan.Services[:0], found.Services...)
	a.plan = *found
	a.plan.Operators, a.plan.Services = operators, services
}

// clears says whether the account of an attack shows enough profit on what must be put
// up for it, and whether there is as much cash.
func (a *attacker) clears(v *engine.View, found attack.Attack, cash money.Gwei) bool {
	account, err := v.Account(a.objective, found)
	stake := account.Committed + account.Slashed + account.Costs
	return err == nil && stake <= cash && account.Profit > money.Gwei(a.hurdle*float64(stake))
}
