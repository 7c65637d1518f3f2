package market

import (
	"fmt"
	"math"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/rng"
)

// Price is the price of ETH in USD, which nothing in the model moves.
type Price struct {
	law  law
	spot float64
	now  float64
}

// law gives the log return between two moments. The key addresses the replication;
// purpose, time and n are the law's own to set.
type law interface {
	logReturn(k rng.Key, from, to clock.Time) float64
}

// newPrice returns a price that starts at spot and follows a law.
func newPrice(spot float64, l law) (*Price, error) {
	if !(spot > 0) || math.IsInf(spot, 1) {
		return nil, fmt.Errorf("%w: price %v", ErrSetting, spot)
	}
	return &Price{law: l, spot: spot, now: spot}, nil
}

// Reset brings back the price of the snapshot.
func (p *Price) Reset() { p.now = p.spot }

// Now is the price in USD.
func (p *Price) Now() float64 { return p.now }

// Step moves the price from one moment to another and returns the log return.
func (p *Price) Step(k rng.Key, from, to clock.Time) float64 {
	r := p.law.logReturn(k, from, to)
	p.now = float64(p.now * detmath.Exp(r))
	return r
}

// JumpDiffusion is the process of R. Merton, Option pricing when underlying stock
// returns are discontinuous (Journal of Financial Economics 3, 1976):
//
//	d ln S = (μ - σ²/2 - λ(e^(m+s²/2)-1)) dt + σ dW + J dN,  J ~ N(m, s²),  dN ~ Poisson(λ dt)
//
// so that the expected price grows at μ whatever the jumps. Drift, Volatility and
// Intensity are per year; JumpMean and JumpSD are of the logarithm.
type JumpDiffusion struct{ Drift, Volatility, Intensity, JumpMean, JumpSD float64 }

func (j JumpDiffusion) logReturn(k rng.Key, from, to clock.Time) float64 {
	dt := to.Sub(from).Years()
	k.Purpose, k.Time = rng.Price, int64(to)
	s := k.Stream()
	growth := detmath.Expm1(j.JumpMean + float64(j.JumpSD*j.JumpSD)/2)
	drift := j.Drift - float64(j.Volatility*j.Volatility)/2 - float64(j.Intensity*growth)
	r := float64(drift*dt) + float64(float64(j.Volatility*math.Sqrt(dt))*detmath.NormQuantile(s.UnitAt(0)))
	if j.Intensity <= 0 {
		return r
	}
	k.Purpose = rng.Jump
	s = k.Stream()
	if n := float64(detmath.PoissonQuantile(s.UnitAt(0), float64(j.Intensity*dt))); n > 0 {
		r += float64(n*j.JumpMean) + float64(float64(j.JumpSD*math.Sqrt(n))*detmath.NormQuantile(s.UnitAt(1)))
	}
	return r
}

// BlockBootstrap draws blocks of consecutive daily log returns from a series, so
// that tails and clustering survive without a fit (H. Künsch, The jackknife and the
// bootstrap for general stationary observations, Annals of Statistics 17, 1989). A
// day's return accrues evenly over the day: what is within a day is not modelled.
type BlockBootstrap struct {
	Returns []float64 // daily log returns, the mean left in
	Block   int       // days
}

func (x BlockBootstrap) logReturn(k rng.Key, from, to clock.Time) float64 {
	sum := 0.0
	for at := from; at < to; {
		day := int64(at) / int64(clock.Day)
		end := min(to, clock.Time((day+1)*int64(clock.Day)))
		sum += float64(x.day(k, day) * end.Sub(at).Days())
		at = end
	}
	return sum
}

// day is the return of one simulated day.
func (x BlockBootstrap) day(k rng.Key, day int64) float64 {
	block := day / int64(x.Block)
	k.Purpose, k.Time = rng.Bootstrap, block*int64(x.Block)*int64(clock.Day)
	start := int64(k.Unit() * float64(len(x.Returns)))
	return x.Returns[(start+day%int64(x.Block))%int64(len(x.Returns))]
}

// LogReturns turns daily prices into daily log returns.
func LogReturns(prices []float64) ([]float64, error) {
	if len(prices) < 2 {
		return nil, fmt.Errorf("%w: a series needs two prices", ErrSetting)
	}
	for i, p := range prices {
		if !(p > 0) || math.IsInf(p, 1) {
			return nil, fmt.Errorf("%w: price %d of the series is %v", ErrSetting, i+1, p)
		}
	}
	out := make([]float64, len(prices)-1)
	for i := range out {
		out[i] = detmath.Log(prices[i+1] / prices[i])
	}
	return out, nil
}
