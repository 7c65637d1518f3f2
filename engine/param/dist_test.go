package param

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDistReads(t *testing.T) {
	for text, want := range map[string]Dist{
		"3 ETH":                                {Law: Fixed, Unit: "ETH", Value: 3},
		"5 gwei":                               {Law: Fixed, Unit: "ETH", Value: 5e-9},
		"{dist: fixed, value: 3400 USD}":       {Law: Fixed, Unit: "USD", Value: 3400},
		"2.5":                                  {Law: Fixed, Unit: "1", Value: 2.5},
		"0x":                                   {Law: Fixed, Unit: "x"},
		"{dist: uniform, min: 1x, max: 6x}":    {Law: Uniform, Unit: "x", Min: 1, Max: 6},
		"{dist: uniform, min: 0, max: 0.5}":    {Law: Uniform, Unit: "1", Max: 0.5},
		"{dist: uniform, min: -5 %, max: 5 %}": {Law: Uniform, Unit: "%", Min: -0.05, Max: 0.05},
		"{dist: uniform, min: 14d, max: 90d}":  {Law: Uniform, Unit: "d", Min: 14 * 86_400, Max: 90 * 86_400},
		"{dist: lognormal, median: 3 ETH, p95: 120 ETH}":         {Law: Lognormal, Unit: "ETH", Median: 3, P95: 120},
		"{p95: 12 %/y, dist: lognormal, median: 4 %/y}":          {Law: Lognormal, Unit: "%/y", Median: 0.04, P95: 0.12},
		"{dist: lognormal, median: 3 ETH, sigma: 1.8}":           {Law: Lognormal, Unit: "ETH", Median: 3, Sigma: 1.8},
		"{dist: lognormal, sigma: 1.8}":                          {Law: Lognormal, Sigma: 1.8},
		"{dist: pareto, shape: 1.1, max: 2 000 ETH}":             {Law: Pareto, Unit: "ETH", Shape: 1.1, Max: 2000},
		"{dist: pareto, shape: 1.1, min: 1 ETH, max: 2_000 ETH}": {Law: Pareto, Unit: "ETH", Shape: 1.1, Min: 1, Max: 2000},
		"{dist: exponential, mean: 12h}":                         {Law: Exponential, Unit: "d", Mean: 43_200},
	} {
		var x, back Dist
		if err := x.UnmarshalText([]byte(text)); err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if want.text = x.text; x != want {
			t.Errorf("%s reads as %+v", text, x)
		}
		if err := back.UnmarshalText([]byte(x.String())); err != nil || back != x {
			t.Errorf("%s is spelt %s, which reads back as %+v, %v", text, x, back, err)
		}
	}
}

func TestDistIsSpelt(t *testing.T) {
	for text, want := range map[string]string{
		"{p95: 120ETH, median: 3 000 ETH, dist: lognormal}": "{dist: lognormal, median: 3000 ETH, p95: 120 ETH}",
		"{max: 36h, min: 1h, dist: uniform}":                "{dist: uniform, min: 1h, max: 1d12h}",
		"{dist: pareto, max: 2e3, min: 1, shape: 1.10}":     "{dist: pareto, shape: 1.1, min: 1, max: 2000}",
		"5gwei": "0.000000005 ETH",
	} {
		n, err := parseLiteral(text)
		if err != nil {
			t.Fatal(err)
		}
		var x Dist
		var d decoder
		x.decodeNode(n, tag{}, &d)
		if x.String() != want {
			t.Errorf("%s is spelt %s, want %s (%v)", text, x, want, d.problems)
		}
	}
}

func TestDistRefuses(t *testing.T) {
	for text, says := range map[string]string{
		"":                                "no value",
		"[1, 2]":                          "a list stands where a distribution belongs",
		"{min: 1, max: 2}":                "write dist: and one of fixed, uniform",
		"{dist: normal, mean: 1}":         "known here: fixed, uniform, lognormal, pareto, exponential",
		"{dist: zipf, shape: 1}":          "unknown distribution",
		"{dist: uniform, min: 1}":         "give min and max",
		"{dist: uniform, min: 2, max: 1}": "min is above max",
		"{dist: uniform, min: 1, max: 2, mean: 1.5}":       "give min and max",
		"{dist: uniform, min: 1, maximum: 2}":              "unknown key",
		"{dist: lognormal, median: 3 ETH}":                 "give median and p95, or median and sigma, or sigma",
		"{dist: lognormal, p95: 3 ETH}":                    "give median and p95",
		"{dist: lognormal, median: 3 ETH, p95: 2 ETH}":     "p95 must be above the median",
		"{dist: lognormal, median: 3 ETH, p95: 3 ETH}":     "p95 must be above the median",
		"{dist: lognormal, median: 3 ETH, p95: 0 ETH}":     "p95 must be above the median",
		"{dist: lognormal, median: 0 ETH, p95: 3 ETH}":     "the median must be above zero",
		"{dist: lognormal, median: 0 ETH, sigma: 1}":       "the median must be above zero",
		"{dist: lognormal, median: -3, sigma: 1}":          "the median must be above zero",
		"{dist: lognormal, sigma: -1}":                     "sigma cannot be negative",
		"{dist: lognormal, sigma: 1 ETH}":                  "no unit here",
		"{dist: pareto, shape: 0, max: 5 ETH}":             "above zero",
		"{dist: pareto, shape: -1, max: 5 ETH}":            "above zero",
		"{dist: pareto, shape: 1, min: 5 ETH, max: 5 ETH}": "max above min",
		"{dist: pareto, shape: 1, min: 0 ETH, max: 5 ETH}": "min above zero",
		"{dist: pareto, shape: 1, max: 0 ETH}":             "max above min",
		"{dist: exponential, mean: 0d}":                    "the mean must be above zero",
		"{dist: exponential, mean: -1}":                    "the mean must be above zero",
		"{dist: uniform, min: 1 ETH, max: 2 USD}":          "write it in ETH",
		"{dist: uniform, min: 1 ETH, max: 2d}":             "write it in ETH",
		"{dist: uniform, min: 1 ETH, max: 2}":              "write 2 ETH",
		"{dist: uniform, min: 1, max: 2 ETH}":              "no unit here",
		"{dist: uniform, min: 1d, max: 2 %}":               "not a unit of time",
		"{dist: uniform, min: NaN, max: 2}":                "not a finite number",
		"{dist: uniform, min: 1, max: inf}":                "not a finite number",
		"{dist: exponential, mean: 1e400}":                 "has an exponent",
		"{dist: fixed, value: [1]}":                        "value: a list stands where",
		"{dist: [fixed], value: 1}":                        "unknown distribution",
		"{dist: fixed, value: 1":                           "} is missing",
	} {
		var x Dist
		if err := x.UnmarshalText([]byte(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v (%+v), want %q", text, err, x, says)
		}
	}
}

// withDists has a distribution of every unit and with bounds.
type withDists struct {
	Size     Dist `key:"size" unit:"ETH|USD"`
	Leverage Dist `key:"leverage" unit:"x" min:"1x" max:"10x"`
	Share    Dist `key:"share" unit:"%" min:"0 %" max:"100 %"`
	Discount Dist `key:"discount" unit:"%/y" max:"50 %/y"`
	Horizon  Dist `key:"horizon" unit:"d" min:"1h"`
	Risk     Dist `key:"risk" unit:"1" min:"0"`
}

func TestDistInItsField(t *testing.T) {
	for text, says := range map[string]string{
		"{size: 3 USD}": "", "{size: 3 REZ}": "write it in ETH or USD", "{size: 3}": "write 3 ETH", "{size: 3d}": "write it in ETH or USD",
		"{size: {dist: uniform, min: 1 USD, max: 2 USD}}": "", "{size: {dist: uniform, min: 1 USD, max: 2 ETH}}": "write it in USD",
		"{leverage: 1x}": "", "{leverage: 0.5x}": "below 1x", "{leverage: 3}": "write 3x", "{leverage: {dist: uniform, min: 0x, max: 3x}}": "below 1x",
		"{leverage: {dist: uniform, min: 1x, max: 11x}}": "above 10x", "{leverage: {dist: pareto, shape: 1, max: 10x}}": "",
		"{share: -1 %}": "below 0 %", "{share: 101 %}": "above 100 %", "{share: 1/3}": "", "{share: {dist: uniform, min: -1 %, max: 1 %}}": "below 0 %",
		"{discount: {dist: lognormal, median: 9 %/y, p95: 30 %/y}}": "", "{discount: {dist: lognormal, median: 9 %/y, p95: 51 %/y}}": "above 50 %/y",
		"{discount: {dist: uniform, min: 9 %, max: 30 %/y}}": "write 9 %/y",
		"{horizon: 30m}": "below 1h", "{horizon: 1h}": "", "{horizon: {dist: exponential, mean: 30m}}": "below 1h", "{horizon: {dist: uniform, min: 0s, max: 2h}}": "below 1h",
		"{risk: -0.1}": "below 0", "{risk: {dist: uniform, min: 0, max: 2}}": "", "{risk: {dist: fixed, value: 0}}": "", "{risk: 1x}": "no unit here", "{risk: {dist: exponential, mean: 1e400}}": "too large",
		"{size: {dist: lognormal, sigma: 1.8}}": "",
	} {
		var p withDists
		problems := Decode(tree(t, text), &p)
		if says == "" && len(problems) > 0 || says != "" && !strings.Contains(problems.Error(), says) {
			t.Errorf("%s: %v, want %q", text, problems, says)
		}
	}
	var p withDists
	Decode(tree(t, "{size: {dist: lognormal, sigma: 1.8}, share: {dist: uniform, min: 1 %, max: 2 %}}"), &p)
	if p.Size.Unit != "ETH" || p.Share.Unit != "%" || p.Risk != (Dist{}) {
		t.Errorf("units %s and %s, and %+v where nothing is given", p.Size.Unit, p.Share.Unit, p.Risk)
	}
}

// TestDistsReadBack draws the arguments of every form of every law.
func TestDistsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		law := rapid.SampledFrom(Laws()).Draw(t, "law")
		unit := rapid.SampledFrom([]string{"", " ETH", " USD", "x", " %", " %/y", "d"}).Draw(t, "unit")
		text, at := "{dist: "+string(law), 0
		for _, key := range strings.Fields(rapid.SampledFrom(law.Forms()).Draw(t, "form")) {
			at = rapid.IntRange(at+1, at+1000).Draw(t, key) // rising, so that every form is sound
			text += ", " + key + ": " + Count(at).String()
			if key != "sigma" && key != "shape" {
				text += unit
			}
		}
		var x, back Dist
		if err := x.UnmarshalText([]byte(text + "}")); err != nil {
			t.Fatalf("%s}: %v", text, err)
		}
		if err := back.UnmarshalText([]byte(x.String())); err != nil || back != x {
			t.Fatalf("%s is spelt %s, which reads back as %+v, %v", text, x, back, err)
		}
		for _, a := range x.arguments() {
			if math.IsNaN(*a.into) || *a.into < 0 {
				t.Fatalf("%s has %s %v", x, a.key, *a.into)
			}
		}
	})
}

func TestLawsHaveForms(t *testing.T) {
	for _, l := range Laws() {
		if len(l.Forms()) == 0 {
			t.Errorf("%s has no form", l)
		}
	}
	if Law("normal").Forms() != nil {
		t.Error("a law that there is not has forms")
	}
}
