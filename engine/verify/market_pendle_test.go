package verify

import (
	"context"
	"encoding/json"
	"maps"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"
)

// nudged is a number of a file, as text or not, a millionth larger; a word is another.
func nudged(v any) any {
	text, quoted := v.(string)
	if !quoted {
		return v.(float64)*(1+1e-6) + 1e-7
	}
	x, number := new(big.Rat).SetString(text)
	if !number {
		return text + "?"
	}
	x.Mul(x, big.NewRat(1_000_001, 1_000_000))
	return x.Add(x, big.NewRat(1, 10_000_000)).FloatString(40)
}

// TestPendleVectorsMustAgree changes every expected field of every case by a millionth,
// and adds one that nothing answers; each must be noticed where it stands.
func TestPendleVectorsMustAgree(t *testing.T) {
	for name, expected := range map[string]string{"testdata/markets/pendle.json": "expected", "testdata/protocols/pendle_market.json": "expect"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var file map[string]any
		if err := json.Unmarshal(text, &file); err != nil {
			t.Fatal(err)
		}
		for _, c := range file["cases"].([]any) {
			c := c.(map[string]any)
			fields := c[expected].(map[string]any)
			fields["weather"] = "1"
			for _, field := range slices.Sorted(maps.Keys(fields)) {
				old := fields[field]
				fields[field] = nudged(old)
				one := maps.Clone(file)
				one["cases"] = []any{c}
				text, err := json.Marshal(one)
				if err != nil {
					t.Fatal(err)
				}
				r, err := File(context.Background(), name, text)
				if err != nil {
					t.Fatal(err)
				}
				if !slices.ContainsFunc(r.Differences, func(d Difference) bool { return d.Field == field }) {
					t.Errorf("%s %v: %s changed from %v is not noticed", name, c["id"], field, old)
				}
				fields[field] = old
			}
			delete(fields, "weather")
		}
	}
}

// TestPendleCasesOfStrangers: what is no case is refused or not representable, and never
// passed.
func TestPendleCasesOfStrangers(t *testing.T) {
	const good = `{"tolerance":{"rel_amount":1e-9},"cases":[{"id":"x","op":"buy_pt","market":{"total_pt":"10","total_sy":"10","total_lp":"10","scalar_root":"5",
"ln_fee_rate_root":"0.001","reserve_fee_fraction":"0.8","last_ln_implied_rate":"0.1","time_to_expiry_s":86400,"sy_index":"1"},"args":{"net_pt_to_account":"1"},"expected":{"total_pt_after":"9"}}]}`
	for old, other := range map[string]string{
		`"buy_pt"`: `"dance"`, `"total_pt":"10"`: `"total_pt":"-1"`, `"total_sy":"10"`: `"total_sy":"1e40"`, `"sy_index":"1"`: `"sy_index":"1e99"`,
		`"time_to_expiry_s":86400`: `"time_to_expiry_s":0`, `"net_pt_to_account":"1"`: `"net_pt_to_account":"1e-30"`, `"scalar_root":"5"`: `"scalar_root":"1e400"`,
		`"total_lp":"10"`: `"total_lp":[]`, `"expected":{"total_pt_after":"9"}`: `"expected":{"error":"expired"}`, `"0.8"`: `"80"`,
	} {
		text := strings.Replace(good, old, other, 1)
		r, err := File(context.Background(), "x", []byte(text))
		if text == good || err == nil && r.Failed == 0 && len(r.NotRepresentable) == 0 {
			t.Errorf("%s: %+v", other, r)
		}
	}
	r, err := File(context.Background(), "x", []byte(good))
	if err != nil || r.Failed != 0 || r.Passed != 3 {
		t.Errorf("%+v, %v", r, err)
	}
}
