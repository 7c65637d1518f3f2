package exact

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/restakesim/restakesim/engine/money"
)

// TestLarge: with few nodes the interval of a large network is valid, meets the
// reference interval and is the same every time; equal stakes are proven.
func TestLarge(t *testing.T) {
	for i, v := range published(t, "large.json")[:3] {
		p := problemOf(&v.Network)
		var fresh, used Solver
		var told [2]int64
		a, err := fresh.Solve(context.Background(), p, Limits{Nodes: 24, Watch: func(best, upper int64) { told = [2]int64{best, upper} }})
		if err != nil {
			t.Fatal(err)
		}
		if again := p.count(a.Best.Members); !reflect.DeepEqual(again, a.Best) {
			t.Errorf("%s: the attack recounts to %d, not %d", v.ID, again.Net(), a.Best.Net())
		}
		if a.Upper < v.Expected.AtLeast || float64(a.Best.Net()) > v.Expected.AtMost || a.Upper < a.Best.Net() {
			t.Errorf("%s: [%d, %d] against [%d, %v]", v.ID, a.Best.Net(), a.Upper, v.Expected.AtLeast, v.Expected.AtMost)
		}
		if i == 2 && !a.Proven() {
			t.Errorf("%s: [%d, %d]", v.ID, a.Best.Net(), a.Upper)
		}
		if told != [2]int64{a.Best.Net(), a.Upper} {
			t.Errorf("%s: told [%d, %d] last, returned [%d, %d]", v.ID, told[0], told[1], a.Best.Net(), a.Upper)
		}
		if c := Certify(p, a.Split); c.Bound < a.Best.Net() {
			t.Errorf("%s: certified bound %d is below an attack of %d", v.ID, c.Bound, a.Best.Net())
		}
		if _, err := used.Solve(context.Background(), random(rand.New(rand.NewPCG(1, 1)), 0), Limits{}); err != nil {
			t.Fatal(err)
		}
		if b, _ := used.Solve(context.Background(), p, Limits{Nodes: 24}); !reflect.DeepEqual(a, b) {
			t.Errorf("%s: a second search with the same limit differs", v.ID)
		}
	}
}

// TestCancelled: a context that has ended gives a valid interval.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, v := range published(t, "midsize.json") {
		p := problemOf(&v.Network)
		var s Solver
		a, err := s.Solve(ctx, p, Limits{})
		if want := v.Expected.MaxNetProfit; err != nil || !a.Possible || a.Best.Net() > want || a.Upper < want {
			t.Errorf("%s: [%d, %d], want %d; %v", v.ID, a.Best.Net(), a.Upper, want, err)
		}
		k, err := s.Slack(ctx, p, Limits{})
		if err != nil || k.Lower.Cmp(k.Upper) > 0 {
			t.Errorf("%s: %v, %v", v.ID, k, err)
		}
	}
}

// TestOrder: neither the order of members nor that of services changes what is proven.
func TestOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var s Solver
	for n := range 300 {
		p := random(r, n)
		members, services := r.Perm(len(p.Cost)), r.Perm(len(p.Services))
		q := &Problem{Start: []int32{0}, Services: make([]Service, len(p.Services))}
		for from, to := range services {
			q.Services[to] = p.Services[from]
		}
		for _, v := range members {
			q.Cost = append(q.Cost, p.Cost[v])
			row := make([]int64, len(services))
			for _, e := range p.Row(int32(v)) {
				row[services[e.Service]] = e.Weight + 1
			}
			for to, w := range row {
				if w > 0 {
					q.Edges = append(q.Edges, Edge{int32(to), w - 1})
				}
			}
			q.Start = append(q.Start, int32(len(q.Edges)))
		}
		a, _ := s.Solve(context.Background(), p, Limits{})
		b, _ := s.Solve(context.Background(), q, Limits{})
		if a.Possible != b.Possible || a.Best.Net() != b.Best.Net() || a.Upper != b.Upper {
			t.Fatalf("%d: [%d, %d] and [%d, %d] for %+v", n, a.Best.Net(), a.Upper, b.Best.Net(), b.Upper, p)
		}
	}
}

// TestRebound: after stakes move a little, the carried prices bound what a fresh search
// finds, and the attack is one. It knows no attack that loses: no bound is below 0.
func TestRebound(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, v := range append(published(t, "midsize.json"), published(t, "large.json")[0]) {
		var s, fresh Solver
		p := problemOf(&v.Network)
		cold, _ := s.Solve(context.Background(), p, Limits{Nodes: 1})
		warm := Warm{cold.Split, cold.Best.Members}
		for range 3 {
			for i, x := range v.Network.Stakes {
				v.Network.Stakes[i] = x + x*(r.Int64N(201)-100)/10000
			}
			q := problemOf(&v.Network)
			c, upper := s.Rebound(q, &warm)
			if again := q.count(c.Members); again.Net() != c.Net() || upper < c.Net() {
				t.Errorf("%s: attack nets %d, told %d of at most %d", v.ID, again.Net(), c.Net(), upper)
			}
			a, _ := fresh.Solve(context.Background(), q, Limits{Nodes: 20})
			if upper < a.Best.Net() || float64(upper) > 1.05*float64(max(a.Upper, cold.Upper, 0))+500 {
				t.Errorf("%s: bound %d after a move, [%d, %d] afresh", v.ID, upper, a.Best.Net(), a.Upper)
			}
		}
	}
}

func TestCheck(t *testing.T) {
	for name, c := range map[string]struct {
		p    Problem
		want error
	}{
		"empty":            {Problem{}, nil},
		"no start":         {Problem{Cost: []int64{1}}, ErrMalformed},
		"edges beyond":     {Problem{Cost: []int64{1}, Start: []int32{0, 2}, Edges: []Edge{{0, 1}}, Services: []Service{{1, 1}}}, ErrMalformed},
		"rows fall":        {Problem{Cost: []int64{1, 1}, Start: []int32{0, 2, 1}, Edges: []Edge{{0, 1}}, Services: []Service{{1, 1}}}, ErrMalformed},
		"service twice":    {Problem{Cost: []int64{1}, Start: []int32{0, 2}, Edges: []Edge{{0, 1}, {0, 1}}, Services: []Service{{1, 1}}}, ErrMalformed},
		"no such service":  {Problem{Cost: []int64{1}, Start: []int32{0, 1}, Edges: []Edge{{1, 1}}, Services: []Service{{1, 1}}}, ErrMalformed},
		"negative weight":  {Problem{Cost: []int64{1}, Start: []int32{0, 1}, Edges: []Edge{{0, -1}}, Services: []Service{{1, 1}}}, ErrMalformed},
		"negative cost":    {Problem{Cost: []int64{-1}, Start: []int32{0, 0}}, ErrMalformed},
		"negative profit":  {Problem{Services: []Service{{-1, 0}}}, ErrMalformed},
		"negative need":    {Problem{Services: []Service{{0, -1}}}, ErrMalformed},
		"largest cost":     {Problem{Cost: []int64{1 << 62}, Start: []int32{0, 0}}, nil},
		"too much cost":    {Problem{Cost: []int64{1 << 62, 1}, Start: []int32{0, 0, 0}}, money.ErrOverflow},
		"too much profit":  {Problem{Services: []Service{{1 << 62, 0}, {1, 0}}}, money.ErrOverflow},
		"too much behind":  {Problem{Cost: []int64{1, 1}, Start: []int32{0, 1, 2}, Edges: []Edge{{0, 1 << 62}, {0, 1}}, Services: []Service{{1, 1}}}, money.ErrOverflow},
		"need beyond all":  {Problem{Cost: []int64{1}, Start: []int32{0, 1}, Edges: []Edge{{0, 1}}, Services: []Service{{1, 1 << 62}}}, nil},
		"rows out of step": {Problem{Cost: []int64{1}, Start: []int32{1, 1}, Edges: []Edge{{0, 1}}, Services: []Service{{1, 1}}}, ErrMalformed},
	} {
		var s Solver
		_, err := s.Solve(context.Background(), &c.p, Limits{})
		_, slackErr := s.Slack(context.Background(), &c.p, Limits{})
		if !errors.Is(err, c.want) || !errors.Is(slackErr, c.want) {
			t.Errorf("%s: %v and %v, want %v", name, err, slackErr, c.want)
		}
	}
}
