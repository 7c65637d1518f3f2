package market

import (
	"math"
	"slices"
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/rng"
)

// jumpLaws are processes whose moments are compared: mild and frequent jumps as fitted
// to ETH, rare crashes with a drift, few large jumps alone, no jumps.
var jumpLaws = map[string]JumpDiffusion{
	"fitted":  {0, 0.409, 140, -0.0037, 0.0483},
	"crashes": {0.2, 0.5, 12, -0.12, 0.05},
	"jumps":   {-0.1, 0, 30, 0.03, 0.02},
	"smooth":  {0.5, 0.8, 0, 0, 0},
}

// cumulants of the log return over a time in years, from the second to the eighth, and
// the mean: those of the diffusion and λT·E[J^r] of the jumps.
func (j JumpDiffusion) cumulants(years float64) (mean float64, k [9]float64) {
	raw := [9]float64{1, j.JumpMean} // moments of a normal: E[J^r] = m·E[J^(r-1)] + (r-1)s²·E[J^(r-2)]
	for r := 2; r <= 8; r++ {
		raw[r] = j.JumpMean*raw[r-1] + float64(r-1)*j.JumpSD*j.JumpSD*raw[r-2]
	}
	for r := 2; r <= 8; r++ {
		k[r] = j.Intensity * years * raw[r]
	}
	k[2] += j.Volatility * j.Volatility * years
	jump := j.Intensity * (math.Exp(j.JumpMean+j.JumpSD*j.JumpSD/2) - 1)
	return (j.Drift - j.Volatility*j.Volatility/2 - jump + j.Intensity*j.JumpMean) * years, k
}

// standardised turns cumulants into the moments of (x-mean)/sd.
func standardised(k [9]float64) (m [9]float64) {
	m[0] = 1
	for n := 2; n <= 8; n++ {
		binomial := 1.0 // of n-1 over r-1
		for r := 1; r <= n; r++ {
			if r >= 2 {
				m[n] += binomial * k[r] / math.Pow(k[2], float64(r)/2) * m[n-r]
			}
			binomial *= float64(n-r) / float64(r)
		}
	}
	return m
}

// sample draws log returns of a span, one a replication, in steps that need not divide
// it.
func sample(l law, seed uint64, n int, span, step clock.Span) []float64 {
	out := make([]float64, n)
	for i := range out {
		k := rng.Key{Seed: seed, Replication: uint32(i)}
		for at := clock.Time(0); at < clock.Time(span); {
			next := min(at.Add(step), clock.Time(span))
			out[i] += l.logReturn(k, at, next)
			at = next
		}
	}
	return out
}

// moments of a sample: mean, variance, skewness, kurtosis.
func moments(x []float64) (mean, variance, skew, kurtosis float64) {
	n := float64(len(x))
	for _, v := range x {
		mean += v / n
	}
	for _, v := range x {
		d := v - mean
		variance += d * d / n
		skew += d * d * d / n
		kurtosis += d * d * d * d / n
	}
	return mean, variance, skew / math.Pow(variance, 1.5), kurtosis / (variance * variance)
}

// deviations are the distances of sample moments from the closed form in standard
// errors. Those of variance, skewness and kurtosis follow from their influence
// functions, z²-1, z³-g-3z-(3/2)g(z²-1) and z⁴-b-4gz-2b(z²-1), whose variances need
// moments up to the eighth.
func (j JumpDiffusion) deviations(x []float64, years float64) [4]float64 {
	wantMean, k := j.cumulants(years)
	m := standardised(k)
	mean, variance, skew, kurtosis := moments(x)
	root := math.Sqrt(float64(len(x)))
	g, b := m[3], m[4]
	varSkew := m[6] - 6*b + 9 - g*g + 9*g*g/4*(b-1) + 3*g*(4*g-m[5])
	varKurtosis := m[8] - b*b + 16*g*g - 8*g*m[5] + 4*b*b*(b-1) - 4*b*(m[6]-b) + 16*b*g*g
	return [4]float64{
		(mean - wantMean) * root / math.Sqrt(k[2]),
		(variance/k[2] - 1) * root / math.Sqrt(b-1),
		(skew - g) * root / math.Sqrt(varSkew),
		(kurtosis - b) * root / math.Sqrt(varKurtosis),
	}
}

// TestJumpDiffusionMoments: mean, variance, skewness and kurtosis of a month's log
// returns are those of Merton's law, whatever the step.
func TestJumpDiffusionMoments(t *testing.T) {
	const n, span = 20000, 30 * clock.Day
	for name, j := range jumpLaws {
		for seed, step := range []clock.Span{span, 2 * clock.Day, clock.Day, 19 * clock.Hour} {
			x := sample(j, uint64(seed), n, span, step)
			for i, z := range j.deviations(x, span.Years()) {
				if math.IsNaN(z) || math.Abs(z) > 3.9 {
					moment := []string{"mean", "variance", "skewness", "kurtosis"}[i]
					t.Errorf("%s in steps of %v: the %s is %.2f standard errors off", name, step, moment, z)
				}
			}
		}
	}
}

// TestHalfTheStepIsTheSameLaw: independent samples made with a step and with half of it
// have the same distribution (two-sample Kolmogorov and Smirnov, at one in a thousand).
func TestHalfTheStepIsTheSameLaw(t *testing.T) {
	const n, span = 6000, 7 * clock.Day
	for name, j := range jumpLaws {
		whole, half := sample(j, 11, n, span, clock.Day), sample(j, 12, n, span, clock.Day/2)
		for i := range n { // without a jump they are the same but for the rounding of sums
			whole[i], half[i] = math.Round(whole[i]*1e9), math.Round(half[i]*1e9)
		}
		if d, limit := distance(whole, half), 1.95*math.Sqrt(2.0/n); d > limit {
			t.Errorf("%s: distributions are %.4f apart, more than %.4f", name, d, limit)
		}
	}
}

// distance is the largest between two empirical distribution functions.
func distance(x, y []float64) (d float64) {
	slices.Sort(x)
	slices.Sort(y)
	for i, j := 0, 0; i < len(x) && j < len(y); {
		at := min(x[i], y[j])
		for i < len(x) && x[i] == at {
			i++
		}
		for j < len(y) && y[j] == at {
			j++
		}
		d = max(d, math.Abs(float64(i)/float64(len(x))-float64(j)/float64(len(y))))
	}
	return d
}

// TestExpectedPriceGrowsAtDrift: the mean of S_T/S_0 is e^(μT), whatever the jumps.
func TestExpectedPriceGrowsAtDrift(t *testing.T) {
	const n, span = 40000, 90 * clock.Day
	for name, j := range jumpLaws {
		x := sample(j, 21, n, span, 10*clock.Day)
		for i := range x {
			x[i] = math.Exp(x[i])
		}
		mean, variance, _, _ := moments(x)
		if z := (mean - math.Exp(j.Drift*span.Years())) / math.Sqrt(variance/n); math.Abs(z) > 3.5 {
			t.Errorf("%s: expected growth is %.2f standard errors off", name, z)
		}
	}
}
