package param

import (
	"math/big"
	"strings"

	"github.com/restakesim/restakesim/engine/money"
)

// picoPlaces is the resolution of a Rate: 1e-12 per year, so that the hazards of
// rare faults keep their digits.
const picoPlaces = 12

// Rate is a number per time: "6 %/y" (simple, of 365 days), "6 %/y apy" (compounded),
// "0.5 %/min", or a hazard as "2 /y". It is never negative.
type Rate struct {
	pico       money.Wide // in 1e-12 per year
	percent    bool       // written in percent
	compounded bool       // written with apy
}

// UnmarshalText reads a number, perhaps a percent sign, a slash and a unit of time.
func (r *Rate) UnmarshalText(text []byte) error {
	d, rest, err := scan(string(text))
	if err != nil {
		return err
	}
	var v Rate
	rest, v.compounded = strings.CutSuffix(rest, " apy")
	rest, v.percent = strings.CutPrefix(rest, "%")
	name, slash := strings.CutPrefix(strings.TrimSpace(rest), "/")
	switch {
	case rest == "" && !v.percent:
		return bare(d, "%/y")
	case strings.TrimSpace(rest) == "":
		return refuse("write "+strings.Replace(strings.TrimSpace(string(text)), "%", "%/y", 1), "a rate is per time")
	case !slash:
		return refuse("write a rate as 6 %/y or 2 /y", "%q is not a rate", string(text))
	case d.negative:
		return refuse("", "a rate cannot be negative")
	}
	t, err := tempoNamed(strings.TrimSpace(name))
	if err != nil {
		return err
	}
	if v.compounded && (t.perYear != 1 || !v.percent) {
		return refuse("write 6 %/y apy", "apy is a yearly percentage")
	}
	if v.percent {
		d = d.shifted(-2)
	}
	if v.pico, err = d.times(t.perYear).fixed(picoPlaces); err == nil {
		*r = v
	}
	return err
}

// times multiplies a decimal by a whole number, exactly.
func (d decimal) times(n int64) decimal {
	x, _ := new(big.Int).SetString("0"+d.whole+d.part, 10)
	s := x.Mul(x, big.NewInt(n)).String()
	s = strings.Repeat("0", max(0, len(d.part)-len(s))) + s
	d.whole, d.part = s[:len(s)-len(d.part)], s[len(s)-len(d.part):]
	return d
}

// PerYear returns the rate per year of 365 days, to be used as a continuous one. A
// simple rate accrues by the step and is taken as it is; a compounded one of a is
// ln(1+a), which gives a after one year.
func (r Rate) PerYear() float64 {
	x := r.pico.Float() / 1e12
	if r.compounded {
		return log1p(x)
	}
	return x
}

// log1p is ln(1+x) for x ≥ 0 by 2·artanh(x/(2+x)), after halving 1+x into [1, 2). It
// uses the basic operations alone, so that it gives the same bits everywhere.
func log1p(x float64) float64 {
	const ln2 = 0.69314718055994530942
	halvings := 0.0
	for ; x >= 1; x = (x - 1) / 2 {
		halvings++
	}
	z := x / (2 + x)
	square, power, sum := float64(z*z), z, 0.0
	for n := 1.0; n < 60; n += 2 {
		sum += power / n
		power = float64(power * square)
	}
	return float64(2*sum) + float64(halvings*ln2)
}

// String writes the rate per year.
func (r Rate) String() string {
	switch {
	case r.compounded:
		return spell(r.pico, picoPlaces-2) + " %/y apy"
	case r.percent:
		return spell(r.pico, picoPlaces-2) + " %/y"
	}
	return spell(r.pico, picoPlaces) + " /y"
}

// Pattern is the JSON Schema pattern of a rate.
func (Rate) Pattern() string {
	return `^\s*` + numberPattern + `\s*%?\s*/\s*(s|min|h|d|y)( apy)?\s*$`
}

func (r Rate) magnitude() float64 { return r.PerYear() }
