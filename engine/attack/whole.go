package attack

import (
	"cmp"
	"slices"

	"github.com/restakesim/restakesim/engine/attack/exact"
)

// Whole says whether Best and Enclose bound what they find on the loaded exposure: each
// operator is charged once and whole.
func (s *Searcher) Whole(o Objective) bool {
	_, ok := s.whole(o)
	return ok
}

// whole reads the loaded exposure as a covering problem whose members are operators, in
// memory that the next call overwrites. It is false where it is none: an operator must
// lose the same whatever part of its services falls. So its nodes serve the same
// services, and each is lost once and whole, as stake is that is promised whole; or
// there is one service only. Amounts are those of the objective, services count for
// their worth.
func (s *Searcher) whole(o Objective) (*exact.Problem, bool) {
	p := &s.plain
	p.Cost, p.Start, p.Edges, p.Services = p.Cost[:0], append(p.Start[:0], 0), p.Edges[:0], p.Services[:0]
	var costs, profits int64
	for v, worth := range s.worth {
		p.Services = append(p.Services, exact.Service{Profit: worth, Need: s.g.need[v]})
		if !add(&profits, worth) {
			return nil, false
		}
	}
	for v := range int32(s.g.operators()) {
		cost, ok := s.member(v)
		if o == Kappa {
			cost = s.g.kappa(v, cost)
		}
		if !ok || !add(&costs, cost) || s.g.opStake[v] > most {
			return nil, false
		}
		p.Cost, p.Start = append(p.Cost, cost), append(p.Start, int32(len(p.Edges)))
	}
	return p, s.fits()
}

// fits says whether what backs each service stays within what a covering problem counts.
func (s *Searcher) fits() bool {
	for v := range int32(s.g.services()) {
		if base, err := s.g.behind(v); err != nil || base > most {
			return false
		}
	}
	return true
}

// member adds an operator's edges to the covering problem and returns the stake that it
// loses with any of them; false if there is no such amount.
func (s *Searcher) member(operator int32) (lost int64, ok bool) {
	p := &s.plain
	from := len(p.Edges)
	for _, v := range s.g.nodesOf(operator) {
		row := len(p.Edges)
		stake, ok := s.node(v)
		if !ok {
			return 0, false
		}
		lost += stake
		added := p.Edges[row:]
		if len(added) == 0 || row == from {
			continue
		}
		if !slices.EqualFunc(p.Edges[from:row], added, sameService) {
			return 0, false
		}
		for i, e := range added {
			p.Edges[from+i].Weight += e.Weight
		}
		p.Edges = p.Edges[:row]
	}
	return lost, true
}

func sameService(a, b exact.Edge) bool { return a.Service == b.Service }

// node adds the edges of one node and returns what it loses with any of them.
func (s *Searcher) node(v int32) (lost int64, ok bool) {
	p := &s.plain
	row, all := len(p.Edges), true
	for _, l := range s.g.linksOf(v) {
		if l.weight > 0 {
			lost, all = l.loss, all && l.loss == s.g.stake[v]
			p.Edges = append(p.Edges, exact.Edge{Service: l.to, Weight: l.weight})
		}
	}
	added := p.Edges[row:]
	slices.SortFunc(added, func(a, b exact.Edge) int { return cmp.Compare(a.Service, b.Service) })
	for i := 1; i < len(added); i++ {
		all = all && added[i-1].Service < added[i].Service
	}
	return lost, all || len(added) < 2
}
