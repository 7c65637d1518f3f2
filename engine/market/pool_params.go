package market

import "github.com/restakesim/restakesim/engine/param"

// StableSwapParams are the terms of a StableSwap pool.
type StableSwapParams struct {
	Amplification param.Number  `key:"amplification" doc:"coded A: the paper's A times n^(n-1)" default:"200" min:"1" max:"1000000"`
	Fee           param.Percent `key:"fee" doc:"fee on what is paid out" default:"0.04 %" max:"0.5"`
	AdminFee      param.Percent `key:"admin_fee" doc:"share of the fee that leaves the pool" default:"50 %" max:"1"`
	Offpeg        param.Number  `key:"offpeg_multiplier" doc:"how much the fee may grow away from balance; 1 for a constant fee" default:"1" min:"1" max:"100"`
}

// Open makes the pool.
func (p *StableSwapParams) Open(l Listing) (Pool, error) {
	return NewStableSwap(l, p.Amplification.Float(), StableFee{Rate: p.Fee.Float(), Admin: p.AdminFee.Float(), Offpeg: p.Offpeg.Float()})
}

// ConstantProductParams are the terms of a constant-product pool.
type ConstantProductParams struct {
	Fee param.Percent `key:"fee" doc:"fee on what is paid in" default:"0.3 %" max:"0.5"`
}

// Open makes the pool.
func (p *ConstantProductParams) Open(l Listing) (Pool, error) {
	return NewConstantProduct(l, p.Fee.Float())
}

// ConcentratedParams are the terms of a pool whose liquidity stands in ranges of price.
// Who provides later adds to all of them alike. A real provider would move its range as
// the price leaves it; here ranges stay where they are.
type ConcentratedParams struct {
	Fee     param.Percent `key:"fee" doc:"fee on what is paid in" default:"0.05 %" max:"0.5"`
	Spacing param.Count   `key:"tick_spacing" doc:"ends of ranges are moved outwards to ticks that are multiples of it; the price at tick t is 1.0001^t" default:"10" min:"1" max:"16383"`
	Ranges  []RangeParams `key:"ranges" doc:"where liquidity stands; none for all prices, as in a constant-product pool"`
}

// RangeParams is one range of a pool's liquidity.
type RangeParams struct {
	Lower     param.Number `key:"lower" doc:"lower end of the range, ETH per token" required:"true" min:"1e-15" max:"1e15"`
	Upper     param.Number `key:"upper" doc:"upper end of the range, ETH per token" required:"true" min:"1e-15" max:"1e15"`
	Liquidity param.Number `key:"liquidity" doc:"liquidity relative to the other ranges of the pool. For the same coins a range of 1 % to both sides has 200 times the liquidity of all prices" default:"1" min:"1e-9" max:"1e9"`
}

// Validate wants a range to have its ends in order.
func (p *RangeParams) Validate() (out param.Problems) {
	if p.Lower.Float() >= p.Upper.Float() {
		out = append(out, param.Problem{Path: "upper", Message: "the upper end of a range is not above its lower end"})
	}
	return out
}

// Open makes the pool. Its reserves at the snapshot set the price, which is where the
// ranges hold the two coins in that proportion.
func (p *ConcentratedParams) Open(l Listing) (Pool, error) {
	spacing := int32(p.Spacing)
	most := MaxTick / spacing * spacing
	var positions []Position
	for _, r := range p.Ranges {
		lower := max(-most, min(most-spacing, tickBelow(r.Lower.Float(), spacing)))
		upper := min(most, max(lower+spacing, -tickBelow(1/r.Upper.Float(), spacing)))
		positions = append(positions, Position{lower, upper, r.Liquidity.Float()})
	}
	if len(positions) == 0 {
		positions = []Position{{-most, most, 1}}
	}
	return NewConcentrated(l, p.Fee.Float(), spacing, positions)
}
