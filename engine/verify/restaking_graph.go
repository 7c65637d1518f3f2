package verify

import (
	"context"
	"encoding/json"
	"math/big"
	"slices"

	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/attack/exact"
	"github.com/restakesim/restakesim/engine/attack/partial"
	"github.com/restakesim/restakesim/engine/attack/shock"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// Nodes of the search that a replay allows: the default, and less for networks of
// which files only state an interval, to the same answer on every machine.
const intervalNodes = 1

// graph is a case with a plain network: stakes, and services with profits.
type graph struct {
	*replay
	ctx       context.Context
	c         *restakingCase
	n         *restake.Network
	t         *tally
	x         *attack.Examination
	divisible *partial.DivisibleAnswer
}

// listed is an attack as files list it; a null list of validators stands for any
// coalition of least cost.
type listed struct {
	Services   []int32 `json:"services"`
	Validators []int32 `json:"validators"`
	Profit     int64   `json:"profit"`
	Cost       int64   `json:"cost"`
}

func (p *replay) graph(ctx context.Context, c *restakingCase) error {
	n, problems := restake.ParseNetworkJSON(c.ID, c.Network)
	if len(problems) > 0 {
		return problems
	}
	g := &graph{replay: p, ctx: ctx, c: c, n: n}
	certified := certified(n, money.Ratio{Num: 1, Den: 1})
	var err error
	if g.t, err = certified.tally(); err != nil {
		return err
	}
	if err := g.examine(); err != nil {
		return err
	}
	if err := p.fields(c, g.judges()); err != nil {
		return err
	}
	return g.identities()
}

// examine answers everything that the attack command would be asked.
func (g *graph) examine() error {
	x := &restake.Exposure{}
	g.n.Exposure(x, nil)
	o := attack.Options{}
	stages := []func(*attack.Examiner) error{
		func(e *attack.Examiner) error { return e.Optimum(g.ctx) },
		func(e *attack.Examiner) error { return e.Gamma(g.ctx) },
	}
	if g.c.Expected["max_net_profit_at_least"] != nil {
		o.Nodes = intervalNodes
		stages = stages[:1]
	}
	e, err := attack.NewExaminer(g.ctx, x, o)
	if err != nil {
		return err
	}
	for _, stage := range stages {
		if err := stage(e); err != nil {
			return err
		}
	}
	if g.c.Expected["divisible_max_net"] != nil {
		if g.divisible, err = e.Divisible(g.ctx); err != nil {
			return err
		}
	}
	g.x = e.Examination()
	return nil
}

func (g *graph) judges() map[string]judge {
	x, p := g.x, g.replay
	secure, decided := x.Secure()
	violations := 0
	ok := make([]bool, len(x.Loads))
	worst := new(big.Rat)
	for v, t := range x.Loads {
		if ok[v] = t.Cmp(big.NewRat(1, 1)) <= 0; !ok[v] {
			violations++
		}
		if t.Cmp(worst) > 0 {
			worst = t
		}
	}
	price := x.Price()
	return map[string]judge{
		"secure": decoded(func(want bool) {
			p.check("attack", "secure", decided && secure == want, want, map[bool]any{true: secure}[decided])
		}),
		"max_net_profit": equal(p, "attack", "max_net_profit", x.Best.Net()),
		"upper_bound":    equal(p, "attack", "upper_bound", x.Upper),
		"optimum_proved": equal(p, "attack", "optimum_proved", x.Proven()),
		"best_attack":    decoded(g.bestAttack),
		"max_net_profit_at_least": decoded(func(want float64) {
			p.check("attack", "max_net_profit_at_least", float64(x.Upper) >= want, want, x.Upper)
		}),
		"max_net_profit_at_most": decoded(func(want float64) {
			p.check("attack", "max_net_profit_at_most", float64(x.Best.Net()) <= want, want, x.Best.Net())
		}),
		"min_cost_by_service": decoded(g.minCosts),
		"price_of_corruption": decoded(func(want int64) {
			p.check("attack", "price_of_corruption", price == attack.Single{Possible: true, Lower: want, Upper: want}, want, enclosed(price))
		}),
		"gamma_max":               g.gamma("gamma_max"),
		"gamma_upper":             g.gamma("gamma_upper"),
		"gamma_lower":             g.gamma("gamma_lower"),
		"gamma_max_float":         g.gammaFloat("gamma_max_float"),
		"gamma_upper_float":       g.gammaFloat("gamma_upper_float"),
		"gamma_lower_float":       g.gammaFloat("gamma_lower_float"),
		"gamma_proved":            equal(p, "slack", "gamma_proved", x.Slack.Proven()),
		"gamma_witness":           decoded(g.gammaWitness),
		"eigenlayer_load":         equalList(p, "local condition", "eigenlayer_load", texts(x.Loads)),
		"eigenlayer_ok":           equalList(p, "local condition", "eigenlayer_ok", ok),
		"eigenlayer_max_load":     equalText(p, "local condition", "eigenlayer_max_load", worst),
		"eigenlayer_violations":   equal(p, "local condition", "eigenlayer_violations", violations),
		"gamma_eigenlayer":        equalText(p, "local condition", "gamma_eigenlayer", x.Local),
		"gamma_eigenlayer_float":  nearly(p, "local condition", "gamma_eigenlayer_float", x.Local),
		"lp_max_net":              decoded(g.relaxation),
		"divisible_max_net":       g.divided("divisible_max_net"),
		"worst_case":              decoded(func(want []lossAt) { g.worstCases("worst_case", want, false) }),
		"worst_case_orphans_dead": decoded(func(want []lossAt) { g.worstCases("worst_case_orphans_dead", want, true) }),
		"cascade_cheapest":        decoded(func(want course) { g.cascade("cascade_cheapest", want, shock.Cheapest) }),
		"cascade_single":          decoded(func(want course) { g.cascade("cascade_single", want, shock.Single) }),
	}
}

// enclosed shows a least cost: a number, or an interval.
func enclosed(s attack.Single) any {
	switch {
	case !s.Possible:
		return nil
	case s.Lower == s.Upper:
		return s.Lower
	}
	return [2]int64{s.Lower, s.Upper}
}

func texts(list []*big.Rat) []string {
	out := make([]string, len(list))
	for i, r := range list {
		out[i] = r.String()
	}
	return out
}

// bestAttack recounts the file's attack and ours: optima may tie, so only their
// amounts have to be the same.
func (g *graph) bestAttack(want listed) {
	profit, cost, err := g.t.recount(want.Services, want.Validators)
	g.check("attack", "best_attack", err == nil && profit == want.Profit && cost == want.Cost, want, [2]int64{profit, cost})
	b := &g.x.Best
	profit, cost, err = g.t.recount(b.Services, b.Operators)
	g.check("attack", "best_attack", err == nil && profit == b.Profit && cost == b.Cost && b.Net() == want.Profit-want.Cost, want, b)
}

func (g *graph) minCosts(want []int64) {
	for s, c := range want {
		if s < len(g.x.Singles) {
			g.check("attack", "min_cost_by_service", g.x.Singles[s] == attack.Single{Possible: true, Lower: c, Upper: c}, c, enclosed(g.x.Singles[s]))
		}
	}
	g.check("attack", "min_cost_by_service", len(want) == len(g.x.Singles), len(want), len(g.x.Singles))
}

// gamma compares γ exactly; where the file's proof has a solver's tolerance, a smaller
// γ is better, since its witness has been recounted.
func (g *graph) gamma(field string) judge {
	if g.c.Expected["gamma_proved"] == nil {
		return equalText(g.replay, "slack", field, g.proven())
	}
	return func(raw json.RawMessage) error {
		var text string
		if err := json.Unmarshal(raw, &text); err != nil {
			return err
		}
		want, err := rational(text)
		if err != nil {
			return err
		}
		k := &g.x.Slack
		g.check("slack", field, k.Upper != nil && k.Lower != nil && k.Upper.Cmp(want) <= 0 && k.Lower.Cmp(k.Upper) <= 0, want.String(), fractionText(k.Upper))
		return nil
	}
}

// proven is γ if it is known.
func (g *graph) proven() *big.Rat {
	if k := &g.x.Slack; k.Proven() {
		return k.Upper
	}
	return nil
}

func (g *graph) gammaFloat(field string) judge {
	if g.c.Expected["gamma_proved"] == nil {
		return nearly(g.replay, "slack", field, g.proven())
	}
	return decoded(func(want float64) {
		got, _ := g.x.Slack.Upper.Float64()
		g.check("slack", field, got <= want+1e-6*(1+max(want, -want)), want, got)
	})
}

// gammaWitness recounts the file's attack: its cost over its profit must be the file's
// γ, and ours, which is a witness too, no more.
func (g *graph) gammaWitness(want *listed) {
	if want == nil {
		g.check("slack", "gamma_witness", g.x.Slack.Upper == nil, "null", g.x.Slack.Witness)
		return
	}
	var profit, cost int64
	var err error
	if want.Validators == nil {
		profit, cost, err = g.leastCost(want.Services)
	} else {
		profit, cost, err = g.t.recount(want.Services, want.Validators)
	}
	var stated string
	_ = json.Unmarshal(g.c.Expected["gamma_max"], &stated) // a mismatch is what is looked for
	g.check("slack", "gamma_witness", err == nil && profit > 0 && big.NewRat(cost-profit, profit).String() == stated, stated, [2]int64{profit, cost})
	w := &g.x.Slack.Witness
	profit, cost, err = g.t.recount(w.Services, w.Operators)
	g.check("slack", "gamma_witness", err == nil && profit > 0 && big.NewRat(cost-profit, profit).Cmp(g.x.Slack.Upper) == 0, fractionText(g.x.Slack.Upper), w)
}

// leastCost is the cost of the cheapest coalition that takes all the given services:
// that of the most profitable attack when each of them is worth more than all stake.
func (g *graph) leastCost(services []int32) (profit, cost int64, err error) {
	p := exact.Problem{Cost: g.t.cost, Start: []int32{0}}
	for s, need := range g.t.need {
		svc := exact.Service{Need: need}
		if slices.Contains(services, int32(s)) {
			svc.Profit = int64(g.n.Stake()) + 1
			profit += g.t.profit[s]
		}
		p.Services = append(p.Services, svc)
	}
	for v := range g.n.Nodes {
		for _, e := range g.n.Edges {
			if int(e.Node) == v {
				p.Edges = append(p.Edges, exact.Edge{Service: e.Service, Weight: int64(e.Slashable)})
			}
		}
		p.Start = append(p.Start, int32(len(p.Edges)))
	}
	var s exact.Solver
	a, err := s.Solve(g.ctx, &p, exact.Limits{})
	return profit, a.Best.Cost, err
}
