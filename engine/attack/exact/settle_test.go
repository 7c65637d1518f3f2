package exact

import (
	"context"
	"math/rand/v2"
	"testing"
)

// TestSettle: however little a warm start has found out, with nodes to spend it is known
// in the end whether an attack pays.
func TestSettle(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	var s Solver
	pay, secure := 0, 0
	for n := range 4000 {
		p := random(r, n)
		want := int64(0)
		p.enumerate(func(c Choice) { want = max(want, c.Net()) })
		warm := Warm{}
		if n%2 > 0 {
			warm.Split.Shares = make([]uint32, len(p.Edges)) // the worst there are
		}
		s.Rebound(p, &warm)
		best, upper := s.Settle(context.Background(), DefaultNodes)
		if again := p.count(best.Members); again.Net() != best.Net() || best.Net() > want || upper < want {
			t.Fatalf("%d: best %d of at most %d, want %d; %+v", n, best.Net(), upper, want, p)
		}
		switch {
		case best.Net() > 0:
			pay++
		case upper > 0:
			t.Fatalf("%d: open, want %d; %+v", n, want, p)
		default:
			secure++
		}
	}
	if pay < 500 || secure < 500 {
		t.Errorf("%d pay, %d are secure", pay, secure)
	}
}
