package partial

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/restakesim/restakesim/engine/attack/vectors"
	"github.com/restakesim/restakesim/engine/money"
)

func TestFluidVectors(t *testing.T) {
	type published struct {
		ID    string
		Input struct {
			Rest, Profit []int64
			Alpha        []vectors.Share
		}
		Expected struct {
			Net        string `json:"max_net_profit"`
			Sacrificed string `json:"sacrificed_stake"`
			Services   []int32
		}
	}
	for _, c := range vectors.Cases[published](t, "testdata/fluid.json") {
		f := Fluid{Rest: c.Input.Rest, Profit: c.Input.Profit}
		for _, a := range c.Input.Alpha {
			f.Alpha = append(f.Alpha, a.Ratio)
		}
		got, err := BestFluid(f)
		if err != nil {
			t.Fatal(err)
		}
		same(t, c.ID+" net", got.Net, &c.Expected.Net)
		same(t, c.ID+" sacrifice", got.Sacrificed, &c.Expected.Sacrificed)
		if !slices.Equal(got.Services, c.Expected.Services) {
			t.Errorf("%s takes %v, want %v", c.ID, got.Services, c.Expected.Services)
		}
	}
}

// TestFluidAgainstEvaluation tries every threshold as the sacrifice and takes whatever
// it suffices for.
func TestFluidAgainstEvaluation(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 1))
	for range 2000 {
		var f Fluid
		for range r.IntN(6) {
			den := 1 + r.Int64N(4)
			f.Rest = append(f.Rest, r.Int64N(12))
			f.Alpha = append(f.Alpha, money.Ratio{Num: 1 + r.Int64N(den), Den: den})
			f.Profit = append(f.Profit, r.Int64N(15))
		}
		want := new(big.Rat)
		for s := range f.Rest {
			if alpha := f.Alpha[s]; alpha.Num < alpha.Den {
				c := big.NewRat(alpha.Num*f.Rest[s], alpha.Den-alpha.Num)
				if net := f.evaluate(c); net.Cmp(want) > 0 {
					want = net
				}
			}
		}
		if net := f.evaluate(new(big.Rat)); net.Cmp(want) > 0 {
			want = net
		}
		got, err := BestFluid(f)
		if err != nil {
			t.Fatal(err)
		}
		if got.Net.Cmp(want) != 0 {
			t.Fatalf("%+v: %v, direct evaluation says %v", f, got.Net, want)
		}
		if net := f.evaluate(got.Sacrificed); net.Cmp(got.Net) != 0 {
			t.Fatalf("%+v: sacrificing %v nets %v, not %v", f, got.Sacrificed, net, got.Net)
		}
	}
}

// evaluate is what a sacrifice of c nets: s falls if c·den ≥ num·(rest + c).
func (f *Fluid) evaluate(c *big.Rat) *big.Rat {
	net := new(big.Rat).Neg(c)
	for s, rest := range f.Rest {
		have := new(big.Rat).Mul(c, big.NewRat(f.Alpha[s].Den, 1))
		want := new(big.Rat).Add(c, big.NewRat(rest, 1))
		if have.Cmp(want.Mul(want, big.NewRat(f.Alpha[s].Num, 1))) >= 0 {
			net.Add(net, big.NewRat(f.Profit[s], 1))
		}
	}
	return net
}

func TestFluidRefusals(t *testing.T) {
	half := []money.Ratio{{Num: 1, Den: 2}}
	for name, c := range map[string]struct {
		f   Fluid
		err error
	}{
		"lengths":         {Fluid{[]int64{1}, half, nil}, ErrMalformed},
		"negative rest":   {Fluid{[]int64{-1}, half, []int64{1}}, ErrMalformed},
		"negative profit": {Fluid{[]int64{1}, half, []int64{-1}}, ErrMalformed},
		"alpha":           {Fluid{[]int64{1}, []money.Ratio{{Num: 2, Den: 1}}, []int64{1}}, ErrMalformed},
		"too much":        {Fluid{[]int64{1 << 62, 1}, []money.Ratio{half[0], half[0]}, []int64{1, 1}}, money.ErrOverflow},
	} {
		if _, err := BestFluid(c.f); !errors.Is(err, c.err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
