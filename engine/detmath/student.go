package detmath

import "math"

// normalFrom is the number of degrees of freedom from which Student's law is the
// normal one to within 1e-10.
const normalFrom = 1e10

// TCDF returns the cumulative distribution at t of Student's law with df > 0
// degrees of freedom, not necessarily whole; NaN for other df. Relative error below
// 1e-12 in either tail.
func TCDF(t, df float64) float64 {
	switch {
	case t != t || !(df > 0):
		return math.NaN()
	case df > normalFrom:
		return NormCDF(t)
	case math.IsInf(t, -1):
		return 0
	case math.IsInf(t, 1):
		return 1
	}
	t2 := float64(t * t)
	x := df / (df + t2)
	both, centre := betaTails(df/2, 0.5, x, t2/(df+t2))
	switch {
	case t < 0:
		return both / 2
	case both < 0.5:
		return 1 - float64(both/2)
	}
	return 0.5 + float64(centre/2)
}

// TQuantile returns the t with TCDF(t, df) = p: −Inf at 0, +Inf at 1, NaN for p
// outside [0, 1] or df ≤ 0. Relative error below 1e-11.
func TQuantile(p, df float64) float64 {
	switch {
	case !(p >= 0 && p <= 1 && df > 0):
		return math.NaN()
	case df > normalFrom:
		return NormQuantile(p)
	case p == 0 || p == 1:
		return math.Inf(int(2*p) - 1)
	case p > 0.5:
		return tUpper(2*(1-p), 2*p-1, df)
	}
	return -tUpper(2*p, 1-2*p, df)
}

// tUpper is the t > 0 that |T| exceeds with probability tail = 1 − centre.
func tUpper(tail, centre, df float64) float64 {
	x, y := betaRoot(tail, centre, df/2, 0.5)
	return math.Sqrt(df * y / x)
}
