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

// Prove returns the best proof that it finds: by the split of the last stage that made
// one, and by splits that aim at γ. What they prove enters the examination.
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
	e.learn(best)
	if s := e.tightest(ctx, best.Slack); s.Shares != nil {
		p := e.certify(s)
		e.learn(p)
		if p.better(best) {
			best = p
		}
	}
	return best, nil
}

// learn enters a proof into the examination.
func (e *Examiner) learn(p *Proof) {
	if e.x.Known {
		e.x.Upper = min(e.x.Upper, max(p.Bound, e.x.Best.Net()))
	}
	e.raise(p.Slack)
	if p.Slack != nil && (e.x.Split == nil || p.Slack.Cmp(e.x.Split) > 0) {
		e.x.Split = p.Slack
	}
}

// better prefers the smaller bound, then the larger slack.
func (p *Proof) better(q *Proof) bool {
	if p.Bound != q.Bound || p.Slack == nil || q.Slack == nil {
		return p.Bound < q.Bound
	}
	return p.Slack.Cmp(q.Slack) > 0
}

// How finely tightest looks for the largest multiple of profits: in steps of 2^-20 at
// best, and by so many trials.
const (
	multipleBits   = 20
	multipleTrials = 7
)

// tightest is the split that proves most of γ. If no attack pays where all profits are
// r times what they are, γ is r − 1 or more; so it bisects for the largest r at which
// the search's first node sees that. A slack already proven is where it starts. The
// split is empty if it finds no better one.
func (e *Examiner) tightest(ctx context.Context, proven *big.Rat) (best exact.Split) {
	if proven == nil || e.x.Slack.Upper == nil {
		return best
	}
	low, high := multiple(proven), multiple(e.x.Slack.Upper)
	for try := 0; try < multipleTrials && low+1 < high && ctx.Err() == nil; try++ {
		r := low + (high-low)/2
		if try == 0 {
			r = high - 1 // often enough there is nothing to bisect
		}
		p, fits := e.multiplied(r)
		if !fits {
			return best
		}
		a, err := e.solver.Solve(ctx, p, exact.Limits{Nodes: 1, Decide: true})
		if err != nil {
			return best
		}
		if a.Upper > 0 {
			high = r
			continue
		}
		low, best = r, a.Split
	}
	return best
}

// multiple is 1 + γ in steps of 2^-multipleBits, rounded down; out of reach it is the
// largest that MulDiv could still apply.
func multiple(gamma *big.Rat) int64 {
	r := new(big.Rat).Add(gamma, big.NewRat(1, 1))
	r.Mul(r, big.NewRat(1<<multipleBits, 1))
	q := new(big.Int).Quo(r.Num(), r.Denom())
	if !q.IsInt64() {
		return most
	}
	return min(q.Int64(), most)
}

// multiplied is the covering problem with profits r·2^-multipleBits times what they are.
func (e *Examiner) multiplied(r int64) (*exact.Problem, bool) {
	p := e.c.problem
	p.Services = slices.Clone(p.Services)
	for s := range p.Services {
		profit, err := money.MulDiv(p.Services[s].Profit, r, 1<<multipleBits, money.Down)
		if err != nil {
			return nil, false
		}
		p.Services[s].Profit = profit
	}
	return &p, true
}

// certify carries a split of the covering problem to single positions and prices it.
func (e *Examiner) certify(s exact.Split) *Proof {
	if len(s.Shares) != len(e.c.problem.Edges) || !e.c.adds(s) { // no time to find one, or none that proves anything
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
