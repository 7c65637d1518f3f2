package restake

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
)

// A history says of every time from the horizon on what a list of all writes says, and
// keeps no more than what was written since, and one before.
func TestHistoryAgainstAList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var h history[int]
		type write struct {
			at    clock.Time
			value int
		}
		var all []write
		now := clock.Time(0)
		const keep = 20
		t.Repeat(map[string]func(*rapid.T){
			"write": func(t *rapid.T) {
				now = now.Add(clock.Span(rapid.IntRange(0, 4).Draw(t, "later")))
				w := write{now, rapid.IntRange(0, 3).Draw(t, "value")}
				all = append(all, w)
				h.set(w.at, w.value, now-keep)
			},
			"": func(t *rapid.T) {
				for at := now - keep; at <= now+1; at++ {
					want := 0
					for _, w := range all {
						if w.at <= at {
							want = w.value
						}
					}
					if got := h.at(at); got != want {
						t.Fatalf("at %d it was %d, not %d", at, want, got)
					}
				}
				if h.line.len() > keep+2 {
					t.Fatalf("%d values kept for %d seconds", h.line.len(), keep)
				}
			},
		})
	})
}
