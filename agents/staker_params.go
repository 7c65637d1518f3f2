package agents

import (
	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/engine/rng"
)

// StakerParams are the keys that all kinds of stakers share.
type StakerParams struct {
	Count       param.Count    `key:"count" doc:"number of stakers" required:"true" min:"1" max:"10000000"`
	Token       param.Name     `key:"token" doc:"liquid token they hold" required:"true"`
	Holdings    param.Amount   `key:"holdings" doc:"redemption value of what all of them own together, loans deducted" unit:"ETH" required:"true"`
	Size        param.Dist     `key:"size" doc:"size of a staker, up to scale" unit:"ETH" default:"{dist: lognormal, sigma: 1.8}"`
	Desk        param.Name     `key:"desk" doc:"lending desk at which they borrow"`
	Alternative param.Name     `key:"alternative" doc:"liquid token that they consider instead"`
	Programme   param.Name     `key:"programme" doc:"programme whose airdrop they sell"`
	Switching   param.Dist     `key:"switching" doc:"cost of leaving, as a share of value" unit:"%" default:"{dist: lognormal, median: 0.3 %, p95: 1.5 %}"`
	Precision   param.Number   `key:"precision" doc:"λ of the quantal choice: a taste has a standard deviation of 1.28/λ of value" default:"200" min:"1" max:"1000000"`
	TasteLife   param.Duration `key:"taste_life" doc:"mean time until tastes change" default:"730d" min:"1d"`
	LoanToValue param.Percent  `key:"loan_to_value" doc:"share of value taken as a loan by those who borrow instead of leaving" default:"50 %" max:"1"`
	Smallest    param.Amount   `key:"smallest" doc:"least ETH worth a deposit" unit:"ETH" default:"0.01 ETH"`
	Review      param.Clock    `key:"review" doc:"how often a staker looks" default:"{every: 24h}"`
}

// stakerTraits are the distributions in which the kinds differ.
type stakerTraits struct {
	discount, horizon, risk, hope, leverage, health param.Dist
	sells                                           float64
}

// stakerPlan is what a behaviour needs, with names resolved.
type stakerPlan struct {
	token, desk, alternative, programme int16
	size                                engine.Share
	traits                              stakerTraits
	switching                           param.Dist
	precision, tasteLife                float64
	loanToValue, sellThrough            float64
	smallest                            money.Gwei
}

// check reports what the tags cannot say.
func (p *StakerParams) check(leverage param.Dist) param.Problems {
	var out param.Problems
	if p.Review.Every < leastReview {
		out = append(out, param.Problem{Path: "review", Message: "a staker looks every 6h or less often", Hint: "news wakes everybody it concerns; write 6h or more"})
	}
	if leverage.Max > 1 && p.Desk == "" {
		out = append(out, param.Problem{Path: "leverage", Message: "leverage needs a desk to borrow at", Hint: "name one under desk"})
	}
	return out
}

// leastReview is the shortest mean time between two looks of a staker.
const leastReview = 6 * 3600

// cohort describes a cohort of stakers to the world.
func (p *StakerParams) cohort(n *engine.Names, t stakerTraits) (engine.CohortSpec, param.Problems) {
	total, err := p.Holdings.Gwei()
	var out param.Problems
	if err != nil {
		out = append(out, param.Problem{Path: "holdings", Message: err.Error()})
	}
	plan := stakerPlan{token: n.Token(string(p.Token)), desk: n.Desk(string(p.Desk)), alternative: n.Token(string(p.Alternative)), programme: n.Programme(string(p.Programme)),
		size: engine.Share{Total: total, Size: engine.SizeOf(p.Size)}, traits: t, switching: p.Switching, precision: p.Precision.Float(),
		tasteLife: p.TasteLife.Years(), loanToValue: p.LoanToValue.Float(), sellThrough: t.sells}
	plan.smallest, _ = p.Smallest.Gwei()
	for _, m := range []struct {
		key, what string
		name      param.Name
		index     int16
	}{{"token", "liquid token", p.Token, plan.token}, {"desk", "lending desk", p.Desk, plan.desk},
		{"alternative", "liquid token", p.Alternative, plan.alternative}, {"programme", "programme", p.Programme, plan.programme}} {
		if m.name != "" && m.index < 0 {
			out = append(out, missing(m.key, m.what, m.name))
		}
	}
	return engine.CohortSpec{Count: p.Count.Int(), Phase: engine.Decide, Review: review(p.Review), News: true, Amount: p.Holdings.Float(), Unit: "ETH",
		Holds: plan.token, Spawn: func() engine.Behaviour { return &staker{plan: plan} }}, out
}

// The places of a staker's draws in his stream.
const (
	discountSlot uint16 = iota
	riskSlot
	horizonSlot
	switchingSlot
	hopeSlot
	leverageSlot
	healthSlot
	tasteSlot = 100 // when tastes change next
)

// draw takes a staker's traits from his stream.
func (p *stakerPlan) draw(s rng.Stream) traits {
	return traits{
		discount:  engine.Draw(p.traits.discount, s.UnitAt(discountSlot)),
		risk:      engine.Draw(p.traits.risk, s.UnitAt(riskSlot)),
		horizon:   engine.Draw(p.traits.horizon, s.UnitAt(horizonSlot)) / secondsPerYear,
		switching: engine.Draw(p.switching, s.UnitAt(switchingSlot)),
		hope:      engine.Draw(p.traits.hope, s.UnitAt(hopeSlot)),
		leverage:  engine.Draw(p.traits.leverage, s.UnitAt(leverageSlot)),
		health:    engine.Draw(p.traits.health, s.UnitAt(healthSlot)),
	}
}

// secondsPerYear turns distributions of durations, which count seconds, into years.
const secondsPerYear = 365 * 24 * 3600

// tasteWait draws the time, in years, until tastes change.
func (p *stakerPlan) tasteWait(s rng.Stream) float64 {
	return detmath.ExponentialQuantile(s.UnitAt(tasteSlot), p.tasteLife)
}
