package scenarios

import (
	"strings"

	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/engine/restake"
)

// origin is where a parameter comes from.
type origin struct{ source, date, grade string }

// The grades, as ASSUMPTIONS.md defines them.
const (
	gradeMeasured = "measured"
	gradeReported = "reported"
	gradeGuess    = "guess"
)

// origins are those of a set of rules: of all its parameters, but for some by name.
type origins struct {
	all origin
	but map[string]origin
}

// of is where a parameter comes from.
func (o origins) of(name string) origin {
	if x, ok := o.but[name]; ok {
		return x
	}
	return o.all
}

// graded gives settings their origins.
func (o origins) graded(settings []restake.Setting) []Parameter {
	out := []Parameter{}
	for _, s := range settings {
		x := o.of(s.Name)
		out = append(out, Parameter{s.Name, s.Value, s.Doc, x.source, x.date, x.grade})
	}
	return out
}

// platformRules are the rules of a platform by date.
func platformRules(name string) []RuleSet {
	out := []RuleSet{}
	for _, p := range restake.Platforms() {
		if p.Name == name {
			out = append(out, RuleSet{Name: p.Name, Use: "network: {platform: " + p.Name + "}", Since: p.Since.String(),
				Parameters: platformOrigins(&p).graded(p.Settings()), Inputs: []string{}})
		}
	}
	return out
}

// tokenRules are the terms of a token.
func tokenRules(name string) RuleSet {
	r := RuleSet{Name: name, Parameters: []Parameter{}, Inputs: []string{}}
	if p, ok := restake.TokenNamed(name); ok {
		r.Use = "assets: {" + name + ": {kind: " + p.Family + "}}, or any asset with terms: " + name
		r.Parameters = tokenOrigins(&p).graded(p.Settings())
		r.Inputs = inputs("assets", p.Family)
	}
	return r
}

// bridgeRules are the terms on which a token is minted on another chain.
func bridgeRules(token string) RuleSet {
	r := RuleSet{Name: token, Parameters: []Parameter{}, Inputs: []string{}}
	if p, ok := restake.TokenNamed(token); ok {
		r.Parameters = tokenOrigins(&p).graded(p.Bridge.Settings())
	}
	return r
}

// eraRules are Ethereum's rules by fork. A scenario can ask for some by name.
func eraRules() []RuleSet {
	var choices []string
	for _, f := range param.Describe(new(EthereumSection)) {
		if f.Key == "rules" {
			choices = f.Oneof
		}
	}
	out := []RuleSet{}
	for _, e := range restake.Eras() {
		r := RuleSet{Name: e.Name, Use: "snapshot: DATE", Parameters: eraOrigins(&e).graded(e.Settings()), Inputs: []string{}}
		if e.Since != 0 {
			r.Since = e.Since.String()
		} else {
			r.Use = ""
		}
		for _, c := range choices {
			if c == e.Name {
				r.Use = strings.TrimPrefix(r.Use+", or ethereum: {rules: "+c+"}", ", or ")
			}
		}
		out = append(out, r)
	}
	return out
}

// marketRules are the defaults of a kind of market.
func marketRules(kind string) RuleSet {
	from := marketOrigins()
	r := RuleSet{Name: kind, Use: "markets: {NAME: {kind: " + kind + "}}", Parameters: []Parameter{}, Inputs: inputs("markets", kind)}
	for _, f := range keysOf("markets", kind) {
		if f.Default != "" {
			x := from[kind+"."+f.Key]
			r.Parameters = append(r.Parameters, Parameter{f.Key, f.Default, f.Doc, x.source, x.date, x.grade})
		}
	}
	return r
}

// inputs are the keys of a kind that a scenario has to state.
func inputs(catalogue, kind string) []string {
	out := []string{}
	for _, f := range keysOf(catalogue, kind) {
		if f.Required {
			out = append(out, f.Key)
		}
	}
	return out
}

// keysOf lists the keys of a kind, with dots between those of sections within.
func keysOf(catalogue, kind string) (out []param.Field) {
	var list func(path string, fields []param.Field)
	list = func(path string, fields []param.Field) {
		for _, f := range fields {
			f.Key = param.Join(path, f.Key)
			out = append(out, f)
			list(f.Key, f.Sub)
			if f.Of != nil {
				list(f.Key, f.Of.Sub)
			}
		}
	}
	for _, c := range Catalogues() {
		for _, k := range c.Kinds {
			if c.Name == catalogue && k.Name == kind {
				list("", param.Describe(k.New()))
			}
		}
	}
	return out
}
