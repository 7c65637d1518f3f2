package attack

import (
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine/restake"
)

// TestWorstCaseIsTight follows theorem 3's network: stakes 20, 18, 162, the first two
// securing a profit of 19 with threshold 1, slack 1. Losing the first lets the second
// be attacked: 38 of 200 go, just under the bound of 40.
func TestWorstCaseIsTight(t *testing.T) {
	x := whole([]gwei{20, 18, 162}, []restake.ServiceExposure{service(19, 1, 1)}, func(o, _ int) bool { return o < 2 })
	answer, err := Exact(x, Sigma)
	if err != nil {
		t.Fatal(err)
	}
	gamma, _ := answer.GammaMax.Float64()
	var c Cascade
	c.Begin(200, 20)
	var s Searcher
	if err := s.Load(without(x, func(o int32) bool { return o == 0 })); err != nil {
		t.Fatal(err)
	}
	a, pays := s.Greedy(Sigma, NoLimits())
	if !pays {
		t.Fatalf("no attack after the shock: %+v", a)
	}
	c.Strike(a.Sigma)
	applicable, holds := c.Holds(gamma)
	if gamma != 1 || c.Rounds() != 1 || c.LostIn(1) != 18 || c.Loss() != 0.19 || !applicable || !holds {
		t.Errorf("gamma %v, cascade %+v, loss %v, %v %v", gamma, c, c.Loss(), applicable, holds)
	}
	c.Strike(2)
	if _, holds := c.Holds(gamma); holds {
		t.Error("a loss of 40 of 200 reaches the strict bound and passes")
	}
	c.Disturb(1)
	if _, holds := c.Holds(gamma); !holds || c.Shock() != 0.105 {
		t.Error("more shock does not raise the bound")
	}
}

func TestCascadeCounts(t *testing.T) {
	var c Cascade
	if applicable, _ := c.Holds(1); applicable || c.Loss() != 0 || c.Rounds() != 0 {
		t.Errorf("an empty cascade: %+v", c)
	}
	c.Begin(1000, 10)
	for range CascadeRounds + 2 {
		c.Strike(3)
	}
	if c.Rounds() != CascadeRounds+2 || c.LostIn(1) != 3 || c.LostIn(CascadeRounds) != 9 || c.LostIn(0) != 0 || c.LostIn(99) != 0 {
		t.Errorf("%+v", c)
	}
	if c.Attacked() != 54 || c.Loss() != 0.064 {
		t.Errorf("attacked %d, loss %v", c.Attacked(), c.Loss())
	}
	c.Begin(1000, 10)
	if applicable, holds := c.Holds(math.Inf(1)); c.Rounds() != 0 || !applicable || !holds {
		t.Errorf("without attacks the bound holds: %+v", c)
	}
}

func TestWorstLoss(t *testing.T) {
	for _, c := range []struct{ gamma, psi, want float64 }{
		{0.1, 0.001, 0.011}, {1, 0.1, 0.2}, {0.5, 0, 0}, {0, 0.1, math.Inf(1)}, {-0.2, 0, math.Inf(1)}, {math.NaN(), 0.1, math.Inf(1)},
	} {
		if got := WorstLoss(c.gamma, c.psi); got != c.want && !(math.Abs(got-c.want) < 1e-12) {
			t.Errorf("γ %v ψ %v: %v, want %v", c.gamma, c.psi, got, c.want)
		}
	}
}

// Slashes of the first attack that land after those of the second are the first's.
func TestCascadeBooksLateSlashes(t *testing.T) {
	var c Cascade
	c.Begin(100, 0)
	c.Add(2, 30)
	c.Add(1, 10)
	c.Strike(5)
	c.Add(1, 7)
	if c.Rounds() != 3 || c.LostIn(1) != 17 || c.LostIn(2) != 30 || c.LostIn(3) != 5 || c.Attacked() != 52 {
		t.Errorf("%d rounds: %d, %d, %d; %d in all", c.Rounds(), c.LostIn(1), c.LostIn(2), c.LostIn(3), c.Attacked())
	}
}
