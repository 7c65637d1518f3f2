package stats

import (
	"fmt"
	"testing"

	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/rng"
)

// toy returns n draws by a quantile function under a fixed key.
func toy(n int, quantile func(u float64) float64) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = quantile(rng.Key{Seed: 7, Entity: uint64(i), Purpose: rng.Population}.Unit())
	}
	return values
}

func exponential(u float64) float64 { return detmath.ExponentialQuantile(u, 1) }

// BenchmarkSummary is what one metric costs after a run: a summary of 60 metrics should
// take less than a second.
func BenchmarkSummary(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		values := toy(n, exponential)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				s, err := NewSample(values)
				if err != nil {
					b.Fatal(err)
				}
				for _, p := range []float64{0.01, 0.05, 0.95, 0.99} {
					s.ES(p)
					s.Quantile(p)
				}
				s.Mean()
				s.SD()
			}
		})
	}
}

func BenchmarkES(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		s, _ := NewSample(toy(n, exponential))
		for _, p := range []float64{0.95, 0.99} {
			b.Run(fmt.Sprint(n, " ", p), func(b *testing.B) {
				for b.Loop() {
					s.ES(p)
				}
			})
		}
	}
}

func BenchmarkHistogramAdd(b *testing.B) {
	var h Histogram
	values := make([]int64, 1000)
	for i, x := range toy(1000, exponential) {
		values[i] = int64(x * 1e12)
		h.Add(values[i])
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		h.Add(values[i%len(values)])
	}
}
