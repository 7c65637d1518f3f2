package market

import "math"

// Sizes of trades for a given amount of asset, which the contract leaves to whoever
// calls it. Because a trade executes at its last rate, what a sale brings need not rise
// with its size; the other amounts do.

// BoughtFor is the principal tokens that so much asset buys, fee included, to within
// binary64 and never more.
func (c *PendleCurve) BoughtFor(asset float64) float64 {
	return fallingRoot(func(n float64) float64 { return asset - c.cost(n) }, 0, c.MostBought())
}

// cost is what a buyer pays for n > 0, n·φ/R.
func (c *PendleCurve) cost(n float64) float64 {
	return float64(n*c.FeeRate()) / (1 + c.excessAt(n))
}

// YieldTrade quotes y yield tokens to the account, which sells them if y is negative: the
// trade of -y principal tokens that it takes, and the asset to the account with the pairs
// minted or redeemed beside it. It refuses as Trade does.
func (c *PendleCurve) YieldTrade(y float64) (t PendleTrade, asset float64, err error) {
	if t, err = c.Trade(-y); err != nil {
		return t, 0, err
	}
	if y >= 0 {
		return t, -c.yieldCost(y), nil
	}
	x := c.excessAt(-y)
	return t, float64(-y*(x-c.feeExcess)) / (1 + x), nil
}

// YieldBoughtFor is the yield tokens that so much asset buys: pairs are minted and their
// principal tokens sold, so a yield token costs what is left of 1 - 1/(R·φ).
func (c *PendleCurve) YieldBoughtFor(asset float64) float64 {
	return fallingRoot(func(y float64) float64 { return asset - c.yieldCost(y) }, 0, c.MostSold())
}

func (c *PendleCurve) yieldCost(y float64) float64 {
	x := c.excessAt(-y)
	above := x + c.feeExcess + float64(x*c.feeExcess)
	return float64(y*above) / (1 + above)
}

// BestSale is the sale that brings the most asset; larger ones bring less. There the
// slope of y/R is zero: R = y·dR/dy with dR/dy = (1/(PT+y) + 1/(A-y))/scalar. From zero
// on, R - y·dR/dy first rises if it does, then falls, so it crosses zero once.
func (c *PendleCurve) BestSale() float64 {
	return fallingRoot(func(y float64) float64 {
		return 1 + c.excessAt(-y) - float64(y*(1/(c.PT+y)+1/(c.Asset-y)))/c.scalar
	}, 0, c.MostSold())
}

// SoldFor is the smallest sale that brings so much asset after the fee, to within
// binary64; the best one where none does.
func (c *PendleCurve) SoldFor(asset float64) float64 {
	return fallingRoot(func(y float64) float64 { return asset - c.proceeds(y) }, 0, c.BestSale())
}

// proceeds is what a seller of y is paid, y/(R·φ).
func (c *PendleCurve) proceeds(y float64) float64 {
	return y / float64((1+c.excessAt(-y))*c.FeeRate())
}

// SoldWithin is the largest sale at which one principal token brings at least so much
// asset on average, after the fee; 0 if none does.
func (c *PendleCurve) SoldWithin(price float64) float64 {
	if !(price > 0) {
		return c.MostSold()
	}
	return math.Min(c.MostSold(), math.Max(0, -c.tradeTo(1/float64(price*c.FeeRate())-1)))
}
