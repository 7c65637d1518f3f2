package stats

import (
	"math"
	"math/bits"
	"slices"
)

// subBits is how finely a power of two is divided: 2^subBits buckets, so a bucket is
// narrower than 1/2048 of its value, a twentieth of a point on a price near 1.
const subBits = 11

// Histogram counts signed integers in buckets that widen with the size of the value:
// exact up to 2^11, then within 1/2048. It is a set of counts, so merging histograms in
// any order gives the same one. (The layout is that of G. Tene's HDR histogram, made
// signed.)
type Histogram struct {
	keys   []int32 // ascending
	counts []uint32
	n      uint64
}

// Add counts a value.
func (h *Histogram) Add(v int64) { h.add(bucket(v), 1) }

func (h *Histogram) add(key int32, count uint32) {
	i, found := slices.BinarySearch(h.keys, key)
	if !found {
		h.keys = slices.Insert(h.keys, i, key)
		h.counts = slices.Insert(h.counts, i, 0)
	}
	h.counts[i] += count
	h.n += uint64(count)
}

// Merge counts everything that another histogram has counted.
func (h *Histogram) Merge(o *Histogram) {
	for i, key := range o.keys {
		h.add(key, o.counts[i])
	}
}

// Count returns how many values were counted.
func (h *Histogram) Count() uint64 { return h.n }

// Quantile returns the middle of the bucket that holds the value of rank ⌈n·p⌉, 0 for
// an empty histogram.
func (h *Histogram) Quantile(p float64) int64 {
	if h.n == 0 {
		return 0
	}
	want, seen := uint64(rank(int(h.n), p)), uint64(0)
	for i, key := range h.keys {
		if seen += uint64(h.counts[i]); seen >= want {
			return middle(key)
		}
	}
	return middle(h.keys[len(h.keys)-1])
}

// bucket numbers the bucket of a value; negative values have negative numbers.
func bucket(v int64) int32 {
	if v < 0 {
		return -bucket(-max(v, -math.MaxInt64))
	}
	if v < 1<<subBits {
		return int32(v)
	}
	shift := bits.Len64(uint64(v)) - 1 - subBits
	return int32(shift<<subBits) + int32(v>>shift)
}

// middle is the middle of a bucket.
func middle(key int32) int64 {
	if key < 0 {
		return -middle(-key)
	}
	if key < 2<<subBits {
		return int64(key)
	}
	shift := int(key>>subBits) - 1
	low := (int64(key&(1<<subBits-1)) | 1<<subBits) << shift
	return low + 1<<shift/2
}
