package attack

import (
	"context"
	"math/big"

	"github.com/restakesim/restakesim/engine/attack/exact"
)

// singles encloses the cost of each service alone, and with it, loosely, all attacks.
func (e *Examiner) singles(ctx context.Context) {
	var total int64
	for s, b := range e.solver.Singles(ctx, &e.c.problem) {
		e.x.Singles = append(e.x.Singles, Single{b.Possible, b.Lower, most}) // members cost operators more at times: offer recounts
		if b.Possible {
			e.x.Possible = true
			e.offer(e.c.operatorsOf(b.Members), []int32{int32(s)})
			total += e.f.services[s].Profit
		}
	}
	if !e.x.Possible {
		return
	}
	price := e.x.Price().Lower // no attack costs less, and none takes more than all
	e.x.Upper = total - price
	if total > 0 {
		e.raise(overCost(price, total))
	}
}

// offer keeps an attack of operators on services where it is better than the best
// known by net or by cost/profit. Whatever proposes it, it is recounted here.
func (e *Examiner) offer(operators, services []int32) {
	c, covered := e.f.weigh(e.f.first(operators), services)
	if !covered {
		return
	}
	if !e.x.Known || c.Net() > e.x.Best.Net() {
		e.x.Best, e.x.Known = c, true
	}
	if len(services) == 1 {
		b := &e.x.Singles[services[0]]
		b.Upper = min(b.Upper, c.Cost)
	}
	if c.Profit == 0 {
		return
	}
	if r := overCost(c.Cost, c.Profit); e.x.Slack.Upper == nil || r.Cmp(e.x.Slack.Upper) < 0 {
		e.x.Slack.Upper, e.x.Slack.Witness = r, c
	}
}

// overCost is cost/profit − 1.
func overCost(cost, profit int64) *big.Rat { return big.NewRat(cost-profit, profit) }

// Decide finds out whether an attack pays, and stops there.
func (e *Examiner) Decide(ctx context.Context) error {
	if _, decided := e.x.Secure(); decided {
		return nil
	}
	return e.solve(ctx, exact.Limits{Nodes: e.nodes, Decide: true})
}

// Optimum finds the most profitable attack, or the one that loses least.
func (e *Examiner) Optimum(ctx context.Context) error {
	if e.x.Proven() || ctx.Err() != nil {
		return nil
	}
	return e.solve(ctx, exact.Limits{Nodes: e.nodes})
}

func (e *Examiner) solve(ctx context.Context, l exact.Limits) error {
	if len(e.f.joints) > 0 {
		return e.solveJoint(ctx, l)
	}
	a, err := e.solver.Solve(ctx, &e.c.problem, l)
	if err != nil {
		return err
	}
	e.x.Nodes += a.Nodes
	if !a.Possible {
		return nil
	}
	e.x.Upper = min(e.x.Upper, a.Upper)
	if a.Split.Shares != nil {
		e.split = a.Split
	}
	e.offer(e.c.operatorsOf(a.Best.Members), a.Best.Services)
	return nil
}

// Gamma encloses γ.
func (e *Examiner) Gamma(ctx context.Context) error {
	if e.x.Slack.Proven() || ctx.Err() != nil {
		return nil
	}
	k, err := e.solver.Slack(ctx, &e.c.problem, exact.Limits{Nodes: e.nodes})
	if err != nil {
		return err
	}
	e.x.Nodes += k.Nodes
	e.raise(k.Lower)
	if k.Upper != nil {
		e.offer(e.c.operatorsOf(k.Witness.Members), k.Witness.Services)
	}
	if len(e.f.joints) > 0 && !e.x.Slack.Proven() {
		return e.jointGamma(ctx)
	}
	return nil
}

// raise lifts the proven end of γ.
func (e *Examiner) raise(lower *big.Rat) {
	if lower != nil && (e.x.Slack.Lower == nil || lower.Cmp(e.x.Slack.Lower) > 0) {
		e.x.Slack.Lower = lower
	}
}
