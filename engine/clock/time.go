package clock

import (
	"fmt"
	"strings"
)

// Time is a moment, in seconds since the snapshot.
type Time int64

// Span is a distance between two moments, in seconds.
type Span int64

// Spans of the field. A year has 365 days, as in lending and Pendle contracts.
const (
	Second Span = 1
	Minute      = 60 * Second
	Hour        = 60 * Minute
	Day         = 24 * Hour
	Year        = 365 * Day
)

// Add returns the moment s later.
func (t Time) Add(s Span) Time { return t + Time(s) }

// Sub returns the distance from u to t.
func (t Time) Sub(u Time) Span { return Span(t - u) }

// String returns the moment as the span since the snapshot.
func (t Time) String() string { return Span(t).String() }

// Days returns the span in days.
func (s Span) Days() float64 { return float64(s) / float64(Day) }

// Hours returns the span in hours.
func (s Span) Hours() float64 { return float64(s) / float64(Hour) }

// Years returns the span in years of 365 days.
func (s Span) Years() float64 { return float64(s) / float64(Year) }

// String returns the span as 7d12h30m5s, leaving out what is zero.
func (s Span) String() string {
	if s == 0 {
		return "0s"
	}
	var b strings.Builder
	left := uint64(s)
	if s < 0 {
		b.WriteByte('-')
		left = -left
	}
	for _, u := range [...]struct {
		of   Span
		name byte
	}{{Day, 'd'}, {Hour, 'h'}, {Minute, 'm'}, {Second, 's'}} {
		if n := left / uint64(u.of); n > 0 {
			fmt.Fprintf(&b, "%d%c", n, u.name)
			left %= uint64(u.of)
		}
	}
	return b.String()
}
