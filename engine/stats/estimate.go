package stats

import (
	"encoding/json"
	"math"
	"strconv"
)

// Estimate is a point estimate with its interval, all in the unit of what is
// estimated. NaN means that the number does not exist, such as a bound on p99
// from ten replications; it is null in JSON.
//
// The type has JSON methods of its own, so a struct that embeds it inherits them
// and must say itself how its other fields are written.
type Estimate struct {
	Est float64 // the estimate
	Lo  float64 // lower end of the two-sided 95 % interval
	Hi  float64 // upper end
}

// Exact returns the estimate of something known without error: a zero-width
// interval.
func Exact(x float64) Estimate { return Estimate{Est: x, Lo: x, Hi: x} }

// IsExact reports whether the interval has no width.
func (e Estimate) IsExact() bool { return e.Lo == e.Est && e.Hi == e.Est }

// MarshalJSON writes {"est":…,"lo":…,"hi":…} with null for what does not exist.
// Floats take their shortest form that reads back to the same bits. It fails on
// an infinity, which JSON cannot say.
func (e Estimate) MarshalJSON() ([]byte, error) {
	return json.Marshal(estimateJSON{Nullable(e.Est), Nullable(e.Lo), Nullable(e.Hi)})
}

// UnmarshalJSON reads what MarshalJSON writes; a null or an absent member is NaN.
func (e *Estimate) UnmarshalJSON(b []byte) error {
	none := Nullable(math.NaN())
	in := estimateJSON{none, none, none}
	if err := json.Unmarshal(b, &in); err != nil {
		return err
	}
	*e = Estimate{Est: float64(in.Est), Lo: float64(in.Lo), Hi: float64(in.Hi)}
	return nil
}

type estimateJSON struct {
	Est Nullable `json:"est"`
	Lo  Nullable `json:"lo"`
	Hi  Nullable `json:"hi"`
}

// Nullable is a number that may not exist: NaN in memory, null in JSON.
type Nullable float64

// MarshalJSON writes null for NaN and otherwise the shortest decimal that reads
// back to the same bits. It fails on an infinity, which JSON cannot say.
func (n Nullable) MarshalJSON() ([]byte, error) {
	x := float64(n)
	if math.IsNaN(x) {
		return []byte("null"), nil
	}
	if math.IsInf(x, 0) {
		return nil, &json.UnsupportedValueError{Str: strconv.FormatFloat(x, 'g', -1, 64)}
	}
	return json.Marshal(x)
}

// UnmarshalJSON reads a number, or null as NaN.
func (n *Nullable) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*n = Nullable(math.NaN())
		return nil
	}
	var x float64
	if err := json.Unmarshal(b, &x); err != nil {
		return err
	}
	*n = Nullable(x)
	return nil
}
