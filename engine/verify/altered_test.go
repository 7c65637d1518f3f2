package verify

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"math/big"
	"os"
	"slices"
	"testing"
)

// altered is a JSON value with one number, word or truth in it another one, and whether
// there was any.
func altered(v any) (any, bool) {
	switch x := v.(type) {
	case bool:
		return !x, true
	case json.Number:
		return json.Number(otherNumber(string(x))), true
	case string:
		return otherNumber(x), true
	case nil:
		return "1", true
	case []any:
		for i := range x {
			if y, ok := altered(x[i]); ok {
				out := slices.Clone(x)
				out[i] = y
				return out, true
			}
		}
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(x)) {
			if y, ok := altered(x[k]); ok {
				out := maps.Clone(x)
				out[k] = y
				return out, true
			}
		}
	}
	return v, false
}

// otherNumber adds a thousandth and two to a number, and a letter to a word.
func otherNumber(text string) string {
	x, ok := new(big.Rat).SetString(text)
	if !ok {
		return text + "x"
	}
	more := new(big.Rat).Mul(x, big.NewRat(1001, 1000))
	if x.IsInt() {
		return new(big.Int).Add(new(big.Int).Quo(more.Num(), more.Denom()), big.NewInt(2)).String()
	}
	return more.Add(more, big.NewRat(1, 100)).FloatString(30)
}

// anything reads a JSON object whatever is in it, its numbers as they are written.
func anything(t *testing.T, name string) (file map[string]any) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&file); err != nil {
		t.Fatal(err)
	}
	return file
}

// noticed alters every expected field of every case of a file, one at a time, and wants
// the change to be noticed under a field's name; key is that of what is expected.
func noticed(t *testing.T, name, key string) {
	t.Helper()
	file := anything(t, name)
	seen := 0
	for _, one := range file["cases"].([]any) {
		c := one.(map[string]any)
		expected := c[key].(map[string]any)
		for _, field := range slices.Sorted(maps.Keys(expected)) {
			other, ok := altered(expected[field])
			if !ok {
				continue
			}
			again, changed := maps.Clone(file), maps.Clone(c)
			changed[key] = maps.Clone(expected)
			changed[key].(map[string]any)[field] = other
			again["cases"] = []any{changed}
			text, err := json.Marshal(again)
			if err != nil {
				t.Fatal(err)
			}
			r, err := File(context.Background(), name, text)
			if err != nil || r.Failed == 0 {
				t.Errorf("%s %v: %s changed from %v to %v: %v, %+v", name, c["id"], field, expected[field], other, err, r)
			}
			seen++
		}
	}
	if seen == 0 {
		t.Errorf("%s: nothing was altered", name)
	}
}

// TestAlteredLoansDiffer: no expected number of a lending case goes unread.
func TestAlteredLoansDiffer(t *testing.T) {
	for _, name := range []string{"liquidation", "leverage", "cascade"} {
		noticed(t, "testdata/markets/"+name+".json", "expected")
	}
}

// TestAlteredChainDiffers: no expected number of a case about Ethereum goes unread.
func TestAlteredChainDiffers(t *testing.T) {
	noticed(t, "testdata/protocols/ethereum_staking.json", "expect")
}

// TestAlteredTokensDiffer: no expected number of a liquid token goes unread.
func TestAlteredTokensDiffer(t *testing.T) {
	noticed(t, "testdata/protocols/lrt_exit_settlement.json", "expect")
}
