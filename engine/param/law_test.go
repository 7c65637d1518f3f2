package param_test

import (
	"math"
	"slices"
	"testing"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/engine/rng"
)

// laws pairs the text of a distribution with its distribution function, from the
// textbook and package math.
var laws = map[string]func(x float64) float64{
	"{dist: uniform, min: -5 %, max: 20 %}": func(x float64) float64 { return (x + 0.05) / 0.25 },
	"{dist: uniform, min: 14d, max: 90d}":   func(x float64) float64 { return (x/86_400 - 14) / 76 },
	// ln(120/3)/1.6448536269514722 is the spread.
	"{dist: lognormal, median: 3 ETH, p95: 120 ETH}": func(x float64) float64 { return normal(math.Log(x/3) / (math.Log(40) / 1.6448536269514722)) },
	"{dist: lognormal, median: 4 %/y, sigma: 0.5}":   func(x float64) float64 { return normal(math.Log(x/0.04) / 0.5) },
	"{dist: lognormal, sigma: 1.8}":                  func(x float64) float64 { return normal(math.Log(x) / 1.8) },
	"{dist: pareto, shape: 1.1, min: 1 ETH, max: 2 000 ETH}": func(x float64) float64 {
		return (1 - math.Pow(x, -1.1)) / (1 - math.Pow(2000, -1.1))
	},
	// Without a minimum the law covers four decades.
	"{dist: pareto, shape: 0.8, max: 500 ETH}": func(x float64) float64 {
		return (1 - math.Pow(0.05/x, 0.8)) / (1 - math.Pow(1e-4, 0.8))
	},
	"{dist: exponential, mean: 12h}": func(x float64) float64 { return 1 - math.Exp(-x/43_200) },
}

func normal(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

func dist(t *testing.T, text string) (d param.Dist) {
	if err := d.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestDrawsFollowTheirLaw is a Kolmogorov–Smirnov test on forty thousand addressed
// draws. The keys are fixed, so it fails always or never; a right law fails this
// bound once in two million.
func TestDrawsFollowTheirLaw(t *testing.T) {
	const n = 40_000
	for text, cdf := range laws {
		d, x := dist(t, text), make([]float64, n)
		for i := range x {
			x[i] = engine.Draw(d, rng.Key{Seed: 7, Entity: rng.Entity("ks", i), Purpose: rng.Taste}.Unit())
		}
		slices.Sort(x)
		far := 0.0
		for i, v := range x {
			far = max(far, math.Abs(cdf(v)-float64(i)/n), math.Abs(cdf(v)-float64(i+1)/n))
		}
		if far*math.Sqrt(n) > 2.76 { // 2·exp(-2·2.76²) is 4.8e-7
			t.Errorf("%s: distribution function off by %v", text, far)
		}
	}
}

// TestDrawInvertsTheLaw to twelve digits in the body of the law.
func TestDrawInvertsTheLaw(t *testing.T) {
	for text, cdf := range laws {
		d, last := dist(t, text), math.Inf(-1)
		for u := 0.0005; u < 1; u += 0.001 {
			x := engine.Draw(d, u)
			if got := cdf(x); math.Abs(got-u) > 1e-12 || x <= last {
				t.Errorf("%s: the draw of %v is %v, below which lie %v", text, u, x, got)
				break
			}
			last = x
		}
	}
}

// TestDrawsHitTheirArguments: the median, the percentile and the ends that a text
// names, and a fixed value wherever.
func TestDrawsHitTheirArguments(t *testing.T) {
	for _, c := range []struct {
		text    string
		u, want float64
	}{
		{"{dist: lognormal, median: 3 ETH, p95: 120 ETH}", 0.5, 3},
		{"{dist: lognormal, median: 3 ETH, p95: 120 ETH}", 0.95, 120},
		{"{dist: lognormal, median: 3 ETH, sigma: 0}", 0.99, 3},
		{"{dist: lognormal, sigma: 0}", 0.01, 1},
		{"{dist: uniform, min: 2x, max: 2x}", 0.3, 2},
		{"{dist: uniform, min: 0, max: 1}", 0.25, 0.25},
		{"{dist: pareto, shape: 1.1, min: 1 ETH, max: 2 000 ETH}", 1 - 0x1p-53, 2000},
		{"{dist: pareto, shape: 1.1, min: 1 ETH, max: 2 000 ETH}", 0x1p-53, 1},
		{"{dist: exponential, mean: 12h}", 1 - 1/math.E, 43_200},
		{"3400 USD", 0x1p-53, 3400},
		{"{dist: fixed, value: -2}", 1 - 0x1p-53, -2},
	} {
		if got := engine.Draw(dist(t, c.text), c.u); math.Abs(got-c.want) > 1e-12*math.Abs(c.want) {
			t.Errorf("%s: the draw of %v is %v, want %v", c.text, c.u, got, c.want)
		}
	}
}
