package restake

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/param"
)

// edgeColumns and serviceColumns are what files say of edges and services.
func edgeColumns() []string {
	return []string{"operator", "service", "vault", "asset", "stake", "slashable"}
}

func serviceColumns() []string { return []string{"service", "profit", "alpha", "slash_fraction"} }

// writtenEdge and writtenService are rows as they stand in a file.
type writtenEdge struct{ operator, service, vault, asset, stake, slashable cell }

type writtenService struct{ service, profit, alpha, slashFraction cell }

func edgeRow(c []cell) writtenEdge { return writtenEdge{c[0], c[1], c[2], c[3], c[4], c[5]} }

func serviceRow(c []cell) writtenService { return writtenService{c[0], c[1], c[2], c[3]} }

// assembly puts written rows together into a network and collects what is wrong.
type assembly struct {
	files    []string // in the order of problems
	cut      bool     // a table could not be read whole, so names may be missing
	edges    []writtenEdge
	services []writtenService
	joints   *jsonValue // where joint profits may stand; nil where none may
	problems param.Problems
}

func (a *assembly) refuse(c cell, message, hint string) {
	a.problems = append(a.problems, param.Problem{Path: c.path, Pos: c.at, Message: message, Hint: hint})
}

// sorted returns the problems in the order of the files.
func (a *assembly) sorted() param.Problems {
	a.problems.Sort(a.files...)
	return a.problems
}

// network checks the rows against each other and builds the network. Operators,
// vaults and services stand in the order of their names, so that the order of rows
// decides nothing.
func (a *assembly) network() (*Network, param.Problems) {
	if len(a.edges) == 0 && len(a.problems) == 0 {
		a.refuse(cell{at: param.Pos{File: a.files[0]}}, "the network has no edges", "")
	}
	n := &Network{Unit: money.ETH}
	services := a.layServices(n)
	operators := indexed(a.edges, func(e *writtenEdge) string { return e.operator.text })
	vaults := indexed(a.edges, func(e *writtenEdge) string { return e.vault.text })
	for _, name := range ordered(operators) {
		n.Operators = append(n.Operators, NetworkOperator{name, money.Ratio{Num: 0, Den: 1}})
	}
	for _, name := range ordered(vaults) {
		n.Vaults = append(n.Vaults, NetworkVault{Name: name})
	}
	a.layEdges(n, operators, vaults, services)
	a.joint(a.joints, n, a.byName(services))
	a.totals(n)
	if len(a.problems) > 0 {
		return nil, a.sorted()
	}
	sortNodes(n)
	return n, nil
}

// indexed numbers the names that of finds in rows, in their order.
func indexed[T any](rows []T, of func(*T) string) map[string]int32 {
	all := make([]string, len(rows))
	for i := range rows {
		all[i] = of(&rows[i])
	}
	slices.Sort(all)
	at := make(map[string]int32)
	for i, name := range slices.Compact(all) {
		at[name] = int32(i)
	}
	return at
}

// ordered undoes indexed.
func ordered(at map[string]int32) []string {
	names := make([]string, len(at))
	for name, i := range at {
		names[i] = name
	}
	return names
}

// layServices adds the services and returns their numbers by name.
func (a *assembly) layServices(n *Network) map[string]int32 {
	name := func(s *writtenService) string { return s.service.text }
	at := indexed(a.services, name)
	n.Services = make([]NetworkService, len(at))
	seen := make([]bool, len(at))
	for i := range a.services {
		s := &a.services[i]
		a.named(s.service)
		k := at[name(s)]
		if seen[k] {
			a.refuse(s.service, "the service "+s.service.text+" stands twice", "")
		}
		seen[k] = true
		profit, _ := a.amount(s.profit)
		n.Services[k] = NetworkService{s.service.text, profit, a.alpha(s.alpha), a.share(s.slashFraction)}
	}
	return at
}

// seat is an operator's place in a vault.
type seat struct{ operator, vault int32 }

// layEdges lays nodes and edges. An operator's stake in a vault is written on every
// row of it and must be the same there.
func (a *assembly) layEdges(n *Network, operators, vaults, services map[string]int32) {
	nodes := make(map[seat]int32)
	seen := make(map[NetworkEdge]bool)
	for i := range a.edges {
		e := &a.edges[i]
		a.named(e.operator, e.service, e.vault, e.asset)
		service, found := services[e.service.text]
		if !found && e.service.text != "" && !a.cut {
			a.refuse(e.service, "no service is called "+e.service.text, "every service of an edge needs an entry among the services")
		}
		at := seat{operators[e.operator.text], vaults[e.vault.text]}
		a.layAsset(&n.Vaults[at.vault], e)
		stake, ok := a.amount(e.stake)
		slashable, ok2 := a.amount(e.slashable)
		if !ok || !ok2 {
			continue
		}
		if slashable > stake {
			a.refuse(e.slashable, "more can be taken than the stake of "+e.stake.text, "")
		}
		node, old := nodes[at]
		if !old {
			node = int32(len(n.Nodes))
			nodes[at] = node
			n.Nodes = append(n.Nodes, NetworkNode{at.operator, at.vault, stake})
		}
		if n.Nodes[node].Stake != stake {
			a.refuse(e.stake, fmt.Sprintf("the stake of %s in %s differs from an earlier row", e.operator.text, e.vault.text), "")
		}
		if key := (NetworkEdge{Node: node, Service: service}); found && seen[key] {
			a.refuse(e.operator, "operator, service and vault are those of an earlier row", "")
		} else {
			seen[key] = true
		}
		n.Edges = append(n.Edges, NetworkEdge{node, service, slashable})
	}
}

func (a *assembly) layAsset(v *NetworkVault, e *writtenEdge) {
	if v.Asset == "" {
		v.Asset = e.asset.text
	}
	if v.Asset != e.asset.text {
		a.refuse(e.asset, fmt.Sprintf("the vault %s holds %s on an earlier row", e.vault.text, v.Asset), "a vault has one asset")
	}
}

// totals refuses stakes or profits that do not add up within 63 bits. What backs one
// service is part of the stake, so its sum fits too.
func (a *assembly) totals(n *Network) {
	var stake, profit money.Gwei
	var err, err2 error
	for _, v := range n.Nodes {
		if stake, err = money.Add(stake, v.Stake); err != nil {
			break
		}
	}
	for _, s := range n.Services {
		if profit, err2 = money.Add(profit, s.Profit); err2 != nil {
			break
		}
	}
	if err2 == nil {
		_, err2 = n.jointTotals(profit)
	}
	if err = cmp.Or(err, err2); err != nil {
		a.refuse(cell{at: param.Pos{File: a.files[0]}}, "stakes or profits add up to more than 63 bits hold", "")
	}
}
