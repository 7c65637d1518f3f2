package detmath

import "math"

// BetaInc returns the regularised incomplete beta function I_x(a, b), the
// cumulative distribution at x of a Beta(a, b) law; a, b > 0 and finite, x in
// [0, 1], NaN outside. Relative error below 1e-13 for a, b up to 1e6.
//
// Continued fraction of A. R. DiDonato and A. H. Morris, Algorithm 708 (ACM TOMS 18,
// 1992, 360–373); the factor before it in Loader's form.
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
	case x > a/(a+b):
		upper = betaBelowMean(b, a, y, x)
		return 1 - upper, upper
	}
	lower = betaBelowMean(a, b, x, y)
	return lower, 1 - lower
}

// betaBelowMean is I_x(a, b) for x up to about the mean a/(a+b), where the
// continued fraction converges fast.
func betaBelowMean(a, b, x, y float64) float64 {
	ahead := float64(a*y) - float64(b*x) // how far x is below the mean
	f := lentz(a*(ahead+1)/(a+1), func(m float64) (num, den float64) {
		n := a + float64(2*m)
		num = (a + m - 1) / (n - 1) * (a + b + m - 1) / (n - 1) * m * (b - m) * x * x
		den = m + float64(m*(b-m)*x)/(n-1) + float64((a+m)*(ahead+1+float64(m*(1+y))))/(n+1)
		return num, den
	})
	return betaMass(a, b, x, y) / f
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
func betaRootBelowHalf(p, q, a, b float64) (x, rest float64) {
	lo, hi := -745.0, -math.Ln2 // brackets log x
	at := math.Max(lo, math.Min(hi, Log(a/(a+b))))
	if p <= q {
		// The tail is at most x^a/(a·B(a, b)) if b ≥ 1: a start below the root, from
		// where Newton's method on a concave function does not overshoot.
		logBeta := LogGamma(a) + LogGamma(b) - LogGamma(a+b)
		at = math.Max(lo, math.Min(at, (Log(p)+Log(a)+logBeta)/a))
	}
	for range 200 {
		x = Exp(at)
		y := 1 - x
		lower, upper := betaTails(a, b, x, y)
		perLog := y / betaMass(a, b, x, y) // by how much log x moves with the lower tail
		step := float64(Log(p/lower) * lower * perLog)
		if p > q {
			step = float64(-Log(q/upper) * upper * perLog)
		}
		if step > 0 {
			lo = at
		} else {
			hi = at
		}
		if math.Abs(step) < 1e-9 { // convergence is quadratic: the next one is rounding
			x = Exp(at + step)
			break
		}
		if at += step; !(at >= lo && at <= hi) {
			at = float64((lo + hi) / 2)
		}
	}
	return x, 1 - x
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
