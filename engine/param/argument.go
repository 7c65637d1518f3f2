package param

import (
	"encoding"
	"fmt"
	"reflect"
)

// size is a scalar type that can be an argument of a distribution.
type size interface {
	encoding.TextUnmarshaler
	fmt.Stringer
	measured
}

// argument decodes one argument and returns its value in base units and its
// canonical spelling.
func (x *Dist) argument(n *Node, t tag, pure bool, d *decoder) (float64, string) {
	s := sizeOf(x.Unit, n.Text)
	if pure {
		s = new(Number)
	}
	if x.Unit == "%" {
		t.signed = true
	}
	d.scalar(n, s, tag{units: argumentUnits(s, t), signed: t.signed})
	return s.magnitude(), s.String()
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
func (x *Dist) within(t tag) error {
	of := reflect.TypeOf(sizeOf(x.Unit, x.text)).Elem()
	for _, a := range x.arguments() {
		if a.pure || *a.into == 0 && x.Law != Fixed {
			continue
		}
		if x.Law == Fixed && a.key != "value" {
			continue
		}
		if err := t.within(*a.into, *a.into, of); err != nil {
			return err
		}
	}
	return nil
}
