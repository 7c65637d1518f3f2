package market

import (
	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/money"
)

// Wait is what an exit through a queue means for its owner. Times are years, rates per
// year and compounding continuously.
type Wait struct {
	Years    float64 // until it is paid, place in the queue included
	Discount float64 // what the owner's capital earns elsewhere
	Yield    float64 // what the queued token still earns
	Slashes  float64 // intensity of slashes
	Loss     float64 // share lost in one
}

// payoff is what the queue pays per 1 of redemption value: e^(yT)(1-q(1-e^(-λT))).
func (w Wait) payoff() float64 {
	slashed := -detmath.Expm1(-float64(w.Slashes * w.Years))
	return float64(detmath.Exp(float64(w.Yield*w.Years)) * (1 - float64(w.Loss*slashed)))
}

func (w Wait) discounted(x float64) float64 {
	return float64(detmath.Exp(-float64(w.Discount*w.Years)) * x)
}

// QueueValue is the present value of queueing 1 of redemption value.
func (w Wait) QueueValue() float64 { return w.discounted(w.payoff()) }

// BorrowValue is the present value of borrowing a loan-to-value at once against the
// queued token and repaying it when the queue pays: l + e^(-rT)(payoff - l·e^(r_b·T)).
func (w Wait) BorrowValue(ltv, borrowRate float64) float64 {
	repay := float64(ltv * detmath.Exp(float64(borrowRate*w.Years)))
	return ltv + w.discounted(w.payoff()-repay)
}

// BreakEvenDiscount is the market discount at which selling and queueing are worth the
// same, about (r-y)T + q·λ·T.
func (w Wait) BreakEvenDiscount() float64 { return 1 - w.QueueValue() }

// Exit is a way out of a token that is redeemed through a queue.
type Exit uint8

// The ways out.
const (
	SellNow Exit = iota
	QueueUp
	BorrowAndQueue
)

// Best is the way out that is worth the most per 1 of redemption value, when a sale
// brings sold and the rest is as in BorrowValue; of equal ones the first.
func (w Wait) Best(sold, ltv, borrowRate float64) (best Exit, worth float64) {
	worth = sold
	for way, value := range [...]float64{QueueUp: w.QueueValue(), BorrowAndQueue: w.BorrowValue(ltv, borrowRate)} {
		if Exit(way) != SellNow && value > worth {
			best, worth = Exit(way), value
		}
	}
	return best, worth
}

// SellValue is what selling so much of a pool's base brings, per unit of redemption
// value at a rate in quote per base; 0 for nothing.
func SellValue(p Pool, amount money.Gwei, l Listing, rate float64) float64 {
	if amount <= 0 {
		return 0
	}
	out := float64(float64(p.SellOut(amount)) * unit(l.QuoteDecimals))
	return out / float64(float64(float64(amount)*unit(l.BaseDecimals))*rate)
}
