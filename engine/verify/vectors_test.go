package verify

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// replayed replays a file of worked examples and wants nothing to differ, and no other
// cases left out than those stated.
func replayed(t *testing.T, name string, omitted ...string) *Report {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	r, err := File(context.Background(), filepath.Base(name), text)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range r.Differences {
		t.Errorf("%s %s: %s is %s, want %s", d.ID, d.Op, d.Field, d.Got, d.Expected)
	}
	if r.Failed != len(r.Differences) || r.Passed+r.Failed != r.Operations || r.Operations < r.Cases ||
		!slices.EqualFunc(r.NotRepresentable, omitted, func(o Omission, id string) bool { return o.ID == id }) {
		t.Errorf("%+v", r)
	}
	return r
}

// omissions are the cases that no amounts of 64 bits and shares of 128 can hold.
var omissions = map[string][]string{
	// Deposits after a total loss, priced by the virtual unit, which is one of the case's.
	"testdata/protocols/symbiotic_vault.json": {"sy-011", "sy-020", "sy-022"},
	// A deposit of 4e19 gwei; a withdrawal of 7 wei among amounts that want units of a gwei.
	"testdata/protocols/eigenlayer_slashing.json": {"el-008", "el-034"},
}

// TestVectors replays every file of worked examples that the project has.
func TestVectors(t *testing.T) {
	for name, cases := range map[string]int{
		"../attack/testdata/hand.json": 23, "../attack/testdata/random_small.json": 48,
		"../attack/exact/testdata/midsize.json": 6, "../attack/exact/testdata/large.json": 4,
		"../attack/partial/testdata/elastic_small.json": 24, "../attack/partial/testdata/fluid.json": 16,
		"testdata/markets/liquidation.json": 60, "testdata/markets/leverage.json": 60, "testdata/markets/cascade.json": 17,
		"testdata/markets/uniswap.json":    124,
		"testdata/markets/stableswap.json": 200, "testdata/markets/history_steth.json": 6,
		"testdata/markets/pendle.json": 74, "testdata/protocols/pendle_market.json": 5,
		"testdata/protocols/ethereum_staking.json": 29, "testdata/protocols/karak_vault.json": 7, "testdata/protocols/symbiotic_vault.json": 30,
		"testdata/protocols/lrt_exit_settlement.json": 17,
		"testdata/protocols/eigenlayer_slashing.json": 35,
	} {
		if r := replayed(t, name, omissions[name]...); r.Cases != cases {
			t.Errorf("%s: %d cases, want %d", name, r.Cases, cases)
		}
	}
}

// changed is a JSON value with one thing in it another one, and whether there was any.
func changed(v any) (any, bool) {
	switch x := v.(type) {
	case bool:
		return !x, true
	case float64:
		return 2*x + 12345, true
	case string:
		return "12345/7", true
	case []any:
		for i := range x {
			if y, ok := changed(x[i]); ok {
				out := slices.Clone(x)
				out[i] = y
				return out, true
			}
		}
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(x)) {
			if y, ok := changed(x[k]); ok {
				out := maps.Clone(x)
				out[k] = y
				return out, true
			}
		}
	}
	return v, false
}

// TestChangedVectorsDiffer changes every expected field of every case, one at a time,
// and wants the change to be noticed where it stands.
func TestChangedVectorsDiffer(t *testing.T) {
	for name, most := range map[string]int{"../attack/testdata/hand.json": 6, "../attack/partial/testdata/elastic_small.json": 12, "../attack/partial/testdata/fluid.json": 16} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var file struct {
			Format string           `json:"format"`
			Cases  []map[string]any `json:"cases"`
		}
		if err := json.Unmarshal(text, &file); err != nil {
			t.Fatal(err)
		}
		for _, c := range file.Cases[:most] {
			expected := c["expected"].(map[string]any)
			for _, field := range slices.Sorted(maps.Keys(expected)) {
				old := expected[field]
				value, ok := changed(old)
				if !ok {
					continue
				}
				expected[field] = value
				text, err := json.Marshal(map[string]any{"format": file.Format, "cases": []any{c}})
				if err != nil {
					t.Fatal(err)
				}
				expected[field] = old
				r, err := File(context.Background(), name, text)
				if err != nil { // what is no number of a validator, say, is not readable
					continue
				}
				if !slices.ContainsFunc(r.Differences, func(d Difference) bool { return d.Field == field }) {
					t.Errorf("%s %s: %s changed from %v to %v is not noticed", name, c["id"], field, old, value)
				}
			}
		}
	}
}

// TestUnreadableFiles wants an error, and no report, of what is no file of a known
// format.
func TestUnreadableFiles(t *testing.T) {
	for _, text := range []string{"", "{", "[]", "{}", `{"format":"restaking-vectors/2"}`, `{"format":"restaking-vectors/1","cases":{}}`,
		`{"format":"restaking-vectors/1","cases":[{"id":"x","network":{"stakes":[-1],"services":[]},"expected":{}}]}`,
		`{"format":"restaking-vectors/1","cases":[{"id":"x","network":{"stakes":[1],"alloc":[[2]],"services":[{"prize":1,"theta":1}]},"expected":{}}]}`,
		`{"format":"restaking-vectors/1","cases":[{"id":"x","input":{"rest":[1],"alpha":["x"],"profit":[1]},"expected":{}}]}`,
		`{"format":"restakesim-certificate/1","unit":1.5}`} {
		if r, err := File(context.Background(), "x", []byte(text)); err == nil {
			t.Errorf("%s: %+v", text, r)
		}
	}
}

// TestFieldsThatNothingAnswers are differences, so that none is passed over.
func TestFieldsThatNothingAnswers(t *testing.T) {
	r, err := File(context.Background(), "x", []byte(`{"format":"restaking-vectors/1","cases":[{"id":"x","network":{"stakes":[1],"services":[]},"expected":{"weather":"fine","gamma_seconds":3}}]}`))
	if err != nil || r.Failed != 1 || r.Operations != 1 || r.Differences[0].Field != "weather" {
		t.Errorf("%+v, %v", r, err)
	}
}
