package market

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/param"
)

// PendleParams are the terms of a market for principal and yield tokens, which runs by
// the contract's order of checks.
type PendleParams struct {
	Expires      param.Duration `key:"expires" doc:"expiry, from the snapshot" required:"true"`
	ImpliedRate  param.Rate     `key:"implied_rate" doc:"yearly rate at which principal tokens are discounted at the snapshot, continuously compounded" required:"true"`
	ScalarRoot   param.Number   `key:"scalar_root" doc:"steepness: the rate scalar a year before expiry" required:"true" min:"0.01" max:"10000"`
	Fee          param.Percent  `key:"fee" doc:"fee on a trade a year before expiry; it shrinks to nothing with the time left" default:"0.3 %" max:"0.05"`
	ReserveShare param.Percent  `key:"reserve_share" doc:"share of the fee that leaves the pool" default:"80 %" max:"1"`
	YieldFee     param.Percent  `key:"yield_fee" doc:"share of yield and points of yield tokens that the treasury keeps" default:"5 %" max:"1"`
}

// Open makes the market.
func (p *PendleParams) Open(l PendleListing) (*Pendle, error) {
	terms := PendleTerms{ScalarRoot: float64(p.ScalarRoot), LnFeeRoot: detmath.Log1p(p.Fee.Float()), ReserveShare: p.ReserveShare.Float(), ParFirst: true}
	return NewPendle(l, terms, clock.Time(p.Expires.Span()), p.ImpliedRate.PerYear(), p.YieldFee.Ratio())
}
