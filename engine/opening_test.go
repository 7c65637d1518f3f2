package engine_test

import (
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine"
)

// head is what every small world of these tests shares.
const head = `
version: 1
name: small
about: a world of a few operators
question: What does the engine do?
snapshot: 2025-06-15
seed: 5
horizon: 20d
step: 1h
replications: 1
eth_usd: {kind: jump-diffusion, spot: 2 500 USD, volatility: 0 %, jumps: 0 /y}
ethereum: {staked: 34 000 000 ETH}
agents:
  attackers: {kind: attacker, count: 1, capital: 0 ETH}
metrics: {headline: stake_lost}
report: {title: Small}
`

// opened loads a small world and takes it to its snapshot. Edges are rows of
// operator,service,vault,asset,stake,slashable.
func opened(t *testing.T, text, edges string, sets ...string) *engine.World {
	t.Helper()
	return besieged(t, text, edges, "x,0,1/3,1\ny,0,1/3,1\n", sets...)
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// TestEverythingHeldIsBacked: tokens that a network states to lie in its vaults are
// tokens like all others, so that every token opens at the rate of its file.
func TestEverythingHeldIsBacked(t *testing.T) {
	const tokens = `
assets:
  stETH: {kind: lst, supply: 100 000 stETH, rate: 1.15 ETH}
  LRT: {kind: basket, supply: 30 000 LRT, rate: 1.02 ETH, buffer: 5 %, backing: {native: 50 %, stETH: 50 %}, delegation: {a: 100 %}}
network: {kind: files, platform: symbiotic, edges: edges.csv, services: services.csv}
`
	w := opened(t, tokens, "a,x,a-eth,ETH,40000,10000\nb,x,b-steth,stETH,50000,10000\nc,y,c-lrt,LRT,20000,10000\n")
	near(t, "rate of stETH", w.TrueRate("stETH"), 1.15, 1e-9)
	near(t, "rate of LRT", w.TrueRate("LRT"), 1.02, 1e-9)
	near(t, "supply of stETH", w.Supply("stETH"), 100_000, 1e-6)
	near(t, "supply of LRT", w.Supply("LRT"), 30_000, 1e-6)
	// A token that vaults alone hold more of than its file says becomes larger.
	w = opened(t, tokens, "a,x,a-eth,ETH,40000,10000\nb,x,b-steth,stETH,150000,10000\n")
	near(t, "rate of stETH, most of it restaked", w.TrueRate("stETH"), 1.15, 1e-9)
}
