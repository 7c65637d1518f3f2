package stats

import (
	"slices"
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine/detmath"
)

func TestWarnings(t *testing.T) {
	outlier := toy(5000, exponential)
	outlier[0] = 1e5
	bump := toy(5000, exponential) // one in a tail of 250 that the mean hardly feels
	bump[0] = 400
	for name, c := range map[string]struct {
		values []float64
		want   []string // parts of the warnings, in order
	}{
		"well behaved":   {toy(5000, detmath.NormQuantile), nil},
		"heavy but fair": {toy(5000, exponential), nil},
		"one thousand":   {toy(1000, exponential), []string{"es01 and es99 rest on 10 of 1000", "p99.9: 1000 replications"}},
		"thirty":         {toy(30, detmath.NormQuantile), []string{"es05 and es95 rest on 2 of 30", "es01 and es99 rest on 1 of 30", "p05 and p95: 30", "p01 and p99: 30", "p99.9: 30"}},
		"outlier":        {outlier, []string{"one replication (1e+05) makes 97 % of the deviation from the median in the mean", "(1e+05) makes 99 % of the deviation from the median in es95"}},
		"bump":           {bump, []string{"one replication (400) makes 33 % of the deviation from the median in es95"}},
	} {
		got := sample(t, c.values...).Warnings()
		if len(got) != len(c.want) || !slices.EqualFunc(got, c.want, strings.Contains) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
