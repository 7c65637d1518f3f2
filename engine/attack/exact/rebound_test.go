package exact

import (
	"context"
	"testing"
)

// TestReboundKeepsMemory: a solver that has seen a problem allocates nothing for it.
func TestReboundKeepsMemory(t *testing.T) {
	p := problemOf(&published(t, "midsize.json")[5].Network)
	var s Solver
	cold, err := s.Solve(context.Background(), p, Limits{Nodes: 1})
	if err != nil {
		t.Fatal(err)
	}
	warm := Warm{cold.Split, cold.Best.Members}
	for range 5 {
		s.Rebound(p, &warm)
	}
	if n := testing.AllocsPerRun(10, func() { s.Rebound(p, &warm) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
