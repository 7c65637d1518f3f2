package benchmarks_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/scenarios"
)

// BenchmarkStep measures one step of a world that has run a replication before:
// neither the drawing of the population nor the last step with the final metrics.
func BenchmarkStep(b *testing.B) {
	for _, name := range []string{"airdrop-exit", "cascading-slash", "over-restaking", "over-restaking-shared"} {
		b.Run(name, func(b *testing.B) {
			w, seed := load(b, name)
			rec := record(w)
			for i := range uint32(3) {
				run(b, w, context.Background(), seed, i, &rec)
			}
			b.ReportAllocs()
			b.ResetTimer()
			b.StopTimer()
			m := &meter{Context: context.Background(), b: b, steps: steps(w)}
			for i := uint32(0); m.left() > 0; i++ {
				m.at = 0
				if err := w.Replicate(m, seed, i%50, &rec); err != nil && !errors.Is(err, errEnough) {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkReplication measures a whole replication.
func BenchmarkReplication(b *testing.B) {
	for _, name := range []string{"airdrop-exit", "cascading-slash", "over-restaking", "over-restaking-shared"} {
		b.Run(name, func(b *testing.B) {
			w, seed := load(b, name)
			rec := record(w)
			run(b, w, context.Background(), seed, 0, &rec)
			b.ReportAllocs()
			b.ResetTimer()
			for i := range b.N {
				run(b, w, context.Background(), seed, uint32(i)%50, &rec)
			}
		})
	}
}

// meter is a context that a world asks before every step, and that lets the clock of
// a benchmark run from the first question to the last one of a replication.
type meter struct {
	context.Context
	b         *testing.B
	steps, at int // of a replication
	done      int // of the benchmark
}

var errEnough = errors.New("enough steps")

func (m *meter) left() int { return m.b.N - m.done }

// Err ends the replication when the benchmark has its steps.
func (m *meter) Err() error {
	if m.at > 0 {
		m.done++
	}
	m.at++
	if m.left() == 0 {
		m.b.StopTimer()
		return errEnough
	}
	switch m.at {
	case 1:
		m.b.StartTimer()
	case m.steps:
		m.b.StopTimer()
	}
	return nil
}

func load(b *testing.B, name string) (*engine.World, uint64) {
	b.Helper()
	p, _, problems := scenarios.Load(os.DirFS("../scenarios"), name+".yaml", nil)
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	w, err := engine.New(p.Spec)
	if err != nil {
		b.Fatal(err)
	}
	return w, p.Seed
}

func record(w *engine.World) engine.Record {
	return engine.Record{Final: make([]float64, len(w.Metrics())), Paths: make([]float64, len(w.Traces())*len(w.Times()))}
}

func run(b *testing.B, w *engine.World, ctx context.Context, seed uint64, replication uint32, rec *engine.Record) {
	b.Helper()
	if err := w.Replicate(ctx, seed, replication, rec); err != nil {
		b.Fatal(err)
	}
}

// steps counts the steps of a replication.
func steps(w *engine.World) int {
	c := &counter{Context: context.Background()}
	rec := record(w)
	if err := w.Replicate(c, 1, 0, &rec); err != nil {
		return 0
	}
	return c.n
}

type counter struct {
	context.Context
	n int
}

// Err counts the steps.
func (c *counter) Err() error {
	c.n++
	return nil
}
