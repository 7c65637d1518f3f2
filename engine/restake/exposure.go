package restake

import "github.com/restakesim/restakesim/engine/money"

// Exposure is the attack graph at one instant: who could be slashed, by which
// service, for how much. It is flat and meant to be refilled: a world fills
// one every step and hands it to the coalition search.
//
// A node is one (operator, slashable pool) pair. Its edges are the services
// that can slash it, in node-major compressed rows.
type Exposure struct {
	Nodes     []Node             // one per (operator, vault) that backs anything
	EdgeStart []int32            // edges of node i are Edges[EdgeStart[i]:EdgeStart[i+1]]; len(Nodes)+1 long
	Edges     []Edge             // what each service can slash of its node
	Operators []OperatorExposure // indexed by operator
	Services  []ServiceExposure  // indexed by service
}

// Node is the stake one operator holds in one slashable pool.
type Node struct {
	Operator int32      // index into Exposure.Operators
	Vault    int32      // index of the vault in its Network
	Stake    money.Gwei // value now in nano-ETH, queued tranches that can still be slashed included
}

// Edge is w[v][s]: what one service could slash of one node now.
type Edge struct {
	Service   int32      // index into Exposure.Services
	Slashable money.Gwei // nano-ETH, in [0, stake of the node]
}

// OperatorExposure is what the operator itself stands to lose; delegators'
// losses are counted by the nodes.
type OperatorExposure struct {
	Bond      money.Gwei // own stake contained in its nodes, nano-ETH
	Franchise money.Gwei // present value of the commission it would no longer earn, nano-ETH
}

// ServiceExposure is what corrupting one service takes and yields.
type ServiceExposure struct {
	Profit        money.Gwei  // profit from corruption, nano-ETH
	Alpha         money.Ratio // share of the service's stake that must collude, in (0, 1]
	SlashFraction money.Ratio // share of slashable stake an attacker loses, in [0, 1]
}

// Reset empties the exposure and keeps its capacity.
func (x *Exposure) Reset() {
	x.Nodes = x.Nodes[:0]
	x.EdgeStart = x.EdgeStart[:0]
	x.Edges = x.Edges[:0]
	x.Operators = x.Operators[:0]
	x.Services = x.Services[:0]
}

// EdgesOf returns the edges of node i; the slice aliases the exposure.
func (x *Exposure) EdgesOf(i int) []Edge {
	return x.Edges[x.EdgeStart[i]:x.EdgeStart[i+1]]
}
