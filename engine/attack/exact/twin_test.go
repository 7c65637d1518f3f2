package exact

import (
	"context"
	"math/big"
	"math/rand/v2"
	"testing"
)

// TestAgainstEnumeration compares the search with all coalitions, on small random
// problems of many kinds.
func TestAgainstEnumeration(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var s Solver
	for n := range 12000 {
		p := random(r, n)
		checkSolve(t, n, &s, p)
		if t.Failed() {
			t.Fatalf("%+v", p)
		}
	}
}

// random draws a problem: equal stakes, heavy tails, zeros, duplicates, needs of all
// and of nothing, services apart, costs unlike weights, amounts up to 2^59.
func random(r *rand.Rand, kind int) *Problem {
	n, m := 1+r.IntN(9), 1+r.IntN(6)
	p := &Problem{Start: []int32{0}}
	unit := int64(1)
	if kind%7 == 3 {
		unit = 1 << 51
	}
	density := 1 + r.IntN(9)
	all := make([]int64, m)
	var total int64
	for v := range n {
		stake := 1 + r.Int64N(20)
		switch kind % 5 {
		case 1:
			stake = 10
		case 2:
			stake = 1 + r.Int64N(4)*r.Int64N(4)*r.Int64N(4)
		case 3:
			stake = r.Int64N(3)
		}
		stake *= unit
		if kind%7 == 3 {
			stake += r.Int64N(1 << 50)
		}
		cost := stake
		if kind%11 == 5 {
			cost = r.Int64N(20) * unit
		}
		p.Cost = append(p.Cost, cost)
		total += cost
		if v > 0 && r.IntN(5) == 0 { // a twin of the member before
			p.Cost[v] = p.Cost[v-1]
			for _, e := range p.Row(int32(v - 1)) {
				p.Edges = append(p.Edges, e)
				all[e.Service] += e.Weight
			}
		} else {
			for s := range m {
				if r.IntN(10) < density && (kind%3 > 0 || v%2 == s%2) {
					w := stake
					if kind%13 == 7 {
						w = r.Int64N(9) * unit
					}
					p.Edges = append(p.Edges, Edge{int32(s), w})
					all[s] += w
				}
			}
		}
		p.Start = append(p.Start, int32(len(p.Edges)))
	}
	for s := range m {
		den := 1 + r.Int64N(5)
		num := 1 + r.Int64N(den)
		need := all[s] / den * num
		if den > 1 && need < all[s] {
			need++
		}
		profit := r.Int64N(total/int64(m)*3 + 2)
		if r.IntN(6) == 0 {
			profit = 0
		}
		if r.IntN(15) == 0 {
			need = all[s] + unit
		}
		p.Services = append(p.Services, Service{profit, need})
	}
	return p
}

func checkSolve(t *testing.T, n int, s *Solver, p *Problem) {
	t.Helper()
	want, possible := int64(0), false
	p.enumerate(func(c Choice) {
		if !possible || c.Net() > want {
			want = c.Net()
		}
		possible = true
	})
	a, err := s.Solve(context.Background(), p, Limits{})
	if err != nil || a.Possible != possible {
		t.Fatalf("%d: %v, possible %v, want %v", n, err, a.Possible, possible)
	}
	if !possible {
		return
	}
	if a.Best.Net() != want || a.Upper != want {
		t.Errorf("%d: best %d, upper %d, want %d", n, a.Best.Net(), a.Upper, want)
	}
	if again := p.count(a.Best.Members); again.Net() != a.Best.Net() || len(a.Best.Services) == 0 {
		t.Errorf("%d: %+v recounts to %+v", n, a.Best, again)
	}
	if c := Certify(p, a.Split); c.Bound < max(0, want) {
		t.Errorf("%d: certificate %+v below %d", n, c, want)
	}
	if n%3 > 0 {
		return
	}
	checkSlack(t, n, s, p)
	d, _ := s.Solve(context.Background(), p, Limits{Decide: true})
	if (d.Best.Net() > 0) != (want > 0) || d.Upper < want || want <= 0 && d.Upper > 0 {
		t.Errorf("%d: decided %d, %d; want %d", n, d.Best.Net(), d.Upper, want)
	}
}

func checkSlack(t *testing.T, n int, s *Solver, p *Problem) {
	t.Helper()
	var want *big.Rat
	p.enumerate(func(c Choice) {
		if c.Profit > 0 {
			if x := ratio(c.Cost, c.Profit); want == nil || x.Cmp(want) < 0 {
				want = x
			}
		}
	})
	k, err := s.Slack(context.Background(), p, Limits{})
	if err != nil || (k.Upper == nil) != (want == nil) {
		t.Fatalf("%d: slack %v, %v; want %v", n, k, err, want)
	}
	if want == nil {
		return
	}
	small := n%7 != 3
	if k.Lower.Cmp(want) > 0 || k.Upper.Cmp(want) < 0 || small && !k.Proven() {
		t.Errorf("%d: slack [%v, %v], want %v", n, k.Lower, k.Upper, want)
	}
}
