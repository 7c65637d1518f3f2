package market

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/param"
)

// OracleParams are the keys of a desk's oracle.
type OracleParams struct {
	Kind param.Choice   `key:"kind" doc:"market: follows the pool price with a lag; redemption: the rate that the token reports, blind to the market" default:"market" oneof:"market|redemption"`
	Lag  param.Duration `key:"lag" doc:"time constant of a market oracle" default:"30m"`
}

// Open makes the oracle.
func (p OracleParams) Open() *Oracle {
	return &Oracle{blind: p.Kind == "redemption", lag: float64(p.Lag.Span())}
}

// Oracle is what a desk takes for the price of its collateral. A market oracle
// approaches the pool price exponentially, o += (p-o)(1-e^(-dt/lag)), which is what a
// moving average or a median over a window of that length does to a step; a redemption
// oracle repeats the token's own report.
type Oracle struct {
	blind bool
	lag   float64 // seconds
	price float64
	at    clock.Time
}

// Reset sets the oracle to a price.
func (o *Oracle) Reset(now clock.Time, price float64) { o.price, o.at = price, now }

// Price is what the oracle says, in debt units per collateral unit.
func (o *Oracle) Price() float64 { return o.price }

// Observe shows the oracle the pool price and the reported redemption rate, and
// returns what it says.
func (o *Oracle) Observe(now clock.Time, market, redemption float64) float64 {
	dt := float64(now.Sub(o.at))
	o.at = now
	switch {
	case o.blind:
		o.price = redemption
	case o.lag <= 0:
		o.price = market
	default:
		o.price += float64((market - o.price) * -detmath.Expm1(-dt/o.lag))
	}
	return o.price
}
