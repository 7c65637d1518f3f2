package engine_test

import "testing"

// TestNobodyBuysWithoutAPool: a token without a pool can be sold for next to nothing,
// however little of it; with one, at what the pool pays after its fee.
func TestNobodyBuysWithoutAPool(t *testing.T) {
	const token = `
assets: {LRT: {kind: native, supply: 10 000 LRT, rate: 1.25 ETH}}
network: {kind: generated, platform: eigenlayer, operators: 2, services: 1, stake: 20 000 ETH}
`
	w := opened(t, token, "")
	for _, tokens := range []float64{0, 1, 1000} {
		near(t, "price without a pool", w.SellPrice("LRT", tokens), 1e-6, 0)
	}
	w = opened(t, token+"markets: {pool: {kind: constant-product, pair: [LRT, ETH], reserves: [800 LRT, 900 ETH], fee: 1 %}}\n", "")
	near(t, "price of nothing", w.SellPrice("LRT", 0), 900.0/800/1.25, 1e-9)
	// 200 tokens less the fee of 1 % fetch 900·198/998 ETH and are worth 250.
	near(t, "price of 200 tokens", w.SellPrice("LRT", 200), 900*198.0/998/250, 1e-9)
}
