package stats

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"sort"
)

// Errors of NewSample.
var (
	ErrEmpty     = errors.New("stats: a sample needs at least one value")
	ErrNotFinite = errors.New("stats: a sample holds finite numbers only")
)

// The share of probability left out at each open end: half of 5 % for a two-sided
// interval, all of it for a one-sided bound.
const (
	twoSided = 0.025
	oneSided = 0.05
)

// Sample is the final value of one metric in every replication, sorted once. All
// results are in the metric's unit and depend on the values alone, not on the
// order they came in. A Sample is never changed and may be shared.
type Sample struct {
	sorted []float64
}

// NewSample copies and sorts the values. It returns ErrEmpty without any and
// ErrNotFinite, with the place, for a NaN or an infinity among them.
func NewSample(values []float64) (*Sample, error) {
	if len(values) == 0 {
		return nil, ErrEmpty
	}
	sorted := make([]float64, len(values))
	for i, x := range values {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, fmt.Errorf("%w: value %d is %v", ErrNotFinite, i, x)
		}
		sorted[i] = x + 0 // −0 becomes +0, or equal values would sort by luck
	}
	slices.Sort(sorted)
	return &Sample{sorted}, nil
}

// N returns the number of replications.
func (s *Sample) N() int { return len(s.sorted) }

// Min returns the smallest value.
func (s *Sample) Min() float64 { return s.sorted[0] }

// Max returns the largest value.
func (s *Sample) Max() float64 { return s.sorted[len(s.sorted)-1] }

// Sorted returns the values in ascending order. The caller must not change them.
func (s *Sample) Sorted() []float64 { return s.sorted }

// constant reports whether replications agree: at least two, all equal.
func (s *Sample) constant() bool { return len(s.sorted) > 1 && s.Min() == s.Max() }

// below returns how many values are less than x.
func (s *Sample) below(x float64) int {
	i, _ := slices.BinarySearch(s.sorted, x)
	return i
}

// atMost returns how many values are at most x.
func (s *Sample) atMost(x float64) int {
	return sort.Search(len(s.sorted), func(i int) bool { return s.sorted[i] > x })
}

// none is the estimate of something a sample cannot say.
func none() Estimate { return Estimate{math.NaN(), math.NaN(), math.NaN()} }
