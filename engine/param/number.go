package param

import (
	"errors"
	"strconv"
	"strings"
)

// Count is a whole number, zero or more: "1200" or "1 200". A point or an exponent is
// refused, so that 1.5 agents cannot become one.
type Count int64

// UnmarshalText reads digits.
func (c *Count) UnmarshalText(text []byte) error {
	d, rest, err := scan(string(text))
	switch {
	case err != nil:
		return err
	case rest != "":
		return refuse("write the number alone", "%q follows a count, which has no unit", rest)
	case d.part != "":
		return refuse("write a whole number", "%s is not a count", string(text))
	case d.negative:
		return refuse("", "a count cannot be negative")
	}
	n, err := strconv.ParseInt(d.whole, 10, 64)
	if err != nil {
		return refuse("", "the count is too large")
	}
	*c = Count(n)
	return nil
}

// Int returns the count.
func (c Count) Int() int { return int(c) }

// String writes the digits.
func (c Count) String() string { return strconv.FormatInt(int64(c), 10) }

// Pattern is the JSON Schema pattern of a count that is written as text.
func (Count) Pattern() string { return `^\s*\+?` + wholePattern + `\s*$` }

func (c Count) magnitude() float64 { return float64(c) }

// Number is a plain finite number without a dimension: "0.5", "-3", "1e-6".
type Number float64

// UnmarshalText reads a decimal number, with an exponent or without.
func (x *Number) UnmarshalText(text []byte) error {
	s := strings.TrimSpace(string(text))
	if strings.Trim(s, digits+"+-.eE") == "" {
		v, err := strconv.ParseFloat(s, 64)
		switch {
		case err == nil:
			*x = Number(v)
			return nil
		case errors.Is(err, strconv.ErrRange):
			return refuse("", "%s is too large", s)
		}
	}
	d, rest, err := scan(s)
	switch {
	case err != nil:
		return err
	case rest != "":
		return refuse("write the number alone", "%q follows a number, which has no unit here", rest)
	}
	number := d.whole + "." + d.part + "0"
	if d.negative {
		number = "-" + number
	}
	v, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return refuse("", "%s is too large", s)
	}
	*x = Number(v)
	return nil
}

// Float returns the number.
func (x Number) Float() float64 { return float64(x) }

// String writes the shortest text that reads back as the same number.
func (x Number) String() string { return strconv.FormatFloat(float64(x), 'g', -1, 64) }

// Pattern is the JSON Schema pattern of a number that is written as text.
func (Number) Pattern() string {
	return `^\s*[+-]?(` + wholePattern + `(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\s*$`
}

func (x Number) magnitude() float64 { return float64(x) }

// Leverage is exposure over own capital: "3x".
type Leverage float64

// UnmarshalText reads a number and an x.
func (l *Leverage) UnmarshalText(text []byte) error {
	d, rest, err := scan(string(text))
	switch {
	case err != nil:
		return err
	case rest == "":
		return refuse("write "+strings.TrimSpace(string(text))+"x", "a bare number stands where a unit belongs")
	case rest != "x":
		return refuse("write leverage as 3x", "%q stands where x belongs", rest)
	case d.negative:
		return refuse("", "leverage cannot be negative")
	}
	v, err := strconv.ParseFloat(d.whole+"."+d.part+"0", 64)
	if err != nil {
		return refuse("", "the leverage is too large")
	}
	*l = Leverage(v)
	return nil
}

// Float returns the multiple: 3 for "3x".
func (l Leverage) Float() float64 { return float64(l) }

// String writes the multiple with its x.
func (l Leverage) String() string { return strconv.FormatFloat(float64(l), 'f', -1, 64) + "x" }

// Pattern is the JSON Schema pattern of leverage.
func (Leverage) Pattern() string { return `^\s*` + numberPattern + `\s*x\s*$` }

func (l Leverage) magnitude() float64 { return float64(l) }
