package scenarios

import (
	"testing"

	"github.com/restakesim/restakesim/engine"
)

// TestSearchesDiffer: where stake is promised whole, the search with a bound finds more
// than the greedy one, bounds it more closely and finds less slack; where stake is unique
// the two are one.
func TestSearchesDiffer(t *testing.T) {
	for file, whole := range map[string]bool{"over-restaking.yaml": false, "over-restaking-shared.yaml": true} {
		exact, greedy := glimpsed(t, file), glimpsed(t, file, "network.attack.search=greedy")
		for metric, better := range map[string]bool{
			"attack_net":   exact["attack_net"] > greedy["attack_net"],
			"attack_bound": exact["attack_bound"] < greedy["attack_bound"],
			"gamma_sigma":  exact["gamma_sigma"] < greedy["gamma_sigma"],
		} {
			if better != whole || !whole && exact[metric] != greedy[metric] {
				t.Errorf("%s: %s is %v by the search with a bound, %v by the greedy one", file, metric, exact[metric], greedy[metric])
			}
		}
		if exact["attack_net"] > exact["attack_bound"] {
			t.Errorf("%s: an attack nets %v, and the bound is %v", file, exact["attack_net"], exact["attack_bound"])
		}
	}
}

// glimpsed reads all metrics of a scenario's snapshot.
func glimpsed(t *testing.T, file string, sets ...string) map[string]float64 {
	t.Helper()
	p := loaded(t, file, sets...)
	s, err := engine.NewSnapshot(p.Spec)
	if err != nil {
		t.Fatal(err)
	}
	s.Draw(p.Seed, 0)
	out := map[string]float64{}
	for i, m := range engine.SnapshotMetrics() {
		if out[m.Name], err = s.Read(i); err != nil {
			t.Fatal(err)
		}
	}
	return out
}
