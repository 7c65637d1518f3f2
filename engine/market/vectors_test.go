package market

import (
	"encoding/json"
	"math"
	"math/big"
	"os"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/money"
)

// decimal is an exact number of a vector file: an integer, or a decimal in a string.
type decimal struct{ big.Rat }

func (d *decimal) UnmarshalJSON(text []byte) error {
	var number json.Number
	if err := json.Unmarshal(text, &number); err != nil {
		return err
	}
	return d.UnmarshalText([]byte(number))
}

// float is the nearest binary64.
func (d *decimal) float() float64 {
	x, _ := d.Float64()
	return x
}

// gwei is an input, which has at most nine decimals.
func (d *decimal) gwei(t rapid.TB) money.Gwei {
	t.Helper()
	units := new(big.Rat).Mul(&d.Rat, big.NewRat(1e9, 1))
	if !units.IsInt() || !units.Num().IsInt64() {
		t.Fatalf("%s is no whole number of gwei", d.FloatString(30))
	}
	return money.Gwei(units.Num().Int64())
}

// vectors reads the cases of a file in testdata.
func vectors[C any](t rapid.TB, name string, want int) []C {
	t.Helper()
	text, err := os.ReadFile("testdata/vectors/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []C }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) != want {
		t.Fatalf("%s has %d cases, want %d", name, len(file.Cases), want)
	}
	return file.Cases
}

// near compares a number with an exact one.
func near(t rapid.TB, what string, got float64, want *decimal, relative float64) {
	t.Helper()
	w := want.float()
	if !(math.Abs(got-w) <= relative*math.Abs(w)) {
		t.Errorf("%s is %v, want %v (off by %.2g relative)", what, got, w, (got-w)/w)
	}
}

// nearUnits compares an amount in ledger units with an exact one in coins, which it may
// miss by so many units and by a relative error.
func nearUnits(t rapid.TB, what string, got money.Gwei, want *decimal, units, relative float64) {
	t.Helper()
	w := want.float() * 1e9
	if !(math.Abs(float64(got)-w) <= units+relative*math.Abs(w)) {
		t.Errorf("%s is %d, want %.3f (off by %.3f units)", what, got, w, float64(got)-w)
	}
}

// floored wants an amount to be an exact one in coins rounded down, up to the rounding
// of the quote in binary64 before.
func floored(t rapid.TB, what string, got money.Gwei, want *decimal) {
	t.Helper()
	const noise = 1e-14
	w := want.float() * 1e9
	if x := float64(got); !(x <= w*(1+noise) && x > w*(1-noise)-1) {
		t.Errorf("%s is %d, want %.3f rounded down", what, got, w)
	}
}
