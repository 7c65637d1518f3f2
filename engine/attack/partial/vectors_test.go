package partial

import (
	"encoding/json"
	"math/big"
	"os"
	"testing"

	"github.com/restakesim/restakesim/engine/money"
)

// read decodes a file of known answers.
func read(t testing.TB, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

func ratio(t testing.TB, text string) money.Ratio {
	t.Helper()
	r := rat(t, text)
	return money.Ratio{Num: r.Num().Int64(), Den: r.Denom().Int64()}
}

func rat(t testing.TB, text string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("no fraction: %q", text)
	}
	return r
}

// same compares a fraction with its text; nil with none.
func same(t testing.TB, what string, got *big.Rat, want *string) {
	t.Helper()
	switch {
	case want == nil && got == nil:
	case want == nil || got == nil || got.Cmp(rat(t, *want)) != 0:
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}
