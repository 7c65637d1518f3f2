package verify

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
)

// object is a JSON object of a case. What cannot be read as it is asked for reads as
// nothing and is complained of once the case has been replayed: first keeps the first
// complaint of the whole case.
type object struct {
	keys  map[string]json.RawMessage
	path  string
	first *error
}

// newObject reads the object of a whole case.
func newObject(text json.RawMessage) object {
	o := object{first: new(error)}
	o.decode("", text, &o.keys)
	return o
}

func (o object) below(key string) string {
	if o.path == "" {
		return key
	}
	return o.path + "." + key
}

func (o object) decode(key string, text json.RawMessage, into any) {
	if err := json.Unmarshal(text, into); err != nil {
		o.complain(key, mistake(err))
	}
}

func (o object) complain(key, what string) {
	if *o.first == nil {
		*o.first = fmt.Errorf("%s: %s", o.below(key), what)
	}
}

// has says whether the key stands there, with another value than null.
func (o object) has(key string) bool { return o.keys[key] != nil && string(o.keys[key]) != "null" }

// names lists the keys, in order.
func (o object) names() []string { return slices.Sorted(maps.Keys(o.keys)) }

// text reads a string; "" where there is none.
func (o object) text(key string) (s string) {
	if o.has(key) {
		o.decode(key, o.keys[key], &s)
	}
	return s
}

// truth reads a boolean; false where there is none.
func (o object) truth(key string) (b bool) {
	if o.has(key) {
		o.decode(key, o.keys[key], &b)
	}
	return b
}

// rat reads a number, or a decimal in a string, exactly; 0 where there is none.
func (o object) rat(key string) *big.Rat {
	x := new(big.Rat)
	if !o.has(key) {
		return x
	}
	var number json.Number
	if err := json.Unmarshal(o.keys[key], &number); err != nil {
		o.complain(key, mistake(err))
		return x
	}
	if len(number) > 200 || !plainNumber(string(number)) {
		o.complain(key, fmt.Sprintf("%.40q is no number", string(number)))
		return x
	}
	x.SetString(string(number))
	return x
}

// plainNumber says whether a text is a decimal with an exponent of at most three digits.
func plainNumber(text string) bool {
	if !json.Valid([]byte(text)) {
		return false
	}
	for i := range text {
		if text[i] == 'e' || text[i] == 'E' {
			return len(text)-i <= 5
		}
	}
	return true
}

// big reads a whole number.
func (o object) big(key string) *big.Int {
	x := o.rat(key)
	if !x.IsInt() {
		o.complain(key, x.RatString()+" is no whole number")
	}
	return new(big.Int).Quo(x.Num(), x.Denom())
}

// int reads a whole number of 64 bits.
func (o object) int(key string) int64 {
	x := o.big(key)
	if !x.IsInt64() {
		o.complain(key, x.String()+" has more than 64 bits")
	}
	return x.Int64()
}

// float reads the binary64 next to a number.
func (o object) float(key string) float64 {
	x, _ := o.rat(key).Float64()
	return x
}

// sub reads an object, empty where there is none.
func (o object) sub(key string) object {
	out := object{path: o.below(key), first: o.first}
	if o.has(key) {
		o.decode(key, o.keys[key], &out.keys)
	}
	return out
}

// list reads a list of objects.
func (o object) list(key string) (out []object) {
	for i, text := range o.raw(key) {
		x := object{path: fmt.Sprintf("%s.%d", o.below(key), i), first: o.first}
		x.decode("", text, &x.keys)
		out = append(out, x)
	}
	return out
}

// floats reads a list of numbers.
func (o object) floats(key string) (out []float64) {
	for i := range o.raw(key) {
		out = append(out, o.element(key, i).float("x"))
	}
	return out
}

// rats reads a list of exact numbers.
func (o object) rats(key string) (out []*big.Rat) {
	for i := range o.raw(key) {
		out = append(out, o.element(key, i).rat("x"))
	}
	return out
}

func (o object) raw(key string) (list []json.RawMessage) {
	if o.has(key) {
		o.decode(key, o.keys[key], &list)
	}
	return list
}

// element is a member of a list as the only value of an object.
func (o object) element(key string, i int) object {
	return object{map[string]json.RawMessage{"x": o.raw(key)[i]}, fmt.Sprintf("%s.%d", o.below(key), i), o.first}
}
