package restake

import (
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
)

// The exit clocks, worked out by hand; a day has 86,400 s and a week 604,800 s.
func TestExitClocks(t *testing.T) {
	cooldown := TokenParams{Clock: Cooldown, Delay: 3 * day}
	calendar := TokenParams{Clock: Calendar, Period: week, Delay: 3 * day}
	daily := TokenParams{Clock: Curator, Period: day}
	slow := TokenParams{Clock: Curator, Period: 5 * day, Delay: day}
	batch := TokenParams{Clock: Batch, Report: day, Delay: 7680}
	for _, c := range []struct {
		name       string
		terms      TokenParams
		now, ready clock.Time
	}{
		{"cooldown", cooldown, 1000, 260_200},
		{"no cooldown", TokenParams{Clock: Cooldown}, 1000, 1000},
		{"calendar, first second of week 1", calendar, 0, 2*604_800 + 259_200},
		{"calendar, last second of week 1", calendar, 604_799, 2*604_800 + 259_200},
		{"calendar, first second of week 2", calendar, 604_800, 3*604_800 + 259_200},
		{"curator, a second before the round", daily, 86_399, 86_400},
		{"curator, at the round", daily, 86_400, 172_800}, // that round is over
		{"curator, a second after the round", daily, 86_401, 172_800},
		{"curator, at time 0", daily, 0, 86_400},
		{"curator who wants a day, in time", slow, 345_600, 432_000},
		{"curator who wants a day, too late", slow, 345_601, 864_000},
		{"report, old enough", batch, 78_720, 86_400},
		{"report, too young", batch, 78_721, 172_800},
		{"report without an age, at the report", TokenParams{Clock: Batch, Report: day}, 86_400, 172_800},
	} {
		t.Run(c.name, func(t *testing.T) { equal(t, "ready", c.terms.ready(c.now), c.ready) })
	}
}

// Every token that the package knows can be made, minted and left again.
func TestKnownTokensHaveSoundTerms(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range Tokens() {
		t.Run(p.Name, func(t *testing.T) {
			if seen[p.Name] || p.Source == "" || p.Opening.Num <= 0 || p.Opening.Den <= 0 || p.Report <= 0 {
				t.Errorf("%+v", p)
			}
			seen[p.Name] = true
			x := newLone(t, p, 100e9, 300e9, 200e9)
			must(t, x.token.RequestExit(x.book, x.alice, 100e9, 0))
			last := p.ready(0)
			for now := clock.Time(0); now <= last; now = now.Add(clock.Hour) {
				x.settle(now)
			}
			equal(t, "paid at par", x.book.Balance(x.alice, testETH), 100e9)
		})
	}
	if _, found := TokenNamed("nothing"); found {
		t.Error("a token called nothing was found")
	}
}
