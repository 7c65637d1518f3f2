package param

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Name is an identifier: letters, digits, _ and -, starting with a letter.
type Name string

// UnmarshalText reads an identifier.
func (n *Name) UnmarshalText(text []byte) error {
	s := strings.TrimSpace(string(text))
	if !word(s, "") {
		return refuse("write letters, digits, _ and -, starting with a letter", "%q is not a name", s)
	}
	*n = Name(s)
	return nil
}

// String returns the name.
func (n Name) String() string { return string(n) }

// Pattern is the JSON Schema pattern of a name.
func (Name) Pattern() string { return `^\s*[A-Za-z][A-Za-z0-9_-]*\s*$` }

// Text is any line of prose.
type Text string

// UnmarshalText takes the text as it stands, without space around it.
func (t *Text) UnmarshalText(text []byte) error {
	if !utf8.Valid(text) {
		return refuse("save the file as UTF-8", "the text is not UTF-8")
	}
	*t = Text(strings.TrimSpace(string(text)))
	return nil
}

// String returns the text.
func (t Text) String() string { return string(t) }

// Pattern is the JSON Schema pattern of a text: anything.
func (Text) Pattern() string { return "" }

// Choice is one of the words that the oneof tag lists.
type Choice string

// UnmarshalText takes a word; Decode compares it with the tag.
func (c *Choice) UnmarshalText(text []byte) error {
	*c = Choice(strings.TrimSpace(string(text)))
	return nil
}

// String returns the word.
func (c Choice) String() string { return string(c) }

// Pattern is the JSON Schema pattern of a choice; its words stand in an enum.
func (Choice) Pattern() string { return "" }

// Bool is true or false.
type Bool bool

// UnmarshalText reads true or false, and no other spelling.
func (b *Bool) UnmarshalText(text []byte) error {
	s := strings.TrimSpace(string(text))
	if s != "true" && s != "false" {
		return refuse("write true or false", "%q is neither true nor false", s)
	}
	*b = s == "true"
	return nil
}

// String writes true or false.
func (b Bool) String() string { return strconv.FormatBool(bool(b)) }

// Pattern is the JSON Schema pattern of a Bool that is written as text.
func (Bool) Pattern() string { return `^\s*(true|false)\s*$` }

// Date is a day of the calendar, UTC: "2024-06-26".
type Date struct {
	Year, Month, Day int
}

// UnmarshalText reads year, month and day.
func (d *Date) UnmarshalText(text []byte) error {
	s := strings.TrimSpace(string(text))
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return refuse("write year-month-day, as in 2024-06-26", "%q is not a date", s)
	}
	*d = Date{t.Year(), int(t.Month()), t.Day()}
	return nil
}

// Time returns the start of the day, UTC.
func (d Date) Time() time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

// String writes year-month-day; the zero value is empty.
func (d Date) String() string {
	if d == (Date{}) {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// Pattern is the JSON Schema pattern of a date.
func (Date) Pattern() string { return `^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\s*$` }
