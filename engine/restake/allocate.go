package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// membership is an operator's place in a service's set of operators.
type membership uint8

const (
	bound      membership = iota // in the set as long as something is promised, as OptIn and OptOut make it
	registered                   // in the set until Deregister
	leaving                      // out of it, and still slashable
	barred                       // out of it: what is promised cannot be slashed
)

// Register puts the operator into the service's set, with what it has promised to it.
// ErrServing if it is there, ErrDegree if it serves as many services as it may.
func (g *Graph) Register(operator, service int32) error {
	for i := g.nodeStart[operator]; i < g.nodeStart[operator+1]; i++ {
		v := &g.nodes[i]
		switch c := g.find(v, service); {
		case c != nil && c.member <= registered:
			return ErrServing
		case c == nil && int(v.count) == g.p.Degree:
			return ErrDegree
		}
	}
	for i := g.nodeStart[operator]; i < g.nodeStart[operator+1]; i++ {
		g.place(&g.nodes[i], service).member = registered
	}
	return nil
}

// Deregister takes the operator out of the service's set. It can be slashed until the
// platform's deallocation delay has passed; what it has promised stays promised. ErrNotServing if it is not in the set.
func (g *Graph) Deregister(now clock.Time, operator, service int32) error {
	for i := g.nodeStart[operator]; i < g.nodeStart[operator+1]; i++ {
		if c := g.find(&g.nodes[i], service); c == nil || c.member > registered {
			return ErrNotServing
		}
	}
	for i := g.nodeStart[operator]; i < g.nodeStart[operator+1]; i++ {
		v := &g.nodes[i]
		c := g.find(v, service)
		c.member, c.left = leaving, now.Add(g.vaults[v.vault].platform.Deallocation)
	}
	return nil
}

// place finds the commitment of a node to a service or makes an empty one, whose
// operator is not in the set.
func (g *Graph) place(v *node, service int32) *commitment {
	if c := g.find(v, service); c != nil {
		return c
	}
	c := &g.edges[v.first+v.count]
	*c = commitment{service: service, at: never, limit: unlimited, asked: beforeTime, member: barred}
	v.count++
	return c
}

// Allocate sets the magnitude that each node of the operator promises to the service,
// from 0 to whole. More consumes at once and can be slashed after the platform's
// allocation delay; less can be slashed until its deallocation delay has passed, unless
// the operator is out of the set. Refused in this order: ErrPending while a change
// waits, ErrSame, ErrMagnitude beyond what the node has left (EigenLayer's
// AllocationManager.modifyAllocations).
func (g *Graph) Allocate(now clock.Time, operator, service int32, magnitude int64) error {
	for i := g.nodeStart[operator]; i < g.nodeStart[operator+1]; i++ {
		if err := g.mayAllocate(&g.nodes[i], service, magnitude); err != nil {
			return err
		}
	}
	for i := g.nodeStart[operator]; i < g.nodeStart[operator+1]; i++ {
		v := &g.nodes[i]
		c := g.place(v, service)
		g.change(now, i, c, magnitude)
	}
	return nil
}

func (g *Graph) mayAllocate(v *node, service int32, magnitude int64) error {
	c, share := g.find(v, service), int64(0)
	if c != nil {
		share = c.share
	}
	switch {
	case c != nil && c.at != never:
		return ErrPending
	case magnitude == share:
		return ErrSame
	case magnitude < 0 || magnitude > whole:
		return ErrMagnitude
	case magnitude > share && magnitude-share > v.magnitude-g.encumbered(v):
		return ErrMagnitude
	case c == nil && int(v.count) == g.p.Degree:
		return ErrDegree
	}
	return nil
}

// change starts a change of what a node promises, or makes it where nothing delays it.
func (g *Graph) change(now clock.Time, node int32, c *commitment, share int64) {
	p := &g.vaults[g.nodes[node].vault].platform
	wait := p.Allocation
	if share < c.share {
		wait = p.Deallocation
		if c.member == barred {
			wait = 0
		}
	}
	c.next, c.at = share, now.Add(wait)
	if wait == 0 {
		c.share, c.at = share, never
	}
	g.promise(node, c)
}

// allocated is rule 9: down(stake·down(share·W/magnitude)/W), for a share of at most
// the magnitude.
func allocated(stake money.Gwei, share, magnitude int64) money.Gwei {
	part, _ := money.MulDiv(share, whole, magnitude, money.Down)
	w, _ := money.MulDiv(int64(stake), part, whole, money.Down)
	return money.Gwei(w)
}

// beyond is rule 9 for a share of more than the magnitude; most where that is too much
// to count.
func beyond(stake money.Gwei, share, magnitude int64) money.Gwei {
	part, err := money.MulDivWide(wide(share), wide(whole), wide(magnitude), money.Down)
	if err != nil {
		return most
	}
	w, err := worth(part, int64(stake))
	if err != nil {
		return most
	}
	return w
}

// SlashableStake is what the service could take of the operator's active stake now, in
// units of each vault's asset: more than there is where the magnitude was lowered below
// what is promised.
func (g *Graph) SlashableStake(b *ledger.Book, operator, service int32) (sum money.Gwei) {
	for i := g.nodeStart[operator]; i < g.nodeStart[operator+1]; i++ {
		v := &g.nodes[i]
		c, pool := g.find(v, service), &g.vaults[v.vault]
		if c == nil {
			continue
		}
		stake := g.partOf(v, b.Balance(pool.active, pool.asset))
		if v.lowered && c.share > v.magnitude && v.magnitude > 0 && c.member != barred {
			sum += beyond(stake, c.share, v.magnitude)
			continue
		}
		sum += g.reach(v, c, stake)
	}
	return sum
}

// Magnitude is what a vault's node has left of its maximum magnitude, and of that what
// nothing is promised of.
func (g *Graph) Magnitude(operator, vault int32) (most, free int64) {
	for i := g.nodeStart[operator]; i < g.nodeStart[operator+1]; i++ {
		if v := &g.nodes[i]; v.vault == vault {
			return v.magnitude, v.magnitude - g.encumbered(v)
		}
	}
	return 0, 0
}
