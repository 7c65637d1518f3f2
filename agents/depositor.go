package agents

import (
	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/engine/rng"
)

// DepositorParams describes capital outside that comes in when a liquid token pays
// more than it earns elsewhere, or is cheap.
type DepositorParams struct {
	Count     param.Count    `key:"count" doc:"number of would-be depositors" default:"200" min:"1" max:"1000000"`
	Token     param.Name     `key:"token" doc:"liquid token they consider" required:"true"`
	Capital   param.Amount   `key:"capital" doc:"capital of all of them together" unit:"ETH" required:"true"`
	Size      param.Dist     `key:"size" doc:"size of a depositor, up to scale" unit:"ETH" default:"{dist: lognormal, sigma: 1.8}"`
	Discount  param.Dist     `key:"discount" doc:"what capital earns elsewhere" unit:"%/y" default:"{dist: lognormal, median: 4 %/y, p95: 12 %/y}"`
	Horizon   param.Dist     `key:"horizon" doc:"how far ahead a depositor looks" unit:"d" default:"{dist: uniform, min: 30d, max: 365d}"`
	Risk      param.Dist     `key:"risk" doc:"value lost per unit of recognised stress" unit:"1" default:"{dist: uniform, min: 0.2, max: 2}"`
	Cost      param.Percent  `key:"cost" doc:"cost of moving in, as a share of value" default:"0.3 %"`
	Precision param.Number   `key:"precision" doc:"λ of the quantal choice" default:"200" min:"1"`
	Arrival   param.Duration `key:"arrival" doc:"mean time in which capital whose owner is sure to come does come" default:"20d"`
	Review    param.Clock    `key:"review" doc:"how often a depositor looks; decides nothing but how soon he sees what has changed" default:"{every: 20d}"`
}

// Validate reports what the tags cannot say.
func (p *DepositorParams) Validate() param.Problems {
	switch {
	case p.Arrival.Span() <= 0:
		return param.Problems{{Path: "arrival", Message: "capital does not come in no time"}}
	case !p.Review.Fixed && p.Review.Every > p.Arrival.Span():
		return param.Problems{{Path: "review", Message: "capital cannot come in faster than its owner looks", Hint: "look at least as often as arrival"}}
	}
	return nil
}

// depositor brings its capital in at a rate: the logit probability of holding against
// staying out over the time of arrival. It has no tastes: whoever comes is another one.
type depositor struct {
	token                   int16
	capital                 engine.Share
	discount, horizon, risk param.Dist
	cost, precision         float64
	arrival                 float64 // years
	review                  param.Clock
	traits                  []traits
}

// Populate draws traits and gives each depositor ETH.
func (d *depositor) Populate(g *engine.Genesis, c *engine.Cohort) {
	d.traits = resize(d.traits, c.Size)
	for i, size := range g.Shares(c, d.capital) {
		s := g.Key(c, i, rng.Population).Stream()
		d.traits[i] = traits{discount: engine.Draw(d.discount, s.UnitAt(0)), horizon: engine.Draw(d.horizon, s.UnitAt(1)) / secondsPerYear, risk: engine.Draw(d.risk, s.UnitAt(2))}
		g.EndowETH(c.Account(int32(i)), size)
	}
}

// Decide takes the token for everything at the rate 1/(1+e^(-λ(hold/p-1-cost))) over the
// arrival, p being what it costs: out of the pool as long as that is cheaper, the rest
// minted.
func (d *depositor) Decide(v *engine.View, c *engine.Cohort, awake []int32, out []engine.Action) []engine.Action {
	o := v.Token(d.token)
	bargain := v.CostToLift(d.token, 1)
	if !o.Mints && bargain <= 0 {
		return out
	}
	for _, i := range awake {
		a := engine.Action{Agent: c.Account(i), Entity: c.Entity[i], Token: d.token}
		cash := v.Cash(a.Agent)
		if cash == 0 {
			continue
		}
		e := entryFor(o, bargain, cash)
		worth := d.hold(o, &d.traits[i]) / e.price
		willing := detmath.Logistic(float64(d.precision * (worth - 1 - d.cost)))
		if v.Key(c.Entity[i], rng.Choice).Unit() < d.chance(willing, v.StepYears()) {
			out = e.ask(a, out)
		}
	}
	return out
}

// chance is the probability of coming at one look, such that the rate of coming is
// willing/arrival however often a depositor looks. Looks at random times are thinned,
// which gives that rate at every moment, from the first on; of several in one step only
// one counts, so the mean time between looks is a little longer than the clock's. A
// regular clock makes up for its interval.
func (d *depositor) chance(willing, step float64) float64 {
	every := d.review.Every.Years()
	if d.review.Fixed {
		return -detmath.Expm1(-float64(willing * (max(every, step) / d.arrival)))
	}
	every = step / -detmath.Expm1(-step/every)
	return float64(willing * (every / d.arrival))
}

// hold is the value of holding 1 of redemption value.
func (d *depositor) hold(o *engine.Outlook, t *traits) float64 {
	return detmath.Exp(float64((o.Yield-t.discount)*t.horizon))*(1-o.SlashOver(t.horizon)) +
		float64(o.Points*min(t.horizon, o.PointsLeft)) - float64(t.risk*o.Stress)
}

// Cohort describes the depositors to the world.
func (p *DepositorParams) Cohort(n *engine.Names) (engine.CohortSpec, param.Problems) {
	total, err := p.Capital.Gwei()
	d := depositor{token: n.Token(string(p.Token)), capital: engine.Share{Total: total, Size: engine.SizeOf(p.Size)}, discount: p.Discount, horizon: p.Horizon,
		risk: p.Risk, cost: p.Cost.Float(), precision: p.Precision.Float(), arrival: p.Arrival.Span().Years(), review: p.Review}
	var out param.Problems
	if err != nil {
		out = append(out, param.Problem{Path: "capital", Message: err.Error()})
	}
	if d.token < 0 {
		out = append(out, missing("token", "liquid token", p.Token))
	}
	return engine.CohortSpec{Count: p.Count.Int(), Phase: engine.Decide, Review: review(p.Review), News: false, Amount: p.Capital.Float(), Unit: "ETH", Holds: -1,
		Spawn: func() engine.Behaviour { x := d; return &x }}, out
}
