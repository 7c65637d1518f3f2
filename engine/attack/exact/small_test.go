package exact

import (
	"context"
	"testing"
)

// TestSharedPays: three members of 10 back two services worth 12 each, two of three
// take both; each alone would lose.
func TestSharedPays(t *testing.T) {
	p := Problem{
		Cost: []int64{10, 10, 10}, Start: []int32{0, 2, 4, 6},
		Edges:    []Edge{{0, 10}, {1, 10}, {0, 10}, {1, 10}, {0, 10}, {1, 10}},
		Services: []Service{{12, 20}, {12, 20}},
	}
	var s Solver
	a, err := s.Solve(context.Background(), &p, Limits{})
	if err != nil || a.Best.Net() != 4 || a.Upper != 4 || len(a.Best.Members) != 2 || len(a.Best.Services) != 2 {
		t.Errorf("%+v, %v", a, err)
	}
	k, err := s.Slack(context.Background(), &p, Limits{})
	if err != nil || k.Lower.String() != "-1/6" || k.Upper.Cmp(k.Lower) != 0 {
		t.Errorf("%v, %v", k, err)
	}
	for i, b := range s.Singles(context.Background(), &p) {
		if b.Lower != 20 || b.Upper != 20 || len(b.Members) != 2 {
			t.Errorf("service %d: %+v", i, b)
		}
	}
	if c := Certify(&p, a.Split); c.Unit != 10 || c.Values[0] != 10 || c.Bound != 4 || c.Slack.String() != "-1/6" {
		t.Errorf("%+v", c)
	}
}
