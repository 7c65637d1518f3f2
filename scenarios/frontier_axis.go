package scenarios

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/engine/result"
)

// axis is a setting that a frontier varies. Its values are written with few digits, so
// that a point of the plane is exactly what --set reproduces.
type axis struct {
	result.Axis
	whole  bool // a count: nothing lies between two of its values
	points int  // of the coarse grid
}

// newAxis reads an axis of a scenario's tree.
func newAxis(s *AxisSection, tree, at *param.Node) (axis, param.Problems) {
	a := axis{Axis: result.Axis{Path: string(s.Path), Label: string(s.Label), Log: s.Scale == "log"}, points: s.Points.Int()}
	refuse := func(path, message, hint string) (axis, param.Problems) {
		return a, param.Problems{{Path: path, Message: message, Hint: hint}}
	}
	n := tree.Lookup(a.Path)
	if n == nil || n.Kind != param.Scalar || a.Path == "" {
		return refuse("path", "no single value of this scenario lies at "+a.Path, "write a path as --set takes it, such as network.profit_share")
	}
	if top, _, _ := strings.Cut(a.Path, "."); top == "seed" || top == "replications" || top == "frontier" || top == "name" {
		return refuse("path", "every point of a frontier shares this value", "")
	}
	if a.Label == "" {
		a.Label = capitalised(docOf(tree, a.Path))
	}
	if len(s.Between) != 2 {
		return refuse("between", "a range has two ends", "write between: [1 %, 40 %]")
	}
	var err error
	var unit string
	if a.From, a.Unit, err = quantity(string(s.Between[0])); err != nil {
		return refuse("between.0", err.Error(), "")
	}
	if a.To, unit, err = quantity(string(s.Between[1])); err != nil {
		return refuse("between.1", err.Error(), "")
	}
	switch a.whole = typeOf(tree, a.Path) == "Count"; {
	case unit != a.Unit:
		return refuse("between.1", "the two ends have different units", "write "+cmp.Or(a.Unit, unit)+" after both")
	case !(a.From < a.To):
		return refuse("between", "the range runs upwards", "write the smaller end first")
	case a.Log && a.From <= 0:
		return refuse("between.0", "a logarithmic range begins above zero", "")
	case a.whole && (a.From != math.Trunc(a.From) || a.To != math.Trunc(a.To)):
		return refuse("between", "a count is a whole number", "")
	}
	return a, nil
}

// quantity splits a value as it is written from its unit.
func quantity(text string) (float64, string, error) {
	text = strings.TrimSpace(text)
	digits := strings.TrimLeft(text, "+-0123456789._ ")
	number := strings.NewReplacer(" ", "", "_", "").Replace(text[:len(text)-len(digits)])
	x, err := strconv.ParseFloat(number, 64)
	if err != nil || strings.HasPrefix(digits, "/") {
		return 0, "", fmt.Errorf("%q is no number with a unit behind it", text)
	}
	return x, digits, nil
}

// text writes a value as a file would.
func (a *axis) text(x float64) string {
	number := strconv.FormatFloat(x, 'f', -1, 64)
	if a.Unit == "" || a.Unit == "x" {
		return number + a.Unit
	}
	return number + " " + a.Unit
}

// edit is the setting at x, as --set takes it.
func (a *axis) edit(x float64) string { return a.Path + "=" + a.text(x) }

// axisDigits is how many digits a value between grid points is written with.
const axisDigits = 5

// written is the nearest value that the axis has.
func (a *axis) written(x float64) float64 {
	if a.whole {
		return math.Round(x)
	}
	out, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', axisDigits, 64), 64)
	if err != nil {
		return x
	}
	return min(a.To, max(a.From, out))
}

// place is where a value lies on the axis, 0 at its beginning and 1 at its end.
func (a *axis) place(x float64) float64 {
	if a.Log {
		return detmath.Log(x/a.From) / detmath.Log(a.To/a.From)
	}
	return (x - a.From) / (a.To - a.From)
}

// value is the value at a place.
func (a *axis) value(place float64) float64 {
	switch {
	case place <= 0:
		return a.From
	case place >= 1:
		return a.To
	case a.Log:
		return a.written(a.From * detmath.Exp(place*detmath.Log(a.To/a.From)))
	}
	return a.written(a.From + float64(place*(a.To-a.From)))
}

// grid is the coarse grid, each value once.
func (a *axis) grid() []float64 {
	var out []float64
	for i := range a.points {
		if x := a.value(float64(i) / float64(max(1, a.points-1))); len(out) == 0 || x > out[len(out)-1] {
			out = append(out, x)
		}
	}
	return out
}

// between is the value at a share of the way from lo to hi; false if the axis has none
// that lies strictly between.
func (a *axis) between(lo, hi, share float64) (float64, bool) {
	from, to := a.place(lo), a.place(hi)
	x := a.value(from + float64(share*(to-from)))
	if x <= lo || x >= hi {
		x = a.value((from + to) / 2)
	}
	return x, lo < x && x < hi
}

// capitalised begins a text with a capital letter.
func capitalised(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
