package attack

import (
	"context"

	"github.com/restakesim/restakesim/engine/attack/partial"
)

// Divisible encloses what the best attack nets when operators may commit part of their
// stake, in the same units. It is nil where they are not charged their whole stake,
// once, for whatever they attack, or where profits are joint: the model knows no other. Its nodes are its own. Errors are those of
// partial.Divisible.
func (e *Examiner) Divisible(ctx context.Context) (*partial.DivisibleAnswer, error) {
	services, ok := e.undivided()
	if !ok {
		return nil, nil
	}
	a, err := partial.Divisible(ctx, e.c.problem.Cost, services, e.nodes)
	if err != nil {
		return nil, err
	}
	return &a, nil
}

// undivided lists the services with their members, if each member adds its whole cost,
// in units of the bond, to the coverage of what it serves.
func (e *Examiner) undivided() ([]partial.Service, bool) {
	p := &e.c.problem
	services := make([]partial.Service, len(p.Services))
	for s := range services {
		services[s] = partial.Service{Profit: p.Services[s].Profit, Alpha: e.f.alpha[s]}
	}
	for v, cost := range p.Cost {
		for _, edge := range p.Row(int32(v)) {
			if weight, fits := product(edge.Weight, e.f.num); !fits || weight != cost {
				return nil, false
			}
			services[edge.Service].Members = append(services[edge.Service].Members, int32(v))
		}
	}
	return services, e.x.Method == Covering && len(e.f.joints) == 0
}
