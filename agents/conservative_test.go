package agents_test

import (
	"testing"

	"github.com/restakesim/restakesim/engine"
)

// network is the restaking network of testdata, to which LRT delegates.
const network = `
network: {kind: files, edges: edges.csv, services: services.csv, platform: eigenlayer, profit_in: ETH, rewards: 0.5 %/y}
assets:
  LRT: {delegation: {alder: 60 %, birch: 40 %}}
`

const faultAtAlder = "events: [{at: 10d, do: fault, operator: alder, fraction: 20 %, text: alder is slashed}]\n"

// holdersOf a kind, with the kind's own defaults; names and so draws are the same.
func holdersOf(kind string) string {
	return "agents:\n  holders: {kind: " + kind + ", token: LRT, programme: season, count: 300, holdings: 30 000 ETH}\n"
}

// left counts holders who left.
func (s *stage) left(t *testing.T) float64 {
	t.Helper()
	s.said = nil
	s.play(t, 1)
	return float64(s.agents("holders", engine.Sell, engine.Queue))
}

// TestConservativeCaresLessForPoints: a season that has paid 2 % ends on day 10.
// Farmers go, most of those who hold for the yield stay.
func TestConservativeCaresLessForPoints(t *testing.T) {
	season := "events: [{at: 10d, do: airdrop, programme: season, text: the season ends}]\n"
	edits := []string{"programmes.season.ends=10d", "programmes.season.share=2 %"}
	savers, farmers := load(t, holdersOf("conservative")+season, edits...).left(t), load(t, holdersOf("farmer")+season, edits...).left(t)
	if savers > 0.7*farmers || farmers < 100 {
		t.Errorf("%.0f of 300 farmers and %.0f of 300 savers left", farmers, savers)
	}
}

// TestConservativeLeavesAfterLosses: the larger a slash of what stands behind the token,
// the more leave; without one hardly anybody does.
func TestConservativeLeavesAfterLosses(t *testing.T) {
	left := []float64{load(t, network+holdersOf("conservative")).left(t)}
	for _, fraction := range []string{"0.1 %", "1 %", "5 %", "20 %"} {
		left = append(left, load(t, network+holdersOf("conservative")+faultAtAlder, "events.0.fraction="+fraction).left(t))
	}
	rising(t, "leavers by size of the slash", 5, left...)
	if left[0] > 15 {
		t.Errorf("%.0f of 300 left though nothing happened", left[0])
	}
}

// TestConservativeMindsDelays: after a slash fewer ask for redemption, the longer it
// takes. With the queue closed, those who go can only sell.
func TestConservativeMindsDelays(t *testing.T) {
	var queued []float64
	for _, delay := range []string{"400d", "150d", "40d", "5d"} {
		s := load(t, network+holdersOf("conservative")+faultAtAlder, "events.0.fraction=1 %", "assets.LRT.exit.delay="+delay)
		s.play(t, 1)
		queued = append(queued, float64(s.agents("holders", engine.Queue)))
	}
	rising(t, "those who queue by delay, the longest first", 5, queued...)
	s := load(t, network+holdersOf("conservative")+faultAtAlder, "events.0.fraction=1 %", "assets.LRT.exit.closed=true")
	s.play(t, 1)
	if got := s.counts("holders", engine.Queue, engine.Sell); got[0] != 0 || got[1] < 50 {
		t.Errorf("%v queued and sold while the queue was closed", got)
	}
}
