package verify

import (
	"math/big"
	"slices"

	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// Seal writes an examination of a network, whose assets are all valued at one, and its
// proof as a certificate, and checks it as a stranger would. An error is a fault of
// the search.
func Seal(n *restake.Network, bond money.Ratio, x *attack.Examination, p *attack.Proof) (*Certificate, error) {
	c := &Certificate{Format: CertificateFormat, Network: certified(n, bond), Unit: p.Unit,
		Shares: [][]uint32{}, ServiceValues: []*Amount{}, Bound: *amount(p.Bound, x.Den), GammaLower: NewFraction(p.Slack)}
	var err error
	if c.NetworkSHA256, err = c.Network.Hash(); err != nil {
		return nil, err
	}
	for s := range n.Services {
		shares := []uint32{}
		for i, e := range n.Edges { // ascending by node, as members are
			if int(e.Service) == s {
				shares = append(shares, p.Shares[i])
			}
		}
		c.Shares = append(c.Shares, shares)
		value := (*Amount)(nil)
		if p.Values[s] >= 0 {
			value = amount(p.Values[s], x.Den)
		}
		c.ServiceValues = append(c.ServiceValues, value)
	}
	c.Witness = witness(n, x)
	return c, c.Check()
}

// certified restates a network. Validators are its nodes.
func certified(n *restake.Network, bond money.Ratio) CertifiedNetwork {
	out := CertifiedNetwork{Stakes: []int64{}, Services: []CertifiedService{}}
	if bond.Num != bond.Den {
		out.Bond = NewFraction(big.NewRat(bond.Num, bond.Den))
	}
	for unit := n.Unit; unit > 1; unit /= 10 {
		out.Decimals++
	}
	for _, v := range n.Nodes {
		out.Stakes = append(out.Stakes, int64(v.Stake))
		if out.Decimals > 0 {
			out.Validators = append(out.Validators, n.Operators[v.Operator].Name+" in "+n.Vaults[v.Vault].Name)
		}
	}
	for s, svc := range n.Services {
		c := CertifiedService{Alpha: *NewFraction(big.NewRat(svc.Alpha.Num, svc.Alpha.Den)), Members: []int32{}, Profit: int64(svc.Profit)}
		if out.Decimals > 0 {
			c.Name = svc.Name
		}
		if svc.SlashFraction.Num != svc.SlashFraction.Den {
			c.SlashFraction = NewFraction(big.NewRat(svc.SlashFraction.Num, svc.SlashFraction.Den))
		}
		partial := false
		for _, e := range n.Edges {
			if int(e.Service) == s {
				c.Members = append(c.Members, e.Node)
				c.Slashable = append(c.Slashable, int64(e.Slashable))
				partial = partial || e.Slashable != n.Nodes[e.Node].Stake
			}
		}
		if !partial {
			c.Slashable = nil
		}
		out.Services = append(out.Services, c)
	}
	for _, j := range n.Joint {
		c := CertifiedJoint{Profit: int64(j.Profit), Services: j.Services}
		for _, part := range attack.SpreadJoint(j) {
			if j.Profit > 0 {
				c.Spread = append(c.Spread, int64(part))
			}
		}
		out.Joint = append(out.Joint, c)
	}
	return out
}

// witness lists the nodes of the best attack that one of its services can slash.
func witness(n *restake.Network, x *attack.Examination) Witness {
	w := Witness{Services: []int32{}, Validators: []int32{}}
	if !x.Possible || !x.Known {
		return w
	}
	b := &x.Best
	w.Services = append(w.Services, b.Services...)
	w.Profit, w.Cost = *amount(b.Profit, x.Den), *amount(b.Cost, x.Den)
	for _, e := range n.Edges {
		_, joins := slices.BinarySearch(b.Operators, n.Nodes[e.Node].Operator)
		_, taken := slices.BinarySearch(b.Services, e.Service)
		if joins && taken && e.Slashable > 0 && (len(w.Validators) == 0 || w.Validators[len(w.Validators)-1] != e.Node) {
			w.Validators = append(w.Validators, e.Node)
		}
	}
	return w
}
