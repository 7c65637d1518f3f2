package detmath

import "math"

// BetaInc returns the regularised incomplete beta function I_x(a, b), the
// cumulative distribution at x of a Beta(a, b) law; a, b > 0 and finite, x in
// [0, 1], NaN outside. Relative error below 1e-13 for a, b up to 1e6.
//
// Continued fraction DLMF 8.17.22; the factor before it in Loader's form.
func BetaInc(a, b, x float64) float64 {
	if !(a > 0 && b > 0 && x >= 0 && x <= 1) || math.IsInf(a, 1) || math.IsInf(b, 1) {
		return math.NaN()
	}
	lower, _ := betaTails(a, b, x, 1-x)
	return lower
}

// betaTails returns I_x(a, b) and its complement, each without cancellation, for
// y = 1 − x.
func betaTails(a, b, x, y float64) (lower, upper float64) {
	switch {
	case x <= 0:
		return 0, 1
	case y <= 0:
		return 1, 0
	case x > (a+1)/(a+b+2):
		upper, lower = betaTails(b, a, y, x)
		return lower, upper
	}
	f := lentz(1, func(i float64) (num, den float64) {
		m := math.Floor(i / 2)
		if i == 2*m {
			return float64(m*(b-m)*x) / float64((a+i-1)*(a+i)), 1
		}
		return -float64((a+m)*(a+b+m)*x) / float64((a+i-1)*(a+i)), 1
	})
	lower = float64(betaMass(a, b, x, y) / (a * f))
	return lower, 1 - lower
}

// betaMass is x^a·y^b/B(a, b) for y = 1 − x, both positive.
func betaMass(a, b, x, y float64) float64 {
	n := a + b
	e := stirlingError(n) - stirlingError(a) - stirlingError(b) -
		deviance(a, n*x) - deviance(b, n*y)
	return math.Sqrt(a/n*b/(2*math.Pi)) * Exp(e)
}

// BetaQuantile returns the x with BetaInc(a, b, x) = p; NaN where BetaInc is or
// for p outside [0, 1]. Relative error below 1e-12 where x is above 1e-300.
func BetaQuantile(p, a, b float64) float64 {
	if !(a > 0 && b > 0 && p >= 0 && p <= 1) || math.IsInf(a, 1) || math.IsInf(b, 1) {
		return math.NaN()
	}
	x, _ := betaRoot(p, 1-p, a, b)
	return x
}

// betaRoot returns x and y = 1 − x with lower tail p and upper tail q = 1 − p; the
// smaller of x and y is exact in relative terms.
func betaRoot(p, q, a, b float64) (x, y float64) {
	switch {
	case p <= 0:
		return 0, 1
	case q <= 0:
		return 1, 0
	}
	if lower, _ := betaTails(a, b, 0.5, 0.5); p > lower {
		y, x = betaRootBelowHalf(q, p, b, a)
		return x, y
	}
	return betaRootBelowHalf(p, q, a, b)
}

// betaRootBelowHalf finds the root in (0, 1/2] by Newton steps for the logarithm
// of the lower tail, or of the upper one if that is smaller, against log x; a step
// that leaves the bracket is replaced by a bisection.
func betaRootBelowHalf(p, q, a, b float64) (x, y float64) {
	lo, hi := -745.0, -math.Ln2 // brackets log x
	at := math.Max(lo, math.Min(hi, Log(a/(a+b))))
	for range 200 {
		x = Exp(at)
		y = 1 - x
		lower, upper := betaTails(a, b, x, y)
		if lower < p {
			lo = at
		} else {
			hi = at
		}
		slope := betaMass(a, b, x, y) / y // of the lower tail against log x
		var step float64
		if p <= q {
			step = Log(p/lower) * lower / slope
		} else {
			step = -Log(q/upper) * upper / slope
		}
		next := at + step
		if !(next >= lo && next <= hi) {
			next = float64((lo + hi) / 2)
		}
		if math.Abs(next-at) <= 0x1p-51*math.Max(1, math.Abs(at)*0x1p-2) {
			x = Exp(next)
			return x, 1 - x
		}
		at = next
	}
	return x, y
}

// BinomialCDF returns P(K ≤ k) for K successes in n trials of probability p in
// [0, 1]; NaN for n < 0 or p outside. Relative error as BetaInc's.
func BinomialCDF(k, n int, p float64) float64 {
	switch {
	case n < 0 || !(p >= 0 && p <= 1):
		return math.NaN()
	case k < 0:
		return 0
	case k >= n:
		return 1
	}
	lower, _ := betaTails(float64(n-k), float64(k)+1, 1-p, p)
	return lower
}
