package engine_test

import (
	"os"
	"testing"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/scenarios"
)

// TestStatedStakeIsTheTotal: what liquid tokens stake in further assets is part of the
// stake that a file states.
func TestStatedStakeIsTheTotal(t *testing.T) {
	p, _, problems := scenarios.Load(os.DirFS("../scenarios"), "airdrop-exit.yaml", nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	w, err := engine.New(p.Spec)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Opened(p.Seed); err != nil {
		t.Fatal(err)
	}
	near(t, "stake of airdrop-exit", w.Stake(), 4_900_000, 1e-3)
	near(t, "rate of stETH", w.TrueRate("stETH"), 1, 1e-9)
}

// TestCopiesKeepProportions: half of each operator's stake is promised to x, on every
// platform, whichever asset liquid tokens bring; a copy has the stake that its token
// brings, at the token's rate.
func TestCopiesKeepProportions(t *testing.T) {
	const world = `
assets:
  stETH: {kind: lst, supply: 200 000 stETH, rate: 1.25 ETH}
  LRT: {kind: basket, supply: 100 000 LRT, rate: 1 ETH, buffer: 0 %, backing: {native: 20 %, stETH: 80 %}, delegation: {a: 75 %, b: 25 %}}
network: {kind: files, platform: symbiotic, edges: edges.csv, services: services.csv}
`
	for _, platform := range []string{"symbiotic", "eigenlayer"} {
		w := opened(t, world, "a,x,a-eth,ETH,100000,50000\nb,x,b-eth,ETH,50000,25000\n", "network.platform="+platform)
		near(t, "stake on "+platform, w.Stake(), 150_000, 1e-3)
		near(t, "slashable on "+platform, w.Slashable(), 75_000, 1e-3)
		near(t, "stETH with a", w.InVault("a/stETH"), 48_000, 1e-6)
		near(t, "ETH with a", w.InVault("a-eth"), 40_000, 1e-3)
		near(t, "stETH with b", w.InVault("b/stETH"), 16_000, 1e-6)
	}
	// Bonds are a part of the total too.
	w := opened(t, world, "", `network={kind: generated, platform: symbiotic, operators: 2, services: 1, stake: 300 000 ETH, breadth: 1, reuse: 0.5, bond: 20 %}`,
		"assets.LRT.delegation={operator-001: 100 %}")
	near(t, "generated stake", w.Stake(), 300_000, 1e-3)
	near(t, "generated and slashable", w.Slashable(), 150_000, 1e-3)
	near(t, "stETH with the first", w.InVault("operator-001/stETH"), 80_000, 1e-3)
}
