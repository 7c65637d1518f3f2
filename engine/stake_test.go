package engine_test

import "testing"

// TestStakeLostIsAShare: when everything is slashed everything is lost, whatever a unit
// of the vaults' assets is worth; half of the value in one asset is half.
func TestStakeLostIsAShare(t *testing.T) {
	const world = `
assets:
  stETH: {kind: lst, supply: 100 000 stETH, rate: 1.15 ETH}
network: {kind: files, platform: eigenlayer, edges: edges.csv, services: services.csv, rewards: 0 /y}
events:
  - {at: 2h, do: fault, operator: a, fraction: 100 %}
`
	for _, x := range []struct {
		edges string
		lost  float64
	}{
		{"a,x,a-steth,stETH,50000,50000\n", 100},
		{"a,x,a-steth,stETH,20000,20000\nb,y,b-eth,ETH,23000,23000\n", 50},
		{"a,x,a-eth,ETH,23000,23000\nb,y,b-steth,stETH,20000,20000\n", 50},
	} {
		w := opened(t, world, x.edges)
		for range 3 {
			if err := w.Step(); err != nil {
				t.Fatal(err)
			}
		}
		for _, name := range []string{"stake_lost", "stake_lost_faults"} {
			near(t, name+" with "+x.edges, w.Final(name), x.lost, 1e-6)
		}
	}
}
