package market

import "math"

// MaxLeverage is the limit of looping at a loan-to-value: 1/(1-l).
func MaxLeverage(ltv float64) float64 { return 1 / (1 - ltv) }

// LiquidationPrice is the price, per unit of par, at which a position of a leverage is
// liquidated: (1-1/L)/LT.
func LiquidationPrice(leverage, threshold float64) float64 { return (1 - 1/leverage) / threshold }

// Carry is what equity earns at a leverage, per year: L·y - (L-1)·r.
func Carry(leverage, yield, borrowRate float64) float64 {
	return float64(leverage*yield) - float64((leverage-1)*borrowRate)
}

// BreakEvenBorrowRate is the rate above which a loop loses against its own yield to
// nothing: y·L/(L-1). It is NaN without leverage.
func BreakEvenBorrowRate(leverage, yield float64) float64 {
	if leverage <= 1 {
		return math.NaN()
	}
	return float64(yield*leverage) / (leverage - 1)
}

// DeleverSale is the collateral to sell at a price, with a fee on the sale, so that the
// debt falls to a target loan-to-value: (B - l·p·C)/(p·((1-f) - l)). A result below 0
// or above the collateral means that no sale does it.
func DeleverSale(collateral, price, debt, target, fee float64) float64 {
	return (debt - float64(float64(target*price)*collateral)) / float64(price*(1-fee-target))
}
