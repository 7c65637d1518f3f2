package param

import (
	"math/big"
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
	"pgregory.net/rapid"
)

func newAmount() unitType { return new(Amount) }
func newFlow() unitType   { return new(Flow) }

func TestAmountReads(t *testing.T) {
	reads(t, newAmount, map[string]string{
		"32 ETH": "32 ETH", "32ETH": "32 ETH", " 32  ETH ": "32 ETH", "+32 ETH": "32 ETH", "32 eth": "32 ETH", "032 ETH": "32 ETH",
		"5 gwei": "0.000000005 ETH", "5 Gwei": "0.000000005 ETH", "1 000 000 000 gwei": "1 ETH",
		"1000000000 wei": "0.000000001 ETH", "0.5 ETH": "0.5 ETH", "0.50 ETH": "0.5 ETH", "0.000000001 ETH": "0.000000001 ETH",
		"28 000 ezETH": "28000 ezETH", "28_000 ezETH": "28000 ezETH", "28\u202f000\u00a0ezETH": "28000 ezETH", "1 234 567.25 USD": "1234567.25 USD",
		"3400 USD": "3400 USD", "0 ETH": "0 ETH", "7 PT-ezETH-26DEC2024": "7 PT-ezETH-26DEC2024", "7 a.b_c": "7 a.b_c",
		"9 223 372 036.854775807 ETH":                "9223372036.854775807 ETH", // 2^63-1 gwei
		"340282366920938463463374607431.768211455 X": "340282366920938463463374607431.768211455 X",
		"1 e5": "1 e5", // an asset of that name
	})
}

func TestAmountRefuses(t *testing.T) {
	refuses(t, newAmount, map[string]string{
		"32": "write 32 ETH", "1 000": "write 1000 ETH", "0": "bare number", "": "no value", " ": "no value",
		"ETH": "does not start with a number", "-1 ETH": "negative", "-0 ETH": "negative", "-0.000000001 ETH": "negative", "- 1 ETH": "does not start with a number",
		"NaN": "not a finite number", "nan ETH": "not a finite number", ".inf ETH": "not a finite number", "-Infinity ETH": "not a finite number",
		"0.0000000001 ETH": "finer than 1e-9", "1 wei": "finer than 1e-9", "0.1 gwei": "finer than 1e-9",
		"9 223 372 036.854775808 ETH":                "too large",
		"340282366920938463463374607431.768211456 X": "too large", "1" + strings.Repeat("0", 300) + " X": "too large",
		"1e5 ETH": "has an exponent", "1e5ETH": "has an exponent", "1E-3ETH": "has an exponent", "1e5": "has an exponent",
		"1,000 ETH": "a comma", "0,5 ETH": "a comma", "1. ETH": "no digits after its point", ".5 ETH": "does not start with a number",
		"1.2.3 ETH": "not a number", "1_ ETH": "not a number", "28 00 ETH": "grouped by 2", "2800 000 ETH": "groups of three", "1 0000 ETH": "grouped by 4",
		"32 ETH ETH": "is not a unit", "32 %": "is not a unit", "32 ETH/d": "is not a unit", "0x20 ETH": "is not a unit", "5 €": "is not a unit",
		"5 " + strings.Repeat("a", 65): "is not a unit",
	})
}

// TestAmountAgainstBig writes whole and fractional digits in many ways and computes
// the value with integers of any size.
func TestAmountAgainstBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.StringMatching(`[0-9]{1,12}`).Draw(t, "whole")
		part := rapid.StringMatching(`[0-9]{0,9}`).Draw(t, "part")
		unit := rapid.SampledFrom([]string{"ezETH", "USD", "REZ"}).Draw(t, "unit")
		text := group(whole, rapid.SampledFrom([]string{"", " ", "_", "\u00a0", "\u2009", "\u202f"}).Draw(t, "separator"))
		if part != "" {
			text += "." + part
		}
		want, _ := new(big.Int).SetString(whole+part+strings.Repeat("0", 9-len(part)), 10)
		var a Amount
		if err := a.UnmarshalText([]byte(text + rapid.SampledFrom([]string{"", " "}).Draw(t, "space") + unit)); err != nil {
			t.Fatal(err)
		}
		if a.Nano.String() != want.String() || a.Unit != unit {
			t.Fatalf("%q %s reads as %s nano %s, want %s", text, unit, a.Nano, a.Unit, want)
		}
		exact, _ := new(big.Rat).SetFrac(want, big.NewInt(1e9)).Float64()
		if d := a.Float() - exact; d > exact*0x1p-52 || d < -exact*0x1p-52 {
			t.Fatalf("%s as a float is %v", a, a.Float())
		}
	})
}

// group puts a separator before every third digit from the right.
func group(digits, separator string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + separator + digits[i:]
	}
	return digits
}

func TestAmountIn(t *testing.T) {
	for _, c := range []struct {
		text     string
		decimals uint8
		want     int64
		says     string
	}{
		{"1.5 USD", 6, 1_500_000, ""},
		{"1.5 REZ", 1, 15, ""},
		{"1.5 REZ", 0, 0, "finer than 1e-0"},
		{"0.0000001 USD", 6, 0, "finer than 1e-6"},
		{"9.223372036 X", 18, 9_223_372_036_000_000_000, ""},
		{"9.223372037 X", 18, 0, "too large"},
		{"0 X", 18, 0, ""},
		{"5 gwei", 9, 5, ""},
	} {
		var a Amount
		if err := a.UnmarshalText([]byte(c.text)); err != nil {
			t.Fatal(err)
		}
		got, err := a.In(c.decimals)
		if got != c.want || (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s with %d decimals: %d, %v, want %d %s", a, c.decimals, got, err, c.want, c.says)
		}
	}
}

func TestAmountGwei(t *testing.T) {
	for text, want := range map[string]money.Gwei{"32 ETH": 32 * money.ETH, "5 gwei": 5, "0 ETH": 0} {
		var a Amount
		if err := a.UnmarshalText([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if g, err := a.Gwei(); g != want || err != nil {
			t.Errorf("%s is %d gwei, %v", text, g, err)
		}
	}
	if g, err := (Amount{}).Gwei(); g != 0 || err != nil {
		t.Errorf("the zero value is %d gwei, %v", g, err)
	}
	for _, a := range []Amount{{money.W(5), "USD"}, {money.W(5), ""}, {money.W(0), "USD"}} {
		if g, err := a.Gwei(); err == nil || !strings.Contains(err.Error(), "not an amount of ETH") {
			t.Errorf("%v is %d gwei, %v", a, g, err)
		}
	}
}

func TestFlowReads(t *testing.T) {
	reads(t, newFlow, map[string]string{
		"20 000 ETH/d": "20000 ETH/d", "20000ETH/d": "20000 ETH/d", "20 000 ETH / d": "20000 ETH/d", "1 ETH/min": "1 ETH/min",
		"1 point/ETH/h": "1 point/ETH/h", "5 gwei/s": "0.000000005 ETH/s", "0 USD/y": "0 USD/y", "1.5 REZ/h": "1.5 REZ/h",
	})
}

func TestFlowRefuses(t *testing.T) {
	refuses(t, newFlow, map[string]string{
		"20 000": "write 20000 ETH/d", "20 000 ETH": "write 20 000 ETH/d", "20 000 /d": "write 20000 ETH/d", "1 ETH/": "not a unit of time",
		"1 ETH/w": "write /s, /min, /h, /d or /y", "1 ETH/D": "not a unit of time", "-1 ETH/d": "negative", "NaN ETH/d": "not a finite number",
		"1 a//h": "is not a unit", "1 /a/h": "is not a unit", "1 a/b/c/h": "is not a unit", "1 a/5/h": "is not a unit", "1e5ETH/d": "has an exponent",
		"99999999999 ETH/d": "too large", "": "no value",
	})
}

func TestFlowPerTime(t *testing.T) {
	for text, perDay := range map[string]float64{
		"20 000 ETH/d": 20_000, "1 ETH/s": 86_400, "1 ETH/min": 1_440, "1 ETH/h": 24, "365 ETH/y": 1,
	} {
		var f Flow
		if err := f.UnmarshalText([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if d := f.PerDay()/perDay - 1; d > 1e-15 || d < -1e-15 || f.PerSecond() != f.Amount.Float()/float64(f.Per) {
			t.Errorf("%s is %v per day, %v per second", text, f.PerDay(), f.PerSecond())
		}
	}
	if (Flow{}).PerSecond() != 0 || (Flow{Per: clock.Day}).PerDay() != 0 {
		t.Error("the zero flow flows")
	}
}
