package scenarios

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/engine/restake"
	"github.com/restakesim/restakesim/engine/rng"
)

// networks lists the ways in which a file may give its operator–service graph.
func networks() param.Catalogue {
	return param.Catalogue{Name: "networks", Kinds: []param.Kind{
		{Name: "generated", Doc: "drawn to given moments", New: func() any { return new(GeneratedNetwork) }},
		{Name: "files", Doc: "read from files beside the scenario", New: func() any { return new(FileNetwork) }},
	}}
}

// NetworkTerms is what every network states.
type NetworkTerms struct {
	Platform   param.Name     `key:"platform" doc:"restaking platform whose rules of the snapshot's day hold: eigenlayer, karak or symbiotic" required:"true"`
	Commission param.Percent  `key:"commission" doc:"operators' share of rewards" default:"10 %" max:"1"`
	Franchise  param.Duration `key:"franchise" doc:"commission that an operator loses with its good name, in time" default:"365d"`
	Rewards    param.Rate     `key:"rewards" doc:"what services pay on the stake that they can count" default:"0.5 %/y"`
	FeeShare   param.Percent  `key:"fee_share" doc:"share of rewards that users pay; the rest comes out of the service's budget" default:"20 %" max:"1"`
	Budget     param.Duration `key:"budget" doc:"how long a service's own budget lasts" default:"365d"`
	Profit     *param.Dist    `key:"profit" doc:"profit from corrupting a service, drawn for each population and service in place of what the network states" unit:"ETH"`
	Spread     param.Number   `key:"profit_spread" doc:"standard deviation of the logarithm of a service's profit from population to population, around that profit as the median" default:"0" min:"0" max:"10"`
	Scale      param.Number   `key:"profit_scale" doc:"factor on all profits from corruption" default:"1" min:"0" max:"1000000"`
	ProfitIn   param.Choice   `key:"profit_in" doc:"what profits from corruption are worth something in: their ETH value follows the price of ETH, or stays" default:"USD" oneof:"USD|ETH"`
	Sink       param.Choice   `key:"slashed_to" doc:"where slashed stake goes" default:"burn" oneof:"burn|victims"`
	Faults     FaultSection   `key:"faults" doc:"hazards of slashable faults"`
	Attack     AttackSection  `key:"attack" doc:"how attacks are found, and what one is worth beyond profit and slashed stake"`
}

// FaultSection is the hazard of slashable faults.
type FaultSection struct {
	PerOperator param.Rate      `key:"per_operator" doc:"faults of its own, per operator" default:"0 /y"`
	Common      param.Rate      `key:"common" doc:"faults with a common cause, per group" default:"0 /y"`
	Groups      []param.Percent `key:"groups" doc:"shares of operators that depend on one client or cloud region each"`
	Hit         param.Percent   `key:"hit" doc:"share of a group's operators that a common cause takes down" default:"50 %" max:"1"`
	Fraction    param.Percent   `key:"fraction" doc:"share of what a service can slash that it takes for a fault" default:"5 %" max:"1"`
	Wrongful    param.Rate      `key:"wrongful" doc:"wrongful or buggy slashes, per service, each of one of its operators" default:"0 /y"`
}

// AttackSection is how attacks are found, and what one is worth beyond profit and slashed
// stake.
type AttackSection struct {
	Search   param.Choice  `key:"search" doc:"how attackers, and who watches the network, look for attacks: exact bounds what it finds wherever each operator's stake is promised whole to all its services, and is greedy elsewhere; greedy adds one service after another" default:"exact" oneof:"exact|greedy"`
	Reversed param.Percent `key:"reversed" doc:"share of the profit that is undone or frozen" default:"0 %" max:"1"`
	Epsilon  param.Amount  `key:"epsilon" doc:"paid to each bribed operator on top of its loss" unit:"ETH" default:"10 ETH"`
	Costs    param.Amount  `key:"costs" doc:"all other costs of an attack" unit:"ETH" default:"100 ETH"`
}

// GeneratedNetwork is a network drawn to given moments. The draw hangs on the seed
// alone: all replications of a run share one network.
type GeneratedNetwork struct {
	NetworkTerms
	Operators     param.Count   `key:"operators" doc:"number of operators" required:"true" min:"1" max:"100000"`
	Services      param.Count   `key:"services" doc:"number of services" required:"true" min:"1" max:"10000"`
	Stake         param.Amount  `key:"stake" doc:"stake of all operators together" unit:"ETH" required:"true"`
	Hill          param.Number  `key:"tail" doc:"tail exponent of operators' stake" default:"1.15" min:"0.1" max:"10"`
	TopShare      param.Percent `key:"top_share" doc:"share of the largest operator; 0 leaves it to the tail" default:"0 %" max:"1"`
	Breadth       param.Number  `key:"breadth" doc:"mean number of services that an operator serves" default:"6" min:"0"`
	BreadthTail   param.Number  `key:"breadth_tail" doc:"tail exponent of the number of operators per service" default:"1" min:"0"`
	Reuse         param.Number  `key:"reuse" doc:"restaking ratio: stake promised over stake there; at most 1 where stake is unique" default:"1" min:"0"`
	Bond          param.Percent `key:"bond" doc:"operators' own part of their stake" default:"3 %" max:"1"`
	Alpha         param.Percent `key:"alpha" doc:"share of a service's stake that must collude" default:"1/3" max:"1"`
	SlashFraction param.Percent `key:"slash_fraction" doc:"share of slashable stake that an attacker loses" default:"100 %" max:"1"`
	ProfitShare   param.Percent `key:"profit_share" doc:"profit from corrupting a service, as a share of the stake behind it" default:"10 %"`
	ProfitOf      param.Choice  `key:"profit_of" doc:"the stake that profit_share is a share of: what the service can slash, or all of those who serve it, which is the same however stake is promised" default:"slashable" oneof:"slashable|served"`
	ProfitSigma   param.Number  `key:"profit_sigma" doc:"standard deviation of the logarithm of that share" default:"1" min:"0"`
}

// FileNetwork is a network read from files.
type FileNetwork struct {
	NetworkTerms
	Edges    param.Text `key:"edges" doc:"CSV operator,service,vault,asset,stake,slashable, or JSON with edges and services" required:"true"`
	Services param.Text `key:"services" doc:"CSV service,profit,alpha,slash_fraction; not for JSON"`
}

// terms finds the terms of either kind.
func terms(params any) *NetworkTerms {
	switch p := params.(type) {
	case *GeneratedNetwork:
		return &p.NetworkTerms
	case *FileNetwork:
		return &p.NetworkTerms
	}
	return nil
}

// networkOf draws or reads the network at rest.
func (p *Plan) networkOf(fsys fs.FS, v *param.Variant, platform restake.Platform) (*restake.Network, param.Problems) {
	switch n := v.Params.(type) {
	case *GeneratedNetwork:
		net, err := n.generate(platform, p.Seed)
		if err != nil {
			return nil, param.Problems{v.Node.Problem(err.Error(), "")}
		}
		return net, nil
	case *FileNetwork:
		return p.readNetwork(fsys, n)
	}
	return nil, nil
}

// generate draws the network; where stake is unique it cannot be promised twice.
func (g *GeneratedNetwork) generate(platform restake.Platform, seed uint64) (*restake.Network, error) {
	stake, err := g.Stake.Gwei()
	if err != nil {
		return nil, err
	}
	s := restake.Shape{Operators: g.Operators.Int(), Services: g.Services.Int(), Stake: stake, Hill: g.Hill.Float(), TopShare: g.TopShare.Float(),
		Breadth: g.Breadth.Float(), BreadthTail: g.BreadthTail.Float(), Reuse: g.Reuse.Float(), Overlap: platform.Overlap, Bond: g.Bond.Ratio(),
		Alpha: g.Alpha.Ratio(), SlashFraction: g.SlashFraction.Ratio(), ProfitShare: g.ProfitShare.Float(), ProfitSigma: g.ProfitSigma.Float(), ProfitOfServed: g.ProfitOf == "served", Asset: "ETH"}
	return restake.Generate(s, func(entity uint64, n uint16) float64 {
		return rng.Key{Seed: seed, Entity: entity, Purpose: rng.Graph, N: n}.Unit()
	})
}

// network describes the operator–service graph to the world.
func (p *Plan) network(fsys fs.FS, v *param.Variant) (*engine.NetworkSpec, param.Problems) {
	t := terms(v.Params)
	if t == nil || t.Platform == "" || p.Snapshot == (param.Date{}) { // they have problems of their own
		return nil, nil
	}
	platform, ok := restake.PlatformAt(string(t.Platform), restake.Date(p.Snapshot.Year, p.Snapshot.Month, p.Snapshot.Day))
	if !ok {
		return nil, param.Problems{{Path: "platform", Message: fmt.Sprintf("no platform %s has rules on %s", t.Platform, p.Snapshot), Hint: "write eigenlayer, karak or symbiotic, or take a later snapshot"}}
	}
	net, problems := p.networkOf(fsys, v, platform)
	if len(problems) > 0 {
		return nil, problems
	}
	s := &engine.NetworkSpec{Network: net, Fault: t.Faults.spec(), Terms: t.Attack.terms(), ProfitUSD: t.ProfitIn == "USD", Greedy: t.Attack.Search == "greedy"}
	s.Graph = restake.GraphParams{Platform: platform, Commission: t.Commission.Ratio(), Horizon: t.Franchise.Years(), Sink: restake.ToBurn}
	if t.Sink == "victims" {
		s.Graph.Sink = restake.ToVictims
	}
	t.pay(s)
	if err := t.profits(s); err != nil {
		return nil, param.Problems{{Path: "profit_scale", Message: err.Error()}}
	}
	return s, nil
}

// profits scales what the network states and says how it differs from population to
// population.
func (t *NetworkTerms) profits(s *engine.NetworkSpec) error {
	scale, total := t.Scale.Float(), 0.0
	s.Profits.Spread = t.Spread.Float()
	if t.Profit != nil {
		law := *t.Profit
		s.Profits.Law = func(u float64) float64 { return scale * engine.Draw(law, u) }
	}
	for i := range s.Network.Services {
		x := &s.Network.Services[i]
		if scale != 1 {
			profit := float64(x.Profit) * scale
			if total += profit; total >= 1<<62 {
				return errors.New("profits add up to 2^62 units or more")
			}
			x.Profit = money.Gwei(profit)
		}
	}
	return nil
}

// pay sets rewards, fees and budgets of each service in proportion to the stake that
// it can slash, or, where nothing can be slashed, to the stake of those who serve it.
func (t *NetworkTerms) pay(s *engine.NetworkSpec) {
	counted := make([]money.Gwei, len(s.Network.Services))
	for _, e := range s.Network.Edges {
		counted[e.Service] += e.Slashable
	}
	for _, c := range counted {
		reward := money.Gwei(float64(c) * t.Rewards.PerYear())
		fees := money.Gwei(float64(reward) * t.FeeShare.Float())
		s.Graph.Rewards = append(s.Graph.Rewards, reward)
		s.Graph.Fees = append(s.Graph.Fees, fees)
		s.Budgets = append(s.Budgets, money.Gwei(float64(reward-fees)*t.Budget.Years()))
	}
}

func (f *FaultSection) spec() engine.FaultSpec {
	s := engine.FaultSpec{PerOperator: f.PerOperator.PerYear(), Common: f.Common.PerYear(), Hit: f.Hit.Float(), Fraction: f.Fraction.Ratio(), Wrongful: f.Wrongful.PerYear()}
	for _, g := range f.Groups {
		s.Groups = append(s.Groups, g.Float())
	}
	return s
}

func (a *AttackSection) terms() attack.Terms {
	t := attack.Terms{Reversed: a.Reversed.Ratio()}
	t.Epsilon, _ = a.Epsilon.Gwei()
	t.Costs, _ = a.Costs.Gwei()
	return t
}

func indexOf(n *restake.Network, operator string) int {
	for i := range n.Operators {
		if n.Operators[i].Name == operator {
			return i
		}
	}
	return -1
}
