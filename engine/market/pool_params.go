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
