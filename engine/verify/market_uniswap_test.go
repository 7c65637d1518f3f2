package verify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine/param"
)

// TestChangedSwapsDiffer changes every expected field of every case of uniswap.json, one at
// a time, by a hundred thousandth where it is a number, and wants that to be noticed there.
// Amounts below a thousandth of a token are left out: to them that is a unit.
func TestChangedSwapsDiffer(t *testing.T) {
	text, err := os.ReadFile("testdata/markets/uniswap.json")
	if err != nil {
		t.Fatal(err)
	}
	var file map[string]any
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	for _, one := range file["cases"].([]any) {
		c := one.(map[string]any)
		expected := c["expected"].(map[string]any)
		for _, field := range slices.Sorted(maps.Keys(expected)) {
			old := expected[field]
			expected[field] = otherSwap(old)
			if expected[field] == nil {
				expected[field] = old
				continue
			}
			r := replayedSwap(t, file, c)
			if r.Failed != 1 || len(r.Differences) != 1 || r.Differences[0].Field != field {
				t.Errorf("%s: %s changed from %v to %v: %+v", c["id"], field, old, expected[field], r.Differences)
			}
			expected[field] = old
		}
		expected["weather"] = "fine"
		if r := replayedSwap(t, file, c); r.Failed != 1 || r.Differences[0].Field != "weather" {
			t.Errorf("%s: a field that nothing answers is passed over", c["id"])
		}
		delete(expected, "weather")
	}
}

// otherSwap is another value close to one, nil where there is none.
func otherSwap(v any) any {
	switch x := v.(type) {
	case bool:
		return !x
	case float64:
		return x + 1
	}
	var n float64
	if _, err := fmt.Sscan(v.(string), &n); err != nil {
		return "token2_in"
	}
	if n != 0 && n < 1e-3 {
		return nil
	}
	return fmt.Sprint(n*(1+1e-5) + 1e-7)
}

func replayedSwap(t *testing.T, file, c map[string]any) *Report {
	t.Helper()
	text, err := json.Marshal(map[string]any{"tolerance": file["tolerance"], "cases": []any{c}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := File(context.Background(), "uniswap.json", text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestSwapsThatCannotBeReplayed are listed with a reason where units are too large or too
// small, refused where they say nothing sensible, and differ where the pool refuses.
func TestSwapsThatCannotBeReplayed(t *testing.T) {
	const product = `{"kind":"v2","reserve0":"%s","reserve1":"7","fee":"0.003","lp_supply":"3"}`
	const ticks = `{"kind":"v3","price":"%s","fee":"0.003","tick_spacing":%d,"positions":[{"lower":%d,"upper":10,"liquidity":"%s"}]}`
	pool := func(reserve string) string { return fmt.Sprintf(product, reserve) }
	for what, c := range map[string]struct{ pool, op, args, expected, want string }{
		"more than a ledger holds":  {pool("1e12"), "exact_in", `"token_in":0,"amount_in":"1"`, `"amount_out":"1"`, "not representable"},
		"more digits than units":    {pool("5"), "exact_in", `"token_in":0,"amount_in":"1e-10"`, `"amount_out":"1e-10"`, "not representable"},
		"less than a unit":          {pool("5"), "exact_in", `"token_in":1,"amount_in":"1e-9"`, `"amount_out":"7e-10"`, "not representable"},
		"a position beyond ledgers": {fmt.Sprintf(ticks, "1", 10, 0, "1e16"), "v3_exact_in", `"zero_for_one":true,"amount_in":"1"`, `"amount_out":"1"`, "not representable"},
		"a purchase beyond ledgers": {fmt.Sprintf(ticks, "1", 10, 0, "1e6"), "v3_exact_in", `"zero_for_one":true,"amount_in":"1e15"`, `"amount_out":"1"`, "not representable"},
		"less than nothing":         {pool("5"), "exact_in", `"token_in":0,"amount_in":"-1"`, `"amount_out":"1"`, "negative"},
		"a third token":             {pool("5"), "exact_in", `"token_in":2,"amount_in":"1"`, `"amount_out":"1"`, "tokens 0 and 1"},
		"no such operation":         {pool("5"), "v3_exact_in", `"amount_in":"1"`, `"amount_out":"1"`, "knows"},
		"no price":                  {fmt.Sprintf(ticks, "0", 10, 0, "1"), "v3_to_price", `"target_price":"1"`, `"amount_out":"1"`, "price of 0"},
		"no spacing":                {fmt.Sprintf(ticks, "1", 0, 0, "1"), "v3_to_price", `"target_price":"1"`, `"amount_out":"1"`, "spacing of 0"},
		"upside down":               {fmt.Sprintf(ticks, "1", 10, 20, "1"), "v3_to_price", `"target_price":"1"`, `"amount_out":"1"`, "position"},
		"nothing to do":             {fmt.Sprintf(ticks, "1", 10, 0, "1"), "v3_exact_in", `"amount_in":"0"`, `"amount_out":"0","price_after":"1","active_liquidity_after":"1","exhausted":false`, ""},
		"nothing said":              {fmt.Sprintf(ticks, "1", 10, 0, "1"), "v3_exact_in", `"token_in":"0"`, `"amount_out":"0"`, "belongs here"},
		"off the end, downwards":    {fmt.Sprintf(ticks, "1", 10, math.MinInt64, "1"), "v3_to_price", `"target_price":"1"`, `"amount_out":"1"`, "887272"},
		"off the end":               {fmt.Sprintf(ticks, "1", 10, -900000, "1"), "v3_to_price", `"target_price":"1"`, `"amount_out":"1"`, "887272"},
		"more than the pool has":    {pool("5"), "exact_out", `"token_out":1,"amount_out":"8"`, `"amount_out":"8"`, "differs: market: the pool cannot pay that much"},
		"a price behind":            {fmt.Sprintf(ticks, "1.0005", 10, 0, "5"), "v3_to_price", `"zero_for_one":true,"target_price":"1.001"`, `"amount_out":"0","amount_in_used":"0","ticks_crossed":0,"exhausted":false,"price_after":"1.0005"`, ""},
	} {
		text := fmt.Sprintf(`{"tolerance":{"v2_rel_amount":1e-10,"v3_rel_amount":1e-9,"rel_price":1e-11},"cases":[{"id":"x","op":%q,"pool":%s,"args":{%s},"expected":{%s}}]}`,
			c.op, c.pool, c.args, c.expected)
		if got := swapOutcome(t, text); c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %s, want %s", what, got, c.want)
		}
	}
}

// swapOutcome is in words what a file of one case comes to, "" if it passes.
func swapOutcome(t *testing.T, text string) string {
	t.Helper()
	r, err := File(context.Background(), "x", []byte(text))
	switch {
	case err != nil:
		if problems := (param.Problems)(nil); !errors.As(err, &problems) {
			t.Errorf("%T for %s", err, text)
		}
		return err.Error()
	case len(r.NotRepresentable) > 0:
		return "not representable: " + r.NotRepresentable[0].Reason
	case r.Failed > 0:
		return "differs: " + r.Differences[0].Got
	}
	return ""
}
