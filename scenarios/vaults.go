package scenarios

import (
	"slices"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// addVault adds a vault for an operator's stake of a further asset, with the same
// commitments in proportion as the node it copies. It states a nominal stake of its
// own, in which those proportions can be written: what is in it comes from the tokens
// that delegate there.
func addVault(n *restake.Network, operator, like int, asset string) string {
	name := n.Operators[operator].Name + "/" + asset
	vault := int32(len(n.Vaults))
	n.Vaults = append(n.Vaults, restake.NetworkVault{Name: name, Asset: asset})
	at := insertNode(n, restake.NetworkNode{Operator: int32(operator), Vault: vault, Stake: nominal})
	if like < 0 {
		return name
	}
	if like >= at {
		like++
	}
	var copied []restake.NetworkEdge
	for _, e := range n.Edges {
		if e.Node == int32(like) {
			part := e.Slashable.Float() / n.Nodes[like].Stake.Float()
			e.Node, e.Slashable = int32(at), money.Gwei(part*float64(nominal))
			copied = append(copied, e)
		}
	}
	n.Edges = append(n.Edges, copied...)
	slices.SortStableFunc(n.Edges, func(a, b restake.NetworkEdge) int {
		if a.Node != b.Node {
			return int(a.Node - b.Node)
		}
		return int(a.Service - b.Service)
	})
	return name
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

// nominal is the stake that a copied vault states.
const nominal = money.ETH

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
