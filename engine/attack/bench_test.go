package attack

import "testing"

func BenchmarkBounds200x30(b *testing.B) {
	x := generated(7, 200, 30, 0.15, 1)
	var s Security
	b.ReportAllocs()
	for b.Loop() {
		if err := Bounds(x, &s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkGreedy200x30(b *testing.B) {
	for _, c := range []struct {
		name            string
		density, profit float64
	}{{"sparse", 0.08, 1.6}, {"dense", 0.3, 1.6}} {
		b.Run(c.name, func(b *testing.B) {
			x := generated(7, 200, 30, c.density, c.profit)
			var s Searcher
			b.ReportAllocs()
			for b.Loop() {
				if err := s.Load(x); err != nil {
					b.Fatal(err)
				}
				s.Greedy(Sigma, NoLimits())
			}
		})
	}
}

func BenchmarkTightest200x30(b *testing.B) { searching(b, func(s *Searcher) { s.Tightest(Kappa) }) }

func BenchmarkSurvey200x30(b *testing.B) { searching(b, func(s *Searcher) { s.Survey(Sigma) }) }

// searching asks of a network that has been loaded.
func searching(b *testing.B, ask func(*Searcher)) {
	x := generated(7, 200, 30, 0.15, 1)
	var s Searcher
	if err := s.Load(x); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		ask(&s)
	}
}
