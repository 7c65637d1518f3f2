package param

import (
	"slices"
	"strings"

	"github.com/restakesim/restakesim/engine/money"
)

// nanoPlaces is the resolution of an Amount: 1e-9 of a coin, the gwei of ETH.
const nanoPlaces = 9

// Amount is a quantity of a coin, exact to 1e-9 and never negative: "32 ETH",
// "5 gwei", "28 000 ezETH", "3400 USD". gwei and wei are read as ETH.
type Amount struct {
	Nano money.Wide // in 1e-9 of the unit
	Unit string     // ETH, USD, or the name of an asset
}

// UnmarshalText reads a number and a unit.
func (a *Amount) UnmarshalText(text []byte) error {
	d, unit, err := scan(string(text))
	if err != nil {
		return err
	}
	v, err := amountOf(d, unit, 0)
	if err == nil {
		*a = v
	}
	return err
}

// amountOf builds an amount; deep is how many slashes its unit may hold.
func amountOf(d decimal, unit string, deep int) (Amount, error) {
	switch {
	case unit == "":
		return Amount{}, bare(d, "ETH")
	case d.negative:
		return Amount{}, refuse("", "an amount cannot be negative")
	case !unitName(unit, deep):
		return Amount{}, refuse("write a number and one unit, as in 32 ETH", "%q is not a unit", unit)
	}
	switch strings.ToLower(unit) {
	case "gwei":
		d, unit = d.shifted(-9), "ETH"
	case "wei":
		d, unit = d.shifted(-18), "ETH"
	case "eth":
		unit = "ETH"
	}
	nano, err := d.fixed(nanoPlaces)
	if err != nil {
		return Amount{}, err
	}
	if _, err := nano.Int64(); unit == "ETH" && err != nil {
		return Amount{}, refuse("", "the amount is too large: more than 9 223 372 036 ETH")
	}
	return Amount{Nano: nano, Unit: unit}, nil
}

// unitName says whether a unit is a name, or names with at most deep slashes between.
func unitName(unit string, deep int) bool {
	parts := strings.Split(unit, "/")
	return len(parts) <= deep+1 && !slices.ContainsFunc(parts, func(part string) bool { return !word(part, ".") })
}

// bare refuses a number without a unit and says what to write.
func bare(d decimal, unit string) error {
	n := d.whole
	if d.part != "" {
		n += "." + d.part
	}
	if d.negative {
		n = "-" + n
	}
	return refuse("write "+n+" "+unit, "a bare number stands where a unit belongs")
}

// String writes the amount exactly, with its unit.
func (a Amount) String() string {
	if a.Unit == "" {
		return spell(a.Nano, nanoPlaces)
	}
	return spell(a.Nano, nanoPlaces) + " " + a.Unit
}

// In returns the amount in units of 10^-decimals of the coin. It fails when the
// amount is finer than that, or does not fit 64 bits.
func (a Amount) In(decimals uint8) (int64, error) {
	d, _, err := scan(spell(a.Nano, nanoPlaces))
	if err != nil {
		return 0, err
	}
	w, err := d.fixed(int(decimals))
	if err != nil {
		return 0, err
	}
	n, err := w.Int64()
	if err != nil {
		return 0, refuse("", "the amount is too large: %s with %d decimals", a, decimals)
	}
	return n, nil
}

// Gwei returns an amount of ETH. Another unit is refused; no unit is so for the zero
// value alone.
func (a Amount) Gwei() (money.Gwei, error) {
	if a.Unit != "ETH" && (a.Unit != "" || !a.Nano.IsZero()) {
		return 0, refuse("write it in ETH or gwei", "%s is not an amount of ETH", a)
	}
	n, err := a.Nano.Int64()
	return money.Gwei(n), err
}

// Float returns the amount in whole coins, for quotes and plots.
func (a Amount) Float() float64 { return a.Nano.Float() / 1e9 }

// Pattern is the JSON Schema pattern of an amount.
func (Amount) Pattern() string {
	return `^\s*` + numberPattern + separatorPattern + unitPattern + `\s*$`
}

func (a Amount) magnitude() float64 { return a.Float() }
func (a Amount) unit() string       { return a.Unit }

// The parts of the patterns. They are looser than the parsers on grouping, which a
// regular expression says badly.
const (
	separatorPattern = `(_|\s)*`
	wholePattern     = "[0-9][0-9 _\u00a0\u2009\u202f]*"
	numberPattern    = `\+?` + wholePattern + `(\.[0-9]+)?`
	unitPattern      = `[A-Za-z][A-Za-z0-9_.-]*`
)
