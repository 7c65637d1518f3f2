package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// The verbs of those who decide how much of a vault is promised to whom. Limits are in
// units of the vault's asset; the largest amount means none. They are remembered on
// platforms with the basis Capture, which what they say below is about.

// SetDepositLimit caps the active stake of a vault. What its exits take out of it makes
// room at once.
func (g *Graph) SetDepositLimit(vault int32, limit money.Gwei) { g.vaults[vault].limit = limit }

// SetMaxLimit is a service's word on the most that it may be given of a vault. A limit
// above it is cut at once.
func (g *Graph) SetMaxLimit(vault, service int32, limit money.Gwei) {
	s := g.standing(vault, service)
	s.most = limit
	if s.limit.last() > limit {
		s.limit.set(g.now, limit, g.horizon(&g.vaults[vault].platform, g.now))
	}
}

// SetLimit is the curator's limit on a service. ErrMaxLimit above the service's own.
func (g *Graph) SetLimit(vault, service int32, limit money.Gwei) error {
	s := g.standing(vault, service)
	if limit > s.most {
		return ErrMaxLimit
	}
	s.limit.set(g.now, limit, g.horizon(&g.vaults[vault].platform, g.now))
	return nil
}

// SetOperatorLimit is the curator's limit on a service for one node.
func (g *Graph) SetOperatorLimit(node, service int32, limit money.Gwei) {
	g.record(node, service).limit.set(g.now, limit, g.horizon(&g.vaults[g.nodes[node].vault].platform, g.now))
}

// SetOperatorShares gives a node so many of a service's shares, under ByShares.
// ErrAmount from 2^96 on.
func (g *Graph) SetOperatorShares(node, service int32, shares money.Wide) error {
	if shares.Hi >= 1<<32 {
		return ErrAmount
	}
	if g.vaults[g.nodes[node].vault].platform.Delegator == ByShares {
		g.setPart(node, service, shares)
	}
	return nil
}

// StakeOf is what a service is promised of a node now.
func (g *Graph) StakeOf(b *ledger.Book, node, service int32) (money.Gwei, error) {
	return g.stakeAt(b, node, service, g.now)
}

// SlashableOf is what a service could slash of a node for a fault at capture; 0 where
// it could not any more, or not yet.
func (g *Graph) SlashableOf(b *ledger.Book, node, service int32, now, capture clock.Time) (money.Gwei, error) {
	g.Pass(b, now)
	if p := &g.vaults[g.nodes[node].vault].platform; p.Lapse > 0 && now.Sub(capture) > p.Lapse {
		return 0, nil
	}
	return g.guaranteed(b, node, service, now, capture)
}
