package param

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func newCount() unitType    { return new(Count) }
func newNumber() unitType   { return new(Number) }
func newLeverage() unitType { return new(Leverage) }

func TestCountReads(t *testing.T) {
	reads(t, newCount, map[string]string{
		"1200": "1200", "1 200": "1200", "1_200": "1200", "1\u202f200": "1200", " 7 ": "7", "+7": "7", "007": "7", "0": "0",
		"9223372036854775807": "9223372036854775807", "9 223 372 036 854 775 807": "9223372036854775807",
	})
}

func TestCountRefuses(t *testing.T) {
	refuses(t, newCount, map[string]string{
		"1.5": "write a whole number", "1.0": "write a whole number", "1e3": "has an exponent", "-1": "negative", "-0": "negative", "": "no value", "many": "does not start with a number",
		"5 agents": "has no unit", "5x": "has no unit", "NaN": "not a finite number", ".inf": "not a finite number", "9223372036854775808": "too large",
		"1,200": "a comma", "0x10": "has no unit", "12 00": "grouped by 2", "1 2345": "grouped by 4",
	})
}

func TestNumberReads(t *testing.T) {
	reads(t, newNumber, map[string]string{
		"0.5": "0.5", "-3": "-3", "1e-6": "1e-06", "1E6": "1e+06", "+2": "2", "1 000.5": "1000.5", "-1 000": "-1000", "1_000": "1000", "0": "0", "-0": "-0",
		"0.1": "0.1", "0.30000000000000004": "0.30000000000000004", "1.7976931348623157e308": "1.7976931348623157e+308", "5e-324": "5e-324", " 7 ": "7",
		"-1e-400": "-0", "010": "10", ".5": "0.5", "5.": "5",
	})
}

func TestNumberRefuses(t *testing.T) {
	refuses(t, newNumber, map[string]string{
		"": "no value", "NaN": "not a finite number", "nan": "not a finite number", "inf": "not a finite number", "-.Inf": "not a finite number", "+Infinity": "not a finite number",
		"1e309": "too large", "-1e309": "too large", "1" + strings.Repeat("0", 309): "too large", "1 000" + strings.Repeat(" 000", 103): "too large",
		"5 ETH": "has no unit", "4 %": "has no unit", "0x10": "has no unit", "0x1p-2": "has no unit", "1e": "", "e5": "does not start with a number",
		".": "does not start with a number", "-": "does not start with a number", "1,5": "a comma", "1e5 000": "",
		"--1": "does not start with a number", "1.2.3": "not a number", "1e1e1": "",
	})
}

func TestLeverageReads(t *testing.T) {
	reads(t, newLeverage, map[string]string{
		"3x": "3x", "3 x": "3x", "1.5x": "1.5x", "0x": "0x", "1 000x": "1000x", "0.1x": "0.1x", "+2x": "2x", "007x": "7x",
	})
}

func TestLeverageRefuses(t *testing.T) {
	refuses(t, newLeverage, map[string]string{
		"3": "write 3x", "-3x": "negative", "-0x": "negative", "3X": "where x belongs", "3xx": "where x belongs", "x": "does not start with a number", "": "no value",
		"NaNx": "does not start with a number", "inf x": "not a finite number", "1e3x": "has an exponent", "3 %": "where x belongs",
		"1" + strings.Repeat("0", 309) + "x": "too large",
	})
}

// TestNumbersReadBack for every finite float.
func TestNumbersReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64().Filter(func(v float64) bool { return !math.IsInf(v, 0) && !math.IsNaN(v) }).Draw(t, "v")
		var x Number
		if err := x.UnmarshalText([]byte(Number(v).String())); err != nil || math.Float64bits(x.Float()) != math.Float64bits(v) {
			t.Fatalf("%v is spelt %s, which reads back as %v, %v", v, Number(v), x, err)
		}
		var l Leverage
		v = math.Abs(v)
		if err := l.UnmarshalText([]byte(Leverage(v).String())); err != nil || l.Float() != v {
			t.Fatalf("%vx is spelt %s, which reads back as %v, %v", v, Leverage(v), l, err)
		}
	})
}

// TestNumbersRoundToNearest: a written decimal becomes the float that Go's own parser
// gives, grouped or not.
func TestNumbersRoundToNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.StringMatching(`[0-9]{1,20}`).Draw(t, "whole")
		part := rapid.StringMatching(`[0-9]{1,20}`).Draw(t, "part")
		want, _ := strconv.ParseFloat(whole+"."+part, 64)
		for _, separator := range []string{"", " ", "_"} {
			var x Number
			var l Leverage
			text := group(whole, separator) + "." + part
			if err := x.UnmarshalText([]byte(text)); err != nil || x.Float() != want {
				t.Fatalf("%q reads as %v, %v", text, x, err)
			}
			if err := l.UnmarshalText([]byte(text + "x")); err != nil || l.Float() != want {
				t.Fatalf("%qx reads as %v, %v", text, l, err)
			}
		}
	})
}
