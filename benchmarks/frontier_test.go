package benchmarks_test

import (
	"os"
	"testing"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/scenarios"
)

// BenchmarkFrontierPoint is what a point of scenarios/attack-frontier.yaml costs: making
// its plan and opening its world once, and a search for each replication.
func BenchmarkFrontierPoint(b *testing.B) {
	p, _, problems := scenarios.Load(os.DirFS("../scenarios"), "attack-frontier.yaml", []string{"network.profit_share=2 %"})
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			if _, err := engine.NewSnapshot(p.Spec); err != nil {
				b.Fatal(err)
			}
		}
	})
	s, err := engine.NewSnapshot(p.Spec)
	if err != nil {
		b.Fatal(err)
	}
	for i, m := range engine.SnapshotMetrics() {
		b.Run(m.Name, func(b *testing.B) {
			replication := uint32(0)
			for b.Loop() {
				s.Draw(p.Seed, replication)
				if _, err := s.Read(i); err != nil {
					b.Fatal(err)
				}
				replication++
			}
		})
	}
}
