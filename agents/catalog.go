package agents

import (
	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/param"
)

// Params is what every kind of agent offers: parameters that a scenario sets, and a
// way to turn them into a cohort of the world.
type Params interface {
	Validate() param.Problems
	// Cohort resolves the names that the parameters mention and describes the
	// cohort. Problems carry the key that names what does not exist.
	Cohort(n *engine.Names) (engine.CohortSpec, param.Problems)
}

// Catalogue lists the kinds of agents. A new kind is one file and one line here.
func Catalogue() param.Catalogue {
	return param.Catalogue{Name: "agents", Kinds: []param.Kind{
		{Name: "farmer", Doc: "holds for points, with leverage, and leaves when the programme resolves", New: func() any { return new(FarmerParams) }},
		{Name: "conservative", Doc: "long horizon, no leverage, reacts to losses and delays", New: func() any { return new(ConservativeParams) }},
		{Name: "arbitrageur", Doc: "buys the discount and queues, mints and sells the premium", New: func() any { return new(ArbitrageurParams) }},
		{Name: "liquidator", Doc: "repays unhealthy loans and sells the collateral", New: func() any { return new(LiquidatorParams) }},
		{Name: "provider", Doc: "owns shares of a pool and leaves when it turns", New: func() any { return new(ProviderParams) }},
		{Name: "depositor", Doc: "brings in capital that answers yield and points", New: func() any { return new(DepositorParams) }},
		{Name: "manager", Doc: "frees stake for exits and delegates what is idle", New: func() any { return new(ManagerParams) }},
		{Name: "operator", Doc: "chooses which services to serve", New: func() any { return new(OperatorParams) }},
		{Name: "attacker", Doc: "corrupts services when that pays", New: func() any { return new(AttackerParams) }},
	}}
}

// review turns the clock of a scenario into that of a cohort.
func review(c param.Clock) engine.ReviewSpec {
	return engine.ReviewSpec{Every: c.Every, Fixed: c.Fixed}
}

// missing is the problem of a name that nothing bears.
func missing(key, what string, name param.Name) param.Problem {
	return param.Problem{Path: key, Message: "no " + what + " is called " + string(name)}
}
