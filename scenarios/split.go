package scenarios

import (
	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/param"
)

// Split is a market of kind pendle.
type Split struct {
	Token     param.Name   `key:"token" doc:"token that is split" required:"true"`
	Principal param.Amount `key:"principal" doc:"principal tokens in the pool at the snapshot, in ETH of redemption value at expiry" unit:"ETH" required:"true"`
	Tokens    param.Amount `key:"tokens" doc:"tokens in the pool beside them" required:"true"`
	market.PendleParams
}

// splitTokens is what markets for principal and yield tokens hold of a token.
func splitTokens(list []engine.SplitSpec, token string, rate float64) (sum float64) {
	for i := range list {
		if x := &list[i]; x.Token == token {
			sum += x.Tokens.Float() + x.Principal.Float()/rate
		}
	}
	return sum
}

// add describes a market for principal and yield tokens to the world.
func (l *Split) add(to []engine.SplitSpec, name string) ([]engine.SplitSpec, param.Problems) {
	s, out := l.split(name)
	return append(to, s), out
}

func (l *Split) split(name string) (engine.SplitSpec, param.Problems) {
	var out param.Problems
	s := engine.SplitSpec{Name: name, Token: string(l.Token), Params: l.PendleParams}
	if s.Token != "" && l.Tokens.Unit != s.Token {
		return s, param.Problems{{Path: "tokens", Message: "the pool holds " + s.Token + " beside principal tokens", Hint: "write 4 000 " + s.Token}}
	}
	tokens, err := l.Tokens.In(9)
	if err != nil {
		out = append(out, param.Problem{Path: "tokens", Message: err.Error()})
	}
	s.Tokens = money.Gwei(tokens)
	if s.Principal, err = l.Principal.Gwei(); err != nil {
		out = append(out, param.Problem{Path: "principal", Message: err.Error()})
	}
	if l.Expires <= 0 {
		out = append(out, param.Problem{Path: "expires", Message: "the market has expired at the snapshot", Hint: "write 58d"})
	}
	if s.Principal <= 0 || s.Tokens <= 0 {
		out = append(out, param.Problem{Path: "tokens", Message: "a pool needs some of both coins"})
	}
	return s, out
}
