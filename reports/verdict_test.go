package reports

import (
	"math"
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

func TestSpreadInWords(t *testing.T) {
	nan := math.NaN()
	summary := func(values ...float64) result.MetricSummary { return summaryOf("ETH", mustSample(t, values...)) }
	for want, s := range map[string]result.MetricSummary{
		"There is one population; it does not say how others might end.": summary(5),
		"All 3 populations end alike.":                                   summary(5, 5, 5),
		"Half of the populations end at or below −5 ETH [≤ min, n too small, −1], one in twenty at or below −7 ETH [≤ min, n too small, 2], and one in twenty above 3.00 ETH [2.80, ≥ max, n too small]. In brackets: 95 % intervals.": {Unit: "ETH", N: 9, Mean: stats.Estimate{Est: 1, Lo: 0, Hi: 2}, Quantiles: map[string]stats.Estimate{
			"p50": {Est: -5, Lo: nan, Hi: -1}, "p05": {Est: -7, Lo: nan, Hi: 2}, "p95": {Est: 3, Lo: 2.8, Hi: nan}}},
	} {
		if got := spread(s); got != want {
			t.Errorf("spread says\n%s, want\n%s", got, want)
		}
	}
}

// TestVerdictHasAPage checks that what was run begins a new page after a verdict of one
// page, and follows a longer one.
func TestVerdictHasAPage(t *testing.T) {
	const next = "What was run\n"
	for name, run := range map[string]*result.Run{"usual": usualRun(40), "long": longRun(40)} {
		pages := composed(t, run)
		first, second := allText(pages[:1]), allText(pages[1:2])
		if strings.Contains(first, next) || !strings.Contains(second, next) {
			t.Errorf("%s: what was run is not on page 2", name)
		}
		if verdict := strings.Contains(second, "Read with care"); verdict != (name == "long") {
			t.Errorf("%s: the verdict goes on on page 2: %v", name, verdict)
		}
	}
}

// TestVerdictsStandOut checks that a reader cannot miss what did not pass.
func TestVerdictsStandOut(t *testing.T) {
	yes, no := true, false
	for want, pass := range map[string]*bool{"pass": &yes, "FAIL": &no, "undecided": nil} {
		if got := verdictOf(pass); got != want || shade(got, ink()) == ink() {
			t.Errorf("%q stands for %q", got, want)
		}
	}
	if shade("passing", ink()) != ink() {
		t.Error("any word stands out")
	}
}

// TestRoundsAreInTheTable checks that the rounds of a cascade stand in numbers beside
// their picture, and once more among all metrics.
func TestRoundsAreInTheTable(t *testing.T) {
	if n := strings.Count(allText(composed(t, usualRun(40))), "Stake lost round, 3\n"); n != 2 {
		t.Errorf("the third round is listed %d times", n)
	}
}
