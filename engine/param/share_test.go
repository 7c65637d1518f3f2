package param

import (
	"math"
	"math/big"
	"testing"

	"github.com/restakesim/restakesim/engine/money"
	"pgregory.net/rapid"
)

func newPercent() unitType { return new(Percent) }
func newRate() unitType    { return new(Rate) }

func TestPercentReads(t *testing.T) {
	reads(t, newPercent, map[string]string{
		"4 %": "4 %", "4%": "4 %", " 4.0 % ": "4 %", "0.04 %": "0.04 %", "-5 %": "-5 %", "0 %": "0 %", "-0 %": "0 %", "100 %": "100 %",
		"1/3": "1/3", "1 / 3": "1/3", "2/6": "1/3", "-1/3": "-1/3", "1/4": "25 %", "0/7": "0 %", "010/3": "10/3", "010 %": "10 %", "7/3": "7/3",
		"1 000 %": "1000 %", "33.333333 %": "33.333333 %", "0.0000000000000001 %": "0.0000000000000001 %",
		"1/576460752303423488":                    "1/576460752303423488", // 2^-59: its percentage has 57 decimals
		"1/1000000000000000000":                   "0.0000000000000001 %",
		"1/9223372036854775807":                   "1/9223372036854775807",
		"9223372036854775807/9223372036854775806": "9223372036854775807/9223372036854775806",
	})
}

func TestPercentRefuses(t *testing.T) {
	refuses(t, newPercent, map[string]string{
		"4": "write 4 %", "0.04": "write 0.04 %", "-4": "write -4 %", "": "no value", "%": "does not start with a number", "4 %%": "where % belongs",
		"4 percent": "where % belongs", "4 %/y": "where % belongs", "1/0": "not a fraction", "1/-3": "not a fraction", "1/3 %": "not a fraction",
		"1.5/3": "where % belongs", "1/1.5": "not a fraction", "1/": "no value", "1/2/3": "not a fraction", "NaN %": "not a finite number", "inf %": "not a finite number",
		"1e2 %": "has an exponent", "4,5 %": "a comma", "1/9223372036854775808": "too many digits", "9223372036854775808/1": "too many digits",
		"0.00000000000000001 %": "too many digits",
	})
}

// TestPercentAgainstRat compares with fractions of any size, both notations.
func TestPercentAgainstRat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`-?[0-9]{1,9}(\.[0-9]{1,8})?`).Draw(t, "number")
		want, _ := new(big.Rat).SetString(text)
		want.Quo(want, big.NewRat(100, 1))
		checkShare(t, text+" %", want)
		n, d := rapid.Int64Range(-1e18, 1e18).Draw(t, "n"), rapid.Int64Range(1, 1e18).Draw(t, "d")
		checkShare(t, money.Ratio{Num: n, Den: d}.String(), big.NewRat(n, d))
		if of := PercentOf(money.Ratio{Num: n, Den: d}); of.String() == "" || big.NewRat(of.Ratio().Num, of.Ratio().Den).Cmp(big.NewRat(n, d)) != 0 {
			t.Fatalf("%d/%d becomes %s", n, d, of)
		}
	})
}

func checkShare(t *rapid.T, text string, want *big.Rat) {
	var p Percent
	if err := p.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	r := p.Ratio()
	if x := big.NewRat(r.Num, r.Den); x.Cmp(want) != 0 || x.Denom().Int64() != r.Den {
		t.Fatalf("%q reads as %s, want %s", text, r, want)
	}
	var back Percent
	if err := back.UnmarshalText([]byte(p.String())); err != nil || back != p {
		t.Fatalf("%q is spelt %s, which reads back as %v, %v", text, p, back, err)
	}
	exact, _ := want.Float64()
	if math.Abs(p.Float()-exact) > 4*math.Abs(exact)*0x1p-53 {
		t.Fatalf("%q as a float is %v", text, p.Float())
	}
}

// TestPercentOfAnyRatio: a share made by a program reads back too.
func TestPercentOfAnyRatio(t *testing.T) {
	for _, r := range []money.Ratio{{Num: 1, Den: 1 << 62}, {Num: math.MinInt64, Den: 1}, {Num: math.MaxInt64, Den: 1 << 62}, {Num: -7, Den: math.MaxInt64}, {}} {
		p, back := PercentOf(r), Percent{}
		if err := back.UnmarshalText([]byte(p.String())); err != nil || back.Ratio() != p.Ratio() {
			t.Errorf("%v is spelt %s, which reads back as %s, %v", r, p, back, err)
		}
	}
	if r := (Percent{}).Ratio(); r != (money.Ratio{Num: 0, Den: 1}) {
		t.Errorf("the zero share is %v", r)
	}
}

func TestRateReads(t *testing.T) {
	reads(t, newRate, map[string]string{
		"6 %/y": "6 %/y", "6%/y": "6 %/y", "6 % / y": "6 %/y", "6 %/y apy": "6 %/y apy", "0.5 %/min": "262800 %/y", "1 %/d": "365 %/y", "1 %/h": "8760 %/y",
		"1 %/s": "31536000 %/y", "2 /y": "2 /y", "2/y": "2 /y", "0.1 /d": "36.5 /y", "0 %/y": "0 %/y", "0.0000000001 %/y": "0.0000000001 %/y",
		"0.000000000001 /y": "0.000000000001 /y", "100 %/y apy": "100 %/y apy",
	})
}

func TestRateRefuses(t *testing.T) {
	refuses(t, newRate, map[string]string{
		"6": "write 6 %/y", "0.06": "write 0.06 %/y", "6 %": "write 6 %/y", "6 % apy": "write 6 %/y apy", "6 apy": "is not a rate", "6 %/w": "not a unit of time",
		"6 %/d apy": "apy is a yearly percentage", "2 /y apy": "apy is a yearly percentage", "6 %y": "is not a rate", "6 %/y apr": "not a unit of time",
		"-1 %/y": "negative", "-0 %/y": "negative", "NaN %/y": "not a finite number", "inf /y": "not a finite number", "": "no value", "1e2 %/y": "has an exponent",
		"0.00000000001 %/y": "finer than 1e-12", "0.0000000000001 /y": "finer than 1e-12", "999999999999999999999999999999 /y": "too large",
	})
}

func TestRatePerYear(t *testing.T) {
	for text, want := range map[string]float64{
		"6 %/y": 0.06, "0.5 %/min": 2628, "2 /y": 2, "1 %/d": 3.65, "0 %/y": 0,
		// ln(1+a) with fifty digits, by another program.
		"6 %/y apy":                  0.058268908123975775525718,
		"100 %/y apy":                0.693147180559945309417232,
		"99.9999999999 %/y apy":      0.693147180559445309417232,
		"171.8281828459 %/y apy":     0.999999999999983358840936,
		"0.0001 %/y apy":             9.9999950000033333308333353e-7,
		"0.0000000001 %/y apy":       9.9999999999950000000000033e-13,
		"100000000000000000 %/y apy": 34.538776394910686260269872,
		"0 %/y apy":                  0,
	} {
		var r Rate
		if err := r.UnmarshalText([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if got := r.PerYear(); math.Abs(got-want) > 2e-15*want {
			t.Errorf("%s is %.17g per year, want %.17g", text, got, want)
		}
	}
}

// TestLog1pAgainstMath within one part in 1e15, over all that a Rate can hold.
func TestLog1pAgainstMath(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := math.Exp(rapid.Float64Range(-30, 60).Draw(t, "log x"))
		if got, want := log1p(x), math.Log1p(x); math.Abs(got-want) > 1e-15*want {
			t.Fatalf("log1p(%v) = %v, want %v", x, got, want)
		}
	})
	if log1p(0) != 0 {
		t.Error("ln 1 is not 0")
	}
}
