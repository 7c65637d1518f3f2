package partial

import (
	"context"
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"

	"github.com/restakesim/restakesim/engine/money"
)

// randomPlain makes a plain network with zero stakes, equal stakes, services without
// members and profits near their need.
func randomPlain(r *rand.Rand, validators, services int) ([]int64, []Service) {
	stakes := make([]int64, 1+r.IntN(validators))
	for v := range stakes {
		stakes[v] = r.Int64N(20)
	}
	list := make([]Service, 1+r.IntN(services))
	for s := range list {
		den := 1 + r.Int64N(5)
		list[s] = Service{Profit: r.Int64N(30), Alpha: money.Ratio{Num: 1 + r.Int64N(den), Den: den}}
		for v := range stakes {
			if r.IntN(2) == 0 {
				list[s].Members = append(list[s].Members, int32(v))
			}
		}
	}
	return stakes, list
}

// slowDivisible solves a linear programme for every set of services with another
// solver; false when nothing can be attacked.
func slowDivisible(t *testing.T, stakes []int64, services []Service) (best float64, possible bool) {
	t.Helper()
	best = math.Inf(-1)
next:
	for set := 1; set < 1<<len(services); set++ {
		var rows [][]float64
		var needs []float64
		won := 0.0
		for s, svc := range services {
			if set>>s&1 == 0 {
				continue
			}
			row, base := make([]float64, len(stakes)), int64(0)
			for _, v := range svc.Members {
				row[v], base = 1, base+stakes[v]
			}
			if base == 0 {
				continue next
			}
			rows = append(rows, row)
			needs = append(needs, math.Ceil(float64(svc.Alpha.Num*base)/float64(svc.Alpha.Den)))
			won += float64(svc.Profit)
		}
		possible = true
		best = max(best, won-slowCost(t, stakes, rows, needs))
	}
	return best, possible
}

// slowCost is min Σ z with rows·z − surplus = needs and z + room = stakes.
func slowCost(t *testing.T, stakes []int64, rows [][]float64, needs []float64) float64 {
	t.Helper()
	n, m := len(stakes), len(rows)
	a := mat.NewDense(m+n, 2*n+m, nil)
	b, c := append([]float64(nil), needs...), make([]float64, 2*n+m)
	for i, row := range rows {
		for v, x := range row {
			a.Set(i, v, x)
		}
		a.Set(i, n+i, -1)
	}
	for v, stake := range stakes {
		a.Set(m+v, v, 1)
		a.Set(m+v, n+m+v, 1)
		b, c[v] = append(b, float64(stake)), 1
	}
	cost, _, err := lp.Simplex(c, a, b, 1e-10, nil)
	if err != nil {
		t.Fatal(err)
	}
	return cost
}

// TestDivisibleAgainstAllSets is the twin of the search.
func TestDivisibleAgainstAllSets(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	for range 1000 {
		stakes, services := randomPlain(r, 6, 4)
		got, err := Divisible(t.Context(), stakes, services, 0)
		if err != nil {
			t.Fatal(err)
		}
		want, possible := slowDivisible(t, stakes, services)
		if !possible {
			if got.Lower != nil || got.Upper != nil {
				t.Fatalf("%v %v: [%v, %v] where nothing can be attacked", stakes, services, got.Lower, got.Upper)
			}
			continue
		}
		if lower, _ := got.Lower.Float64(); !got.Proven() || math.Abs(lower-want) > 1e-6 {
			t.Fatalf("%v %v: [%v, %v], all sets say %v", stakes, services, got.Lower, got.Upper, want)
		}
		requireWitness(t, stakes, services, got)
	}
}

// TestDivisibleStops: with few nodes the interval is wide but holds the optimum, and a
// context that has ended still gives one.
func TestDivisibleStops(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	r := rand.New(rand.NewPCG(7, 2))
	wide := 0
	for range 60 {
		stakes, services := randomPlain(r, 20, 12)
		full, err := Divisible(t.Context(), stakes, services, 0)
		if err != nil {
			t.Fatal(err)
		}
		if full.Lower == nil {
			continue
		}
		for _, short := range []func() (DivisibleAnswer, error){
			func() (DivisibleAnswer, error) { return Divisible(t.Context(), stakes, services, 1) },
			func() (DivisibleAnswer, error) { return Divisible(ended, stakes, services, 0) },
		} {
			got, err := short()
			if err != nil {
				t.Fatal(err)
			}
			if !full.Proven() || got.Lower.Cmp(full.Lower) > 0 || got.Upper.Cmp(full.Lower) < 0 || got.Nodes > 1 {
				t.Fatalf("%v %v: [%v, %v] after %d nodes, the optimum is %v", stakes, services, got.Lower, got.Upper, got.Nodes, full.Lower)
			}
			requireWitness(t, stakes, services, got)
			if !got.Proven() {
				wide++
			}
		}
	}
	if wide < 30 {
		t.Errorf("only %d of 120 short searches were left with an interval; they test nothing", wide)
	}
}

// TestDivisibleRepeats: the same limit, the same answer.
func TestDivisibleRepeats(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 3))
	for range 20 {
		stakes, services := randomPlain(r, 30, 12)
		a, err := Divisible(t.Context(), stakes, services, 9)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := Divisible(t.Context(), stakes, services, 9)
		if a.Nodes != b.Nodes || (a.Lower == nil) != (b.Lower == nil) || a.Lower != nil && (a.Lower.Cmp(b.Lower) != 0 || a.Upper.Cmp(b.Upper) != 0) {
			t.Fatalf("%+v and %+v", a, b)
		}
	}
}

// TestAnyPricesBound: weak duality does not depend on where the prices come from.
func TestAnyPricesBound(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 4))
	for range 300 {
		stakes, services := randomPlain(r, 5, 4)
		best, err := Divisible(t.Context(), stakes, services, 0)
		if err != nil {
			t.Fatal(err)
		}
		p, _ := divide(stakes, services)
		if best.Lower == nil {
			continue
		}
		x := p.relax()
		x.tighten(t.Context(), 3)
		prices := make([]*big.Int, 1+len(x.rows))
		for i := range prices {
			prices[i] = big.NewInt(r.Int64N(40))
		}
		if b := x.bound(prices, big.NewInt(16), &node{services: make([]int8, len(services))}); b.Cmp(best.Lower) < 0 {
			t.Fatalf("%v %v: prices %v bound %v below %v", stakes, services, prices, b, best.Lower)
		}
	}
}

// TestRepair fills commitments of any kind up to what the services need.
func TestRepair(t *testing.T) {
	p, err := divide([]int64{10, 4}, []Service{{1, money.Ratio{Num: 1, Den: 1}, []int32{0, 1}}, {1, money.Ratio{Num: 1, Den: 2}, []int32{1}}})
	if err != nil {
		t.Fatal(err)
	}
	commit := []*big.Rat{big.NewRat(-3, 2), big.NewRat(99, 1)}
	p.repair([]int32{0, 1}, commit)
	if commit[0].Cmp(big.NewRat(10, 1)) != 0 || commit[1].Cmp(big.NewRat(4, 1)) != 0 {
		t.Errorf("commitments %v", commit)
	}
}

func TestDivisibleRefusals(t *testing.T) {
	half := money.Ratio{Num: 1, Den: 2}
	for name, c := range map[string]struct {
		stakes   []int64
		services []Service
		err      error
	}{
		"negative stake":    {[]int64{-1}, nil, ErrMalformed},
		"negative profit":   {[]int64{1}, []Service{{-1, half, nil}}, ErrMalformed},
		"alpha of zero":     {[]int64{1}, []Service{{1, money.Ratio{Num: 0, Den: 1}, nil}}, ErrMalformed},
		"member of nothing": {[]int64{1}, []Service{{1, half, []int32{1}}}, ErrMalformed},
		"member twice":      {[]int64{1}, []Service{{1, half, []int32{0, 0}}}, ErrMalformed},
		"too much stake":    {[]int64{1 << 62, 1}, nil, money.ErrOverflow},
		"too much profit":   {nil, []Service{{1 << 62, half, nil}, {1, half, nil}}, money.ErrOverflow},
	} {
		if _, err := Divisible(t.Context(), c.stakes, c.services, 0); !errors.Is(err, c.err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestHugeStakes: amounts that a float cannot tell apart are still told apart.
func TestHugeStakes(t *testing.T) {
	const big62 = int64(1) << 60
	stakes := []int64{big62 + 1, big62 + 3}
	got, err := Divisible(t.Context(), stakes, []Service{{big62 + 3, money.Ratio{Num: 1, Den: 2}, []int32{0, 1}}}, 0)
	if err != nil {
		t.Fatal(err)
	}
	if !got.Proven() || got.Lower.Cmp(big.NewRat(1, 1)) != 0 {
		t.Errorf("[%v, %v], want 1", got.Lower, got.Upper)
	}
}
