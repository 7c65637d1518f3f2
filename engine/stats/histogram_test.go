package stats

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestHistogramQuantileIsWithinItsBucket(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Int64Range(-1<<60, 1<<60), 1, 200).Draw(t, "values")
		var h Histogram
		for _, v := range values {
			h.Add(v)
		}
		slices.Sort(values)
		p := rapid.Float64Range(0.01, 0.99).Draw(t, "p")
		exact := values[rank(len(values), p)-1]
		if got := h.Quantile(p); math.Abs(float64(got-exact)) > math.Abs(float64(exact))/2048+0.5 {
			t.Fatalf("quantile %v: %d, exactly %d", p, got, exact)
		}
	})
}

func TestHistogramMergeCommutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.SliceOf(rapid.Int64()).Draw(t, "a")
		b := rapid.SliceOf(rapid.Int64()).Draw(t, "b")
		var ha, hb, all, ab, ba Histogram
		for _, v := range a {
			ha.Add(v)
			all.Add(v)
		}
		for _, v := range b {
			hb.Add(v)
			all.Add(v)
		}
		ab.Merge(&ha)
		ab.Merge(&hb)
		ba.Merge(&hb)
		ba.Merge(&ha)
		for _, h := range []*Histogram{&ab, &ba} {
			if !slices.Equal(h.keys, all.keys) || !slices.Equal(h.counts, all.counts) || h.Count() != all.Count() {
				t.Fatal("merging in another order gives another histogram")
			}
		}
	})
}
