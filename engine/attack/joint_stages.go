package attack

import (
	"context"
	"math/big"
	"math/bits"
	"slices"

	"github.com/restakesim/restakesim/engine/attack/exact"
)

// solveJoint is solve where there are joint profits.
func (e *Examiner) solveJoint(ctx context.Context, l exact.Limits) error {
	if !e.x.Possible {
		return nil
	}
	s := jointSearch{j: e.joined(ctx), solver: &e.solver, limits: l, floor: e.x.Best.Net(), found: e.loot}
	upper, err := s.run(ctx)
	if err != nil {
		return err
	}
	e.x.Nodes += s.nodes
	e.x.Upper = max(e.x.Best.Net(), min(e.x.Upper, upper))
	return nil
}

// loot offers a coalition of the covering problem.
func (e *Examiner) loot(l loot) { e.offer(e.c.operatorsOf(l.members), l.services) }

// jointGamma encloses γ by Dinkelbach's method, as exact.Solver.Slack does: with C/P the
// least ratio known, it searches the cases of the problem whose profits are C and whose
// costs are P times what they are. If nothing pays there, C/P is the least.
func (e *Examiner) jointGamma(ctx context.Context) error {
	j := e.joined(ctx)
	cost, profit := e.x.Slack.Witness.Cost, e.x.Slack.Witness.Profit
	for ctx.Err() == nil {
		g := divisor(cost, profit)
		cost, profit = cost/g, profit/g
		scaled, shift := j.weighed(cost, profit)
		better := false
		s := jointSearch{j: scaled, solver: &e.solver, limits: exact.Limits{Nodes: e.nodes, Decide: true}}
		s.found = func(l loot) {
			e.loot(l)
			l, _ = j.count(l.members)
			if l.profit > 0 && compareProducts(l.cost, profit, cost, l.profit) < 0 {
				cost, profit, better = l.cost, l.profit, true
			}
		}
		was := profit
		r := overCost(cost, profit)
		upper, err := s.run(ctx)
		if err != nil {
			return err
		}
		e.x.Nodes += s.nodes
		if better {
			continue
		}
		e.raise(j.below(r, was, upper, shift))
		return nil
	}
	return nil
}

// below is what a bound on the net in units of 2^shift, profits weighed with the cost
// and costs with the profit of an attack whose cost/profit − 1 is r, says of γ: no
// attack has a ratio below r less that bound over the attack's profit times its own.
func (j *joined) below(r *big.Rat, profit, upper int64, shift uint) *big.Rat {
	least := int64(most)
	for _, svc := range j.problem.Services {
		if svc.Profit > 0 {
			least = min(least, svc.Profit)
		}
	}
	for i := range j.joints {
		if j.joints[i].profit > 0 {
			least = min(least, j.joints[i].profit)
		}
	}
	gap := new(big.Int).Lsh(big.NewInt(max(0, upper)), shift)
	loss := new(big.Rat).SetFrac(gap, new(big.Int).Mul(big.NewInt(least), big.NewInt(profit)))
	return loss.Sub(r, loss)
}

// weighed multiplies profits by cost and costs by profit, in units of 2^shift where
// totals would exceed 2^60: then bonuses and services' profits are rounded up, penalties
// and costs down.
func (j *joined) weighed(cost, profit int64) (*joined, uint) {
	var costs, profits int64
	for _, c := range j.problem.Cost {
		costs += c
	}
	for _, s := range j.problem.Services {
		profits += s.Profit
	}
	for i := range j.joints {
		profits += max(0, j.joints[i].profit)
	}
	width := max(bits.Len64(uint64(costs))+bits.Len64(uint64(profit)), bits.Len64(uint64(profits))+bits.Len64(uint64(cost)))
	shift := uint(max(0, width-60))
	q := &joined{problem: j.problem, joints: slices.Clone(j.joints), singles: slices.Clone(j.singles)}
	p := &q.problem
	p.Cost, p.Services = make([]int64, len(p.Cost)), slices.Clone(p.Services)
	for v, c := range j.problem.Cost {
		p.Cost[v] = shifted(c, profit, shift, false)
	}
	for s := range p.Services {
		p.Services[s].Profit = shifted(p.Services[s].Profit, cost, shift, true)
	}
	for i := range q.joints {
		q.joints[i].weigh(cost, shift)
	}
	for s := range q.singles {
		q.singles[s].Upper = 0
		for _, v := range q.singles[s].Members {
			q.singles[s].Upper += p.Cost[v]
		}
	}
	return q, shift
}

// weigh multiplies a joint profit as weighed says; the parts of a bonus still add up.
func (j *joint) weigh(by int64, shift uint) {
	if j.profit <= 0 {
		j.profit = -shifted(-j.profit, by, shift, false)
		return
	}
	j.profit, j.spread = 0, slices.Clone(j.spread)
	for k, x := range j.spread {
		j.spread[k] = shifted(x, by, shift, true)
		j.profit += j.spread[k]
	}
}

// shifted is a·b/2^shift, rounded up or down. The result fits.
func shifted(a, b int64, shift uint, up bool) int64 {
	x := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
	if up {
		x.Add(x, new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), shift), big.NewInt(1)))
	}
	return x.Rsh(x, shift).Int64()
}
