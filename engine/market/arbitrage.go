package market

import "github.com/restakesim/restakesim/engine/money"

// Both sizes below are where the last unit stops paying, so that no other size earns
// more; capital and speed limit what is done of them.

// DiscountSize is the quote to spend on base that is worth so much per unit, for
// instance the present value of its redemption, and the base it buys. Both are 0 when
// base costs no less than that already.
func DiscountSize(p Pool, worth float64) (spend, bought money.Gwei) {
	spend = p.BuyTo(worth)
	return spend, p.BuyOut(spend)
}

// PremiumSize is the base to sell when a unit costs so much to make, for instance to
// mint, and the quote it brings. Both are 0 when base brings no more than that.
func PremiumSize(p Pool, cost float64) (sell, proceeds money.Gwei) {
	sell = p.SellTo(cost)
	return sell, p.SellOut(sell)
}
