package verify

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// marketFile is a file of market vectors, to be changed.
type marketFile struct {
	Tolerance map[string]any   `json:"tolerance"`
	Cases     []map[string]any `json:"cases"`
}

func readMarket(t *testing.T, name string) *marketFile {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var file marketFile
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	return &file
}

// report replays one case.
func (m *marketFile) report(t *testing.T, c map[string]any) (*Report, error) {
	t.Helper()
	text, err := json.Marshal(marketFile{m.Tolerance, []map[string]any{c}})
	if err != nil {
		t.Fatal(err)
	}
	return File(context.Background(), "x", text)
}

// scaled is a decimal, or a list with the first that is not 0, times a factor; nil for 0.
func scaled(v any, factor float64) any {
	switch x := v.(type) {
	case string:
		f, _ := strconv.ParseFloat(x, 64)
		if f == 0 {
			return nil
		}
		return strconv.FormatFloat(f*factor, 'g', 17, 64)
	case []any:
		for i := range x {
			if y := scaled(x[i], factor); y != nil {
				out := slices.Clone(x)
				out[i] = y
				return out
			}
		}
	}
	return nil
}

// stableFactor changes a value by less than a wrong rule would, but by more than it may
// be off: what is small beside the balances may be off by its own size.
func stableFactor(op, field string, old any) float64 {
	switch text, _ := old.(string); field {
	case "virtual_price_growth":
		if f, _ := strconv.ParseFloat(text, 64); f < 1e-12 {
			return 1e12
		}
		return 2
	case "fee", "fees", "admin_fee_amount":
		if op != "swap" {
			return 2
		}
	}
	return 1 + 1e-7
}

// TestChangedStableSwapDiffers changes every expected field of the first cases, which are of all
// operations, one at a time, and wants the change to be noticed there.
func TestChangedStableSwapDiffers(t *testing.T) {
	file := readMarket(t, "testdata/markets/stableswap.json")
	for _, c := range file.Cases[:60] {
		expected := c["expected"].(map[string]any)
		for _, field := range slices.Sorted(maps.Keys(expected)) {
			old := expected[field]
			value := scaled(old, stableFactor(c["op"].(string), field, old))
			if value == nil {
				continue
			}
			expected[field] = value
			r, err := file.report(t, c)
			expected[field] = old
			if err != nil {
				t.Fatal(err)
			}
			noticed := func(d Difference) bool { return strings.HasPrefix(d.Field, field) && d.Op == c["op"] }
			if !slices.ContainsFunc(r.Differences, noticed) {
				t.Errorf("%s: %s changed from %v to %v is not noticed", c["id"], field, old, value)
			}
		}
	}
}

// TestUnreadableStableSwap: what cannot be a pool is refused at its place, and what cannot
// be settled in gwei is not representable.
func TestUnreadableStableSwap(t *testing.T) {
	file := readMarket(t, "testdata/markets/stableswap.json")
	two := slices.IndexFunc(file.Cases, func(c map[string]any) bool {
		return c["op"] == "swap" && len(c["pool"].(map[string]any)["rates"].([]any)) == 2
	})
	c := file.Cases[two]
	pool, args := c["pool"].(map[string]any), c["args"].(map[string]any)
	with := func(in map[string]any, key string, value any) (*Report, error) {
		old := in[key]
		in[key] = value
		defer func() { in[key] = old }()
		return file.report(t, c)
	}
	for _, k := range []struct {
		in    map[string]any
		key   string
		value any
	}{{c, "op", "x"}, {pool, "n", 3}, {pool, "n", 1 << 40}, {pool, "rates", []any{"1", "0"}}, {pool, "A", 0.5}, {pool, "fee", "1"}, {pool, "lp_supply", "-1"}, {args, "i", 0.5}} {
		if r, err := with(k.in, k.key, k.value); err == nil {
			t.Errorf("%s: %v is read: %+v", k.key, k.value, r)
		}
	}
	for _, k := range []struct{ key, value string }{{"dx", "1.0000000001"}, {"dx", "1e11"}, {"dx", "0.000000001"}} {
		if r, err := with(args, k.key, k.value); err != nil || len(r.NotRepresentable) != 1 || r.Operations != 0 {
			t.Errorf("%s of %s: %+v, %v", k.key, k.value, r, err)
		}
	}
	for _, k := range []struct {
		key   string
		value any
	}{{"dx", "0"}, {"i", 2}, {"i", args["j"]}} {
		if r, err := with(args, k.key, k.value); err != nil || r.Failed != 1 || r.Differences[0].Field != "error" {
			t.Errorf("%s of %v: %+v, %v", k.key, k.value, r, err)
		}
	}
}
