package agents

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/rng"
)

// choices are values λV of three options and one that is not on offer.
var choices = []float64{0.4, -0.3, unavailable, 1.1}

// logit is the probability of each option by the closed form, computed with math and
// not with the package's own functions.
func logit(scaled []float64) []float64 {
	p, sum := make([]float64, len(scaled)), 0.0
	for k, v := range scaled {
		p[k] = math.Exp(v)
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
	return p
}

func stream(agent int) rng.Stream {
	return rng.Key{Seed: 11, Entity: rng.Entity("taste", agent), Purpose: rng.Taste}.Stream()
}

// within fails when a count of n independent draws is further than 4 standard errors
// from its probability: about one false alarm in 16 000.
func within(t *testing.T, what string, count, n int, p float64) {
	t.Helper()
	got, se := float64(count)/float64(n), math.Sqrt(p*(1-p)/float64(n))
	if math.Abs(got-p) > 4*se {
		t.Errorf("%s: share %.4f, want %.4f ± %.4f", what, got, p, 4*se)
	}
}

const drawn = 40_000

// TestFreshTastesGiveLogitShares is McFadden's result: the share of each option is
// exp(λV)/Σexp(λV), and nobody takes what is not on offer.
func TestFreshTastesGiveLogitShares(t *testing.T) {
	counts := make([]int, len(choices))
	for i := range drawn {
		tastes := make([]float64, len(choices))
		freshTastes(stream(i), tastes)
		chosen, _ := best(choices, tastes)
		counts[chosen]++
	}
	for k, p := range logit(choices) {
		within(t, fmt.Sprint("option ", k), counts[k], drawn, p)
	}
}

// TestContentTastesKeepTheirChoice: tastes drawn for an agent who is content make him
// choose what he has, whatever it is and however little it is worth.
func TestContentTastesKeepTheirChoice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scaled := rapid.SliceOfN(rapid.Float64Range(-600, 600), 2, 6).Draw(t, "scaled")
		chosen := rapid.IntRange(0, len(scaled)-1).Draw(t, "chosen")
		for k := range scaled {
			if k != chosen && rapid.Bool().Draw(t, "gone") {
				scaled[k] = unavailable
			}
		}
		tastes := make([]float64, len(scaled))
		contentTastes(stream(rapid.Int().Draw(t, "agent")), scaled, tastes, chosen)
		if got, _ := best(scaled, tastes); got != chosen {
			t.Fatalf("chose %d with tastes %v", got, tastes)
		}
	})
}

// TestContentTastesHaveTheConditionalLaw draws the choice first, by its logit
// probability, and the tastes given that choice. Put together, the tastes must be
// independent standard Gumbel draws again: their distribution function at several
// points, and the choices that they make at other values, say so.
func TestContentTastesHaveTheConditionalLaw(t *testing.T) {
	before, other := []float64{0.4, -0.3, 1.1}, []float64{-0.8, 0.9, 0.2}
	points := []float64{-1, 0, 0.5, 1.5, 3}
	shares := logit(before)
	counts, below := make([]int, len(other)), make([][]int, len(points))
	for at := range below {
		below[at] = make([]int, len(before))
	}
	for i := range drawn {
		tastes := make([]float64, len(before))
		contentTastes(stream(i), before, tastes, draw(shares, stream(i).UnitAt(99)))
		chosen, _ := best(other, tastes)
		counts[chosen]++
		for at, x := range points {
			for k := range tastes {
				if tastes[k] <= x {
					below[at][k]++
				}
			}
		}
	}
	for k, p := range logit(other) {
		within(t, fmt.Sprint("option ", k, " at other values"), counts[k], drawn, p)
	}
	for at, x := range points {
		for k := range before {
			within(t, fmt.Sprintf("taste %d below %g", k, x), below[at][k], drawn, math.Exp(-math.Exp(-x)))
		}
	}
}

func draw(shares []float64, u float64) int {
	for k, p := range shares {
		if u -= p; u < 0 {
			return k
		}
	}
	return len(shares) - 1
}

// TestContentAgentsLeaveByTheRatio: of those content with option 0, the share that
// stays when it loses worth while the others keep theirs is P'(0)/P(0), because
// whoever would choose it at the lower worth chose it at the higher.
func TestContentAgentsLeaveByTheRatio(t *testing.T) {
	before, after := []float64{1.5, 0.2, -0.4}, []float64{0.3, 0.2, -0.4}
	stayed := 0
	for i := range drawn {
		tastes := make([]float64, len(before))
		contentTastes(stream(i), before, tastes, 0)
		if chosen, _ := best(after, tastes); chosen == 0 {
			stayed++
		}
	}
	within(t, "stayed", stayed, drawn, logit(after)[0]/logit(before)[0])
}

// TestBestIsTheLargest compares best with sorting.
func TestBestIsTheLargest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scaled := rapid.SliceOfN(rapid.Float64Range(-9, 9), 2, 6).Draw(t, "scaled")
		tastes := rapid.SliceOfN(rapid.Float64Range(-9, 9), len(scaled), len(scaled)).Draw(t, "tastes")
		sums := make([]float64, len(scaled))
		for k := range sums {
			sums[k] = scaled[k] + tastes[k]
		}
		chosen, runnerUp := best(scaled, tastes)
		top := sums[chosen]
		if first := slices.Index(sums, slices.Max(sums)); first != chosen {
			t.Fatalf("chose %d of %v, want %d", chosen, sums, first)
		}
		slices.Sort(sums)
		if top != sums[len(sums)-1] || runnerUp != sums[len(sums)-2] {
			t.Fatalf("top %v, runner-up %v of %v", top, runnerUp, sums)
		}
	})
}
