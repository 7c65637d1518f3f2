package stats

import "math"

// Sum adds floats with a running correction (A. Neumaier, ZAMM 54, 1974): the
// rounding error of a long sum stays that of a few additions. The result depends
// on the order of the terms, so callers add in a fixed one. The zero value is an
// empty sum.
type Sum struct {
	total, correction float64
}

// Add adds x.
func (s *Sum) Add(x float64) {
	t := s.total + x
	if math.Abs(s.total) >= math.Abs(x) {
		s.correction += (s.total - t) + x
	} else {
		s.correction += (x - t) + s.total
	}
	s.total = t
}

// Value returns the corrected sum.
func (s *Sum) Value() float64 { return s.total + s.correction }
