package detmath

import (
	"math"
	"math/big"
	"testing"
)

// bigNormCDF is ½ + φ(x)·Σ x^(2k+1)/(1·3·5···(2k+1)), in enough bits for the
// cancellation in the lower tail.
func bigNormCDF(x float64) *big.Float {
	const bits = 1600
	b := func(v float64) *big.Float { return new(big.Float).SetPrec(bits).SetFloat64(v) }
	x2 := b(0).Mul(b(x), b(x))
	term, sum := b(x), b(x)
	for k := 3.0; k < 6000; k += 2 {
		term.Quo(term.Mul(term, x2), b(k))
		sum.Add(sum, term)
		if term.Sign() == 0 || term.MantExp(nil) < sum.MantExp(nil)-bits {
			break
		}
	}
	// φ(x) = e^(−x²/2)/√(2π); the exponential by 60 halvings.
	e, t := b(1), b(1)
	y := b(0).SetMantExp(b(0).Neg(x2), -61)
	for n := 1.0; n < 60; n++ {
		t.Quo(t.Mul(t, y), b(n))
		e.Add(e, t)
	}
	for range 60 {
		e.Mul(e, e)
	}
	density := e.Quo(e, b(0).Sqrt(b(0).Mul(b(2), bigPi(bits))))
	return sum.Add(b(0.5), sum.Mul(sum, density))
}

// bigPi is Machin's formula 16·atan(1/5) − 4·atan(1/239).
func bigPi(bits uint) *big.Float {
	atanInverse := func(n int64) *big.Float {
		sum := new(big.Float).SetPrec(bits)
		power := new(big.Float).SetPrec(bits).Quo(big.NewFloat(1), new(big.Float).SetInt64(n))
		square := new(big.Float).SetPrec(bits).SetInt64(n * n)
		for k := int64(1); k < 1200; k += 2 {
			term := new(big.Float).SetPrec(bits).Quo(power, new(big.Float).SetInt64(k))
			if k%4 == 1 {
				sum.Add(sum, term)
			} else {
				sum.Sub(sum, term)
			}
			power.Quo(power, square)
		}
		return sum
	}
	a := atanInverse(5)
	a.Mul(a, big.NewFloat(16))
	b := atanInverse(239)
	return a.Sub(a, b.Mul(b, big.NewFloat(4)))
}

func TestNormCDFErrorBound(t *testing.T) {
	max, at := 0.0, 0.0
	for x := -37.4; x < 8; x += 0.197 {
		want, _ := bigNormCDF(x).Float64()
		if e := relative(NormCDF(x), want); e > max {
			max, at = e, x
		}
	}
	t.Logf("NormCDF: relative error %.2g at %v", max, at)
	if max > 1e-15 {
		t.Errorf("NormCDF(%v) has relative error %g", at, max)
	}
}

// The error of a quantile is that of the probability it gives back, divided by the
// density.
func TestNormQuantileErrorBound(t *testing.T) {
	max, at := 0.0, 0.0
	check := func(p float64) {
		x := NormQuantile(p)
		d := new(big.Float).SetPrec(400).Sub(bigNormCDF(x), bigOf(p))
		density, _ := bigExp(bigNew().Quo(bigNew().Mul(bigOf(x), bigOf(x)), bigOf(-2))).Float64()
		miss, _ := d.Quo(d, bigOf(density/math.Sqrt(2*math.Pi))).Float64()
		if e := math.Abs(miss / x); e > max {
			max, at = e, p
		}
	}
	for p := 0.00137; p < 1; p += 0.0097 {
		check(p)
	}
	for l := -680.0; l < -1; l += 9.3 {
		check(math.Exp(l))
	}
	t.Logf("NormQuantile: relative error %.2g at %v", max, at)
	if max > 1e-15 {
		t.Errorf("NormQuantile(%v) has relative error %g", at, max)
	}
}

func TestNormKnownAnswers(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct{ p, x float64 }{
		{0.975, 1.959963984540054}, {0.95, 1.6448536269514722}, {0.99, 2.3263478740408408},
		{0.5, 0}, {0, -inf}, {1, inf},
	} {
		if got := NormQuantile(c.p); got != c.x && relative(got, c.x) > 1e-15 {
			t.Errorf("NormQuantile(%v) = %v, want %v", c.p, got, c.x)
		}
		if got := NormCDF(c.x); relative(got, c.p) > 1e-15 {
			t.Errorf("NormCDF(%v) = %v, want %v", c.x, got, c.p)
		}
	}
	for _, p := range []float64{-0.1, 1.1, math.NaN()} {
		if got := NormQuantile(p); got == got {
			t.Errorf("NormQuantile(%v) = %v, want NaN", p, got)
		}
	}
	if got := NormCDF(math.NaN()); got == got {
		t.Errorf("NormCDF(NaN) = %v", got)
	}
}
