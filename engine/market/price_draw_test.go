package market

import (
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/rng"
)

// TestDiffusionIsNormal: a step without jumps against the normal distribution function.
func TestDiffusionIsNormal(t *testing.T) {
	const n = 20000
	j := JumpDiffusion{Volatility: 0.6}
	x := sample(j, 31, n, clock.Day, clock.Day)
	sd := 0.6 * math.Sqrt(1.0/365)
	normal := make([]float64, n)
	for i := range normal { // evenly spread quantiles of the law
		normal[i] = sd*math.Sqrt2*math.Erfinv(2*(float64(i)+0.5)/n-1) - sd*sd/2
	}
	if d := distance(x, normal); d > 1.95/math.Sqrt(n)+0.5/n {
		t.Errorf("the distribution is %.4f from the normal", d)
	}
}

// TestJumpsArePoisson: with jumps of size 1 alone the log return counts them.
func TestJumpsArePoisson(t *testing.T) {
	const n, rate = 20000, 1.5
	j := JumpDiffusion{Intensity: rate * 365, JumpMean: 1}
	drift := -j.Intensity * (math.E - 1) / 365
	counts := make([]float64, 8) // the last: 7 or more
	for _, r := range sample(j, 41, n, clock.Day, clock.Day) {
		jumps := math.Round(r - drift)
		if math.Abs(r-drift-jumps) > 1e-9 {
			t.Fatalf("log return %v is no whole number of jumps", r)
		}
		counts[int(min(jumps, 7))]++
	}
	chi, p, rest := 0.0, math.Exp(-rate), 1.0
	for i, got := range counts {
		if i == 7 {
			p = rest
		}
		chi += (got - n*p) * (got - n*p) / (n * p)
		rest -= p
		p *= rate / float64(i+1)
	}
	if chi > 24.32 { // 7 degrees of freedom, one in a thousand
		t.Errorf("chi-square of the number of jumps is %.1f", chi)
	}
}

// TestStepsAreIndependent: returns of following days and of other replications are
// uncorrelated, and so are their squares.
func TestStepsAreIndependent(t *testing.T) {
	const n = 20000
	j := jumpLaws["fitted"]
	var series, other []float64
	for day := range n {
		at := clock.Time(int64(day) * int64(clock.Day))
		series = append(series, j.logReturn(rng.Key{Seed: 51}, at, at.Add(clock.Day)))
		other = append(other, j.logReturn(rng.Key{Seed: 51, Replication: 1}, at, at.Add(clock.Day)))
	}
	square := func(x []float64) []float64 {
		out := make([]float64, len(x))
		for i, v := range x {
			out[i] = v * v
		}
		return out
	}
	for what, z := range map[string]float64{
		"next day":            correlation(series[1:], series[:n-1]),
		"next day, squares":   correlation(square(series[1:]), square(series[:n-1])),
		"replication":         correlation(series, other),
		"replication, square": correlation(square(series), square(other)),
	} {
		if z *= math.Sqrt(n); math.Abs(z) > 3.5 {
			t.Errorf("%s: correlation is %.2f standard errors off", what, z)
		}
	}
}

func correlation(x, y []float64) (r float64) {
	mx, vx, _, _ := moments(x)
	my, vy, _, _ := moments(y)
	for i := range x {
		r += (x[i] - mx) * (y[i] - my)
	}
	return r / math.Sqrt(vx*vy) / float64(len(x))
}

// TestPriceFollowsItsReturns: the price is the spot times e to the sum of log returns,
// the same key gives the same path, another seed another one, and a step of no time
// moves nothing.
func TestPriceFollowsItsReturns(t *testing.T) {
	p, err := newPrice(3395, jumpLaws["crashes"])
	if err != nil {
		t.Fatal(err)
	}
	path := func(seed uint64) float64 {
		p.Reset()
		sum := 0.0
		for at := clock.Time(0); at < clock.Time(30*clock.Day); at = at.Add(clock.Hour) {
			sum += p.Step(rng.Key{Seed: seed}, at, at.Add(clock.Hour))
		}
		if math.Abs(p.Now()/(3395*math.Exp(sum))-1) > 1e-12 {
			t.Errorf("price %v after a return of %v", p.Now(), sum)
		}
		return p.Now()
	}
	if first := path(1); path(2) == first || path(1) != first {
		t.Error("paths do not follow their seeds")
	}
	before := p.Now()
	if r := p.Step(rng.Key{Seed: 1}, 5, 5); r != 0 || p.Now() != before {
		t.Errorf("no time moves the price by %v", r)
	}
	for _, spot := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		if _, err := newPrice(spot, jumpLaws["smooth"]); err == nil {
			t.Errorf("a price of %v is accepted", spot)
		}
	}
}
