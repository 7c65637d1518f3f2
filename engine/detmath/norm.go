package detmath

import "math"

// NormCDF returns the standard normal cumulative distribution, accurate in both
// tails: relative error below 1e-15 down to NormCDF(−37.5) ≈ 5e-308.
func NormCDF(x float64) float64 {
	u := math.Abs(x) / math.Sqrt2
	switch {
	case x != x:
		return x
	case u <= 0.46875:
		return 0.5 + float64(0.5*erfCentre(x/math.Sqrt2))
	case x > 0:
		return 1 - normTail(x)
	}
	return normTail(-x)
}

// normTail is P(Z > x) for x > 0.66. e^(−x²/2) is split at a multiple of 1/16,
// whose square is exact, so that a large exponent costs no bits (Cody 1969).
func normTail(x float64) float64 {
	if x > 39 {
		return 0
	}
	coarse := float64(math.Floor(x*16) / 16)
	rest := (x - coarse) * (x + coarse)
	u := x / math.Sqrt2
	return float64(0.5 * Exp(-coarse*coarse/2) * Exp(-rest/2) * erfcScaled(u))
}

// The rational approximations of erf on [0, 0.46875] and of e^(u²)·erfc(u) beyond
// are from W. J. Cody, Rational Chebyshev approximations for the error function,
// Mathematics of Computation 23 (1969), 631–637.

// erfCentre is erf(u) for |u| ≤ 0.46875.
func erfCentre(u float64) float64 {
	z := u * u
	n := horner(z, 1.85777706184603153e-1, 3.16112374387056560e0, 1.13864154151050156e2,
		3.77485237685302021e2, 3.20937758913846947e3)
	d := horner(z, 1, 2.36012909523441209e1, 2.44024637934444173e2,
		1.28261652607737228e3, 2.84423683343917062e3)
	return u * n / d
}

// erfcScaled is e^(u²)·erfc(u) for u > 0.46875.
func erfcScaled(u float64) float64 {
	if u <= 4 {
		n := horner(u, 2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e0,
			6.61191906371416295e1, 2.98635138197400131e2, 8.81952221241769090e2,
			1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3)
		d := horner(u, 1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2,
			1.62138957456669019e3, 3.29079923573345963e3, 4.36261909014324716e3,
			3.43936767414372164e3, 1.23033935480374942e3)
		return n / d
	}
	z := 1 / (u * u)
	n := horner(z, 1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1,
		1.25781726111229246e-1, 1.60837851487422766e-2, 6.58749161529837803e-4)
	d := horner(z, 1, 2.56852019228982242e0, 1.87295284992346725e0, 5.27905102951428412e-1,
		6.05183413124413191e-2, 2.33520497626869185e-3)
	const invSqrtPi = 0.564189583547756286948
	return (invSqrtPi - float64(z*n/d)) / u
}

// horner evaluates a polynomial, highest coefficient first.
func horner(x float64, c ...float64) float64 {
	p := c[0]
	for _, a := range c[1:] {
		p = float64(p*x) + a
	}
	return p
}

// NormQuantile returns the x with NormCDF(x) = p: −Inf at 0, +Inf at 1, NaN
// outside. Relative error below 1e-15 for p in (1e-300, 1); no refining step
// follows, because its own rounding would be larger.
//
// M. J. Wichura, Algorithm AS 241, Applied Statistics 37 (1988), 477–484.
func NormQuantile(p float64) float64 {
	q := p - 0.5
	if math.Abs(q) <= 0.425 {
		return float64(q * normQuantileCentre(0.180625-float64(q*q)))
	}
	tail := p
	if q > 0 {
		tail = 1 - p
	}
	if !(tail > 0) {
		return normQuantileEdge(p)
	}
	x := normQuantileTail(math.Sqrt(-Log(tail)))
	if q < 0 {
		return -x
	}
	return x
}

func normQuantileEdge(p float64) float64 {
	switch p {
	case 0:
		return math.Inf(-1)
	case 1:
		return math.Inf(1)
	}
	return math.NaN()
}

// normQuantileCentre is x/q for |q| ≤ 0.425, r = 0.425² − q².
func normQuantileCentre(r float64) float64 {
	n := horner(r, 2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4,
		4.5921953931549871457e4, 1.3731693765509461125e4, 1.9715909503065514427e3,
		1.3314166789178437745e2, 3.3871328727963666080e0)
	d := horner(r, 5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4,
		2.1213794301586595867e4, 5.3941960214247511077e3, 6.8718700749205790830e2,
		4.2313330701600911252e1, 1)
	return n / d
}

// normQuantileTail is x for a tail probability of e^(−r²).
func normQuantileTail(r float64) float64 {
	if r <= 5 {
		r -= 1.6
		n := horner(r, 7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
			1.27045825245236838258e0, 3.64784832476320460504e0, 5.76949722146069140550e0,
			4.63033784615654529590e0, 1.42343711074968357734e0)
		d := horner(r, 1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2,
			1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940e0,
			2.05319162663775882187e0, 1)
		return n / d
	}
	r -= 5
	n := horner(r, 2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
		2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e0,
		5.46378491116411436990e0, 6.65790464350110377720e0)
	d := horner(r, 2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,
		7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1,
		5.99832206555887937690e-1, 1)
	return n / d
}
