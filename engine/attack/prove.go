package attack

import (
	"context"
	"math/big"
	"slices"

	"github.com/restakesim/restakesim/engine/attack/exact"
	"github.com/restakesim/restakesim/engine/money"
)

// Proof is a bound on every attack that is checked with one knapsack for each service.
// Amounts are counted as in Examination. The shares of a node whose services can take
// no more than its stake are all exact.Scale; those of any other add up to it.
type Proof struct {
	Unit   int64    // grid of coverage
	Shares []uint32 // per edge of the exposure, of exact.Scale
	Values []int64  // per service, the least that covering it costs at these shares; −1 where nobody backs it
	Bound  int64    // no attack nets more
	Slack  *big.Rat // γ is no less; nil where no profit can be had
}

// Prove returns the better of two proofs: by the split of the last stage that made one,
// and by one that aims at γ. What it proves enters the examination.
func (e *Examiner) Prove(ctx context.Context) (*Proof, error) {
	first := e.split
	if first.Shares == nil {
		a, err := e.solver.Solve(ctx, &e.c.problem, exact.Limits{Nodes: 1})
		if err != nil {
			return nil, err
		}
		first = a.Split
	}
	best := e.certify(first)
	if s, ok := e.balanced(ctx); ok {
		p := e.certify(s)
		e.raise(best.Slack)
		e.raise(p.Slack)
		if p.better(best) {
			best = p
		}
	}
	if e.x.Known {
		e.x.Upper = min(e.x.Upper, max(best.Bound, e.x.Best.Net()))
	}
	e.raise(best.Slack)
	return best, nil
}

// better prefers the smaller bound, then the larger slack.
func (p *Proof) better(q *Proof) bool {
	if p.Bound != q.Bound || p.Slack == nil || q.Slack == nil {
		return p.Bound < q.Bound
	}
	return p.Slack.Cmp(q.Slack) > 0
}

// balanced is the split where profits are multiplied so that the tightest attack known
// breaks even: a split that closes there gives, at the true profits, the best γ.
func (e *Examiner) balanced(ctx context.Context) (exact.Split, bool) {
	w := &e.x.Slack.Witness
	if e.x.Slack.Upper == nil || w.Cost == 0 {
		return exact.Split{}, false
	}
	p := e.c.problem
	p.Services = slices.Clone(p.Services)
	for s := range p.Services {
		profit, err := money.MulDiv(p.Services[s].Profit, w.Cost, w.Profit, money.Down)
		if err != nil {
			return exact.Split{}, false
		}
		p.Services[s].Profit = profit
	}
	a, err := e.solver.Solve(ctx, &p, exact.Limits{Nodes: 1, Decide: true})
	return a.Split, err == nil
}

// certify carries a split of the covering problem to single positions and prices it.
func (e *Examiner) certify(s exact.Split) *Proof {
	if len(s.Shares) != len(e.c.problem.Edges) { // no time to find one
		s = e.c.even()
	}
	shares := e.f.shares(e.c, s)
	c := e.f.perPosition()
	split := exact.Split{Shares: make([]uint32, 0, len(c.problem.Edges))}
	for _, m := range c.members {
		if m.service >= 0 {
			split.Shares = append(split.Shares, exact.Scale)
			continue
		}
		for _, k := range e.f.positions[m.positions[0]].claims {
			split.Shares = append(split.Shares, shares[k.edge])
		}
	}
	p := exact.Certify(&c.problem, split)
	return &Proof{p.Unit, shares, p.Values, p.Bound, p.Slack}
}

// shares lists a split by edges of the exposure, complete: what a member's shares leave
// over is added to its largest.
func (f *field) shares(c *covering, s exact.Split) []uint32 {
	out := make([]uint32, f.edges)
	for i := range f.positions {
		p := &f.positions[i]
		for e := p.first; e < p.last && p.charge == apart; e++ {
			out[e] = exact.Scale
		}
		for _, k := range p.claims {
			out[k.edge] = k.share
		}
	}
	for m := range c.members {
		if c.members[m].service >= 0 {
			continue
		}
		row := slices.Clone(s.Shares[c.problem.Start[m]:c.problem.Start[m+1]])
		largest, left := 0, uint32(exact.Scale)
		for k, x := range row {
			left -= x
			if x > row[largest] {
				largest = k
			}
		}
		row[largest] += left
		for _, i := range c.members[m].positions {
			for k, claim := range f.positions[i].claims {
				out[claim.edge] = row[k]
			}
		}
	}
	return out
}
