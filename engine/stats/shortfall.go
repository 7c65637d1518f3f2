package stats

import "math"

// ES returns the expected shortfall: for p ≥ ½ the mean of the highest 1 − p of
// the replications (es95, es99), below that the mean of the lowest p (es01, es05).
// Where the share is no whole number of replications, the innermost one counts by
// its fraction (C. Acerbi and D. Tasche, Journal of Banking & Finance 26, 2002).
//
// The interval is a bootstrap-t with a fixed keyed stream, so it is the same on
// every machine. Where the tail holds fewer than twenty replications or shows no spread
// there is nothing fit to be resampled: then the end towards the middle
// is the quantile's, which bounds the shortfall too, and the outer end is NaN.
// Replications that all agree give the value as exact. NaN for p outside (0, 1).
func (s *Sample) ES(p float64) Estimate { return s.es(p, twoSided) }

// leastTail is the shortest tail that is resampled. The ratios of shorter ones have
// tails of their own so heavy that an interval may be billions wide and says nothing.
const leastTail = 20

func (s *Sample) es(p, alpha float64) Estimate {
	if !(p > 0 && p < 1) {
		return none()
	}
	if s.constant() {
		return Exact(s.Min())
	}
	t := s.tail(p)
	est, se := t.shortfall(t.values)
	e := Estimate{est, math.NaN(), math.NaN()}
	if se > 0 && len(t.values) >= leastTail {
		low, high := t.studentised(alpha, est)
		e.Lo = est - float64(high*se)
		e.Hi = est - float64(low*se)
	} else if q := s.quantile(p, alpha); p < 0.5 {
		e.Lo = -q.Hi
	} else {
		e.Lo = q.Lo
	}
	if p < 0.5 {
		return Estimate{0 - e.Est, 0 - e.Hi, 0 - e.Lo} // no negative zero
	}
	return e
}
