package restake

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"testing"

	"github.com/restakesim/restakesim/engine/money"
)

// published is one case of a file of protocol vectors.
type published struct {
	ID     string
	Rule   string
	Kind   string
	Title  string
	Params values
	Input  values
	Expect values
	Ops    []values
}

// values are the named numbers and texts of a case, as they are written.
type values map[string]any

// readPublished reads a file of vectors from testdata.
func readPublished(t *testing.T, name string) []published {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []published }
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) == 0 {
		t.Fatalf("%s has no cases", name)
	}
	return file.Cases
}

// big reads a whole number; a test that asks for what is not there is wrong.
func (v values) big(key string) *big.Int {
	x, ok := new(big.Int).SetString(fmt.Sprint(v[key]), 10)
	if !ok {
		panic(fmt.Sprintf("no number %s in %v", key, v))
	}
	return x
}

func (v values) text(key string) string {
	s, _ := v[key].(string)
	return s
}

func (v values) int(key string) int64 { return v.big(key).Int64() }

func (v values) wide(key string) money.Wide {
	x := v.big(key)
	lo := new(big.Int).And(x, new(big.Int).SetUint64(1<<64-1))
	return money.Wide{Hi: new(big.Int).Rsh(x, 64).Uint64(), Lo: lo.Uint64()}
}

// whole divides an amount by a unit and drops the rest.
func (v values) whole(t *testing.T, key string, unit int64) money.Gwei {
	t.Helper()
	q := new(big.Int).Quo(v.big(key), big.NewInt(unit))
	if !q.IsInt64() {
		t.Fatalf("%s = %v does not fit units of %d", key, v[key], unit)
	}
	return money.Gwei(q.Int64())
}

// scaled divides an amount by a unit. It fails the test where the amount is no
// multiple of it, because the case would then be another one.
func (v values) scaled(t *testing.T, key string, unit int64) money.Gwei {
	t.Helper()
	if new(big.Int).Rem(v.big(key), big.NewInt(unit)).Sign() != 0 {
		t.Fatalf("%s = %v is no multiple of %d", key, v[key], unit)
	}
	return v.whole(t, key, unit)
}
