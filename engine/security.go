package engine

import (
	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/stats"
)

// observeSecurity bounds, every step and in time linear in the graph, how much an
// attack could pay at recognised prices.
func (w *World) observeSecurity() error {
	n := w.net
	if n == nil {
		return nil
	}
	if err := n.fill(w); err != nil {
		return err
	}
	if err := attack.Bounds(&n.exposure, &n.security); err != nil {
		return err
	}
	n.watch.certified = min(unbounded, n.security.GammaSigma)
	w.track.certified = min(w.track.certified, n.watch.certified)
	if w.now >= clock.Time(w.spec.Horizon) {
		return w.search()
	}
	return nil
}

// search looks for the tightest attacks and surveys the services, on the recognised
// state. It is run at the snapshot and the horizon, and when attackers look while
// the bound allows an attack.
func (w *World) search() error {
	n := w.net
	if err := n.searcher.Load(&n.exposure); err != nil {
		return err
	}
	n.watch.gammaSigma = tightest(&n.searcher, attack.Sigma)
	n.watch.gammaKappa = tightest(&n.searcher, attack.Kappa)
	s := n.searcher.Survey(attack.Sigma)
	n.watch.cost, n.watch.profit, n.watch.breakable = s.Price.Upper.Float(), s.Profit.Float(), float64(s.Breakable)
	w.track.gammaSigma = min(w.track.gammaSigma, n.watch.gammaSigma)
	w.track.gammaKappa = min(w.track.gammaKappa, n.watch.gammaKappa)
	w.track.breakable = max(w.track.breakable, n.watch.breakable)
	return nil
}

func tightest(s *attack.Searcher, o attack.Objective) float64 {
	a, ok := s.Tightest(o)
	if !ok {
		return unbounded
	}
	g, ok := a.Gamma(o)
	if !ok {
		return unbounded
	}
	return min(unbounded, g.Float())
}

// AttackAllowed says whether the bound leaves room for an attack that pays, on the
// recognised state: attackers search only then.
func (v *View) AttackAllowed(o attack.Objective) bool {
	return v.w.net != nil && v.w.net.security.AllowsAttack(o)
}

// BestAttack searches for the most profitable attack that the limits allow on the
// recognised state. The attack is good until the next search.
func (v *View) BestAttack(o attack.Objective, l attack.Limits) (attack.Attack, bool) {
	w := v.w
	if err := w.net.fill(w); err != nil {
		return attack.Attack{}, false
	}
	if err := w.search(); err != nil {
		return attack.Attack{}, false
	}
	return w.net.searcher.Greedy(o, l)
}

// Account is what an attack would bring and cost somebody who pays by the given
// means: the owner of the stake pays what is slashed, the briber what operators lose.
func (v *View) Account(o attack.Objective, a attack.Attack) (attack.Account, error) {
	t := v.w.termsOf(o)
	return t.Account(a)
}

// termsOf are the scenario's terms for an attacker of the given means.
func (w *World) termsOf(o attack.Objective) attack.Terms {
	t := w.net.spec.Terms
	t.Bribed = money.Ratio{Num: 0, Den: 1}
	if o == attack.Kappa {
		t.Bribed = money.Ratio{Num: 1, Den: 1}
	}
	return t
}

// settleAttack carries out what an attacker has prepared, on the true state. He may
// find that it does not hold: then it fails and nothing is slashed, because nothing
// was corrupted.
func settleAttack(w *World, a *Action) (Refusal, error) {
	n := w.net
	if n == nil || a.Plan == nil {
		return NotAllowed, nil
	}
	if err := n.graph.FillExposure(w.book, &n.exposure, w.trueValue); err != nil {
		return Filled, err
	}
	if err := n.searcher.Load(&n.exposure); err != nil {
		return Filled, err
	}
	real, covered := n.searcher.Measure(a.Plan.Operators, a.Plan.Services)
	if !covered {
		return NotAllowed, nil
	}
	terms := w.termsOf(a.Means)
	account, err := terms.Account(real)
	if err != nil {
		return Filled, err
	}
	if w.book.Balance(a.Agent, assetETH) < account.Committed+account.Slashed+account.Costs {
		return NoFunds, nil
	}
	return Filled, w.corrupt(a, &real, &account)
}

// corrupt takes the profit from users, pays what the attack costs and lets every
// attacked service slash every operator of the coalition that it can.
func (w *World) corrupt(a *Action, real *attack.Attack, account *attack.Account) error {
	n := w.net
	before := w.book.Balance(a.Agent, assetETH)
	if err := w.book.Post(
		ledger.Transfer{From: ledger.Users, To: a.Agent, Asset: assetETH, Amount: account.Gain, Why: ledger.AttackProfit},
		ledger.Transfer{From: a.Agent, To: n.direct, Asset: assetETH, Amount: account.Slashed, Why: ledger.AttackProfit},
		ledger.Transfer{From: a.Agent, To: ledger.Outside, Asset: assetETH, Amount: account.Costs, Why: ledger.AttackProfit},
	); err != nil {
		return err
	}
	if err := w.bribe(a.Agent, real, account.Bribes); err != nil {
		return err
	}
	w.track.attacks++
	w.track.attackGain += w.book.Balance(a.Agent, assetETH) - before
	n.striking = w.now.Add(strikeWindow)
	for _, s := range real.Services {
		for _, o := range real.Operators {
			if !n.graph.Serves(o, s) {
				continue
			}
			f := w.fault(o, s)
			f.Fraction = n.spec.Network.Services[s].SlashFraction
			if err := w.slash(f); err != nil {
				return err
			}
		}
		n.graph.SetProfit(s, 0) // what could be taken is taken
		n.taken[s] = true
	}
	return w.noteLosses()
}

// bribe divides what an attacker pays over the operators of his coalition, evenly.
func (w *World) bribe(from ledger.Account, real *attack.Attack, total money.Gwei) error {
	if total <= 0 || len(real.Operators) == 0 {
		return nil
	}
	each := total / money.Gwei(len(real.Operators))
	for _, o := range real.Operators {
		if err := w.book.Post(ledger.Transfer{From: from, To: w.net.graph.Wallet(o), Asset: assetETH, Amount: each, Why: ledger.Bribe}); err != nil {
			return err
		}
	}
	return nil
}

// trueValue values an asset at its true redemption rate, in ETH.
func (w *World) trueValue(s ledger.Asset) float64 {
	for _, t := range w.tokens {
		if t.asset == s {
			return w.trueRate(t)
		}
	}
	return 1
}

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
		net("stake_lost", "%", "stake slashed, for faults and attacks together, as a share of the stake at the snapshot",
			func(_ *World, n *network) float64 { return share(n.stakeLost(), n.stake) }),
		net("stake_lost_faults", "%", "stake slashed for faults, as a share of the stake at the snapshot",
			func(w *World, n *network) float64 { return share(w.track.shock.Float(), n.stake) }),
		net("stake_lost_attacks", "%", "stake slashed because of attacks, as a share of the stake at the snapshot",
			func(_ *World, n *network) float64 { return share(n.byAttack.Float(), n.stake) }),
		{"stake_lost_round", "ETH", "stake slashed in a round of the cascade: each attack is a round", perRound, has,
			func(w *World, i int) float64 { return w.net.cascade.LostIn(i + 1).Float() }},
		net("attacks", "1", "attacks carried out", func(w *World, _ *network) float64 { return float64(w.track.attacks) }),
		net("attack_profit", "ETH", "what attackers gained from attacks, less what these cost them",
			func(w *World, _ *network) float64 { return w.track.attackGain.Float() }),
		net("gamma_certified", "1", "least slack that is proven: attacks cost at least 1+γ times what they yield; 10 where nothing bounds it",
			func(w *World, _ *network) float64 { return w.track.certified }),
		net("gamma_sigma", "1", "least slack found, counting the stake that an attack has slashed; 10 where no attack is possible",
			func(w *World, _ *network) float64 { return w.track.gammaSigma }),
		net("gamma_kappa", "1", "least slack found, counting what operators lose themselves; 10 where no attack is possible",
			func(w *World, _ *network) float64 { return w.track.gammaKappa }),
		net("cost_of_corruption", "ETH", "cost of corrupting the cheapest service at the horizon", func(_ *World, n *network) float64 { return n.watch.cost }),
		net("profit_from_corruption", "ETH", "what corrupting all services would yield at the horizon", func(_ *World, n *network) float64 { return n.watch.profit }),
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
		net("gamma_certified_path", "1", "slack that is proven", func(_ *World, n *network) float64 { return n.watch.certified }),
		net("gamma_sigma_path", "1", "least slack found when last searched", func(_ *World, n *network) float64 { return n.watch.gammaSigma }),
		net("stake_lost_path", "%", "stake slashed so far", func(_ *World, n *network) float64 { return share(n.stakeLost(), n.stake) }),
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

// roundNames are the rounds of a cascade that are reported one by one.
var roundNames = [...]string{"1", "2", "3", "4", "5"}
