package scenarios

import (
	"context"
	"runtime"
	"testing"

	"github.com/restakesim/restakesim/engine"
)

// Steps allocate nothing in a world that has seen as much before: the second time that
// a replication runs, its buffers are as large as they need to be.
func TestWorldStepsWithoutAllocating(t *testing.T) {
	for _, name := range catalogue(t) {
		t.Run(name, func(t *testing.T) {
			p := loaded(t, name, small(t, name, 20)...)
			w, err := engine.New(p.Spec)
			if err != nil {
				t.Fatal(err)
			}
			rec := engine.Record{Final: make([]float64, len(w.Metrics())), Paths: make([]float64, len(w.Traces())*len(w.Times()))}
			for i := range 2 {
				m := &heap{Context: context.Background(), steps: int(p.Spec.Horizon / p.Spec.Step)}
				if err := w.Replicate(m, p.Seed, 0, &rec); err != nil {
					t.Fatal(err)
				}
				if allocated := m.to.Mallocs - m.from.Mallocs; i > 0 && allocated > 0 {
					t.Errorf("%d allocations in %d steps", allocated, m.steps-1)
				}
			}
		})
	}
}

// heap is a context that reads the state of the heap before the first and the last
// step of a replication.
type heap struct {
	context.Context
	steps, asked int
	from, to     runtime.MemStats
}

func (h *heap) Err() error {
	switch h.asked++; h.asked {
	case 1:
		runtime.ReadMemStats(&h.from)
	case h.steps:
		runtime.ReadMemStats(&h.to)
	}
	return nil
}
