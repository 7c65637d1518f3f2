package stats

import (
	"fmt"
	"math"
)

// When a statistic is doubtful.
const (
	fewInTail = 20  // replications below which a shortfall's interval is not to be trusted
	dominates = 0.2 // of all deviation, made by one replication
)

// Warnings says in plain words what is doubtful about the statistics that a summary
// prints: a shortfall that rests on fewer than 20 replications, a quantile with an end
// that no replication of this many could bound, and one replication that makes more
// than a fifth of a mean's or a shortfall's deviation from the median. It returns nil
// for replications that all agree, and always the same list for the same values.
func (s *Sample) Warnings() []string {
	if s.constant() {
		return nil
	}
	out := append(s.thinTails(), s.unbounded()...)
	k := len(s.tail(0.95).values)
	for _, c := range []struct {
		name   string
		values []float64
	}{{"the mean", s.sorted}, {"es05", s.sorted[:k]}, {"es95", s.sorted[s.N()-k:]}} {
		if share, x := s.outermost(c.values); len(c.values) >= fewInTail && share > dominates {
			out = append(out, fmt.Sprintf("one replication (%.4g) makes %.0f %% of the deviation from the median in %s", x, 100*share, c.name))
		}
	}
	return out
}

// thinTails warns of shortfalls that rest on few replications.
func (s *Sample) thinTails() (out []string) {
	for _, c := range []struct {
		p     float64
		names string
	}{{0.95, "es05 and es95"}, {0.99, "es01 and es99"}} {
		if k := len(s.tail(c.p).values); k < fewInTail {
			out = append(out, fmt.Sprintf("%s rest on %d of %d replications; fewer than %d are too few", c.names, k, s.N(), fewInTail))
		}
	}
	return out
}

// unbounded warns of extreme quantiles without an outer end.
func (s *Sample) unbounded() (out []string) {
	for _, c := range []struct {
		p     float64
		names string
	}{{0.95, "p05 and p95"}, {0.99, "p01 and p99"}, {0.999, "p99.9"}} {
		if math.IsNaN(s.Quantile(c.p).Hi) {
			out = append(out, fmt.Sprintf("no outer bound for %s: %d replications are too few", c.names, s.N()))
		}
	}
	return out
}

// outermost returns the share that the value farthest from the median has in the
// deviation of all the given values from it, and that value.
func (s *Sample) outermost(values []float64) (share, x float64) {
	median := s.ranked(rank(s.N(), 0.5))
	var sum Sum
	far := -1.0
	for _, v := range values {
		d := math.Abs(v - median)
		sum.Add(d)
		if d > far {
			far, x = d, v
		}
	}
	if total := sum.Value(); total > 0 {
		share = far / total
	}
	return share, x
}
