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

// Offer values a service for an operator: its part of the rewards if its stake were
// counted, its commission on them, and the hazard of faults and of wrongful slashes on
// its bond.
func (v *View) Offer(o, service int32) Offer {
	n := v.w.net
	g := &n.spec.Graph
	out := Offer{Serves: n.graph.Serves(o, service), Free: n.graph.Free(o).Float(), Degree: n.graph.Degree(o)}
	if int(service) >= len(g.Rewards) {
		return out
	}
	n.count()
	mine, all, stake := n.row(o)[service], n.promised[service], n.backing
	if mine == 0 {
		mine = stake
		all += stake
	}
	if all > 0 {
		out.Income = float64(g.Rewards[service].Float()*(mine/all)) * g.Commission.Float()
	}
	f := &n.spec.Fault
	bond := n.exposure.Operators[o].Bond.Float()
	hazard := f.PerOperator/max(1, float64(out.Degree)) + f.Wrongful/max(1, float64(len(n.entities)))
	out.Loss = float64(float64(hazard*f.Fraction.Float()) * bond)
	return out
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
