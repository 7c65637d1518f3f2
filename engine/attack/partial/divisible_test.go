package partial

import (
	"math"
	"math/big"
	"slices"
	"testing"
)

// plainCase is a network of the published vectors.
type plainCase struct {
	ID      string
	Network struct {
		Stakes   []int64
		Services []struct {
			Profit  int64
			Alpha   string
			Members []int32
		}
	}
	Expected struct {
		Net       float64  `json:"max_net_profit"`
		Divisible *float64 `json:"divisible_max_net"`
		Relaxed   float64  `json:"lp_max_net"`
	}
}

func plainCases(t testing.TB, name string) []plainCase {
	var file struct{ Cases []plainCase }
	read(t, name, &file)
	return file.Cases
}

func (c *plainCase) services(t testing.TB) (out []Service) {
	for _, s := range c.Network.Services {
		out = append(out, Service{s.Profit, ratio(t, s.Alpha), s.Members})
	}
	return out
}

func TestDivisibleVectors(t *testing.T) {
	for _, name := range []string{"../testdata/hand.json", "../testdata/random_small.json"} {
		for _, c := range plainCases(t, name) {
			services := c.services(t)
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
