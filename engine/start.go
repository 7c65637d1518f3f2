package engine

import (
	"slices"

	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/restake"
)

// start is where searches of a replication start from: where they end on the network as
// it opens, with profits at the medians of their draws. It follows from that network
// alone. Replications of the shipped scenarios all open with the same one, and then the
// first of a world finds out for all.
type start struct {
	network restake.Exposure // as it opened; its profits are not looked at
	trail   attack.Trail
	known   [4]bool // by kind of search
}

// of says whether the start is that of a network which opens as x.
func (s *start) of(x *restake.Exposure) bool {
	return slices.Equal(s.network.Nodes, x.Nodes) && slices.Equal(s.network.EdgeStart, x.EdgeStart) &&
		slices.Equal(s.network.Edges, x.Edges) && slices.Equal(s.network.Operators, x.Operators)
}

// Kinds of search, each with a trail of its own.
func bestOf(o attack.Objective) int     { return int(o) }
func tightestOf(o attack.Objective) int { return 2 + int(o) }

// begin makes the first search of a kind, with typical profits. What the searcher holds
// afterwards is to be loaded again.
func (n *network) begin(x *restake.Exposure, kind int, search func()) error {
	if n.start.known[kind] || n.spec.Greedy {
		return nil
	}
	n.start.known[kind] = true
	drawn := slices.Clone(x.Services)
	for i := range x.Services {
		x.Services[i].Profit = n.medianProfit(i)
	}
	err := n.searcher.Load(x)
	copy(x.Services, drawn)
	if err != nil || !n.searcher.Whole(attack.Sigma) {
		return err // greedy searches leave no trail
	}
	n.trail.Copy(&n.start.trail)
	search()
	n.start.trail.Copy(&n.trail)
	return nil
}

// beginAll begins all kinds and hands the opening network to the searcher.
func (n *network) beginAll(x *restake.Exposure) error {
	if !n.start.of(x) {
		n.start.trail.Forget()
		n.start.known = [4]bool{}
		copyOf(&n.start.network, x)
	}
	for _, o := range []attack.Objective{attack.Sigma, attack.Kappa} {
		if err := n.begin(x, bestOf(o), func() { n.seek(o, attack.NoLimits()) }); err != nil {
			return err
		}
		if err := n.begin(x, tightestOf(o), func() { n.enclose(o, n.searcher.Survey(o)) }); err != nil {
			return err
		}
	}
	n.trail.Copy(&n.start.trail)
	return n.searcher.Load(x)
}
