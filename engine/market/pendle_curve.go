package market

import (
	"math"

	"github.com/restakesim/restakesim/engine/detmath"
)

// PendleTerms are what a Pendle V2 market is opened with and keeps.
type PendleTerms struct {
	ScalarRoot   float64 // rate scalar of a year before expiry, above 0
	LnFeeRoot    float64 // natural logarithm of the fee rate of a year before expiry, at least 0; contracts take up to ln 1.05
	ReserveShare float64 // share of each fee that leaves the pool, 0 to 1
	// ParFirst also refuses, before it looks at the proportion, every trade of a market
	// whose exchange rate is below one as it stands. The contract does.
	ParFirst bool
}

// maxProportion is the largest part of the pool, counted in asset, that principal tokens
// may be after a trade.
const maxProportion = 0.96

// PendleCurve is a Pendle V2 market at one moment (pendle-core-v2, MarketMathCore.sol;
// Pendle V2 AMM whitepaper). With PT principal tokens and SY worth A of asset, both in
// the same unit, τ years before expiry, and p = PT/(PT+A):
//
//	exchange rate R = ln(p/(1-p))/scalar + anchor   (PT per asset)
//	scalar = ScalarRoot/τ,  fee rate φ = exp(LnFeeRoot·τ)
//
// The anchor is such that R = exp(LnRate·τ) where nothing is traded: the implied rate of
// the last trade still holds, however much time has passed. Everything is kept as the
// distance from one, which near expiry is all that R and φ are.
type PendleCurve struct {
	PendleTerms
	PT, Asset     float64
	LnRate, Years float64
	scalar        float64
	rateExcess    float64 // R-1 before a trade
	feeExcess     float64 // φ-1
}

// Curve is the market of these terms. Years until expiry must be positive.
func (t PendleTerms) Curve(pt, asset, lnRate, years float64) PendleCurve {
	return PendleCurve{PendleTerms: t, PT: pt, Asset: asset, LnRate: lnRate, Years: years,
		scalar: t.ScalarRoot / years, rateExcess: detmath.Expm1(float64(lnRate * years)), feeExcess: detmath.Expm1(float64(t.LnFeeRoot * years))}
}

// Scalar is the slope by which the logarithm of the odds becomes a rate.
func (c *PendleCurve) Scalar() float64 { return c.scalar }

// Anchor is the exchange rate at which half of the pool are principal tokens.
func (c *PendleCurve) Anchor() float64 {
	return 1 + c.rateExcess - detmath.Log(c.PT/c.Asset)/c.scalar
}

// FeeRate is φ, at least 1.
func (c *PendleCurve) FeeRate() float64 { return 1 + c.feeExcess }

// Price is the asset that one principal token costs before fees, exp(-LnRate·τ). It
// tends to 1 as expiry comes.
func (c *PendleCurve) Price() float64 { return PrincipalPrice(c.LnRate, c.Years) }

// PrincipalPrice discounts one unit of asset at a yearly rate, a natural logarithm.
func PrincipalPrice(lnRate, years float64) float64 { return detmath.Exp(-float64(lnRate * years)) }

// PendleTrade is what a trade comes to. Amounts to the account are negative when it pays.
type PendleTrade struct {
	Rate         float64 // PT per asset, before the fee, at which all of it executes
	Asset        float64 // to the account
	Fee, Reserve float64 // fee in asset, and the part of it that leaves the pool
	LnRate       float64 // implied rate afterwards
}

// Trade quotes n principal tokens to the account, which sells them if n is negative.
// The whole trade executes at the rate at its end: PT after it over the sum before it.
// It refuses, in this order, with ErrDepth (no fewer PT than the pool has), ErrBelowPar
// if the terms have ParFirst, ErrProportion, and ErrBelowPar (R < 1, or R/φ < 1 when
// buying).
func (c *PendleCurve) Trade(n float64) (PendleTrade, error) {
	excess := c.excessAt(n)
	if err := c.refuses(n, excess); err != nil {
		return PendleTrade{}, err
	}
	t := PendleTrade{Rate: 1 + excess}
	gross := -n / t.Rate
	if n > 0 {
		t.Fee = -float64(gross * c.feeExcess)
	} else {
		t.Fee = float64(gross*c.feeExcess) / c.FeeRate()
	}
	t.Asset = gross - t.Fee
	t.Reserve = float64(t.Fee * c.ReserveShare)
	t.LnRate = c.LnRateAt(c.PT-n, c.Asset-t.Asset-t.Reserve)
	return t, nil
}

func (c *PendleCurve) refuses(n, excess float64) error {
	switch {
	case !(n < c.PT && c.PT > 0 && c.Asset > 0):
		return ErrDepth
	case c.ParFirst && c.rateExcess < 0:
		return ErrBelowPar
	case (c.PT-n)/(c.PT+c.Asset) > maxProportion:
		return ErrProportion
	case !(excess >= 0) || n > 0 && excess < c.feeExcess:
		return ErrBelowPar
	}
	return nil
}

// excessAt is R-1 at the end of a trade. The odds move by the factor
// ((PT-n)/PT)·(A/(A+n)), whose logarithm needs no difference of large numbers.
func (c *PendleCurve) excessAt(n float64) float64 {
	return c.rateExcess + (detmath.Log1p(-n/c.PT)-detmath.Log1p(n/c.Asset))/c.scalar
}

// LnRateAt is the implied rate once the pool holds other amounts, with the anchor of now.
func (c *PendleCurve) LnRateAt(pt, asset float64) float64 {
	odds := detmath.Log1p((pt-c.PT)/c.PT) - detmath.Log1p((asset-c.Asset)/c.Asset)
	return detmath.Log1p(c.rateExcess+odds/c.scalar) / c.Years
}

// tradeTo is the trade that executes at a rate of 1+excess before the fee: the one
// inversion of the curve with a closed form.
func (c *PendleCurve) tradeTo(excess float64) float64 {
	q := float64(c.scalar * (excess - c.rateExcess))
	if q > 0 {
		return float64(float64(c.PT*c.Asset)*detmath.Expm1(-q)) / (float64(c.Asset*detmath.Exp(-q)) + c.PT)
	}
	return -float64(float64(c.PT*c.Asset)*detmath.Expm1(q)) / (c.Asset + float64(c.PT*detmath.Exp(q)))
}

// MostBought is the supremum of what can be bought: there a principal token costs one
// asset with the fee.
func (c *PendleCurve) MostBought() float64 { return math.Max(0, c.tradeTo(c.feeExcess)) }

// MostSold is the largest sale that the proportion allows.
func (c *PendleCurve) MostSold() float64 {
	return math.Max(0, float64(maxProportion*(c.PT+c.Asset))-c.PT)
}
