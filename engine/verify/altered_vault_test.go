package verify

import (
	"context"
	"encoding/json"
	"math/big"
	"os"
	"slices"
	"testing"
)

// leaves calls visit for every number and word of a value of JSON, with a way to
// exchange it.
func leaves(v any, put func(any), visit func(old string, put func(any))) {
	switch x := v.(type) {
	case string:
		visit(x, put)
	case []any:
		for i := range x {
			leaves(x[i], func(y any) { x[i] = y }, visit)
		}
	case map[string]any:
		for k := range x {
			leaves(x[k], func(y any) { x[k] = y }, visit)
		}
	}
}

// TestAlteredVaultsDiffer: no word and no number of what a case of a vault expects goes
// unread. In cases that are replayed in their own units a difference of one is noticed.
func TestAlteredVaultsDiffer(t *testing.T) {
	for name, ids := range map[string][]string{"karak_vault": {"ka-002", "ka-004", "ka-006"}, "symbiotic_vault": {"sy-003", "sy-008", "sy-013", "sy-015", "sy-016", "sy-021"}} {
		text, err := os.ReadFile("testdata/protocols/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var file map[string]any
		if err := json.Unmarshal(text, &file); err != nil {
			t.Fatal(err)
		}
		cases, seen := file["cases"].([]any), 0
		for _, one := range cases {
			c := one.(map[string]any)
			if !slices.Contains(ids, c["id"].(string)) {
				continue
			}
			file["cases"] = []any{c}
			more := big.NewInt(1)
			if !slices.Contains([]string{"ka-004", "sy-003", "sy-016", "sy-021"}, c["id"].(string)) {
				more = big.NewInt(1e18)
			}
			for _, o := range c["ops"].([]any) {
				op := o.(map[string]any)
				for _, key := range []string{"expect", "expect_error", "after"} {
					leaves(op[key], func(y any) { op[key] = y }, func(old string, put func(any)) {
						seen++
						put(other(old, more))
						text, err := json.Marshal(file)
						if err != nil {
							t.Fatal(err)
						}
						put(old)
						if r, err := File(context.Background(), name, text); err != nil || r.Failed == 0 && len(r.NotRepresentable) == 0 {
							t.Errorf("%v: %v: changed from %s: %v", c["id"], op, old, err)
						}
					})
				}
			}
		}
		if seen < 100 {
			t.Errorf("%s: %d alterations", name, seen)
		}
	}
}

// other is another number, or another word.
func other(old string, more *big.Int) string {
	x, ok := new(big.Int).SetString(old, 10)
	if !ok {
		return old + "x"
	}
	return x.Add(x, more).String()
}
