package scenarios

import (
	"fmt"
	"io/fs"

	"github.com/restakesim/restakesim/agents"
	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/engine/restake"
	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

// Plan is a checked scenario: everything that a run needs, resolved.
type Plan struct {
	Source       string // name of the file
	Name         string
	Snapshot     param.Date
	Seed         uint64
	Replications int
	Headline     string
	Spec         *engine.Spec
	File         *File
	Tree         *param.Node // resolved, with defaults
	Sources      Sources
	Thresholds   []stats.Threshold
	Warnings     []string

	inputs   []result.Input // data read besides scenario files
	copies   []copied       // vaults that the network does not state
	frontier *frontier      // nil: the scenario asks for none
	problems param.Problems
}

// Load reads a scenario with its bases, applies edits of the form path=value and
// checks everything. All problems come back at once, each with its place; Sources
// hold the texts that they point into.
func Load(fsys fs.FS, name string, sets []string) (*Plan, Sources, param.Problems) {
	f := new(File)
	tree, sources, problems := DecodeTree(fsys, name, sets, f, Catalogues()...)
	if tree == nil {
		return nil, sources, problems
	}
	p := newPlan(name, f, tree, sources, problems)
	p.build(fsys)
	p.buildFrontier(fsys, sets)
	if len(p.problems) > 0 {
		p.problems.Sort(p.Sources.names()...)
		return nil, p.Sources, p.problems
	}
	p.doubt()
	return p, p.Sources, nil
}

func newPlan(name string, f *File, tree *param.Node, sources Sources, problems param.Problems) *Plan {
	return &Plan{Source: name, Name: string(f.Name), Snapshot: f.Snapshot, Seed: uint64(f.Seed), Replications: f.Replications.Int(),
		Headline: string(f.Metrics.Headline), File: f, Tree: tree, Sources: sources, problems: problems}
}

// build turns the file into a spec, part by part in the order of dependence.
func (p *Plan) build(fsys fs.FS) {
	f := p.File
	p.Spec = &engine.Spec{Name: p.Name, Seed: p.Seed, Horizon: f.Horizon.Span(), Step: f.Step.Span(),
		Stress: engine.StressSpec{Memory: f.Stress.Memory.Span(), Slash: f.Stress.Slash.Float()}}
	p.Spec.Gas.PerAction, _ = f.Gas.Gwei()
	if f.Step > 0 && clock.Span(f.Horizon)%clock.Span(f.Step) != 0 {
		p.report(p.Tree, param.Problems{{Path: "horizon", Message: "the horizon is no whole number of steps", Hint: "write a multiple of the step"}})
	}
	p.buildPrice(fsys)
	p.buildEthereum()
	if f.Network != nil {
		n, problems := p.network(fsys, f.Network)
		p.report(f.Network.Node, problems)
		p.Spec.Network = n
	}
	p.buildTokens()
	p.buildMarkets()
	p.buildProgrammes()
	if p.Spec.Network != nil && len(p.problems) == 0 {
		p.divideStake()
		p.Spec.Network.State()
	}
	names := p.names()
	p.buildCohorts(&names)
	p.buildEvents(&names)
	p.checkPools()
	if len(p.problems) == 0 {
		p.checkSupply()
	}
	p.buildThresholds()
}

func (p *Plan) buildEthereum() {
	e := &p.File.Ethereum
	s := &p.Spec.Ethereum
	day := restake.Date(p.Snapshot.Year, p.Snapshot.Month, p.Snapshot.Day)
	s.Era, _ = restake.EraAt(day)
	if e.Rules != "auto" {
		s.Era, _ = restake.EraNamed(string(e.Rules))
	}
	s.Staked, _ = e.Staked.Gwei()
	s.Backlog, _ = e.ExitQueue.Gwei()
	s.Background = engine.ETH(e.Background.PerDay())
	s.Tips = e.Tips.PerYear()
}

func (p *Plan) buildTokens() {
	for i := range p.File.Assets {
		entry := &p.File.Assets[i]
		a, ok := entry.Value.Params.(*Asset)
		if !ok { // of no known kind
			p.Spec.Tokens = append(p.Spec.Tokens, engine.TokenSpec{Name: entry.Name})
			continue
		}
		s, problems := a.token(entry.Name)
		p.report(entry.Value.Node, problems)
		s.Parts = a.parts(func(operator, asset string) string {
			switch {
			case p.File.Network == nil:
				p.report(entry.Value.Node, param.Problems{{Path: "delegation", Message: "there is no network to delegate in", Hint: "add network:, or leave delegation out"}})
				return ""
			case p.Spec.Network == nil: // it has problems of its own
				return ""
			}
			vault, ok := p.vaultFor(operator, asset)
			if !ok {
				p.report(entry.Value.Node, param.Problems{{Path: param.Join("delegation", operator), Message: "no operator is called " + operator, Hint: known(operator, p.operators())}})
			}
			return vault
		})
		p.Spec.Tokens = append(p.Spec.Tokens, s)
	}
	for i := range p.Spec.Tokens {
		for _, part := range p.Spec.Tokens[i].Parts {
			if part.Base != "" && p.File.Assets.Get(part.Base) == nil {
				p.report(p.File.Assets[i].Value.Node, param.Problems{{Path: "backing", Message: "no liquid staking token is called " + part.Base, Hint: p.nearestAsset(part.Base)}})
			}
		}
	}
}

func (p *Plan) buildMarkets() {
	for i := range p.File.Markets {
		entry := &p.File.Markets[i]
		var problems param.Problems
		switch m := entry.Value.Params.(type) {
		case pooled:
			s, out := m.pool(entry.Name)
			s.Open, problems = m.Open, out
			p.Spec.Pools = append(p.Spec.Pools, s)
		case *Split:
			p.Spec.Splits, problems = m.add(p.Spec.Splits, entry.Name)
		case *Lending:
			s, out := m.desk(entry.Name)
			problems = out
			p.Spec.Desks = append(p.Spec.Desks, s)
		}
		p.report(entry.Value.Node, problems)
		p.checkToken(entry.Value.Node, entry.Value.Params)
	}
}

// checkToken reports a venue whose token does not exist.
func (p *Plan) checkToken(at *param.Node, params any) {
	if params == nil { // of no known kind
		return
	}
	key, token := "pair", ""
	switch m := params.(type) {
	case pooled:
		token = m.token()
	case *Split:
		key, token = "token", string(m.Token)
	case *Lending:
		key, token = "collateral", string(m.Collateral)
	}
	if p.File.Assets.Get(token) == nil {
		p.report(at, param.Problems{{Path: key, Message: "no asset is called " + token, Hint: p.nearestAsset(token)}})
	}
}

func (p *Plan) buildProgrammes() {
	for i := range p.File.Programmes {
		entry := &p.File.Programmes[i]
		f := &entry.Value
		s := engine.ProgrammeSpec{Name: entry.Name, Token: string(f.Token), Pays: string(f.Pays), Decimals: uint8(f.Decimals), Params: f.ProgrammeParams, Cliff: bool(f.Cliff)}
		if p.File.Assets.Get(s.Token) == nil {
			p.report(entry.Node, param.Problems{{Path: "token", Message: "no asset is called " + s.Token, Hint: p.nearestAsset(s.Token)}})
		}
		if s.Pays != "" && f.Supply.Unit != s.Pays {
			p.report(entry.Node, param.Problems{{Path: "supply", Message: "the supply is counted in " + s.Pays + ", not in " + f.Supply.Unit, Hint: "write " + s.Pays + " after the number"}})
		}
		if f.Expected != nil {
			s.Expected = f.Expected.Float()
		}
		if f.Pool != nil {
			m, problems := f.Pool.pool(s.Pays, s.Decimals)
			p.report(entry.Node.Get("pool"), problems)
			s.Market = m
		}
		p.Spec.Programmes = append(p.Spec.Programmes, s)
	}
}

// names lists what cohorts and events may refer to.
func (p *Plan) names() engine.Names {
	var n engine.Names
	for i := range p.Spec.Tokens {
		n.Tokens = append(n.Tokens, p.Spec.Tokens[i].Name)
	}
	for i := range p.Spec.Pools {
		n.Pools = append(n.Pools, p.Spec.Pools[i].Name)
	}
	for i := range p.Spec.Desks {
		n.Desks = append(n.Desks, p.Spec.Desks[i].Name)
	}
	for i := range p.Spec.Programmes {
		n.Programmes = append(n.Programmes, p.Spec.Programmes[i].Name)
	}
	n.Operators = p.operators()
	if p.File.Network != nil && p.Spec.Network == nil { // it cannot be read, but it is there
		n.Operators, n.Services = []string{"?"}, []string{"?"}
	}
	for i := range p.File.Markets {
		if m := &p.File.Markets[i]; m.Value.Params == nil { // of no known kind, so it may be either
			n.Pools, n.Desks = append(n.Pools, m.Name), append(n.Desks, m.Name)
		}
	}
	if p.Spec.Network != nil {
		for _, s := range p.Spec.Network.Network.Services {
			n.Services = append(n.Services, s.Name)
		}
	}
	return n
}

func (p *Plan) buildCohorts(n *engine.Names) {
	for i := range p.File.Agents {
		entry := &p.File.Agents[i]
		params, ok := entry.Value.Params.(agents.Params)
		if !ok { // of no known kind
			continue
		}
		c, problems := params.Cohort(n)
		p.report(entry.Value.Node, withHints(problems, entry.Value.Node, n))
		c.Name, c.Kind = entry.Name, entry.Value.Kind
		p.Spec.Cohorts = append(p.Spec.Cohorts, c)
	}
}

// checkPools refuses pools that hold more of a token than there is.
func (p *Plan) checkPools() {
	for k := range p.Spec.Pools {
		q := &p.Spec.Pools[k]
		for i := range p.Spec.Tokens {
			t := &p.Spec.Tokens[i]
			if q.Base == t.Name && q.BaseQty > t.Supply && !p.accused(param.Join("assets", t.Name)) {
				p.report(p.File.Markets.Get(q.Name).Value.Node, param.Problems{{Path: "reserves",
					Message: fmt.Sprintf("the pool holds more %s than there are: the supply is %.0f", t.Name, t.Supply.Float()), Hint: "lower the reserve, or raise the supply of " + t.Name}})
			}
		}
	}
}

// checkSupply refuses holdings that together exceed a token's supply.
func (p *Plan) checkSupply() {
	for i := range p.Spec.Tokens {
		t := &p.Spec.Tokens[i]
		need := 0.0
		for k := range p.Spec.Pools {
			if q := &p.Spec.Pools[k]; q.Base == t.Name {
				need += q.BaseQty.Float()
			}
		}
		rate := t.Params.Opening.Float()
		need += splitTokens(p.Spec.Splits, t.Name, rate)
		for k := range p.Spec.Cohorts {
			if c := &p.Spec.Cohorts[k]; c.Holds == int16(i) {
				need += c.Amount / rate
			}
		}
		for k := range p.Spec.Desks {
			if d := &p.Spec.Desks[k]; d.Collateral == t.Name {
				need += d.Borrowed.Float() / rate
			}
		}
		need += p.restaked(t.Name)
		if need > t.Supply.Float()*1.0000001 && t.Params.Family != "lst" {
			p.report(p.File.Assets[i].Value.Node, param.Problems{{Path: "supply", Message: fmt.Sprintf("cohorts, loops, pools and vaults hold %.0f %s, more than the supply", need, t.Name), Hint: "raise the supply, or lower holdings and reserves"}})
		}
	}
}
