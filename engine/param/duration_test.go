package param

import (
	"fmt"
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"pgregory.net/rapid"
)

func newDuration() unitType { return new(Duration) }

func TestDurationReads(t *testing.T) {
	reads(t, newDuration, map[string]string{
		"14d": "14d", "14 d": "14d", "1h": "1h", "30m": "30m", "30min": "30m", "90s": "1m30s", "1d12h": "1d12h", "1d 12h": "1d12h", "1.5d": "1d12h",
		"36h": "1d12h", "1y": "365d", "1y1d": "366d", "0s": "0s", "0d": "0s", "1 000d": "1000d", "0.5m": "30s", "1y2d3h4m5s": "367d3h4m5s", "1000y": "365000d",
		"0.1m1s": "7s", "1d+2h": "1d2h",
	})
}

func TestDurationRefuses(t *testing.T) {
	refuses(t, newDuration, map[string]string{
		"14": "write 14d, 14h, 14m or 14s", "0": "write 0s", "": "no value", "d": "does not start with a number", "14w": "not a unit of time", "14D": "not a unit of time",
		"1M": "not a unit of time", "-1d": "negative", "1d-2h": "negative", "1d -2h": "negative", "1h1d": "larger units first", "1d1d": "larger units first",
		"0.5s": "whole number of seconds", "1d12": "write 12d", "1d,12h": "does not start with a number", "NaN d": "not a finite number",
		"inf": "not a finite number", "1001y": "longer than a thousand years", "1000y1s": "longer than a thousand years", "99999999999999999999d": "longer than a thousand years",
		"1e3s": "has an exponent",
	})
}

// TestDurationSumsItsParts in the units that a text gives, larger ones first.
func TestDurationSumsItsParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, want := "", int64(0)
		for _, u := range []struct {
			name string
			of   int64
		}{{"y", 31_536_000}, {"d", 86_400}, {"h", 3_600}, {"m", 60}, {"s", 1}} {
			if rapid.Bool().Draw(t, u.name) {
				n := rapid.Int64Range(0, 500).Draw(t, "n")
				text += fmt.Sprintf("%d%s", n, u.name)
				want += n * u.of
			}
		}
		if text == "" {
			return
		}
		var d Duration
		if err := d.UnmarshalText([]byte(text)); err != nil || int64(d) != want {
			t.Fatalf("%s is %d seconds, %v, want %d", text, int64(d), err, want)
		}
		var back Duration
		if err := back.UnmarshalText([]byte(d.String())); err != nil || back != d {
			t.Fatalf("%s is spelt %s, which reads back as %s, %v", text, d, back, err)
		}
	})
	if d := Duration(73 * clock.Day); d.Years() != 0.2 || d.Span() != 73*clock.Day {
		t.Errorf("73 days are %v years", d.Years())
	}
}
