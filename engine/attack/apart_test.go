package attack

import (
	"testing"

	"pgregory.net/rapid"
)

// TestSlackOfUniqueStake: where stake is unique, the services alone enclose the slack of
// all attacks, and tightly where their costs are known.
func TestSlackOfUniqueStake(t *testing.T) {
	unique := 0
	rapid.Check(t, func(t *rapid.T) {
		x := drawExposure(t, 5, 4)
		var s Searcher
		if err := s.Load(x); err != nil {
			t.Fatal(err)
		}
		all := s.Survey(Sigma)
		lower, upper, ok := s.Slack(all)
		answer, err := Exact(x, Sigma)
		if err != nil {
			t.Fatal(err)
		}
		if !ok || answer.GammaMax == nil {
			return
		}
		a, most := s.Best(Sigma, NoLimits(), &Trail{})
		if answer.MaxNet > most && answer.MaxNet > 0 || a.Net(Sigma) > max(0, most) {
			t.Fatalf("found %v, bound %v, best %v", a.Net(Sigma), most, answer.MaxNet)
		}
		if least := s.Least(Sigma); answer.MaxNet <= 0 && least.Net(Sigma) != answer.MaxNet {
			t.Fatalf("the attack that loses least nets %v, want %v", least.Net(Sigma), answer.MaxNet)
		}
		unique++
		if exact, _ := answer.GammaMax.Float64(); lower > exact || upper < exact-1e-12 || upper-lower > 1e-9 {
			t.Fatalf("slack %v lies outside [%v, %v]", exact, lower, upper)
		}
	})
	if unique < 5 {
		t.Errorf("stake was unique in %d cases", unique)
	}
}
