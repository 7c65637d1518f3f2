package restake

import (
	"fmt"
	"strconv"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/param"
)

// bare builds the network of numbered validators and services. Order decides here:
// a validator's number is its place in the list.
func (a *assembly) bare(root *jsonValue) (*Network, param.Problems) {
	a.known(root, a.keys("stakes", "services")...)
	n := &Network{Unit: 1}
	whole := money.Ratio{Num: 1, Den: 1}
	stakes := a.list(root, "stakes")
	if len(stakes) == 0 && len(a.problems) == 0 {
		a.refuse(root.get("stakes").cell, "the network has no validators", "")
	}
	for i, v := range stakes {
		name := strconv.Itoa(i)
		stake, _ := a.natural(v)
		n.Operators = append(n.Operators, NetworkOperator{name, whole})
		n.Vaults = append(n.Vaults, NetworkVault{name, "ETH"})
		n.Nodes = append(n.Nodes, NetworkNode{int32(i), int32(i), money.Gwei(stake)})
	}
	for k, v := range a.list(root, "services") {
		a.bareService(n, k, v)
	}
	a.joint(a.joints, n, a.numbered(n))
	a.totals(n)
	if len(a.problems) > 0 {
		return nil, a.sorted()
	}
	sortEdges(n)
	return n, nil
}

// bareService adds service k and its edges.
func (a *assembly) bareService(n *Network, k int, v *jsonValue) {
	if v.kind != jsonObject {
		a.refuse(v.cell, "an object belongs here", "with the keys profit,alpha,members")
		return
	}
	a.known(v, "profit", "alpha", "members")
	s := NetworkService{Name: strconv.Itoa(k), SlashFraction: money.Ratio{Num: 1, Den: 1}}
	if p := v.get("profit"); p != nil {
		profit, _ := a.natural(p)
		s.Profit = money.Gwei(profit)
	} else {
		a.refuse(v.cell, "the key profit is missing", "")
	}
	s.Alpha = a.alpha(a.scalar(v, "alpha"))
	n.Services = append(n.Services, s)
	seen := map[int64]bool{}
	for _, m := range a.list(v, "members") {
		i, ok := a.natural(m)
		switch {
		case !ok:
			continue
		case i >= int64(len(n.Nodes)):
			a.refuse(m.cell, fmt.Sprintf("there is no validator %s", m.text), "validators are numbered from 0")
		case seen[i]:
			a.refuse(m.cell, "the member stands twice", "")
		default:
			n.Edges = append(n.Edges, NetworkEdge{int32(i), int32(k), n.Nodes[i].Stake})
		}
		seen[i] = true
	}
}

// natural reads a whole number from 0 on.
func (a *assembly) natural(v *jsonValue) (x int64, ok bool) {
	x, err := strconv.ParseInt(v.text, 10, 64)
	if v.kind != jsonNumber || err != nil || x < 0 {
		a.refuse(v.cell, "a whole number from 0 to 9223372036854775807 belongs here", "")
		return 0, false
	}
	return x, true
}
