package param

import (
	"strings"

	"github.com/restakesim/restakesim/engine/clock"
)

// Flow is an amount per time: "20 000 ETH/d", "1 point/ETH/h". The last part names
// the time: s, min, h, d or y (365 days).
type Flow struct {
	Amount Amount     // per Per
	Per    clock.Span // Second, Minute, Hour, Day or Year
}

// tempo is a time that a flow or a rate can be given per.
type tempo struct {
	name    string
	span    clock.Span
	perYear int64 // how many there are in 365 days
}

// tempoNamed finds a tempo by the letters after the slash.
func tempoNamed(name string) (tempo, error) {
	for _, t := range [...]tempo{
		{"y", clock.Year, 1}, {"d", clock.Day, 365}, {"h", clock.Hour, 8760},
		{"min", clock.Minute, 525_600}, {"s", clock.Second, 31_536_000},
	} {
		if t.name == name {
			return t, nil
		}
	}
	return tempo{}, refuse("write /s, /min, /h, /d or /y", "%q is not a unit of time", name)
}

// UnmarshalText reads an amount, a slash and a unit of time.
func (f *Flow) UnmarshalText(text []byte) error {
	d, unit, err := scan(string(text))
	if err != nil {
		return err
	}
	i := strings.LastIndexByte(unit, '/')
	switch {
	case unit == "" || i == 0:
		return bare(d, "ETH/d")
	case i < 0:
		return refuse("write "+strings.TrimSpace(string(text))+"/d", "a flow is an amount per time")
	}
	t, err := tempoNamed(strings.TrimSpace(unit[i+1:]))
	if err != nil {
		return err
	}
	a, err := amountOf(d, strings.TrimSpace(unit[:i]), 1)
	if err == nil {
		*f = Flow{Amount: a, Per: t.span}
	}
	return err
}

// String writes the flow per the time it was given in.
func (f Flow) String() string {
	for _, name := range [...]string{"y", "d", "h", "min", "s"} {
		if t, err := tempoNamed(name); err == nil && t.span == f.Per {
			return f.Amount.String() + "/" + name
		}
	}
	return f.Amount.String()
}

// PerSecond returns the flow in whole coins per second. The zero value flows 0.
func (f Flow) PerSecond() float64 {
	if f.Per == 0 {
		return 0
	}
	return f.Amount.Float() / float64(f.Per)
}

// PerDay returns the flow in whole coins per day.
func (f Flow) PerDay() float64 { return f.PerSecond() * float64(clock.Day) }

// Pattern is the JSON Schema pattern of a flow.
func (Flow) Pattern() string {
	return `^\s*` + numberPattern + separatorPattern + unitPattern + `(/` + unitPattern + `)?\s*/\s*(s|min|h|d|y)\s*$`
}

func (f Flow) magnitude() float64 { return f.PerDay() }
func (f Flow) unit() string       { return f.Amount.Unit }
