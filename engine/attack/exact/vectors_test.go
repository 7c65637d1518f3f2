package exact

import (
	"context"
	"encoding/json"
	"math/big"
	"os"
	"strconv"
	"strings"
	"testing"
)

type vector struct {
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
		Secure           bool
		MaxNetProfit     int64    `json:"max_net_profit"`
		AtLeast          int64    `json:"max_net_profit_at_least"`
		AtMost           float64  `json:"max_net_profit_at_most"`
		MinCostByService []*int64 `json:"min_cost_by_service"`
		GammaMax         *string  `json:"gamma_max"`
	}
}

func vectors(t testing.TB, name string) []vector {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var f struct{ Cases []vector }
	if err := json.Unmarshal(text, &f); err != nil {
		t.Fatal(err)
	}
	return f.Cases
}

func (v *vector) problem(t testing.TB) *Problem {
	p := &Problem{Cost: v.Network.Stakes}
	rows := make([][]Edge, len(p.Cost))
	for i, s := range v.Network.Services {
		num, den, _ := strings.Cut(s.Alpha, "/")
		a, err1 := strconv.ParseInt(num, 10, 64)
		b := int64(1)
		var err2 error
		if den != "" {
			b, err2 = strconv.ParseInt(den, 10, 64)
		}
		if err1 != nil || err2 != nil {
			t.Fatal(s.Alpha)
		}
		var all int64
		for _, m := range s.Members {
			rows[m] = append(rows[m], Edge{int32(i), p.Cost[m]})
			all += p.Cost[m]
		}
		p.Services = append(p.Services, Service{s.Profit, (all*a + b - 1) / b})
	}
	p.Start = []int32{0}
	for _, r := range rows {
		p.Edges = append(p.Edges, r...)
		p.Start = append(p.Start, int32(len(p.Edges)))
	}
	return p
}

func TestMidsize(t *testing.T) {
	var s Solver
	for _, v := range vectors(t, "testdata/midsize.json") {
		p := v.problem(t)
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
