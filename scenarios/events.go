package scenarios

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/param"
)

// eventKinds are the words of the do key.
func eventKind(word param.Choice) engine.EventKind {
	switch word {
	case "airdrop":
		return engine.Airdrop
	case "open-exits":
		return engine.OpenExits
	case "close-exits":
		return engine.CloseExits
	case "set-cap":
		return engine.SetCap
	case "price-shock":
		return engine.PriceShock
	case "fault":
		return engine.FaultAt
	case "fault-largest":
		return engine.FaultLargest
	}
	return engine.Announce
}

// buildEvents resolves the dated events.
func (p *Plan) buildEvents(n *engine.Names) {
	list := p.Tree.Get("events")
	for i := range p.File.Events {
		e := &p.File.Events[i]
		node := list.Items[i]
		s := engine.EventSpec{At: clock.Time(e.At), Kind: eventKind(e.Do), Token: n.Token(string(e.Token)), Programme: n.Programme(string(e.Programme)),
			Operator: n.Operator(string(e.Operator)), Count: e.Count.Int(), Ratio: e.Change.Float(), Fraction: e.Fraction.Ratio(), Text: string(e.Text)}
		s.Amount, _ = e.Cap.Gwei()
		if s.Text == "" {
			s.Text = e.describe()
		}
		p.checkEvent(node, e, &s, n)
		p.Spec.Events = append(p.Spec.Events, s)
	}
}

// checkEvent reports what an event needs and does not have.
func (p *Plan) checkEvent(node *param.Node, e *Event, s *engine.EventSpec, n *engine.Names) {
	need := func(key, what string, index int16, name param.Name, names []string) {
		if index < 0 {
			p.report(node, param.Problems{{Path: key, Message: fmt.Sprintf("%s needs %s, and none is called %q", e.Do, what, name), Hint: known(string(name), names)}})
		}
	}
	switch s.Kind {
	case engine.Airdrop:
		need("programme", "a programme", s.Programme, e.Programme, n.Programmes)
	case engine.OpenExits, engine.CloseExits, engine.SetCap:
		need("token", "a liquid token", s.Token, e.Token, n.Tokens)
	case engine.FaultAt:
		if p.File.Network == nil || p.Spec.Network != nil { // else it has problems of its own
			need("operator", "an operator", s.Operator, e.Operator, n.Operators)
		}
	}
	if (s.Kind == engine.FaultAt || s.Kind == engine.FaultLargest) && p.File.Network == nil {
		p.report(node, param.Problems{{Path: "do", Message: "a fault needs a network of operators and services", Hint: "add network:"}})
	}
	if p.Spec.Horizon > 0 && clock.Span(e.At) > p.Spec.Horizon {
		p.report(node, param.Problems{{Path: "at", Message: "the event lies beyond the horizon", Hint: "the horizon is " + p.File.Horizon.String()}})
	}
}

// describe is what the timeline says of an event without a text.
func (e *Event) describe() string {
	parts := []string{string(e.Do)}
	for _, name := range []param.Name{e.Programme, e.Token, e.Operator} {
		if name != "" {
			parts = append(parts, string(name))
		}
	}
	return strings.Join(parts, " ")
}

// buildPrice makes the law of the ETH price, reading its series where it has one.
func (p *Plan) buildPrice(fsys fs.FS) {
	switch x := p.File.EthUSD.Params.(type) {
	case *market.JumpDiffusionParams:
		p.Spec.Price = x
	case *market.BootstrapParams:
		prices, problems := p.readSeries(fsys, string(x.Series))
		if len(problems) > 0 {
			p.report(p.File.EthUSD.Node, problems)
			return
		}
		x.Prices = prices
		p.Spec.Price = x
	}
	if p.Spec.Price == nil || len(p.problems) > 0 {
		return
	}
	if _, err := p.Spec.Price.Open(); err != nil {
		p.report(p.File.EthUSD.Node, param.Problems{{Message: err.Error()}})
	}
}
