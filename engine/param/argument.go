package param

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
)

// size is a scalar type that can be an argument of a distribution.
type size interface {
	encoding.TextUnmarshaler
	fmt.Stringer
	measured
}

// argument decodes one argument and returns its value in base units and its
// canonical spelling. The first that has a unit settles it for the others.
func (x *Dist) argument(n *Node, t tag, pure bool, d *decoder) (float64, string) {
	if pure {
		s := new(Number)
		d.scalar(n, s, tag{})
		return s.magnitude(), s.String()
	}
	if x.Unit != "" {
		t.units = []string{x.Unit}
	}
	s, before := sizeOf(t.unit(), n.Text), len(d.problems)
	d.scalar(n, s, tag{units: argumentUnits(s, t), signed: true})
	if len(d.problems) == before {
		x.Unit = kindOf(s)
	}
	return s.magnitude(), s.String()
}

// kindOf is the unit that a tag gives to a value of this type.
func kindOf(s size) string {
	switch v := s.(type) {
	case *Amount:
		return v.Unit
	case *Leverage:
		return "x"
	case *Percent:
		return "%"
	case *Rate:
		return "%/y"
	case *Duration:
		return "d"
	}
	return "1"
}

// argumentUnits keeps the units of a tag for the types that have one.
func argumentUnits(s size, t tag) []string {
	if _, ok := s.(*Amount); ok {
		return t.units
	}
	return nil
}

// sizeOf is the scalar type that belongs to the unit of a tag. Without one it is
// the first type that can read the text.
func sizeOf(unit, text string) size {
	switch unit {
	case "x":
		return new(Leverage)
	case "%":
		return new(Percent)
	case "%/y":
		return new(Rate)
	case "d":
		return new(Duration)
	case "1":
		return new(Number)
	case "":
		for _, s := range []size{new(Number), new(Percent), new(Rate), new(Duration), new(Leverage)} {
			if reflect.New(reflect.TypeOf(s).Elem()).Interface().(size).UnmarshalText([]byte(text)) == nil {
				return s
			}
		}
	}
	return new(Amount)
}

// within checks the arguments that have the field's unit against its bounds.
func (x *Dist) within(t tag, given []string) error {
	of := reflect.TypeOf(sizeOf(x.Unit, x.text)).Elem()
	for _, a := range x.arguments() {
		if a.pure || !slices.Contains(given, a.key) {
			continue
		}
		if err := t.within(*a.into, *a.into, of); err != nil {
			return err
		}
	}
	return nil
}
