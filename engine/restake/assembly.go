package restake

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/param"
)

// assembly puts written rows together into a network and collects what is wrong.
type assembly struct {
	rows     []row
	offers   []offer
	problems param.Problems
}

func (a *assembly) refuse(at param.Pos, message, hint string) {
	a.problems = append(a.problems, param.Problem{Pos: at, Message: message, Hint: hint})
}

// amount reads a whole-unit amount, exact to 1e-9.
func (a *assembly) amount(at param.Pos, what, text string) money.Gwei {
	var x param.Amount
	if err := x.UnmarshalText([]byte(text + " ETH")); err != nil {
		a.refuse(at, what+": "+err.Error(), "")
		return 0
	}
	v, err := x.Gwei()
	if err != nil {
		a.refuse(at, what+": "+err.Error(), "")
	}
	return v
}

// fraction reads a share in (0, 1]; a slash fraction may be 0.
func (a *assembly) fraction(at param.Pos, what, text string) money.Ratio {
	r, err := money.ParseRatio(text)
	switch {
	case err != nil:
		a.refuse(at, what+": "+err.Error(), "write 1/3, 0.25 or 25 %")
	case r.Num < 0 || r.Num > r.Den || (what == "alpha" && r.Num == 0):
		a.refuse(at, fmt.Sprintf("%s is %s, not a share of one", what, text), "")
	default:
		return r
	}
	return money.Ratio{Num: 1, Den: 1}
}

// network checks the rows against each other and builds the network, with operators,
// vaults and services in name order.
func (a *assembly) network() (*Network, param.Problems) {
	n := &Network{Unit: money.ETH}
	a.services(n)
	operators, vaults := map[string]int32{}, map[string]int32{}
	for _, r := range a.rows {
		if r.operator == "" || r.service == "" || r.vault == "" || r.asset == "" {
			a.refuse(r.at, "operator, service, vault and asset must be named", "")
		}
	}
	for _, name := range names(a.rows, func(r row) string { return r.operator }) {
		operators[name] = int32(len(n.Operators))
		n.Operators = append(n.Operators, NetworkOperator{name, money.Ratio{Num: 0, Den: 1}})
	}
	for _, name := range names(a.rows, func(r row) string { return r.vault }) {
		vaults[name] = int32(len(n.Vaults))
		n.Vaults = append(n.Vaults, NetworkVault{Name: name})
	}
	a.edges(n, operators, vaults)
	if len(a.problems) > 0 {
		return nil, a.problems
	}
	if len(n.Edges) == 0 {
		return nil, param.Problems{{Message: "the network has no edges"}}
	}
	return n, nil
}

func names(rows []row, of func(row) string) []string {
	var out []string
	for _, r := range rows {
		out = append(out, of(r))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (a *assembly) services(n *Network) {
	slices.SortStableFunc(a.offers, func(x, y offer) int { return cmp.Compare(x.service, y.service) })
	for i, o := range a.offers {
		if o.service == "" {
			a.refuse(o.at, "the service must be named", "")
		}
		if i > 0 && a.offers[i-1].service == o.service {
			a.refuse(o.at, "the service "+o.service+" stands twice", "")
		}
		n.Services = append(n.Services, NetworkService{o.service, a.amount(o.at, "profit", o.profit), a.fraction(o.at, "alpha", o.alpha), a.fraction(o.at, "slash_fraction", o.slashFraction)})
	}
}

// seat is an operator's place in a vault.
type seat struct{ operator, vault int32 }

// edges lays nodes and edges. An operator's stake in a vault is written on every row
// of it and must be the same there.
func (a *assembly) edges(n *Network, operators, vaults map[string]int32) {
	nodes := map[seat]int{}
	seen := map[string]bool{}
	for _, r := range a.rows {
		service := slices.IndexFunc(n.Services, func(s NetworkService) bool { return s.Name == r.service })
		if service < 0 {
			a.refuse(r.at, "no service is called "+r.service, "every service of an edge needs a row among the services")
		}
		at := seat{operators[r.operator], vaults[r.vault]}
		stake, slashable := a.amount(r.at, "stake", r.stake), a.amount(r.at, "slashable", r.slashable)
		if slashable > stake {
			a.refuse(r.at, "more is slashable than the stake", "")
		}
		v := &n.Vaults[at.vault]
		if v.Asset != "" && v.Asset != r.asset {
			a.refuse(r.at, fmt.Sprintf("the vault %s holds %s, not %s", r.vault, v.Asset, r.asset), "a vault has one asset")
		}
		v.Asset = r.asset
		i, found := nodes[at]
		if !found {
			i = len(n.Nodes)
			nodes[at] = i
			n.Nodes = append(n.Nodes, NetworkNode{at.operator, at.vault, stake})
		}
		if n.Nodes[i].Stake != stake {
			a.refuse(r.at, fmt.Sprintf("the stake of %s in %s differs from an earlier row", r.operator, r.vault), "")
		}
		key := r.operator + "\x00" + r.service + "\x00" + r.vault
		if seen[key] {
			a.refuse(r.at, "this edge stands twice", "")
		}
		seen[key] = true
		n.Edges = append(n.Edges, NetworkEdge{int32(i), int32(max(service, 0)), slashable})
	}
	sortNodes(n)
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
