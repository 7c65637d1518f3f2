package scenarios

import (
	"fmt"
	"math"
	"testing"
)

// A model of continuous time has no step of its own: with half of it, the same hazards
// and the same clocks, every metric keeps its mean, within 5 % of its standard
// deviation and three standard errors of the difference.
func TestWorldForgetsTheStep(t *testing.T) {
	for _, name := range distinct(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var edits []string
			if !long() {
				edits = small(t, name, 3)
			}
			n := often(200, 2000)
			whole := loaded(t, name, edits...)
			half := loaded(t, name, append(edits, fmt.Sprintf("step=%ds", whole.Spec.Step/2))...)
			sameMeans(t, outcome(t, whole, n, 2, 8), outcome(t, half, n, 2, 8), func(string) float64 { return 1 })
		})
	}
}

// sameMeans compares the means of all metrics of two outcomes; a metric of the second
// one is divided by its scale first.
func sameMeans(t *testing.T, a, b *Outcome, scale func(unit string) float64) {
	t.Helper()
	for i, m := range a.Columns.Metrics {
		x, y := moments(a.Columns.Values[i], 1), moments(b.Columns.Values[i], scale(m.Unit))
		sd := max(x.sd, y.sd)
		bound := float64(0.05*sd) + 3*math.Hypot(x.se, y.se)
		if diff := math.Abs(x.mean - y.mean); !(diff <= bound+1e-12*math.Abs(x.mean)) {
			t.Errorf("%s: %.6g and %.6g %s differ by %.2f standard deviations, bound %.2f", m.Name, x.mean, y.mean, m.Unit, diff/sd, bound/sd)
		}
	}
}

// meanAndSpread are the mean of a sample, its standard deviation and the standard
// error of the mean.
type meanAndSpread struct{ mean, sd, se float64 }

func moments(values []float64, scale float64) meanAndSpread {
	n, mean, squares := float64(len(values)), 0.0, 0.0
	for _, v := range values {
		mean += v / scale / n
	}
	for _, v := range values {
		squares += (v/scale - mean) * (v/scale - mean)
	}
	sd := math.Sqrt(squares / (n - 1))
	return meanAndSpread{mean, sd, sd / math.Sqrt(n)}
}
