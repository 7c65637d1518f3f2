package param

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// measured is a scalar with a size, in base units: whole coins, coins per day,
// fraction, per year, seconds, or the number itself.
type measured interface{ magnitude() float64 }

// scalar decodes one text, checks it against its tag and records its canonical form.
func (d *decoder) scalar(n *Node, x encoding.TextUnmarshaler, t tag) {
	if !d.is(n, Scalar, describeType(x)) {
		return
	}
	if n.Text == "" {
		if _, isText := x.(*Text); !isText {
			d.add(n.Problem("no value is given", ""))
			return
		}
	}
	if err := x.UnmarshalText([]byte(n.Text)); err != nil {
		d.refused(n, inUnit(err, t))
		return
	}
	if err := t.check(x); err != nil {
		d.refused(n, err)
		return
	}
	if s, ok := x.(fmt.Stringer); ok {
		n.Canonical = s.String()
	}
}

// inUnit makes the hint of a bare number name the unit that belongs there.
func inUnit(err error, t tag) error {
	r := (*Refusal)(nil)
	if !errors.As(err, &r) || t.unit() == "" {
		return err
	}
	c := *r
	for _, usual := range [...]string{"ETH/d", "ETH"} {
		if number, ok := strings.CutSuffix(c.Hint, " "+usual); ok && strings.HasPrefix(c.Hint, "write ") {
			c.Hint = number + " " + t.unit() + strings.TrimPrefix(usual, "ETH")
			break
		}
	}
	return &c
}

// check compares a value with the unit, the words, the sign and the bounds of a tag.
func (t tag) check(x any) error {
	if u, ok := x.(interface{ unit() string }); ok && len(t.units) > 0 && !slices.Contains(t.units, u.unit()) {
		return refuse("write it in "+strings.Join(t.units, " or "), "%s is not the unit here", u.unit())
	}
	if c, ok := x.(*Choice); ok && !slices.Contains(t.oneof, string(*c)) {
		return refuse(suggest(string(*c), t.oneof), "%q is not one of %s", string(*c), list(t.oneof))
	}
	if p, ok := x.(*Percent); ok && !t.signed && p.ratio.Num < 0 {
		return refuse("", "the share cannot be negative here")
	}
	if m, ok := x.(measured); ok {
		return t.within(m.magnitude(), m.magnitude(), reflect.TypeOf(x).Elem())
	}
	return nil
}

// within checks that [low, high] lies between the tag's bounds, which are written in
// the type of the value or as a number in base units.
func (t tag) within(low, high float64, of reflect.Type) error {
	if t.min != "" && low < bound(t.min, of) {
		return refuse("", "the value is below %s", t.min)
	}
	if t.max != "" && high > bound(t.max, of) {
		return refuse("", "the value is above %s", t.max)
	}
	return nil
}

// bound reads a bound of a tag.
func bound(text string, of reflect.Type) float64 {
	if v, err := strconv.ParseFloat(text, 64); err == nil {
		return v
	}
	x := reflect.New(of).Interface()
	m, sized := x.(measured)
	u, reads := x.(encoding.TextUnmarshaler)
	if !sized || !reads {
		panic("param: bound " + text + " of a type without a size")
	}
	if err := u.UnmarshalText([]byte(text)); err != nil {
		panic("param: bound " + text + ": " + err.Error())
	}
	return m.magnitude()
}

// describeType names a type in messages.
func describeType(x any) string {
	name := strings.ToLower(reflect.TypeOf(x).Elem().Name())
	if name != "" && strings.ContainsRune("aeiou", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}
