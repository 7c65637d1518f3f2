package scenarios

import (
	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/param"
)

// markets lists the venues that a file may name.
func markets() param.Catalogue {
	return param.Catalogue{Name: "markets", Kinds: []param.Kind{
		{Name: "stableswap", Doc: "pool of coins that are worth about the same", New: func() any { return new(StableSwap) }},
		{Name: "constant-product", Doc: "pool whose product of reserves stays", New: func() any { return new(ConstantProduct) }},
		{Name: "concentrated", Doc: "pool whose liquidity stands in ranges of price", New: func() any { return new(Concentrated) }},
		{Name: "pendle", Doc: "market that splits a token into principal and yield until a date", New: func() any { return new(Split) }},
		{Name: "lending", Doc: "isolated desk that lends ETH against a token", New: func() any { return new(Lending) }},
	}}
}

// Listed is what all pools state.
type Listed struct {
	Pair     param.Pair     `key:"pair" doc:"token, and ETH in which it is priced" required:"true"`
	Reserves []param.Amount `key:"reserves" doc:"what is in the pool at the snapshot, in the order of the pair" required:"true"`
}

// pooled is a pool of any kind.
type pooled interface {
	token() string
	pool(name string) (engine.PoolSpec, param.Problems)
	Open(market.Listing) (market.Pool, error)
}

// token is what the pool prices.
func (l *Listed) token() string { return string(l.Pair[0]) }

// StableSwap is a pool of kind stableswap.
type StableSwap struct {
	Listed
	market.StableSwapParams
}

// ConstantProduct is a pool of kind constant-product.
type ConstantProduct struct {
	Listed
	market.ConstantProductParams
}

// Concentrated is a pool of kind concentrated. Its reserves set the price: it is where the
// ranges hold both coins in this proportion.
type Concentrated struct {
	Listed
	market.ConcentratedParams
}

// Lending is a desk of kind lending.
type Lending struct {
	Collateral param.Name          `key:"collateral" doc:"token lent against" required:"true"`
	Supplied   param.Amount        `key:"supplied" doc:"ETH that lenders have supplied" unit:"ETH" required:"true"`
	Borrowed   param.Amount        `key:"borrowed" doc:"ETH lent out at the snapshot, to which levered positions are scaled; 0 takes them as they come" unit:"ETH" default:"0 ETH"`
	Oracle     market.OracleParams `key:"oracle" doc:"what the desk takes for the token's price"`
	market.DeskParams
}

// pool describes a pool to the world.
func (l *Listed) pool(name string) (engine.PoolSpec, param.Problems) {
	s := engine.PoolSpec{Name: name, Base: string(l.Pair[0])}
	if l.Pair[1] != "ETH" {
		return s, param.Problems{{Path: "pair", Message: "a pool prices a token in ETH", Hint: "write [" + s.Base + ", ETH]"}}
	}
	base, quote, out := reserves(l.Reserves, s.Base, 9)
	s.BaseQty, s.QuoteQty = base, quote
	return s, out
}

// reserves reads the two amounts of a pool of a token against ETH.
func reserves(r []param.Amount, token string, decimals uint8) (base, quote money.Gwei, out param.Problems) {
	if token == "" { // it was not read
		return 0, 0, nil
	}
	if len(r) != 2 || r[0].Unit != token || r[1].Unit != "ETH" {
		return 0, 0, param.Problems{{Path: "reserves", Message: "a pool holds " + token + " and ETH, in this order", Hint: "write [28 000 " + token + ", 4 000 ETH]"}}
	}
	b, err := r[0].In(decimals)
	if err != nil {
		out = append(out, param.Problem{Path: "reserves", Message: err.Error()})
	}
	quote, err = r[1].Gwei()
	if err != nil {
		out = append(out, param.Problem{Path: "reserves", Message: err.Error()})
	}
	if b <= 0 || quote <= 0 {
		out = append(out, param.Problem{Path: "reserves", Message: "a pool needs some of both coins"})
	}
	return money.Gwei(b), quote, out
}

// desk describes a lending desk to the world.
func (l *Lending) desk(name string) (engine.DeskSpec, param.Problems) {
	var out param.Problems
	s := engine.DeskSpec{Name: name, Collateral: string(l.Collateral), Params: l.DeskParams, Oracle: l.Oracle, LLTV: l.LLTV.Float()}
	var err error
	if s.Supplied, err = l.Supplied.Gwei(); err != nil {
		out = append(out, param.Problem{Path: "supplied", Message: err.Error()})
	}
	if s.Borrowed, err = l.Borrowed.Gwei(); err != nil {
		out = append(out, param.Problem{Path: "borrowed", Message: err.Error()})
	}
	if s.Borrowed > s.Supplied && l.Supplied.Unit != "" { // without a unit it was not read
		out = append(out, param.Problem{Path: "borrowed", Message: "more is lent out than was supplied", Hint: "lower borrowed, or raise supplied"})
	}
	return s, out
}

// pool describes the market of a programme's token.
func (p *Pool) pool(token string, decimals uint8) (*engine.PoolSpec, param.Problems) {
	base, quote, out := reserves(p.Reserves, token, decimals)
	return &engine.PoolSpec{Name: "the market of " + token, Base: token, BaseQty: base, QuoteQty: quote, Open: p.Open}, out
}
