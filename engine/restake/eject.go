package restake

import "github.com/restakesim/restakesim/engine/clock"

// Eject ends an operator's commitments to a service that it has attacked. It earns
// nothing there from now on and never serves it again; what it has promised can be
// slashed until the platform's deallocation delay has passed, and then until every
// case against it is closed.
func (g *Graph) Eject(now clock.Time, operator, service int32) {
	for i := g.nodeStart[operator]; i < g.nodeStart[operator+1]; i++ {
		v := &g.nodes[i]
		c := g.find(v, service)
		if c == nil || c.ejected {
			continue
		}
		c.ejected = true
		if c.next > 0 || c.at == never {
			c.next, c.at = 0, now.Add(g.vaults[v.vault].platform.Deallocation)
		}
	}
}

// Ruin takes an operator's good name: its franchise is gone, and no service pays it a
// commission again. Owners of its vaults keep what it would have been.
func (g *Graph) Ruin(operator int32) {
	g.operators[operator].ruined, g.operators[operator].franchise = true, 0
}

// Ejected says whether the service has thrown the operator out.
func (g *Graph) Ejected(operator, service int32) bool {
	for i := g.nodeStart[operator]; i < g.nodeStart[operator+1]; i++ {
		if c := g.find(&g.nodes[i], service); c != nil && c.ejected {
			return true
		}
	}
	return false
}

// accused says whether a slash case of a service against a node is open.
func (g *Graph) accused(node, service int32) bool {
	for i := range g.cases.line.len() {
		if c := g.cases.line.at(i); !c.closed && c.node == node && c.fault.Service == service {
			return true
		}
	}
	return false
}
