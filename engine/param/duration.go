package param

import (
	"strings"

	"github.com/restakesim/restakesim/engine/clock"
)

// Duration is a span of simulated time in whole seconds, never negative: "14d", "1h",
// "30m", "90s", "1d12h". y means 365 days.
type Duration clock.Span

// longest is the longest duration: a thousand years.
const longest = 1000 * clock.Year

// UnmarshalText reads numbers with units, the larger units first.
func (d *Duration) UnmarshalText(text []byte) error {
	rest := strings.TrimSpace(string(text))
	if rest == "0" {
		return refuse("write 0s", "a bare number stands where a unit belongs")
	}
	var sum, last clock.Span
	for ok := true; ok; ok = rest != "" {
		span, unit, tail, err := scanSpan(rest)
		if err != nil {
			return err
		}
		if last != 0 && unit >= last {
			return refuse("write larger units first, as in 1d12h", "%q repeats or reverses its units", string(text))
		}
		if sum, last, rest = sum+span, unit, tail; sum > longest {
			return refuse("", "the duration is longer than a thousand years")
		}
	}
	*d = Duration(sum)
	return nil
}

// scanSpan reads one number with its unit of time and returns what follows.
func scanSpan(s string) (span, unit clock.Span, rest string, err error) {
	d, rest, err := scan(s)
	switch {
	case err != nil:
		return 0, 0, "", err
	case d.negative:
		return 0, 0, "", refuse("", "a duration cannot be negative")
	}
	name := rest[:len(rest)-len(strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))]
	if rest == "" {
		return 0, 0, "", bareDuration(d)
	}
	switch name {
	case "y":
		unit = clock.Year
	case "d":
		unit = clock.Day
	case "h":
		unit = clock.Hour
	case "m", "min":
		unit = clock.Minute
	case "s":
		unit = clock.Second
	default:
		return 0, 0, "", refuse("write 14d, 1h, 30m or 90s", "%q is not a unit of time", rest)
	}
	w, err := d.times(int64(unit)).fixed(0)
	if err != nil {
		return 0, 0, "", refuse("", "a duration is a whole number of seconds below a thousand years")
	}
	n, err := w.Int64()
	if err != nil || n > int64(longest) {
		return 0, 0, "", refuse("", "the duration is longer than a thousand years")
	}
	return clock.Span(n), unit, strings.TrimSpace(rest[len(name):]), nil
}

// bareDuration refuses a number without a unit of time.
func bareDuration(d decimal) error {
	n := d.whole
	if d.part != "" {
		n += "." + d.part
	}
	return refuse("write "+n+"d, "+n+"h, "+n+"m or "+n+"s", "a bare number stands where a unit belongs")
}

// Span returns the duration in seconds.
func (d Duration) Span() clock.Span { return clock.Span(d) }

// Years returns the duration in years of 365 days.
func (d Duration) Years() float64 { return clock.Span(d).Years() }

// String writes days, hours, minutes and seconds.
func (d Duration) String() string { return clock.Span(d).String() }

// Pattern is the JSON Schema pattern of a duration.
func (Duration) Pattern() string { return `^\s*(` + numberPattern + `\s*(y|d|h|min|m|s)\s*)+$` }

func (d Duration) magnitude() float64 { return float64(d) }
