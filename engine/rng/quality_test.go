package rng

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// base is an ordinary key, from which the tests depart in one field.
var base = Key{20240627, 17, Entity("farmers", 3), Taste, 86_400, 0}

// along lists, for every field of a key, the key that is i steps away: the small steps
// in which a simulation walks.
var along = map[string]func(i int) Key{
	"seed":        func(i int) Key { k := base; k.Seed += uint64(i); return k },
	"replication": func(i int) Key { k := base; k.Replication += uint32(i); return k },
	"entity":      func(i int) Key { k := base; k.Entity += uint64(i); return k },
	"index":       func(i int) Key { k := base; k.Entity = Entity("farmers", i); return k },
	"purpose":     func(i int) Key { k := base; k.Purpose += Purpose(i); return k },
	"hours":       func(i int) Key { k := base; k.Time += 3_600 * int64(i); return k },
	"n":           func(i int) Key { k := base; k.N += uint16(i); return k },
}

// TestUniformAlongEveryField is a chi-square test on 256 classes, of the top and of
// the bottom bits that a uniform number uses, of pairs of neighbours, and a
// Kolmogorov–Smirnov test. The keys are fixed, so it fails always or never; a good
// generator fails one bound in a million.
func TestUniformAlongEveryField(t *testing.T) {
	const n = 60_000
	for name, key := range along {
		units := make([]float64, n)
		for i := range units {
			units[i] = key(i).Unit()
		}
		checkClasses(t, name+", top bits", units, 256, func(i int) int { return int(units[i] * 256) })
		checkClasses(t, name+", bottom bits", units, 256, func(i int) int { return int(key(i).Bits() >> 12 & 255) })
		checkClasses(t, name+", neighbours", units[1:], 256, func(i int) int { return int(units[i]*16)*16 + int(units[i+1]*16) })
		slices.Sort(units)
		far := 0.0
		for i, u := range units {
			far = max(far, math.Abs(u-float64(i)/n), math.Abs(u-float64(i+1)/n))
		}
		if far*math.Sqrt(n) > 2.7 { // 2·exp(-2·2.7²) is 9e-7
			t.Errorf("%s: distribution function off by %v", name, far)
		}
	}
}

// checkClasses compares the counts of classes with equal ones, at both tails.
func checkClasses(t *testing.T, name string, of []float64, classes int, class func(i int) int) {
	t.Helper()
	counts := make([]float64, classes)
	for i := range of {
		counts[class(i)]++
	}
	want, sum := float64(len(of))/float64(classes), 0.0
	for _, c := range counts {
		sum += (c - want) * (c - want) / want
	}
	if p := (distuv.ChiSquared{K: float64(classes - 1)}).CDF(sum); p < 1e-6 || p > 1-1e-6 {
		t.Errorf("%s: chi-square %.1f of %d classes, distribution function %v", name, sum, classes, p)
	}
}

// TestNeighboursAreUncorrelated along every pair of fields: the product of two draws
// that differ in one step.
func TestNeighboursAreUncorrelated(t *testing.T) {
	const n = 50_000
	for name, key := range along {
		for lag := 1; lag <= 3; lag++ {
			sum := 0.0
			for i := range n {
				sum += (key(i).Unit() - 0.5) * (key(i+lag).Unit() - 0.5)
			}
			// Each term has deviation 1/12; five of them are passed once in two million.
			if z := sum * 12 / math.Sqrt(n); math.Abs(z) > 5 {
				t.Errorf("%s, %d apart: correlation of %v deviations", name, lag, z)
			}
		}
	}
}

// flips lists, for every field, its width and the key with one of its bits turned.
var flips = []struct {
	field string
	bits  int
	flip  func(k Key, bit int) Key
}{
	{"seed", 64, func(k Key, b int) Key { k.Seed ^= 1 << b; return k }},
	{"replication", 32, func(k Key, b int) Key { k.Replication ^= 1 << b; return k }},
	{"entity", 64, func(k Key, b int) Key { k.Entity ^= 1 << b; return k }},
	{"purpose", 16, func(k Key, b int) Key { k.Purpose ^= 1 << b; return k }},
	{"time", 64, func(k Key, b int) Key { k.Time ^= 1 << b; return k }},
	{"n", 16, func(k Key, b int) Key { k.N ^= 1 << b; return k }},
}

// TestAvalanche: each bit of each field turns each bit of the draw half of the time.
// Of 16,384 pairs, six deviations are passed by one in thirty thousand tests.
func TestAvalanche(t *testing.T) {
	const trials = 1_500
	for _, f := range flips {
		for bit := range f.bits {
			var turned [64]int
			for i := range trials {
				k := Key{mix(uint64(i)), uint32(i), Entity("a", i), Purpose(i % 18), int64(i) * 3_600, uint16(i % 7)}
				for d, out := k.Bits()^f.flip(k, bit).Bits(), 0; d != 0; d, out = d>>1, out+1 {
					turned[out] += int(d & 1)
				}
			}
			for out, n := range turned {
				if z := (float64(n) - trials/2) / math.Sqrt(trials/4.0); math.Abs(z) > 6 {
					t.Errorf("bit %d of %s turns bit %d of the draw in %d of %d", bit, f.field, out, n, trials)
				}
			}
		}
	}
}
