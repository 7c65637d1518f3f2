package verify

import (
	"context"
	"encoding/json"
	"errors"
	"math/big"
	"slices"

	"github.com/restakesim/restakesim/engine/attack/partial"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// elasticCase is a case with allocations.
type elasticCase struct {
	*replay
	ctx       context.Context
	n         *partial.Network
	a         partial.ElasticAnswer
	attacked  []int32 // the file's attack
	committed []int32 // and who commits everything to it
	byzantine []int32 // the file's set
}

func (p *replay) elastic(ctx context.Context, c *restakingCase) error {
	_, e, problems := restake.ParseEitherJSON(c.ID, c.Network)
	if len(problems) > 0 {
		return problems
	}
	g := &elasticCase{replay: p, ctx: ctx, n: allocated(e)}
	var err error
	if g.a, err = partial.Elastic(ctx, g.n); err != nil {
		return err
	}
	for field, into := range map[string]*[]int32{"attacked": &g.attacked, "fully_committed": &g.committed, "byzantine_set": &g.byzantine} {
		if raw := c.Expected[field]; raw != nil {
			if err := json.Unmarshal(raw, into); err != nil {
				return err
			}
		}
	}
	if !ascending(g.attacked, len(g.n.Services)) || !ascending(g.committed, len(g.n.Stakes)) || !ascending(g.byzantine, len(g.n.Services)) {
		return errors.New("services and validators are not ascending numbers")
	}
	a := &g.a
	return p.fields(c, map[string]judge{
		"secure":                 equal(p, "elastic", "secure", a.Secure),
		"max_net_profit":         equalText(p, "elastic", "max_net_profit", a.MaxNet),
		"restaking_degree":       equalList(p, "elastic", "restaking_degree", texts(a.Degree)),
		"byzantine_fraction":     equalText(p, "elastic", "byzantine_fraction", a.Byzantine.Fraction),
		"attacked":               g.ofAttack("attacked", a.Attacked),
		"fully_committed":        g.ofAttack("fully_committed", a.Committed),
		"byzantine_set":          decoded(g.byzantineSet),
		"stakes_after_byzantine": equalList(p, "elastic", "stakes_after_byzantine", g.stakesAfter(g.byzantine)),
		"max_net_after_byzantine": func(raw json.RawMessage) error {
			net, err := g.netAfter(g.byzantine)
			if err != nil {
				return err
			}
			return equalText(p, "elastic", "max_net_after_byzantine", net)(raw)
		},
	})
}

func allocated(e *restake.Elastic) *partial.Network {
	n := &partial.Network{}
	for v, stake := range e.Stakes {
		row := make([]int64, len(e.Services))
		for s, w := range e.Alloc[v] {
			row[s] = int64(w)
		}
		n.Stakes, n.Alloc = append(n.Stakes, int64(stake)), append(n.Alloc, row)
	}
	for _, s := range e.Services {
		n.Services = append(n.Services, partial.Prize{Prize: int64(s.Prize), Theta: s.Theta})
	}
	return n
}

// ofAttack accepts the file's part of an attack where it is ours, or where the file's
// attack as a whole nets as much: optima may tie.
func (g *elasticCase) ofAttack(field string, ours []int32) judge {
	return decoded(func(want []int32) {
		same := slices.Equal(want, ours) || g.a.MaxNet != nil && g.net(g.attacked, g.committed).Cmp(g.a.MaxNet) == 0
		g.check("elastic", field, same, want, ours)
	})
}

// net is what taking services nets when the given validators commit everything and the
// rest is filled up at its price: Σ prize − σ(F) − Σ max(0, θ·W − w(F)).
func (g *elasticCase) net(services, committed []int32) *big.Rat {
	net := new(big.Rat)
	for _, v := range committed {
		net.Sub(net, big.NewRat(g.n.Stakes[v], 1))
	}
	for _, s := range services {
		all, given := int64(0), int64(0)
		for v, row := range g.n.Alloc {
			all += row[s]
			if slices.Contains(committed, int32(v)) {
				given += row[s]
			}
		}
		theta := g.n.Services[s].Theta
		missing := big.NewRat(all, 1)
		missing.Mul(missing, big.NewRat(theta.Num, theta.Den)).Sub(missing, big.NewRat(given, 1))
		if missing.Sign() > 0 {
			net.Sub(net, missing)
		}
		net.Add(net, big.NewRat(g.n.Services[s].Prize, 1))
	}
	return net
}

// byzantineSet accepts our set, or another of the same weight whose turning lets an
// attack pay.
func (g *elasticCase) byzantineSet(want []int32) {
	same := slices.Equal(want, g.a.Byzantine.Set)
	if !same && g.weight(want).Cmp(g.weight(g.a.Byzantine.Set)) == 0 {
		net, err := g.netAfter(want)
		same = err == nil && net != nil && net.Sign() > 0
	}
	g.check("elastic", "byzantine_set", same, want, g.a.Byzantine.Set)
}

func (g *elasticCase) weight(services []int32) *big.Rat {
	sum := new(big.Rat)
	for _, s := range services {
		svc := g.n.Services[s]
		w := big.NewRat(svc.Prize, 1)
		sum.Add(sum, w.Quo(w, big.NewRat(svc.Theta.Num, svc.Theta.Den)))
	}
	return sum
}

// stakesAfter are the stakes that are left once services have slashed all that was
// allocated to them.
func (g *elasticCase) stakesAfter(gone []int32) []string {
	out := make([]string, len(g.n.Stakes))
	for v, left := range g.after(gone).Stakes {
		out[v] = big.NewRat(left, 1).String()
	}
	return out
}

// after is the network without the services that have turned; what is left of a stake
// stretches over its other allocations.
func (g *elasticCase) after(gone []int32) *partial.Network {
	out := &partial.Network{}
	for v, stake := range g.n.Stakes {
		for _, s := range gone {
			stake = max(0, stake-g.n.Alloc[v][s])
		}
		row := []int64{}
		for s, w := range g.n.Alloc[v] {
			if !slices.Contains(gone, int32(s)) {
				row = append(row, min(w, stake))
			}
		}
		out.Stakes, out.Alloc = append(out.Stakes, stake), append(out.Alloc, row)
	}
	for s, svc := range g.n.Services {
		if !slices.Contains(gone, int32(s)) {
			out.Services = append(out.Services, svc)
		}
	}
	return out
}

// netAfter is what the best attack on that network nets.
func (g *elasticCase) netAfter(gone []int32) (*big.Rat, error) {
	a, err := partial.Elastic(g.ctx, g.after(gone))
	return a.MaxNet, err
}

// fluid replays a case of attackers who opt in just before striking.
func (p *replay) fluid(c *restakingCase) error {
	var in struct {
		Rest   []int64  `json:"rest"`
		Alpha  []string `json:"alpha"`
		Profit []int64  `json:"profit"`
	}
	if err := json.Unmarshal(c.Input, &in); err != nil {
		return err
	}
	f := partial.Fluid{Rest: in.Rest, Profit: in.Profit}
	for _, text := range in.Alpha {
		r, err := money.ParseRatio(text)
		if err != nil {
			return err
		}
		f.Alpha = append(f.Alpha, r)
	}
	a, err := partial.BestFluid(f)
	if err != nil {
		return err
	}
	return p.fields(c, map[string]judge{
		"max_net_profit":   equalText(p, "fluid", "max_net_profit", a.Net),
		"sacrificed_stake": equalText(p, "fluid", "sacrificed_stake", a.Sacrificed),
		"services":         equalList(p, "fluid", "services", a.Services),
	})
}
