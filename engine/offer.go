package engine

import (
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// Offer is what serving one service means to one operator, at recognised values.
type Offer struct {
	Serves bool
	Income float64 // ETH a year that would reach the operator
	Loss   float64 // ETH of its own bond that it reckons to lose in a year
	Free   float64 // share of its stake that it could still commit
	Degree int     // services it serves
}

// Offer values a service for an operator: its part of the rewards, its commission on
// them, and the hazard of faults and of wrongful slashes on its bond. Where nothing is
// counted yet, it is valued as if share of its stake, or what is free of it, were.
func (v *View) Offer(o, service int32, share float64) Offer {
	n := v.w.net
	g := &n.spec.Graph
	out := Offer{Serves: n.graph.Serves(o, service), Free: n.graph.Free(o).Float(), Degree: n.graph.Degree(o)}
	if n.graph.Ejected(o, service) {
		out.Free = 0 // it would not be taken
		return out
	}
	if int(service) >= len(g.Rewards) {
		return out
	}
	n.count()
	row := n.row(o) // sets backing
	mine, all, stake := row[service], n.promised[service], n.backing
	if mine == 0 {
		if !out.Serves {
			share = min(share, out.Free)
		}
		mine = float64(stake * share)
		all += mine
	}
	if all > 0 && stake > 0 {
		out.Income = float64(g.Rewards[service].Float()*(mine/all)) * g.Commission.Float()
		out.Loss = n.lossOf(o, &out) * (mine / stake)
	}
	return out
}

// lossOf is what an operator reckons to lose of its bond in a year by a service that
// counts all of its stake. A fault of its own or with a common cause is held against
// it by one of the services that it serves.
func (n *network) lossOf(o int32, offer *Offer) float64 {
	f := &n.spec.Fault
	services := float64(offer.Degree)
	if !offer.Serves {
		services++
	}
	faults := f.PerOperator
	if n.groups[o] >= 0 {
		faults += float64(f.Common * f.Hit)
	}
	hazard := faults/max(1, services) + f.Wrongful/max(1, float64(len(n.entities)))
	return float64(float64(hazard*f.Fraction.Float()) * n.exposure.Operators[o].Bond.Float())
}

// Services counts the services of the network; Operators counts its operators.
func (v *View) Services() int { return len(v.w.net.services) }

// Part is one place where a liquid token keeps its backing.
type Part struct {
	Stake   money.Gwei // working there now
	Target  float64    // share of new stake that the token's policy gives it
	Slashed bool       // its operator has been slashed in this replication
	InVault bool
}

// Parts counts the places where a liquid token keeps its backing.
func (v *View) Parts(t int16) int { return v.w.tokens[t].lt.Parts() }

// Part describes one of them.
func (v *View) Part(t int16, i int) Part {
	w, tok := v.w, v.w.tokens[t]
	stake, err := tok.lt.PartStake(w.book, i)
	if err != nil {
		stake = 0
	}
	p := Part{Stake: stake, Target: tok.target(i)}
	if vault := tok.lt.PartVault(i); vault != restake.Own {
		p.InVault, p.Slashed = true, w.net.slashedVault(vault)
	}
	return p
}

// target is a part's share of the token's weights.
func (t *token) target(i int) float64 {
	sum := int64(0)
	for _, p := range t.spec.Parts {
		sum += p.Weight
	}
	return float64(t.spec.Parts[i].Weight) / float64(max(sum, 1))
}

// slashedVault says whether an operator with stake in a vault has been slashed.
func (n *network) slashedVault(vault int32) bool {
	for _, node := range n.spec.Network.Nodes {
		if node.Vault == vault && n.slashed[node.Operator] {
			return true
		}
	}
	return false
}

// Uncovered is the ETH that a token's exits and buffer need beyond what is on its
// way; Idle is deposited ETH that is not at work.
func (v *View) Uncovered(t int16) money.Gwei {
	lack, err := v.w.tokens[t].lt.Uncovered(v.w.book)
	if err != nil {
		return 0
	}
	return lack
}

// Idle is what of a token is not at work: deposited ETH, and stake that has come back
// from a vault to be placed anew, in ETH.
func (v *View) Idle(t int16) money.Gwei {
	token := v.w.tokens[t].lt
	parked, err := token.Parked(v.w.book)
	if err != nil {
		parked = 0
	}
	return token.Idle(v.w.book) + parked
}
