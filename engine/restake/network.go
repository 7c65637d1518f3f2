package restake

import (
	"cmp"
	"slices"

	"github.com/restakesim/restakesim/engine/money"
)

// Network is a restaking network at rest: who holds how much in which vault,
// and what each service can slash of it. It is what files describe and what
// Generate draws; a Graph is the moving thing made of it. All indices are
// positions in the slices.
type Network struct {
	Unit      money.Gwei // base units per unit that people read: 1e9 for ETH files, 1 for bare stakes
	Operators []NetworkOperator
	Vaults    []NetworkVault
	Services  []NetworkService
	Nodes     []NetworkNode // ascending by operator, then vault
	Edges     []NetworkEdge // ascending by node, then service
	Joint     []JointProfit // in file order; only examinations of attacks know of them, see ReadEither
}

// NetworkOperator is one operator.
type NetworkOperator struct {
	Name string
	Bond money.Ratio // share of its nodes' stake that is its own, in [0, 1]
}

// NetworkVault is one slashable pool, in one asset.
type NetworkVault struct {
	Name  string
	Asset string
}

// NetworkService is one service and what it is worth to corrupt.
type NetworkService struct {
	Name          string
	Profit        money.Gwei  // ETH
	Alpha         money.Ratio // in (0, 1]
	SlashFraction money.Ratio // in [0, 1]
}

// NetworkNode is an operator's part of a vault.
type NetworkNode struct {
	Operator, Vault int32
	Stake           money.Gwei // in the vault's asset
}

// NetworkEdge is what a service can take of a node.
type NetworkEdge struct {
	Node, Service int32
	Slashable     money.Gwei // in the vault's asset, at most the node's stake
}

// Stake is the sum over all nodes, in units of the vaults' assets.
func (n *Network) Stake() money.Gwei {
	var sum money.Gwei
	for _, v := range n.Nodes {
		sum += v.Stake
	}
	return sum
}

// Reuse is the restaking ratio: everything that is promised over everything
// that is there. 1 means that each unit of stake is promised once.
func (n *Network) Reuse() float64 {
	promised := 0.0 // several times the stake may exceed 63 bits
	for _, e := range n.Edges {
		promised += float64(e.Slashable)
	}
	if s := n.Stake(); s > 0 {
		return promised / float64(s)
	}
	return 0
}

// Exposure refills x with the network as it stands, each asset valued at
// price(asset) ETH; a nil price values everything at one. Franchise is nil here:
// a network at rest earns nothing.
func (n *Network) Exposure(x *Exposure, price func(asset string) float64) {
	x.Reset()
	for range n.Operators {
		x.Operators = append(x.Operators, OperatorExposure{})
	}
	for _, s := range n.Services {
		x.Services = append(x.Services, ServiceExposure{Profit: s.Profit, Alpha: s.Alpha, SlashFraction: s.SlashFraction})
	}
	e := 0
	for i, v := range n.Nodes {
		p := 1.0
		if price != nil {
			p = price(n.Vaults[v.Vault].Asset)
		}
		stake := valued(v.Stake, p)
		x.Nodes = append(x.Nodes, Node{Operator: v.Operator, Vault: v.Vault, Stake: stake})
		x.EdgeStart = append(x.EdgeStart, int32(len(x.Edges)))
		for ; e < len(n.Edges) && n.Edges[e].Node == int32(i); e++ {
			w := min(stake, valued(n.Edges[e].Slashable, p))
			x.Edges = append(x.Edges, Edge{Service: n.Edges[e].Service, Slashable: w})
		}
		bond, err := n.Operators[v.Operator].Bond.Of(stake, money.Down)
		if err == nil {
			x.Operators[v.Operator].Bond += bond
		}
	}
	x.EdgeStart = append(x.EdgeStart, int32(len(x.Edges)))
}

// valued converts an amount at a price in ETH, exactly where the price is one.
func valued(x money.Gwei, price float64) money.Gwei {
	if price == 1 {
		return x
	}
	return money.Gwei(float64(x) * price)
}

// sortNodes puts nodes into the order of operators and vaults, and edges with them.
func sortNodes(n *Network) {
	order := make([]int, len(n.Nodes))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int {
		return cmp.Or(cmp.Compare(n.Nodes[x].Operator, n.Nodes[y].Operator), cmp.Compare(n.Nodes[x].Vault, n.Nodes[y].Vault))
	})
	nodes, where := make([]NetworkNode, len(order)), make([]int32, len(order))
	for to, from := range order {
		nodes[to], where[from] = n.Nodes[from], int32(to)
	}
	n.Nodes = nodes
	for i := range n.Edges {
		n.Edges[i].Node = where[n.Edges[i].Node]
	}
	sortEdges(n)
}

func sortEdges(n *Network) {
	slices.SortFunc(n.Edges, func(x, y NetworkEdge) int {
		return cmp.Or(cmp.Compare(x.Node, y.Node), cmp.Compare(x.Service, y.Service))
	})
}
