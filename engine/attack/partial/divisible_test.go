package partial

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/restakesim/restakesim/engine/attack/vectors"
)

// answers are what is checked of the published networks.
type answers struct {
	Net       float64  `json:"max_net_profit"`
	Divisible *float64 `json:"divisible_max_net"`
	Relaxed   float64  `json:"lp_max_net"`
}

func servicesOf(n *vectors.Network) (out []Service) {
	for _, s := range n.Services {
		out = append(out, Service{s.Profit, s.Alpha.Ratio, s.Members})
	}
	return out
}

func TestDivisibleVectors(t *testing.T) {
	for _, name := range []string{"../testdata/hand.json", "../testdata/random_small.json"} {
		for _, c := range vectors.Read[answers](t, name) {
			services := servicesOf(&c.Network)
			got, err := Divisible(t.Context(), c.Network.Stakes, services, 0)
			if err != nil {
				t.Fatal(err)
			}
			lower, _ := got.Lower.Float64()
			if !got.Proven() || math.Abs(lower-*c.Expected.Divisible) > 1e-6 {
				t.Errorf("%s: [%v, %v] after %d nodes, want %v", c.ID, got.Lower, got.Upper, got.Nodes, *c.Expected.Divisible)
			}
			requireWitness(t, c.Network.Stakes, services, got)
		}
	}
}

// requireWitness recounts the attack of an answer.
func requireWitness(t interface{ Errorf(string, ...any) }, stakes []int64, services []Service, a DivisibleAnswer) {
	net := new(big.Rat)
	for v, z := range a.Committed {
		if z.Sign() < 0 || z.Cmp(new(big.Rat).SetInt64(stakes[v])) > 0 {
			t.Errorf("validator %d with stake %d commits %v", v, stakes[v], z)
		}
		net.Sub(net, z)
	}
	for s, svc := range services {
		if !slices.Contains(a.Services, int32(s)) {
			continue
		}
		have, need := new(big.Rat), new(big.Int)
		for _, v := range svc.Members {
			have.Add(have, a.Committed[v])
			need.Add(need, big.NewInt(stakes[v]))
		}
		den := big.NewInt(svc.Alpha.Den)
		need.Mul(need, big.NewInt(svc.Alpha.Num))
		need.Add(need, new(big.Int).Sub(den, big.NewInt(1)))
		if need.Div(need, den); need.Sign() == 0 || have.Cmp(new(big.Rat).SetInt(need)) < 0 {
			t.Errorf("service %d is not covered: %v of %v", s, have, need)
		}
		net.Add(net, new(big.Rat).SetInt64(svc.Profit))
	}
	if len(a.Services) == 0 || net.Cmp(a.Lower) != 0 {
		t.Errorf("the attack nets %v, not %v", net, a.Lower)
	}
}
