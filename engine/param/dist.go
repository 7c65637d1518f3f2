package param

import (
	"slices"
	"strings"
)

// Law is the family of a distribution.
type Law string

// The laws that a file can name. Sizes of holdings are lognormal or bounded Pareto
// in the literature on wealth and in token registers; waiting times exponential.
const (
	Fixed       Law = "fixed"       // value
	Uniform     Law = "uniform"     // min, max
	Lognormal   Law = "lognormal"   // median and p95, median and sigma, or sigma alone (median 1)
	Pareto      Law = "pareto"      // shape, max, and perhaps min
	Exponential Law = "exponential" // mean
)

// Dist is a distribution from which a trait is drawn: {dist: lognormal, median: 3
// ETH, p95: 120 ETH}. A bare scalar of the right unit is a fixed one. The arguments
// are in base units: whole coins for amounts, fractions for %, per year for rates,
// seconds for durations, multiples for x. An argument that its law does not have, or
// that was not given, is zero.
type Dist struct {
	Law                           Law
	Unit                          string // what the arguments are counted in: ETH, USD, x, %, %/y, d or 1
	Value, Min, Max, Mean, Median float64
	P95                           float64
	Sigma                         float64 // standard deviation of the logarithm
	Shape                         float64 // tail exponent
	text                          string
}

// argument is one named argument of a law.
type argument struct {
	key  string
	into *float64
	pure bool // a plain number whatever the unit
}

// arguments lists all arguments in canonical order.
func (x *Dist) arguments() []argument {
	return []argument{
		{"value", &x.Value, false}, {"mean", &x.Mean, false}, {"median", &x.Median, false}, {"p95", &x.P95, false},
		{"sigma", &x.Sigma, true}, {"shape", &x.Shape, true}, {"min", &x.Min, false}, {"max", &x.Max, false},
	}
}

// Forms lists the sets of arguments that a law can have, most usual first, each as
// keys with a space between them. A text that names no law has none.
func (l Law) Forms() []string {
	switch l {
	case Fixed:
		return []string{"value"}
	case Uniform:
		return []string{"min max"}
	case Lognormal:
		return []string{"median p95", "median sigma", "sigma"}
	case Pareto:
		return []string{"shape max", "shape min max"}
	case Exponential:
		return []string{"mean"}
	}
	return nil
}

// prose lists the forms as hints do.
func (l Law) prose() string {
	forms := l.Forms()
	for i, form := range forms {
		forms[i] = strings.ReplaceAll(form, " ", " and ")
	}
	return strings.Join(forms, ", or ")
}

// Laws lists the families.
func Laws() []Law { return []Law{Fixed, Uniform, Lognormal, Pareto, Exponential} }

// laws lists the families as hints name them.
func laws() []string {
	var names []string
	for _, l := range Laws() {
		names = append(names, string(l))
	}
	return names
}

func (x *Dist) decodeNode(n *Node, t tag, d *decoder) {
	before, given := len(d.problems), []string{"value"}
	*x = Dist{}
	switch n.Kind {
	case Scalar:
		x.Law = Fixed
		x.Value, _ = x.argument(n, t, false, d)
		x.text = n.Canonical
	case Map:
		given = x.law(n, t, d)
	default:
		d.is(n, Map, "a distribution")
	}
	if len(d.problems) > before {
		return
	}
	if x.Unit == "" {
		x.Unit = t.unit()
	}
	if err := x.check(t, given); err != nil {
		d.refused(n, err)
	}
}

// law decodes the map form and returns the keys of the arguments that it gives.
func (x *Dist) law(n *Node, t tag, d *decoder) (given []string) {
	name := n.Get("dist")
	if name == nil {
		d.add(n.Problem("the distribution has no name", "write dist: and one of "+list(laws())))
		return nil
	}
	if x.Law = Law(name.Text); x.Law.Forms() == nil {
		d.add(name.Problem("unknown distribution \""+name.Text+"\"", suggest(name.Text, laws())))
		return nil
	}
	name.Canonical = name.Text
	x.text = "{dist: " + name.Text
	for _, a := range x.arguments() {
		if c := n.Get(a.key); c != nil {
			var spelt string
			*a.into, spelt = x.argument(c, t, a.pure, d)
			x.text += ", " + a.key + ": " + spelt
			given = append(given, a.key)
		}
	}
	x.text += "}"
	x.unknown(n, d)
	if !x.complete(given) {
		d.add(n.Problem("the arguments do not make a "+name.Text+" distribution", "give "+x.Law.prose()))
	}
	return given
}

// unknown refuses keys that no distribution has.
func (x *Dist) unknown(n *Node, d *decoder) {
	known := []string{"dist"}
	for _, a := range x.arguments() {
		known = append(known, a.key)
	}
	for _, key := range n.Keys {
		if !slices.Contains(known, key) {
			d.add(Problem{Join(n.Path, key), n.KeyAt(key), "unknown key", suggest(key, known)})
		}
	}
}

// complete says whether the arguments are those of one form of the law.
func (x *Dist) complete(given []string) bool {
	return slices.ContainsFunc(x.Law.Forms(), func(form string) bool {
		want := strings.Fields(form)
		return len(want) == len(given) && !slices.ContainsFunc(want, func(k string) bool { return !slices.Contains(given, k) })
	})
}

// check refuses arguments that no member of the law has, and those out of bounds. An
// argument of zero would be taken for one that was not given.
func (x *Dist) check(t tag, given []string) error {
	has := func(key string) bool { return slices.Contains(given, key) }
	switch {
	case x.Law == Uniform && x.Min > x.Max:
		return refuse("", "min is above max")
	case has("median") && x.Median <= 0:
		return refuse("", "the median must be above zero")
	case has("p95") && x.P95 <= x.Median:
		return refuse("", "p95 must be above the median")
	case x.Sigma < 0:
		return refuse("", "sigma cannot be negative")
	case x.Law == Pareto && (x.Shape <= 0 || x.Max <= x.Min || has("min") && x.Min <= 0):
		return refuse("", "a pareto distribution needs shape and min above zero and max above min")
	case x.Law == Exponential && x.Mean <= 0:
		return refuse("", "the mean must be above zero")
	}
	return x.within(t, given)
}

// String writes the distribution in its canonical spelling.
func (x Dist) String() string { return x.text }

// UnmarshalText reads the flow form; the unit is the one that the text names.
func (x *Dist) UnmarshalText(text []byte) error { return fromLiteral(text, x) }
