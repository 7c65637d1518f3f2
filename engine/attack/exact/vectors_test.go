package exact

import (
	"context"
	"math/big"
	"testing"

	"github.com/restakesim/restakesim/engine/attack/vectors"
)

// answers are what is checked of the published networks.
type answers struct {
	Secure           bool
	MaxNetProfit     int64    `json:"max_net_profit"`
	AtLeast          int64    `json:"max_net_profit_at_least"`
	AtMost           float64  `json:"max_net_profit_at_most"`
	MinCostByService []*int64 `json:"min_cost_by_service"`
	GammaMax         *string  `json:"gamma_max"`
}

func published(t testing.TB, name string) []vectors.Case[answers] {
	t.Helper()
	return vectors.Read[answers](t, "testdata/"+name)
}

// problemOf charges each validator its stake, once and whole.
func problemOf(n *vectors.Network) *Problem {
	p := &Problem{Cost: n.Stakes, Start: []int32{0}}
	for _, row := range n.Rows() {
		for _, e := range row {
			p.Edges = append(p.Edges, Edge(e))
		}
		p.Start = append(p.Start, int32(len(p.Edges)))
	}
	for s := range n.Services {
		p.Services = append(p.Services, Service{n.Services[s].Profit, n.Need(s)})
	}
	return p
}

func TestMidsize(t *testing.T) {
	var s Solver
	for _, v := range published(t, "midsize.json") {
		p := problemOf(&v.Network)
		a, err := s.Solve(context.Background(), p, Limits{})
		if err != nil || a.Best.Net() != v.Expected.MaxNetProfit || a.Upper != a.Best.Net() {
			t.Errorf("%s: [%d, %d], want %d; %v", v.ID, a.Best.Net(), a.Upper, v.Expected.MaxNetProfit, err)
		}
		k, err := s.Slack(context.Background(), p, Limits{})
		want, _ := new(big.Rat).SetString(*v.Expected.GammaMax)
		if err != nil || !k.Proven() || k.Upper.Cmp(want) != 0 {
			t.Errorf("%s: γ in [%v, %v], want %v; %v", v.ID, k.Lower, k.Upper, want, err)
		}
		for i, b := range s.Singles(context.Background(), p) {
			if want := v.Expected.MinCostByService[i]; want != nil && (b.Lower != *want || b.Upper != *want) {
				t.Errorf("%s: service %d: %+v, want %d", v.ID, i, b, *want)
			}
		}
	}
}
