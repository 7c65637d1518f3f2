package partial

import (
	"math/big"
	"testing"

	"github.com/restakesim/restakesim/engine/attack/vectors"
)

// same compares a fraction with its text; nil with none.
func same(t testing.TB, what string, got *big.Rat, want *string) {
	t.Helper()
	switch {
	case want == nil && got == nil:
	case want == nil || got == nil || got.Cmp(vectors.Rational(t, *want)) != 0:
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}
