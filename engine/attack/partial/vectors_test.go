package partial

import (
	"encoding/json"
	"math/big"
	"os"
	"slices"
	"testing"

	"github.com/restakesim/restakesim/engine/money"
)

// read decodes a file of known answers.
func read(t testing.TB, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

func ratio(t testing.TB, text string) money.Ratio {
	t.Helper()
	r := rat(t, text)
	return money.Ratio{Num: r.Num().Int64(), Den: r.Denom().Int64()}
}

func rat(t testing.TB, text string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("no fraction: %q", text)
	}
	return r
}

// same compares a fraction with its text; nil with none.
func same(t testing.TB, what string, got *big.Rat, want *string) {
	t.Helper()
	switch {
	case want == nil && got == nil:
	case want == nil || got == nil || got.Cmp(rat(t, *want)) != 0:
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func TestFluidVectors(t *testing.T) {
	var file struct {
		Cases []struct {
			ID    string
			Input struct {
				Rest, Profit []int64
				Alpha        []string
			}
			Expected struct {
				Net        string `json:"max_net_profit"`
				Sacrificed string `json:"sacrificed_stake"`
				Services   []int32
			}
		}
	}
	read(t, "testdata/fluid.json", &file)
	for _, c := range file.Cases {
		f := Fluid{Rest: c.Input.Rest, Profit: c.Input.Profit}
		for _, a := range c.Input.Alpha {
			f.Alpha = append(f.Alpha, ratio(t, a))
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

func TestElasticVectors(t *testing.T) {
	var file struct {
		Cases []struct {
			ID      string
			Network struct {
				Stakes   []int64
				Services []struct {
					Prize int64
					Theta string
				}
				Alloc [][]int64
			}
			Expected struct {
				Secure    bool
				Net       *string  `json:"max_net_profit"`
				Degree    []string `json:"restaking_degree"`
				Byzantine string   `json:"byzantine_fraction"`
				NetAfter  *string  `json:"max_net_after_byzantine"`
			}
		}
	}
	read(t, "testdata/elastic_small.json", &file)
	for _, c := range file.Cases {
		n := &Network{Stakes: c.Network.Stakes, Alloc: c.Network.Alloc}
		for _, s := range c.Network.Services {
			n.Services = append(n.Services, Prize{s.Prize, ratio(t, s.Theta)})
		}
		got, err := Elastic(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		same(t, c.ID+" net", got.MaxNet, c.Expected.Net)
		same(t, c.ID+" Byzantine fraction", got.Byzantine.Fraction, &c.Expected.Byzantine)
		same(t, c.ID+" net after", got.Byzantine.MaxNet, c.Expected.NetAfter)
		for v, d := range got.Degree {
			same(t, c.ID+" degree", d, &c.Expected.Degree[v])
		}
		if got.Secure != c.Expected.Secure {
			t.Errorf("%s: secure %v", c.ID, got.Secure)
		}
	}
}
