package stats

import (
	"encoding/json"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestEstimateInJSON(t *testing.T) {
	for text, e := range map[string]Estimate{
		`{"est":0.1,"lo":-3,"hi":1e+21}`:     {0.1, -3, 1e21},
		`{"est":7,"lo":7,"hi":null}`:         {7, 7, math.NaN()},
		`{"est":null,"lo":null,"hi":null}`:   none(),
		`{"est":5e-324,"lo":0,"hi":1000000}`: {5e-324, 0, 1e6},
	} {
		got, err := json.Marshal(e)
		if err != nil || string(got) != text {
			t.Errorf("%v is written %s, %v; want %s", e, got, err, text)
		}
		var back Estimate
		if err := json.Unmarshal([]byte(text), &back); err != nil || !same(back, e, 0) {
			t.Errorf("%s is read as %v, %v", text, back, err)
		}
	}
	var partial Estimate
	if err := json.Unmarshal([]byte(`{"est":1}`), &partial); err != nil || !same(partial, Estimate{1, math.NaN(), math.NaN()}, 0) {
		t.Errorf("a lone estimate is read as %v, %v", partial, err)
	}
	for _, text := range []string{`{"est":"1"}`, `[1,2,3]`} {
		if err := json.Unmarshal([]byte(text), new(Estimate)); err == nil {
			t.Errorf("%s is read", text)
		}
	}
}

func TestNullableKeepsItsBits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := math.Float64frombits(rapid.Uint64().Draw(t, "bits"))
		text, err := json.Marshal(Nullable(x))
		if math.IsInf(x, 0) {
			if err == nil {
				t.Fatalf("infinity is written %s", text)
			}
			return
		}
		var back Nullable
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		if y := float64(back); math.Float64bits(x) != math.Float64bits(y) && !(math.IsNaN(x) && math.IsNaN(y)) {
			t.Fatalf("%v came back as %v from %s", x, y, text)
		}
	})
}
