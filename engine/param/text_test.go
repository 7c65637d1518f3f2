package param

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func newDate() unitType { return new(Date) }

func TestWordsRead(t *testing.T) {
	reads(t, func() unitType { return new(Name) }, map[string]string{
		"farmers": "farmers", " dip-buyers ": "dip-buyers", "a": "a", "A_1-b": "A_1-b", strings.Repeat("a", 64): strings.Repeat("a", 64),
	})
	reads(t, func() unitType { return new(Bool) }, map[string]string{"true": "true", " false ": "false"})
	reads(t, func() unitType { return new(Choice) }, map[string]string{" request ": "request", "": ""})
	reads(t, func() unitType { return new(Text) }, map[string]string{" what: a day! ": "what: a day!", "": "", "häuser": "häuser", "NaN": "NaN"})
	reads(t, newDate, map[string]string{"2024-06-26": "2024-06-26", " 2024-02-29 ": "2024-02-29", "0001-01-01": "0001-01-01", "9999-12-31": "9999-12-31"})
}

func TestWordsRefuse(t *testing.T) {
	refuses(t, func() unitType { return new(Name) }, map[string]string{
		"": "is not a name", "1a": "is not a name", "-a": "is not a name", "a b": "is not a name", "a.b": "is not a name", "ä": "is not a name", "a\x00": "is not a name",
		strings.Repeat("a", 65): "is not a name",
	})
	refuses(t, func() unitType { return new(Bool) }, map[string]string{
		"": "write true or false", "yes": "neither true nor false", "True": "neither true nor false", "1": "neither true nor false",
	})
	refuses(t, func() unitType { return new(Text) }, map[string]string{"\xff": "not UTF-8"})
	refuses(t, newDate, map[string]string{
		"": "is not a date", "2024-6-26": "write year-month-day", "2023-02-29": "is not a date", "2024-13-01": "is not a date", "26.06.2024": "is not a date",
		"2024-06-26T00:00:00Z": "is not a date", "0000-01-01": "is not a date", "-2024-06-26": "is not a date", "2024-06-31": "is not a date",
	})
}

// TestDatesAreDaysOfTheCalendar for every day of ten thousand years.
func TestDatesAreDaysOfTheCalendar(t *testing.T) {
	first := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		day := first.AddDate(0, 0, rapid.IntRange(0, 3_652_058).Draw(t, "day"))
		var d Date
		if err := d.UnmarshalText([]byte(day.Format("2006-01-02"))); err != nil || !d.Time().Equal(day) || d.String() != day.Format("2006-01-02") {
			t.Fatalf("%s reads as %v, %v", day, d, err)
		}
	})
	if s := (Date{}).String(); s != "" {
		t.Errorf("no date is spelt %q", s)
	}
}
