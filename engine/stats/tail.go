package stats

import (
	"math"
	"slices"

	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/rng"
)

// tail is one end of a sample, turned so that it is always the upper one: for p below
// one half the values are negated. Weights are one but for the innermost value, which
// counts by the fraction that makes the share exact.
type tail struct {
	whole  []float64 // all values, turned, ascending
	values []float64 // those in the tail, innermost first
	inner  float64   // weight of the innermost
}

// tail returns the highest 1-p, or the lowest p negated, of the sample.
func (s *Sample) tail(p float64) tail {
	share, whole := 1-p, s.sorted
	if p < 0.5 {
		share, whole = p, turned(s.sorted)
	}
	exact := float64(share * float64(s.N()))
	k := min(max(int(math.Ceil(exact-1e-9)), 1), s.N())
	t := tail{whole: whole, values: whole[s.N()-k:], inner: 1}
	if exact >= 1 {
		t.inner = 1 - (float64(k) - exact)
	}
	return t
}

// turned returns the negated values in ascending order.
func turned(sorted []float64) []float64 {
	out := make([]float64, len(sorted))
	for i, x := range sorted {
		out[len(out)-1-i] = -x
	}
	return out
}

// shortfall is the weighted mean of a tail and its standard error: that of the mean
// given the threshold, and the part that comes from the threshold's own uncertainty
// (B. Manistre and G. Hancock, Variance of the CTE estimator, North American Actuarial
// Journal 9, 2005): (Var(tail) + q(mean-threshold)²)/k, with q the share outside.
func (t *tail) shortfall(values []float64) (mean, se float64) {
	k := len(values)
	total := float64(k-1) + t.inner
	var sum Sum
	for i, x := range values {
		sum.Add(float64(x * t.weight(i)))
	}
	mean = sum.Value() / total
	if k < 2 {
		return mean, 0
	}
	var sq Sum
	for i, x := range values {
		d := x - mean
		sq.Add(float64(float64(d*d) * t.weight(i)))
	}
	outside := 1 - total/float64(len(t.whole))
	gap := mean - values[0]
	return mean, math.Sqrt((sq.Value()/float64(k-1) + float64(outside*float64(gap*gap))) / total)
}

func (t *tail) weight(i int) float64 {
	if i == 0 {
		return t.inner
	}
	return 1
}

// resamples is how many times a tail of k is drawn anew: fewer where it is long, since
// every draw costs and the ratios of long tails are close to normal. One more than each
// number is a multiple of 40, so both quantiles of a 95 % interval fall on a ratio.
func resamples(k int) int {
	switch {
	case k <= 50:
		return 999
	case k <= 125:
		return 399
	}
	return 199
}

// studentised returns the quantiles, at alpha and 1-alpha, of (estimate* - estimate)/se*
// over bootstrap samples: the bootstrap-t of B. Efron and R. Tibshirani, An
// Introduction to the Bootstrap, chapter 12. Of each resample only the tail is drawn:
// its k largest values have the ranks of the k largest of n uniform numbers, which come
// one from the other as V ← V·U^(1/(n-j)).
func (t *tail) studentised(alpha, est float64) (low, high float64) {
	k := len(t.values)
	ratios := make([]float64, 0, resamples(k))
	draw := make([]float64, k)
	for r := range cap(ratios) {
		t.resample(r, draw)
		if m, se := t.shortfall(draw); se > 0 {
			ratios = append(ratios, (m-est)/se)
		}
	}
	if len(ratios) == 0 {
		return 0, 0
	}
	slices.Sort(ratios)
	at := func(q float64) float64 { return ratios[min(len(ratios)-1, int(q*float64(len(ratios))))] }
	return at(alpha), at(1 - alpha)
}

// resample draws the tail of resample r.
func (t *tail) resample(r int, draw []float64) {
	n, k := len(t.whole), len(draw)
	log := 0.0
	var s rng.Stream
	for j := range k {
		if j%(1<<15) == 0 {
			s = rng.Key{Purpose: rng.Resample, Entity: uint64(r), Time: int64(j)}.Stream()
		}
		log += detmath.Log(s.UnitAt(uint16(j%(1<<15)))) / float64(n-j)
		at := int(detmath.Exp(log) * float64(n))
		draw[k-1-j] = t.whole[min(at, n-1)]
	}
}
