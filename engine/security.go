package engine

import (
	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/stats"
)

// operatorStakes lists the stake of each operator, in gwei, for concentration.
func (n *network) operatorStakes() []int64 {
	out := make([]int64, len(n.entities))
	for i := range n.exposure.Nodes {
		out[n.exposure.Nodes[i].Operator] += int64(n.exposure.Nodes[i].Stake)
	}
	return out
}

func securityFinals() []family {
	has := func(w *World) bool { return w.net != nil && w.net.spec.Graph.Platform.Slashes }
	net := func(name, unit, help string, read func(w *World, n *network) float64) family {
		return family{name, unit, help, perWorld, has, func(w *World, _ int) float64 { return read(w, w.net) }}
	}
	return []family{
		net("stake_lost", "%", "stake slashed, for faults and attacks together, as a share of the stake at the snapshot, at its prices",
			func(_ *World, n *network) float64 { return share(n.lost.Float(), n.stake) }),
		net("stake_lost_faults", "%", "stake slashed for faults, as a share of the stake at the snapshot",
			func(w *World, n *network) float64 { return share(w.track.shock.Float(), n.stake) }),
		net("stake_lost_attacks", "%", "stake slashed because of attacks, as a share of the stake at the snapshot",
			func(_ *World, n *network) float64 { return share(n.byAttack.Float(), n.stake) }),
		{"stake_lost_round", "ETH", "stake slashed in a round of the cascade: each attack is a round", perRound, has,
			func(w *World, i int) float64 { return w.net.cascade.LostIn(i + 1).Float() }},
		net("cascade_bound", "%", "most stake that can be lost after the faults that came, (1+1/γ)ψ of the stake at the snapshot, with the slack proven there; 100 where none was proven",
			func(w *World, n *network) float64 {
				return cascadeBound(w.track.opened, share(w.track.shock.Float(), n.stake))
			}),
		net("attacks", "1", "attacks carried out", func(w *World, _ *network) float64 { return float64(w.track.attacks) }),
		net("attack_profit", "ETH", "what attackers gained from attacks, less what these cost them",
			func(w *World, _ *network) float64 { return w.track.attackGain.Float() }),
		net("gamma_certified", "1", "least slack that is proven: attacks cost at least 1+γ times what they yield; 10 where nothing bounds it",
			func(w *World, _ *network) float64 { return w.track.certified }),
		net("gamma_sigma", "1", "least slack found, counting the stake that an attack has slashed; 10 where no attack is possible",
			func(w *World, _ *network) float64 { return w.track.gamma[attack.Sigma] }),
		net("gamma_kappa", "1", "least slack found, counting what operators lose themselves; 10 where no attack is possible",
			func(w *World, _ *network) float64 { return w.track.gamma[attack.Kappa] }),
		net("cost_of_corruption", "ETH", "cost of corrupting the cheapest service at the horizon", func(_ *World, n *network) float64 { return n.watch.found.cost }),
		net("profit_from_corruption", "ETH", "what corrupting all services would yield at the horizon", func(_ *World, n *network) float64 { return n.watch.found.profit }),
		net("services_breakable", "1", "most services that could each be corrupted at a profit", func(w *World, _ *network) float64 { return w.track.breakable }),
		net("restaking_ratio", "1", "everything that services can slash over the stake behind it, at the horizon", func(_ *World, n *network) float64 { return n.reuse() }),
		net("operator_hhi", "1", "Herfindahl–Hirschman index of operators' stake at the horizon", func(_ *World, n *network) float64 { return stats.HHI(n.operatorStakes()) }),
		net("operator_gini", "1", "Gini coefficient of operators' stake at the horizon", func(_ *World, n *network) float64 { return stats.Gini(n.operatorStakes()) }),
		net("operator_nakamoto", "1", "least number of operators that hold a third of the stake at the horizon",
			func(_ *World, n *network) float64 { return float64(stats.Nakamoto(n.operatorStakes(), 1.0/3)) }),
	}
}

func securityTraces() []family {
	has := func(w *World) bool { return w.net != nil && w.net.spec.Graph.Platform.Slashes }
	net := func(name, unit, help string, read func(w *World, n *network) float64) family {
		return family{name, unit, help, perWorld, has, func(w *World, _ int) float64 { return read(w, w.net) }}
	}
	return []family{
		net("stake_secured", "ETH", "stake behind services, at recognised market prices", func(_ *World, n *network) float64 { return n.total() }),
		net("gamma_certified_path", "1", "slack that is proven, looked at once a day and after slashes", func(_ *World, n *network) float64 { return n.watch.certified }),
		net("gamma_sigma_path", "1", "slack of the best attack known, looked at once a day and after slashes", func(_ *World, n *network) float64 { return n.watch.found.gamma[attack.Sigma] }),
		net("stake_lost_path", "%", "stake slashed so far", func(_ *World, n *network) float64 { return share(n.lost.Float(), n.stake) }),
	}
}

// reuse is the restaking ratio of this moment.
func (n *network) reuse() float64 {
	promised, there := 0.0, 0.0
	for i := range n.exposure.Nodes {
		there += n.exposure.Nodes[i].Stake.Float()
		for _, e := range n.exposure.EdgesOf(i) {
			promised += e.Slashable.Float()
		}
	}
	if there == 0 {
		return 0
	}
	return promised / there
}

// cascadeBound is the most stake that a shock of ψ percent can end up taking where
// attacks cost at least 1+γ times what they yield, in percent of the stake (N. Durvasula and T. Roughgarden, Robust Restaking Networks, ITCS 2025). It holds for
// one shock to a network that nothing else moves; stake that leaves of its own accord
// lowers the slack and is outside it.
func cascadeBound(gamma, psi float64) float64 {
	switch {
	case gamma <= 0: // an attack may pay without any shock
		return 100
	case psi == 0:
		return 0
	}
	return min(100, float64((1+1/gamma)*psi))
}

// roundNames are the rounds of a cascade that are reported one by one.
var roundNames = [...]string{"1", "2", "3", "4", "5"}
