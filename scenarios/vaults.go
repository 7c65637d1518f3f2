package scenarios

import (
	"fmt"
	"slices"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// copied is a vault that the file does not state: a further asset that liquid tokens
// stake with an operator. It takes its stake out of the operator's first vault, since
// the stated stake is all there is.
type copied struct {
	operator int32
	vault    int32
	of       int32 // the vault whose commitments it shares; -1: none
}

// vaultFor names the vault in which a token's stake of an asset lies with an
// operator, and adds it to the network where it is missing: a copy of the operator's
// first vault, promised to the same services in the same proportion.
func (p *Plan) vaultFor(operator, asset string) (string, bool) {
	n := p.Spec.Network.Network
	o := indexOf(n, operator)
	if o < 0 {
		return "", false
	}
	of := int32(-1)
	for _, node := range n.Nodes {
		if node.Operator != int32(o) {
			continue
		}
		if n.Vaults[node.Vault].Asset == asset {
			return n.Vaults[node.Vault].Name, true
		}
		if of < 0 && !slices.ContainsFunc(p.copies, func(c copied) bool { return c.vault == node.Vault }) {
			of = node.Vault
		}
	}
	c := copied{operator: int32(o), vault: int32(len(n.Vaults)), of: of}
	p.copies = append(p.copies, c)
	return addVault(n, c, asset), true
}

// addVault adds a copy with the stake and the commitments of the original: both are
// scaled when all that goes there is known.
func addVault(n *restake.Network, c copied, asset string) string {
	name := n.Operators[c.operator].Name + "/" + asset
	n.Vaults = append(n.Vaults, restake.NetworkVault{Name: name, Asset: asset})
	node := restake.NetworkNode{Operator: c.operator, Vault: c.vault, Stake: leastStake}
	like := nodeOf(n, c.operator, c.of)
	if like >= 0 {
		node.Stake = n.Nodes[like].Stake
	}
	at := insertNode(n, node) // behind the original
	if like < 0 {
		return name
	}
	for _, e := range n.Edges {
		if e.Node == int32(like) {
			e.Node = int32(at)
			n.Edges = append(n.Edges, e)
		}
	}
	slices.SortStableFunc(n.Edges, func(a, b restake.NetworkEdge) int {
		if a.Node != b.Node {
			return int(a.Node - b.Node)
		}
		return int(a.Service - b.Service)
	})
	return name
}

// nodeOf finds the operator's node in a vault, or -1.
func nodeOf(n *restake.Network, operator, vault int32) int {
	return slices.IndexFunc(n.Nodes, func(x restake.NetworkNode) bool { return x.Operator == operator && x.Vault == vault })
}

// insertNode puts a node in its place, by operator and then vault, and moves the
// edges of those behind it.
func insertNode(n *restake.Network, node restake.NetworkNode) int {
	at := len(n.Nodes)
	for i, x := range n.Nodes {
		if x.Operator > node.Operator {
			at = i
			break
		}
	}
	n.Nodes = slices.Insert(n.Nodes, at, node)
	for i := range n.Edges {
		if n.Edges[i].Node >= int32(at) {
			n.Edges[i].Node++
		}
	}
	return at
}

// leastStake is the least that a node states, so that proportions can be written in it.
const leastStake = money.ETH

// divideStake gives every copy what liquid tokens bring, with the operator's bond on
// top, and takes its value out of the original. Commitments keep their proportions.
func (p *Plan) divideStake() {
	n := p.Spec.Network.Network
	brought := p.brought()
	for _, c := range p.copies {
		at, of := nodeOf(n, c.operator, c.vault), nodeOf(n, c.operator, c.of)
		bond := n.Operators[c.operator].Bond
		stake := max(leastStake, withBond(brought[c.vault], bond))
		resize(n, at, stake)
		if of < 0 {
			continue
		}
		rest := n.Nodes[of].Stake - money.Gwei(stake.Float()*p.openingRate(n.Vaults[c.vault].Asset)/p.openingRate(n.Vaults[c.of].Asset)*1e9)
		if least := max(leastStake, withBond(brought[c.of], bond)); rest < least {
			p.Warnings = append(p.Warnings, fmt.Sprintf("liquid tokens bring more stake to %s than the network states: there is %.0f ETH more than stated", n.Operators[c.operator].Name,
				(least-rest).Float()*p.openingRate(n.Vaults[c.of].Asset)))
			rest = min(n.Nodes[of].Stake, least)
		}
		resize(n, of, rest)
	}
}

// brought is what liquid tokens bring to each vault at the snapshot, in its asset.
func (p *Plan) brought() []money.Gwei {
	out := make([]money.Gwei, len(p.Spec.Network.Network.Vaults))
	for i := range p.Spec.Tokens {
		t := &p.Spec.Tokens[i]
		backing := t.Supply.Float() * t.Params.Opening.Float()
		staked, weights := backing*(1-t.Held.Float()), int64(0)
		for _, part := range t.Parts {
			weights += part.Weight
		}
		for _, part := range t.Parts {
			v := slices.IndexFunc(p.Spec.Network.Network.Vaults, func(x restake.NetworkVault) bool { return x.Name == part.Vault })
			if v >= 0 {
				out[v] += engine.ETH(staked * float64(part.Weight) / float64(weights) / p.openingRate(part.Base))
			}
		}
	}
	return out
}

// withBond is the stake of which so much is not the operator's own.
func withBond(stake money.Gwei, bond money.Ratio) money.Gwei {
	if bond.Num == bond.Den {
		return stake
	}
	return money.Gwei(float64(stake) / (1 - bond.Float()))
}

// openingRate is the redemption rate of an asset at the snapshot; ETH is worth one.
func (p *Plan) openingRate(asset string) float64 {
	for i := range p.Spec.Tokens {
		if p.Spec.Tokens[i].Name == asset {
			return p.Spec.Tokens[i].Params.Opening.Float()
		}
	}
	return 1
}

// resize changes a node's stake and what services can take of it, in proportion.
func resize(n *restake.Network, node int, stake money.Gwei) {
	before := n.Nodes[node].Stake
	n.Nodes[node].Stake = stake
	for i := range n.Edges {
		if e := &n.Edges[i]; e.Node == int32(node) {
			// At most the old stake was promised, so that the result is at most the new one.
			x, _ := money.MulDiv(int64(e.Slashable), int64(stake), int64(before), money.Down)
			e.Slashable = money.Gwei(x)
		}
	}
}

// restaked is what the network states to lie in vaults of an asset.
func (p *Plan) restaked(asset string) float64 {
	sum := 0.0
	if p.Spec.Network != nil {
		for _, n := range p.Spec.Network.Network.Nodes {
			if p.Spec.Network.Network.Vaults[n.Vault].Asset == asset {
				sum += n.Stake.Float()
			}
		}
	}
	return sum
}
