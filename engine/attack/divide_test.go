package attack

import (
	"context"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

func TestDivisibleOfVectors(t *testing.T) {
	for _, file := range []string{"hand.json", "random_small.json"} {
		for _, c := range published(t, file) {
			e, err := NewExaminer(context.Background(), exposureOf(&c.Network), Options{})
			if err != nil {
				t.Fatal(err)
			}
			a, err := e.Divisible(context.Background())
			if err != nil || a == nil || !a.Proven() {
				t.Fatalf("%s: %+v, %v", c.ID, a, err)
			}
			if got, _ := a.Lower.Float64(); math.Abs(got-c.Expected.Divisible) > 1e-6*(1+math.Abs(got)) {
				t.Errorf("%s: divisible attackers net %v, want %v", c.ID, got, c.Expected.Divisible)
			}
		}
	}
}

// TestDivisibleInBonds has one service, where the answer is profit − bond·need, the need
// being counted in whole units of stake whatever the bond is.
func TestDivisibleInBonds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, bond := &restake.Exposure{EdgeStart: []int32{0}}, drawBond(t)
		one := money.Ratio{Num: 1, Den: 1}
		den := rapid.Int64Range(1, 7).Draw(t, "den")
		alpha := money.Ratio{Num: rapid.Int64Range(1, den).Draw(t, "num"), Den: den}
		profit := rapid.Int64Range(0, 100).Draw(t, "profit")
		x.Services = []restake.ServiceExposure{{Profit: money.Gwei(profit), Alpha: alpha, SlashFraction: one}}
		var base int64
		for v := range rapid.IntRange(1, 4).Draw(t, "validators") {
			stake := rapid.Int64Range(1, 50).Draw(t, "stake")
			base += stake
			x.Nodes = append(x.Nodes, restake.Node{Operator: int32(v), Stake: money.Gwei(stake)})
			x.Edges = append(x.Edges, restake.Edge{Slashable: money.Gwei(stake)})
			x.EdgeStart = append(x.EdgeStart, int32(len(x.Edges)))
			x.Operators = append(x.Operators, restake.OperatorExposure{})
		}
		e, err := NewExaminer(context.Background(), x, Options{Bond: bond})
		if err != nil {
			t.Fatal(err)
		}
		a, err := e.Divisible(context.Background())
		if err != nil || a == nil {
			t.Fatal(a, err)
		}
		need := (alpha.Num*base + den - 1) / den
		if want := big.NewRat(profit*bond.Den-bond.Num*need, 1); a.Lower.Cmp(want) != 0 || a.Upper.Cmp(want) != 0 {
			t.Fatalf("between %v and %v, want %v", a.Lower, a.Upper, want)
		}
	})
}
