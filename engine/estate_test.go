package engine_test

import (
	"testing"

	"github.com/restakesim/restakesim/engine"
)

// kept is a world of two operators with a bond of a tenth of 20,000 ETH, and of a token
// with validators of its own.
const kept = `
assets: {LRT: {kind: native, supply: 10 000 LRT, rate: 1 ETH, buffer: 0 %, report: 1d, reward_fee: 50 %}}
network: {kind: generated, platform: eigenlayer, operators: 2, services: 1, stake: 20 000 ETH, breadth: 1, reuse: 1, bond: 10 %, commission: 20 %, rewards: 5 %/y, budget: 3650d}
`

// month makes steps for thirty days.
func month(t *testing.T, w *engine.World) {
	t.Helper()
	for range 30 * 4 {
		if err := w.Step(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestOperatorsAndManagersGain: operators own their bonds and what they earn, managers
// the fees of their token.
func TestOperatorsAndManagersGain(t *testing.T) {
	agents := "agents={ops: {kind: operator, review: {fixed: 300d}}, boss: {kind: manager, token: LRT}}"
	w := opened(t, kept, "", agents, "step=6h", "horizon=30d", "ethereum.tips=0 %/y")
	near(t, "opening wealth of operators", w.Wealth("ops"), 2000, 1e-6)
	near(t, "opening wealth of the manager", w.Wealth("boss"), 0, 0)
	month(t, w)
	// Services pay 1,000 ETH a year, a fifth of it as commission and a tenth of the rest
	// to bonds. An ETH at stake earns 347 gwei in each of 225 epochs a day.
	rewards, staking := 1000*30/365.0, 347e-9*225*30
	near(t, "gain of operators", w.Final("gain[ops]"), rewards*(0.2+0.8*0.1)+2000*staking, 0.05)
	near(t, "gain of operators in percent", w.Final("wealth_change[ops]"), w.Final("gain[ops]")/20, 1e-9)
	// The last report knows the yield of 29 days.
	near(t, "gain of the manager", w.Final("gain[boss]"), 10_000*staking*29/30*0.5, 0.05)

	w = opened(t, kept, "", agents, "step=6h", "horizon=30d", "network.rewards=0 /y", "events=[{at: 1h, do: fault-largest, count: 2, fraction: 100 %}]")
	month(t, w)
	near(t, "gain of operators who lost everything", w.Final("gain[ops]"), -2000, 1e-3)
}
