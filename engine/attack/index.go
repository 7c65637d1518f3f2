package attack

import (
	"fmt"
	"math"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// link is one edge as the search reads it, in the rows of nodes and of services.
type link struct {
	to     int32 // the service in node rows, the node in service rows
	weight int64 // w[v][s]: what it adds to coverage
	loss   int64 // w·φ rounded down: what the node loses if the service is taken
}

// index is a checked copy of an exposure, laid out for the search. Services' rows
// list nodes grouped by operator, so that an operator's weight at a service is a
// run of neighbouring entries.
type index struct {
	stake    []int64 // per node
	owner    []int32 // operator of each node
	nodeFrom []int32 // links of node v: byNode[nodeFrom[v]:nodeFrom[v+1]]
	byNode   []link
	opFrom   []int32 // nodes of operator o: opNodes[opFrom[o]:opFrom[o+1]]
	opNodes  []int32
	svcFrom  []int32 // links of service s: byService[svcFrom[s]:svcFrom[s+1]]
	bySvc    []link
	need     []int64 // least coverage that takes the service; 0 = nobody backs it
	profit   []int64
	opStake  []int64
	bond     []int64
	franch   []int64
	fill     []int32
	apart    bool // all that services can take of a node fits into it, everywhere
}

func (g *index) operators() int { return len(g.opStake) }
func (g *index) services() int  { return len(g.need) }

func (g *index) linksOf(v int32) []link   { return g.byNode[g.nodeFrom[v]:g.nodeFrom[v+1]] }
func (g *index) backersOf(s int32) []link { return g.bySvc[g.svcFrom[s]:g.svcFrom[s+1]] }
func (g *index) nodesOf(o int32) []int32  { return g.opNodes[g.opFrom[o]:g.opFrom[o+1]] }

// build replaces the index by that of x. It allocates only when x is larger than
// anything seen before.
func (g *index) build(x *restake.Exposure) error {
	if err := check(x); err != nil {
		return err
	}
	if err := g.buildNodes(x); err != nil {
		return err
	}
	g.groupByOperator(len(x.Operators))
	if err := g.buildOperators(x); err != nil {
		return err
	}
	g.groupByService(len(x.Services))
	return g.buildServices(x)
}

func (g *index) buildNodes(x *restake.Exposure) error {
	n := len(x.Nodes)
	g.stake, g.owner = resize(g.stake, n), resize(g.owner, n)
	g.nodeFrom, g.byNode = resize(g.nodeFrom, n+1), resize(g.byNode, len(x.Edges))
	g.apart = true
	for v, node := range x.Nodes {
		g.stake[v], g.owner[v] = int64(node.Stake), node.Operator
		g.nodeFrom[v] = x.EdgeStart[v]
		var sum int64
		for i := x.EdgeStart[v]; i < x.EdgeStart[v+1]; i++ {
			e := x.Edges[i]
			lost, err := loss(x.Services[e.Service].SlashFraction, int64(e.Slashable))
			if err != nil {
				return err
			}
			g.byNode[i] = link{to: e.Service, weight: int64(e.Slashable), loss: lost}
			if !grow(&sum, lost) {
				return fmt.Errorf("losses of node %d: %w", v, money.ErrOverflow)
			}
		}
		g.apart = g.apart && sum <= g.stake[v]
	}
	g.nodeFrom[n] = int32(len(x.Edges))
	return nil
}

// groupByOperator is a counting sort of nodes by operator, stable in node order.
func (g *index) groupByOperator(operators int) {
	g.opFrom, g.opNodes = resize(g.opFrom, operators+1), resize(g.opNodes, len(g.owner))
	g.fill = resize(g.fill, operators)
	clear(g.fill)
	for _, o := range g.owner {
		g.fill[o]++
	}
	prefix(g.fill, g.opFrom)
	for v, o := range g.owner {
		g.opNodes[g.fill[o]] = int32(v)
		g.fill[o]++
	}
}

// groupByService transposes the rows, visiting nodes operator by operator.
func (g *index) groupByService(services int) {
	g.svcFrom, g.bySvc = resize(g.svcFrom, services+1), resize(g.bySvc, len(g.byNode))
	g.fill = resize(g.fill, services)
	clear(g.fill)
	for _, l := range g.byNode {
		g.fill[l.to]++
	}
	prefix(g.fill, g.svcFrom)
	for _, v := range g.opNodes {
		for _, l := range g.linksOf(v) {
			g.bySvc[g.fill[l.to]] = link{to: v, weight: l.weight, loss: l.loss}
			g.fill[l.to]++
		}
	}
}

// buildOperators sums stakes. Every later sum of costs is at most one of the
// totals checked here, so the search itself cannot overflow.
func (g *index) buildOperators(x *restake.Exposure) error {
	n := len(x.Operators)
	g.opStake, g.bond, g.franch = resize(g.opStake, n), resize(g.bond, n), resize(g.franch, n)
	var stake, own int64
	for o, op := range x.Operators {
		var sum int64
		for _, v := range g.nodesOf(int32(o)) {
			if !grow(&sum, g.stake[v]) || !grow(&stake, g.stake[v]) {
				return fmt.Errorf("total stake: %w", money.ErrOverflow)
			}
		}
		g.opStake[o] = sum
		g.bond[o], g.franch[o] = min(int64(op.Bond), sum), int64(op.Franchise)
		if !grow(&own, g.bond[o]) || !grow(&own, g.franch[o]) {
			return fmt.Errorf("total bonds and franchises: %w", money.ErrOverflow)
		}
	}
	return nil
}

func (g *index) buildServices(x *restake.Exposure) error {
	m := len(x.Services)
	g.need, g.profit = resize(g.need, m), resize(g.profit, m)
	var total int64
	for s, svc := range x.Services {
		base, err := g.behind(int32(s))
		if err != nil {
			return fmt.Errorf("stake behind service %d: %w", s, err)
		}
		need, err := threshold(svc.Alpha, base)
		if err != nil {
			return fmt.Errorf("threshold of service %d: %w", s, err)
		}
		g.need[s], g.profit[s] = need, int64(svc.Profit)
		if !grow(&total, g.profit[s]) {
			return fmt.Errorf("total profit: %w", money.ErrOverflow)
		}
	}
	return nil
}

// behind sums what backs a service.
func (g *index) behind(s int32) (base int64, err error) {
	for _, l := range g.backersOf(s) {
		if !grow(&base, l.weight) {
			return 0, money.ErrOverflow
		}
	}
	return base, nil
}

// threshold returns the least integer coverage h with h·den ≥ num·base, where
// α = num/den and base is the stake behind the service.
func threshold(alpha money.Ratio, base int64) (int64, error) {
	return money.MulDiv(alpha.Num, base, alpha.Den, money.Up)
}

// loss is w·φ rounded down.
func loss(fraction money.Ratio, slashable int64) (int64, error) {
	if fraction.Num == fraction.Den {
		return slashable, nil
	}
	return money.MulDiv(fraction.Num, slashable, fraction.Den, money.Down)
}

// check refuses what would make the index meaningless.
func check(x *restake.Exposure) error {
	n, m := len(x.Nodes), len(x.Services)
	if n == 0 && len(x.Edges) > 0 || n > 0 && len(x.EdgeStart) != n+1 {
		return fmt.Errorf("%w: %d row starts and %d edges for %d nodes", ErrMalformed, len(x.EdgeStart), len(x.Edges), n)
	}
	if n > 0 && (x.EdgeStart[0] != 0 || int(x.EdgeStart[n]) != len(x.Edges)) {
		return fmt.Errorf("%w: rows do not span the %d edges", ErrMalformed, len(x.Edges))
	}
	for v, node := range x.Nodes {
		if node.Stake < 0 || node.Operator < 0 || int(node.Operator) >= len(x.Operators) || x.EdgeStart[v] > x.EdgeStart[v+1] {
			return fmt.Errorf("%w: node %d", ErrMalformed, v)
		}
	}
	for i, e := range x.Edges {
		if e.Slashable < 0 || e.Service < 0 || int(e.Service) >= m {
			return fmt.Errorf("%w: edge %d", ErrMalformed, i)
		}
	}
	for o, op := range x.Operators {
		if op.Bond < 0 || op.Franchise < 0 {
			return fmt.Errorf("%w: operator %d", ErrMalformed, o)
		}
	}
	for s, svc := range x.Services {
		if svc.Profit < 0 || !share(svc.Alpha) || svc.Alpha.Num == 0 || !share(svc.SlashFraction) {
			return fmt.Errorf("%w: service %d", ErrMalformed, s)
		}
	}
	return nil
}

// share reports whether r lies in [0, 1].
func share(r money.Ratio) bool { return r.Den > 0 && r.Num >= 0 && r.Num <= r.Den }

// grow adds a non-negative amount and reports whether the sum still fits.
func grow(sum *int64, x int64) bool {
	if x > math.MaxInt64-*sum {
		return false
	}
	*sum += x
	return true
}

// prefix turns counts into row starts; afterwards counts[i] is the start of row i.
func prefix(counts, starts []int32) {
	var at int32
	for i, c := range counts {
		starts[i], counts[i] = at, at
		at += c
	}
	starts[len(counts)] = at
}

// resize returns s with length n, contents unspecified.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	return s[:n]
}
