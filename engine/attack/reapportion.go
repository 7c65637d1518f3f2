package attack

import (
	"context"

	"github.com/restakesim/restakesim/engine/attack/exact"
)

// reapportion looks for a better split of mixed positions. The search for splits knows
// only positions that are charged whole; read as such, they overstate what attackers
// pay, but the split that it finds says which services a position matters to. It is
// kept where the bound that follows, with prices no higher than what can be lost, is
// the lower one.
func (e *Examiner) reapportion(ctx context.Context) error {
	var mixedOnes []int32
	for i, p := range e.f.positions {
		if p.charge == mixed {
			mixedOnes = append(mixedOnes, int32(i))
		}
	}
	if len(mixedOnes) == 0 {
		return nil
	}
	before := e.bound()
	shares, err := e.asWhole(ctx, mixedOnes)
	if err != nil {
		return err
	}
	if shares == nil {
		return nil
	}
	kept := make([][]claim, len(mixedOnes))
	for j, i := range mixedOnes {
		p := &e.f.positions[i]
		kept[j] = append(kept[j], p.claims...)
		worth := make([]float64, len(p.claims))
		for k, c := range p.claims {
			worth[k] = float64(shares[c.edge])
		}
		e.f.apportion(p, worth)
	}
	if e.c = e.f.perOperator(); e.bound() > before {
		for j, i := range mixedOnes {
			e.f.positions[i].claims = kept[j]
		}
		e.c = e.f.perOperator()
	}
	return nil
}

// bound is what the covering problem proves with even shares of what is charged whole.
func (e *Examiner) bound() int64 {
	c := exact.Certify(&e.c.problem, e.c.even())
	return c.Bound
}

// even shares every member's cost equally among its services.
func (c *covering) even() exact.Split {
	p := &c.problem
	s := exact.Split{Shares: make([]uint32, len(p.Edges))}
	for v := range p.Cost {
		for i := p.Start[v]; i < p.Start[v+1]; i++ {
			s.Shares[i] = exact.Scale / uint32(p.Start[v+1]-p.Start[v])
		}
	}
	return s
}

// asWhole charges mixed positions whole and returns the shares that the search's first
// node finds for all edges of the exposure; nil if it had no time to.
func (e *Examiner) asWhole(ctx context.Context, mixedOnes []int32) ([]uint32, error) {
	for _, i := range mixedOnes {
		e.f.positions[i].charge = once
	}
	c := e.f.perOperator()
	a, err := e.solver.Solve(ctx, &c.problem, exact.Limits{Nodes: 1})
	var shares []uint32
	if len(a.Split.Shares) == len(c.problem.Edges) {
		shares = e.f.shares(c, a.Split)
	}
	for _, i := range mixedOnes {
		e.f.positions[i].charge = mixed
	}
	return shares, err
}

// adds says whether no member's shares come to more than its cost.
func (c *covering) adds(s exact.Split) bool {
	p := &c.problem
	for v := range p.Cost {
		var sum uint64
		for i := p.Start[v]; i < p.Start[v+1]; i++ {
			sum += uint64(s.Shares[i])
		}
		if sum > exact.Scale {
			return false
		}
	}
	return true
}
