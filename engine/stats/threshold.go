package stats

import "math"

// BoundKind says which bound of an estimate a threshold looks at.
type BoundKind uint8

// The bounds: one-sided ones at 95 %, and the estimate itself.
const (
	Lower95 BoundKind = iota
	Upper95
	Est
)

// StatKind says what is estimated.
type StatKind uint8

// The statistics that a threshold may name.
const (
	StatMean StatKind = iota
	StatSD
	StatQuantile
	StatShortfall
	StatProb
)

// Threshold is a pass or fail line on the bound of an estimate, such as
// upper95(p99(bad_debt)) < 50 ETH. Numbers are taken as written: whether their unit is
// the metric's own is for the caller to check, who knows the metric.
type Threshold struct {
	Text       string
	Bound      BoundKind
	Stat       StatKind
	P          float64 // of a quantile or a shortfall, between 0 and 1
	Metric     string
	InnerOp    Op // of prob(metric op value)
	InnerValue float64
	InnerUnit  string // as written, empty for none
	Op         Op
	Value      float64
	Unit       string // as written, empty for none
}

// Verdict is what a threshold comes to. Bound is NaN and Pass nil where there are too
// few replications for the bound.
type Verdict struct {
	Est, Bound float64
	Pass       *bool
}

// Evaluate judges the threshold on a sample of its metric.
func (t *Threshold) Evaluate(s *Sample) Verdict {
	e := t.estimate(s)
	v := Verdict{Est: e.Est, Bound: e.Est}
	switch t.Bound {
	case Lower95:
		v.Bound = e.Lo
	case Upper95:
		v.Bound = e.Hi
	}
	if !math.IsNaN(v.Bound) {
		pass := t.Op.Holds(v.Bound, t.Value)
		v.Pass = &pass
	}
	return v
}

// Interval gives the statistic that the threshold names with its two-sided 95 %
// interval: that of Mean, SD, Quantile, ES or Prob.
func (t *Threshold) Interval(s *Sample) Estimate {
	switch t.Stat {
	case StatMean:
		return s.Mean()
	case StatSD:
		return s.SD()
	case StatQuantile:
		return s.Quantile(t.P)
	case StatShortfall:
		return s.ES(t.P)
	}
	return s.Prob(t.InnerOp, t.InnerValue)
}

// estimate gives the statistic with one-sided 95 % bounds.
func (t *Threshold) estimate(s *Sample) Estimate {
	switch t.Stat {
	case StatMean:
		return s.mean(oneSided)
	case StatSD:
		return s.sd(oneSided)
	case StatQuantile:
		return s.quantile(t.P, oneSided)
	case StatShortfall:
		return s.es(t.P, oneSided)
	}
	return s.prob(t.InnerOp, t.InnerValue, oneSided)
}
