package detmath

import "math"

const halfLog2Pi = 0.91893853320467274178 // log √(2π)

// LogGamma returns log Γ(x) for x > 0, and NaN elsewhere. Error below 5e-15 times
// max(1, x, |log Γ(x)|); near the zeros at 1 and 2 that is an absolute error.
func LogGamma(x float64) float64 {
	switch {
	case !(x > 0):
		return math.NaN()
	case math.IsInf(x, 1):
		return x
	}
	return float64((x-0.5)*Log(x)) - x + (halfLog2Pi + stirlingError(x))
}

// stirlingError is log Γ(x) less Stirling's (x−½)·log x − x + log √(2π), for x > 0:
// the asymptotic series from 10 on, below it by Γ(x+1) = x·Γ(x). It is small, so
// ratios of Gamma functions can be built from it without cancellation (C. Loader,
// Fast and accurate computation of binomial probabilities, 2000).
func stirlingError(x float64) float64 {
	sum := 0.0
	for ; x < 10; x++ {
		sum += float64((x+0.5)*Log1p(1/x)) - 1
	}
	z := 1 / x
	z2 := z * z
	return sum + float64(z*horner(z2, 1.0/156, -691.0/360360, 1.0/1188, -1.0/1680,
		1.0/1260, -1.0/360, 1.0/12))
}

// deviance is x·log(x/m) + m − x without cancellation where x is near m; x, m > 0
// (Loader's bd0).
func deviance(x, m float64) float64 {
	if math.Abs(x-m) >= 0.1*(x+m) {
		return float64(x*Log(x/m)) + (m - x)
	}
	v := (x - m) / (x + m)
	v2 := v * v
	sum := float64((x - m) * v)
	term := 2 * x * v
	for j := 3.0; ; j += 2 {
		term = float64(term * v2)
		next := sum + term/j
		if next == sum {
			return sum
		}
		sum = next
	}
}

// poissonMass is m^a·e^−m / Γ(a+1) for a, m > 0.
func poissonMass(a, m float64) float64 {
	return Exp(-deviance(a, m)-stirlingError(a)) / math.Sqrt(2*math.Pi*a)
}

// poissonCDF is P(N ≤ k) for N of a Poisson law with mean m > 0 and whole k ≥ 0:
// the upper regularised incomplete Gamma function at (k+1, m), by series or
// continued fraction (DLMF 8.7.1, 8.9.2).
func poissonCDF(k, m float64) float64 {
	a := k + 1
	mass := poissonMass(a, m)
	if m < a+1 {
		sum, term := 1.0, 1.0
		for n := a + 1; term > sum*0x1p-60; n++ {
			term = float64(term * m / n)
			sum += term
		}
		return 1 - float64(mass*sum)
	}
	f := lentz(m+1-a, func(i float64) (num, den float64) {
		return float64(i * (a - i)), m + 1 - a + 2*i
	})
	return float64(mass * a / f)
}

// lentz evaluates the continued fraction b0 + a1/(b1 + a2/(b2 + …)) by the method
// of Lentz as modified by Thompson and Barnett (1986).
func lentz(b0 float64, term func(i float64) (a, b float64)) float64 {
	const tiny = 1e-300
	if b0 == 0 {
		b0 = tiny
	}
	f, c, d := b0, b0, 0.0
	for i := 1.0; i < 1e6; i++ {
		a, b := term(i)
		d = b + float64(a*d)
		if d == 0 {
			d = tiny
		}
		c = b + a/c
		if c == 0 {
			c = tiny
		}
		d = 1 / d
		step := float64(c * d)
		f = float64(f * step)
		if math.Abs(step-1) < 0x1p-52 {
			break
		}
	}
	return f
}
