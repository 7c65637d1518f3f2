package param

import (
	"math/big"
	"strings"

	"github.com/restakesim/restakesim/engine/money"
)

// Percent is an exact share: "4 %", "-5 %" where the tag says signed, or a fraction
// as thresholds are given, "1/3".
type Percent struct{ ratio money.Ratio }

// PercentOf makes a Percent of a ratio, in lowest terms.
func PercentOf(r money.Ratio) Percent {
	if r.Den == 0 {
		return Percent{}
	}
	x := big.NewRat(r.Num, r.Den)
	return Percent{money.Ratio{Num: x.Num().Int64(), Den: x.Denom().Int64()}}
}

// UnmarshalText reads a number with a percent sign, or a fraction of whole numbers.
func (p *Percent) UnmarshalText(text []byte) error {
	d, rest, err := scan(string(text))
	if err != nil {
		return err
	}
	switch {
	case rest == "":
		return bare(d, "%")
	case strings.HasPrefix(rest, "/") && d.part == "":
		return p.fraction(string(text))
	case rest != "%":
		return refuse("write a share as 4 %", "%q stands where %% belongs", rest)
	}
	return p.exactly(d, 100)
}

// fraction reads "1/3".
func (p *Percent) fraction(text string) error {
	above, below, _ := strings.Cut(text, "/")
	n, rest, err := scan(above)
	if err != nil {
		return err
	}
	d, tail, err := scan(below)
	if err != nil {
		return err
	}
	if rest+tail+n.part+d.part != "" || d.negative || d.zero() {
		return refuse("write 1/3 or 4 %", "%q is not a fraction of whole numbers", text)
	}
	x, err := d.fixed(0)
	if err != nil {
		return err
	}
	den, err := x.Int64()
	if err != nil {
		return refuse("", "the share has too many digits")
	}
	return p.exactly(n, den)
}

// mostDigits bounds the digits of a share, well above what 63 bits can hold.
const mostDigits = 40

// exactly keeps d/den in lowest terms, or refuses what needs more than 63 bits.
func (p *Percent) exactly(d decimal, den int64) error {
	if len(d.whole)+len(d.part) > mostDigits {
		return refuse("", "the share has too many digits")
	}
	number := d.whole + "." + d.part + "0"
	if d.negative {
		number = "-" + number
	}
	x, _ := new(big.Rat).SetString(number)
	x.Quo(x, new(big.Rat).SetInt64(den))
	if !x.Num().IsInt64() || !x.Denom().IsInt64() {
		return refuse("", "the share has too many digits")
	}
	p.ratio = money.Ratio{Num: x.Num().Int64(), Den: x.Denom().Int64()}
	return nil
}

// Ratio returns the share exactly; the zero value is 0/1.
func (p Percent) Ratio() money.Ratio {
	if p.ratio.Den == 0 {
		return money.Ratio{Num: 0, Den: 1}
	}
	return p.ratio
}

// Float returns the share as a fraction of one: 0.04 for "4 %".
func (p Percent) Float() float64 { return p.Ratio().Float() }

// String writes the share in percent where that is exact and short enough to be read
// back, else as a fraction.
func (p Percent) String() string {
	r := p.Ratio()
	x := new(big.Rat).Mul(big.NewRat(r.Num, r.Den), big.NewRat(100, 1))
	if places, exact := x.FloatPrec(); exact {
		if s := x.FloatString(places); len(strings.Trim(s, "-")) <= mostDigits {
			return s + " %"
		}
	}
	return r.String()
}

// Pattern is the JSON Schema pattern of a share.
func (Percent) Pattern() string {
	return `^\s*-?` + numberPattern + `(\s*%|/\s*` + numberPattern + `)\s*$`
}

func (p Percent) magnitude() float64 { return p.Float() }
