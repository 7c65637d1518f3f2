package stats

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// TestSumKeepsWhatPlainAdditionLoses is Neumaier's own example.
func TestSumKeepsWhatPlainAdditionLoses(t *testing.T) {
	var s Sum
	for _, x := range []float64{1, 1e100, 1, -1e100} {
		s.Add(x)
	}
	if s.Value() != 2 {
		t.Errorf("1 + 1e100 + 1 − 1e100 is %v", s.Value())
	}
}

// TestSumAgainstExactSum: the error is one rounding of the result and second-order
// terms of the sum of magnitudes.
func TestSumAgainstExactSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-1e12, 1e12), 0, 200).Draw(t, "values")
		exact := new(big.Float).SetPrec(2000)
		var s Sum
		size := 0.0
		for _, x := range values {
			s.Add(x)
			exact.Add(exact, big.NewFloat(x))
			size += math.Abs(x)
		}
		want, _ := exact.Float64()
		n := float64(len(values))
		if diff := math.Abs(s.Value() - want); diff > math.Abs(want)*0x1p-52+size*n*n*0x1p-104 {
			t.Fatalf("sum %v, exactly %v", s.Value(), want)
		}
	})
}
