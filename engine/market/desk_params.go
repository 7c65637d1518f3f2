package market

import "github.com/restakesim/restakesim/engine/param"

// DeskParams are the terms of a lending desk. The defaults are those of an isolated
// market of Morpho Blue with a kinked rate as Aave has it.
type DeskParams struct {
	LLTV          param.Percent `key:"lltv" doc:"a loan beyond this share of its collateral may be liquidated" required:"true" max:"1"`
	LTV           param.Percent `key:"ltv" doc:"borrowing stops at this share; as lltv if not given" default:"0 %" max:"1"`
	Bonus         param.Percent `key:"bonus" doc:"collateral seized beyond the debt repaid; 0 for Morpho's formula" default:"0 %" max:"1"`
	ProtocolShare param.Percent `key:"protocol_share" doc:"share of the bonus that goes to the desk's reserve" default:"0 %" max:"1"`
	CloseFactor   param.Percent `key:"close_factor" doc:"share of a debt that one liquidation may repay" default:"100 %" max:"1"`
	CloseBelow    param.Number  `key:"close_below" doc:"health at or below which all of a debt may be repaid" default:"0" min:"0" max:"1"`
	WriteOff      param.Bool    `key:"write_off" doc:"whether debt without collateral is taken from lenders at once" default:"true"`
	Base          param.Rate    `key:"base_rate" doc:"borrow rate of an empty desk" default:"0 %/y"`
	Slope1        param.Rate    `key:"slope1" doc:"rise of the borrow rate up to the optimal utilisation" default:"2.7 %/y"`
	Slope2        param.Rate    `key:"slope2" doc:"rise of the borrow rate beyond it" default:"40 %/y"`
	Optimal       param.Percent `key:"optimal_utilisation" doc:"where the rate starts to rise steeply" default:"90 %" max:"1"`
	ReserveFactor param.Percent `key:"reserve_factor" doc:"share of interest that goes to the desk's reserve" default:"0 %" max:"1"`
}

// Open makes the desk.
func (p *DeskParams) Open(l DeskListing) (*Desk, error) {
	r := DeskRules{LLTV: p.LLTV.Float(), LTV: p.LTV.Float(), ProtocolShare: p.ProtocolShare.Float(), CloseFactor: p.CloseFactor.Float(),
		CloseBelow: p.CloseBelow.Float(), WriteOff: bool(p.WriteOff), ReserveFactor: p.ReserveFactor.Float(),
		Rate: KinkedRate{Base: p.Base.PerYear(), Slope1: p.Slope1.PerYear(), Slope2: p.Slope2.PerYear(), Optimal: p.Optimal.Float()}}
	if r.LTV == 0 {
		r.LTV = r.LLTV
	}
	if b := p.Bonus.Float(); b > 0 {
		r.Incentive = 1 + b
	}
	return NewDesk(l, r)
}
