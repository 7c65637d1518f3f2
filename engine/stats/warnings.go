package stats

import (
	"fmt"
	"math"
)

// Warnings lists what is doubtful about a sample's statistics: too few replications in
// a tail, or one replication that dominates.
func (s *Sample) Warnings() []string {
	var out []string
	if s.constant() {
		return nil
	}
	if k := int(0.01 * float64(s.N())); k < 20 {
		out = append(out, fmt.Sprintf("expected shortfall of 1 %% rests on %d replications", max(k, 1)))
	}
	if math.IsNaN(s.Quantile(0.99).Hi) {
		out = append(out, "p99 has no upper bound: too few replications")
	}
	mean, squares := s.moments()
	for _, x := range []float64{s.Min(), s.Max()} {
		if d := x - mean; s.N() > 20 && float64(d*d) > 0.2*squares {
			out = append(out, fmt.Sprintf("one replication (%.4g) makes more than a fifth of the variance", x))
		}
	}
	return out
}
