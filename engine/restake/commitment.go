package restake

import (
	"slices"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// commitment is an operator's promise of a node to a service. Its meaning
// follows the platform's overlap: a fraction of the operator's magnitude
// (Disjoint), or a share of the stake below a limit (Capped, Shared).
type commitment struct {
	service int32
	share   int64      // of whole, in force now
	next    int64      // of whole, in force from at on
	at      clock.Time // when next takes effect; never if nothing is pending
	limit   money.Gwei // most that can be taken, Capped only
	asked   clock.Time // last slash request, for the pause between two
	member  membership // of the service's set
	left    clock.Time // once it has left: until when it can still be slashed
	ejected bool       // by the service, for an attack: earns nothing, and stays in line so that it cannot join anew
}

// beforeTime is earlier than any simulated time.
const beforeTime = clock.Time(-1 << 62)

// layEdge lays a commitment of the network at rest.
func (g *Graph) layEdge(e NetworkEdge) {
	v := &g.nodes[e.Node]
	stake := g.net.Nodes[e.Node].Stake
	c := commitment{service: e.Service, share: whole, limit: e.Slashable, at: never, asked: beforeTime}
	if g.vaults[v.vault].platform.Overlap == Disjoint && stake > 0 {
		// Slashable is at most the stake, so the quotient fits.
		c.share, _ = money.MulDiv(int64(e.Slashable), whole, int64(stake), money.Down)
	}
	c.next = c.share
	g.edges[v.first+v.count] = c
	v.count++
	g.promise(e.Node, &c)
}

func (g *Graph) edgesOf(v *node) []commitment { return g.edges[v.first : v.first+v.count] }

func (g *Graph) nodesOf(operator int32) []node {
	return g.nodes[g.nodeStart[operator]:g.nodeStart[operator+1]]
}

func (g *Graph) find(v *node, service int32) *commitment {
	for i := range g.edgesOf(v) {
		if c := &g.edges[v.first+int32(i)]; c.service == service {
			return c
		}
	}
	return nil
}

// Serves says whether the operator backs the service with any node, or is about to.
func (g *Graph) Serves(operator, service int32) bool {
	for i := range g.nodesOf(operator) {
		v := &g.nodes[g.nodeStart[operator]+int32(i)]
		if c := g.find(v, service); c != nil && c.next > 0 {
			return true
		}
	}
	return false
}

// Degree counts the services that the operator backs with any node.
func (g *Graph) Degree(operator int32) int {
	most := 0
	for i := range g.nodesOf(operator) {
		here := 0
		for _, c := range g.edgesOf(&g.nodes[g.nodeStart[operator]+int32(i)]) {
			if !c.ejected {
				here++
			}
		}
		most = max(most, here)
	}
	return most
}

// OptIn commits share of each node of the operator to the service; it can be
// slashed once the platform's allocation delay has passed. Where stake is
// disjoint the share must be free (ErrMagnitude); elsewhere it is the part of
// the stake that the service may reach.
func (g *Graph) OptIn(now clock.Time, operator, service int32, share money.Ratio) error {
	want, err := money.MulDiv(share.Num, whole, share.Den, money.Down)
	if err != nil || want <= 0 || want > whole {
		return ErrMagnitude
	}
	if err := g.mayOptIn(operator, service, want); err != nil {
		return err
	}
	for i := g.nodeStart[operator]; i < g.nodeStart[operator+1]; i++ {
		v := &g.nodes[i]
		c := g.place(v, service)
		c.member = bound
		g.change(now, i, c, want)
	}
	return nil
}

// unlimited is no limit at all.
const unlimited = money.Gwei(1<<63 - 1)

func (g *Graph) mayOptIn(operator, service int32, want int64) error {
	for i := g.nodeStart[operator]; i < g.nodeStart[operator+1]; i++ {
		v := &g.nodes[i]
		switch {
		case g.find(v, service) != nil:
			return ErrServing
		case int(v.count) == g.p.Degree:
			return ErrDegree
		case g.vaults[v.vault].platform.Overlap == Disjoint && want > v.magnitude-g.encumbered(v):
			return ErrMagnitude
		}
	}
	if g.nodeStart[operator] == g.nodeStart[operator+1] {
		return ErrMagnitude
	}
	return nil
}

// Free is the part of an operator's stake that it could still commit: what its
// fullest node has left where stake is disjoint, everything elsewhere.
func (g *Graph) Free(operator int32) money.Ratio {
	left := whole
	for i := g.nodeStart[operator]; i < g.nodeStart[operator+1]; i++ {
		v := &g.nodes[i]
		if g.vaults[v.vault].platform.Overlap == Disjoint {
			left = min(left, v.magnitude-g.encumbered(v))
		}
	}
	return money.Ratio{Num: max(0, left), Den: whole}
}

// encumbered adds up what the node has promised, pending changes at their larger
// end: an increase consumes at once, a decrease frees only when it takes effect.
func (g *Graph) encumbered(v *node) int64 {
	var sum int64
	for _, c := range g.edgesOf(v) {
		sum += max(c.share, c.next)
	}
	return sum
}

// OptOut ends the operator's commitments to the service; they can be slashed
// until the platform's deallocation delay has passed.
func (g *Graph) OptOut(now clock.Time, operator, service int32) error {
	if !g.Serves(operator, service) {
		return ErrNotServing
	}
	for i := g.nodeStart[operator]; i < g.nodeStart[operator+1]; i++ {
		v := &g.nodes[i]
		c := g.find(v, service)
		if c == nil {
			continue
		}
		if c.at != never {
			return ErrPending
		}
	}
	for i := g.nodeStart[operator]; i < g.nodeStart[operator+1]; i++ {
		v := &g.nodes[i]
		if c := g.find(v, service); c != nil {
			c.next, c.at = 0, now.Add(g.vaults[v.vault].platform.Deallocation)
		}
	}
	return nil
}

// settleCommitments lets pending changes take effect and drops ended ones.
func (g *Graph) settleCommitments(now clock.Time) {
	for i := range g.nodes {
		v := &g.nodes[i]
		ended := false
		for j := range g.edgesOf(v) {
			c := &g.edges[v.first+int32(j)]
			if c.at <= now && !(c.ejected && g.accused(int32(i), c.service)) {
				c.share, c.at = c.next, never
				g.promise(int32(i), c)
			}
			if c.member == leaving && c.left <= now {
				c.member = barred
			}
			ended = ended || c.ended()
		}
		if ended {
			v.count = int32(len(slices.DeleteFunc(g.edgesOf(v), commitment.ended)))
		}
	}
}

// ended says whether nothing is promised any more and no change is waiting. Who was
// ejected is remembered.
func (c commitment) ended() bool {
	return c.share == 0 && c.next == 0 && c.at == never && !c.ejected && (c.member == bound || c.member == barred)
}

// stake is the node's part of what its vault could lose: all of it, unless operators
// divide the vault.
func (g *Graph) stake(b *ledger.Book, v *node) money.Gwei {
	return g.partOf(v, g.vaults[v.vault].slashable(b))
}

// partOf is the node's part of a total of its vault.
func (g *Graph) partOf(v *node, total money.Gwei) money.Gwei {
	if v.num == v.den || g.vaults[v.vault].platform.Delegator != ByPart {
		return total
	}
	// A part of a total cannot overflow.
	s, _ := money.MulDiv(int64(total), v.num, v.den, money.Down)
	return money.Gwei(s)
}

// reach is what the service of a commitment could take of a node whose stake is
// given: w[v][s] before asking whether the platform slashes at all. Where stake is
// captured, ask promised instead.
func (g *Graph) reach(v *node, c *commitment, stake money.Gwei) money.Gwei {
	base, den := stake, whole
	switch g.vaults[v.vault].platform.Overlap {
	case Disjoint:
		den = v.magnitude
	case Capped:
		base = min(stake, c.limit)
	}
	if den == 0 || c.share == 0 || c.member == barred {
		return 0
	}
	if c.share >= den {
		return base
	}
	if g.vaults[v.vault].platform.Accounts == Scaled {
		return allocated(base, c.share, den)
	}
	// share is at most den, so the result is at most base.
	w, _ := money.MulDiv(int64(base), c.share, den, money.Down)
	return money.Gwei(w)
}
