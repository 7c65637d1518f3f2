package engine

import "github.com/restakesim/restakesim/engine/detmath"

// Outlook is what everybody may know of a liquid token when they decide: the
// recognised state, computed once per step. Rates are per year, times in years.
type Outlook struct {
	Rate       float64 // recognised redemption rate, ETH per token
	Price      float64 // pool price per unit of redemption value, as last seen
	Yield      float64 // net yield of holding
	QueueYield float64 // what a queued token still earns
	Points     float64 // expected value of a year's points on 1 of redemption value
	PointsLeft float64 // until the programme ends
	Wait       float64 // until a request made now would be paid
	SlashRate  float64 // recognised intensity of slashes
	SlashLoss  float64 // share of backing lost in one
	Stress     float64 // recognised stress, see stress.go
	Redeems    bool    // exit requests are accepted
	Mints      bool    // deposits are accepted and there is room under the cap
	Room       float64 // ETH left under the cap
}

// SlashOver is the expected share of value lost to slashes over a time in years:
// q(1-e^(-λt)).
func (o *Outlook) SlashOver(years float64) float64 {
	if o.SlashRate == 0 {
		return 0
	}
	return float64(o.SlashLoss * -detmath.Expm1(-float64(o.SlashRate*years)))
}

// DeskOutlook is what everybody may know of a lending desk.
type DeskOutlook struct {
	BorrowRate, SupplyRate float64 // per year
	Utilisation            float64 // share of supply lent out
	Oracle                 float64 // ETH per unit of collateral, as the desk sees it
	LLTV                   float64 // liquidation loan-to-value
	Bonus                  float64 // what a liquidation takes beyond the debt repaid, as a share of it
	Cash                   float64 // ETH free to borrow or withdraw
	Open                   bool    // lends: there is cash
}
