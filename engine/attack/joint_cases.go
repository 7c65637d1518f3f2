package attack

import (
	"context"
	"slices"

	"github.com/restakesim/restakesim/engine/attack/exact"
)

// joined is a covering problem with joint profits: the services' own profits, and what
// sets of services yield beyond them.
type joined struct {
	problem exact.Problem
	joints  []joint
	singles []exact.Bracket // cost of each service alone
}

// loot is a coalition with all that it takes.
type loot struct {
	members, services []int32
	cost, profit      int64
}

func (l *loot) net() int64 { return l.profit - l.cost }

// joined reads the examiner's covering problem. Its profits are the field's, which
// hold the spread bonuses.
func (e *Examiner) joined(ctx context.Context) *joined {
	j := &joined{problem: e.c.problem, joints: e.f.joints, singles: e.solver.Singles(ctx, &e.c.problem)}
	j.problem.Services = slices.Clone(j.problem.Services)
	for i := range j.joints {
		for k, s := range j.joints[i].services {
			j.problem.Services[s].Profit -= j.joints[i].spread[k]
		}
	}
	return j
}

// count recounts a coalition. It takes everything that it covers, because one service
// more never takes less; services that add nothing are named only where nothing else is.
func (j *joined) count(members []int32) (loot, []bool) {
	l, have := loot{members: members}, make([]int64, len(j.problem.Services))
	for _, v := range members {
		l.cost += j.problem.Cost[v]
		for _, e := range j.problem.Row(v) {
			have[e.Service] += e.Weight
		}
	}
	covered, named := make([]bool, len(have)), make([]bool, len(have))
	for s, svc := range j.problem.Services {
		if covered[s] = svc.Need > 0 && have[s] >= svc.Need; covered[s] {
			l.profit, named[s] = l.profit+svc.Profit, svc.Profit > 0
		}
	}
	for i := range j.joints {
		p := &j.joints[i]
		if !p.whole(func(s int32) bool { return covered[s] }) {
			continue
		}
		l.profit += p.profit
		for _, s := range p.services {
			named[s] = named[s] || p.profit > 0
		}
	}
	for s := range covered {
		if named[s] || covered[s] && !slices.Contains(named, true) {
			l.services = append(l.services, int32(s))
		}
	}
	return l, covered
}

// fate says what a case assumes of a joint profit.
type fate uint8

const (
	open fate = iota // nothing: a bonus is spread over its services, a penalty ignored
	had              // it is: the services of a bonus are forced, a penalty is paid
	lost             // it is not: a bonus counts nothing; of a penalty's services one is left out
)

// jointCase is a part of all attacks. Its covering problem is worth, for each of them,
// what the attack nets or more, and for no attack at all more than it assumes.
type jointCase struct {
	fates   []fate // by joint profit
	dropped []int32
	upper   int64 // no attack of this case nets more
}

// covering is the covering problem of a case: the net of an attack of this case is at
// most its net there plus offset. It is nil where the case holds no attack, and fits is
// false where its profits do not add up below 2^62.
//
// To force a service, its profit is raised above what it costs alone: then whoever does
// not take it yet gains by it.
func (j *joined) covering(c *jointCase) (q *exact.Problem, offset int64, fits bool) {
	p := j.problem
	p.Services = slices.Clone(p.Services)
	forced := make([]bool, len(p.Services))
	for i := range j.joints {
		offset += j.joints[i].assume(c, p.Services, forced)
	}
	var total int64
	for s := range p.Services {
		svc := &p.Services[s]
		if slices.Contains(c.dropped, int32(s)) {
			svc.Need, svc.Profit = 0, 0
		}
		if forced[s] && (svc.Need == 0 || !j.singles[s].Possible) {
			return nil, 0, true
		}
		if wanted := j.singles[s].Upper + 1; forced[s] && svc.Profit < wanted {
			offset -= wanted - svc.Profit
			svc.Profit = wanted
		}
		if !add(&total, svc.Profit) {
			return nil, 0, false
		}
	}
	return &p, offset, true
}

// assume enters a joint profit into the services of a case and returns what it adds to
// every attack.
func (j *joint) assume(c *jointCase, services []exact.Service, forced []bool) int64 {
	impossible := slices.ContainsFunc(j.services, func(s int32) bool {
		return services[s].Need == 0 || slices.Contains(c.dropped, s)
	})
	switch f := c.fates[j.at]; {
	case f == had && j.profit <= 0:
		return j.profit
	case f == had:
		for _, s := range j.services {
			forced[s] = true
		}
		return j.profit
	case f == open && !impossible:
		for k, s := range j.services {
			services[s].Profit += j.spread[k]
		}
	}
	return 0
}

// split divides a case by joint profit at.
func (j *joined) split(c *jointCase, at int) (parts []jointCase) {
	part := func(f fate, dropped ...int32) {
		fates := slices.Clone(c.fates)
		fates[at] = f
		parts = append(parts, jointCase{fates, append(slices.Clone(c.dropped), dropped...), c.upper})
	}
	part(had)
	if j.joints[at].profit > 0 {
		part(lost)
		return parts
	}
	for _, s := range j.joints[at].services {
		part(lost, s)
	}
	return parts
}

// doubtful is the open joint profit whose assumption is furthest from what a coalition
// takes; −1 if all hold.
func (j *joined) doubtful(c *jointCase, covered []bool) int {
	worst, by := -1, int64(0)
	for i := range j.joints {
		p := &j.joints[i]
		if c.fates[i] != open || slices.ContainsFunc(p.services, func(s int32) bool { return slices.Contains(c.dropped, s) }) {
			continue
		}
		if x := p.overstated(func(s int32) bool { return covered[s] }); x > by {
			worst, by = i, x
		}
	}
	return worst
}
