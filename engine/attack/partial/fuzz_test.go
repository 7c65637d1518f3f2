package partial

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/restakesim/restakesim/engine/money"
)

// FuzzDivisible feeds networks as JSON: whatever is accepted is answered by an attack
// that is what it says, under a bound that is none too low.
func FuzzDivisible(f *testing.F) {
	for _, seed := range []string{
		`{"Stakes":[10,10,10],"Services":[{"Profit":18,"Alpha":{"Num":1,"Den":2},"Members":[0,1,2]}]}`,
		`{"Stakes":[0,7],"Services":[{"Profit":3,"Alpha":{"Num":1,"Den":1},"Members":[0]},{"Profit":9,"Alpha":{"Num":1,"Den":3},"Members":[0,1]}]}`,
		`{"Stakes":[4611686018427387904],"Services":[{"Profit":4611686018427387904,"Alpha":{"Num":9223372036854775806,"Den":9223372036854775807},"Members":[0]}]}`,
		`{"Stakes":[],"Services":[{"Profit":1,"Alpha":{"Num":1,"Den":1},"Members":[]}]}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var n struct {
			Stakes   []int64
			Services []Service
		}
		if json.Unmarshal([]byte(text), &n) != nil || len(n.Stakes) > 20 || len(n.Services) > 8 {
			t.Skip()
		}
		a, err := Divisible(t.Context(), n.Stakes, n.Services, 50)
		if err != nil {
			if !errors.Is(err, ErrMalformed) && !errors.Is(err, money.ErrOverflow) {
				t.Fatal(err)
			}
			return
		}
		if a.Lower == nil {
			return
		}
		requireWitness(t, n.Stakes, n.Services, a)
		if a.Upper.Cmp(a.Lower) < 0 {
			t.Errorf("[%v, %v]", a.Lower, a.Upper)
		}
	})
}

// FuzzElastic does the same for allocations.
func FuzzElastic(f *testing.F) {
	for _, seed := range []string{
		`{"Stakes":[37,13],"Alloc":[[3,16],[5,2]],"Services":[{"Prize":1,"Theta":{"Num":1,"Den":3}},{"Prize":9,"Theta":{"Num":2,"Den":3}}]}`,
		`{"Stakes":[5],"Alloc":[[0]],"Services":[{"Prize":1,"Theta":{"Num":1,"Den":1}}]}`,
		`{"Stakes":[],"Alloc":[],"Services":[]}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var n Network
		if json.Unmarshal([]byte(text), &n) != nil || len(n.Stakes) > 12 || len(n.Services) > 5 {
			t.Skip()
		}
		a, err := ElasticWithin(t.Context(), &n, 50)
		if err != nil {
			if !errors.Is(err, ErrMalformed) && !errors.Is(err, money.ErrOverflow) {
				t.Fatal(err)
			}
			return
		}
		if a.Possible && (a.Upper.Cmp(a.MaxNet) < 0 || a.Secure != (a.Upper.Sign() <= 0) || len(a.Attacked) == 0) {
			t.Errorf("%+v", a)
		}
		if a.Byzantine.AtLeast.Cmp(a.Byzantine.Fraction) > 0 {
			t.Errorf("%+v", a.Byzantine)
		}
	})
}
