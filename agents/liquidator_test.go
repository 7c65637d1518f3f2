package agents_test

import (
	"fmt"
	"testing"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/clock"
)

// Liquidators watch a desk at which a puppet borrows to its limit on day 1. On day 2 it
// sells, so that the market price, and with it the oracle, falls below what the loan
// needs.
const liquidators = `
agents:
  keepers: {kind: liquidator, desk: desk, count: 4, capital: 4 000 ETH, speed: 20 %/min, review: {fixed: 1h}}
`

func squeezed(t *testing.T, sale float64, edits ...string) *stage {
	s := load(t, liquidators, append([]string{"horizon=4d", "markets.desk.lltv=95 %", "assets.LRT.exit.closed=true"}, edits...)...)
	s.cast(puppet{tokens: engine.ETH(21_000), at: clock.Day, do: []engine.Action{{Verb: engine.Borrow, Amount: engine.ETH(1_000), Ratio: 0.949}}})
	s.cast(puppet{tokens: engine.ETH(19_000), at: 2 * clock.Day, do: []engine.Action{{Verb: engine.Sell, Amount: engine.ETH(sale)}}})
	return s
}

// TestLiquidatorWaitsForALoanBeyondItsLimit: he asks for nothing while every loan is
// healthy, and liquidates the one that is not, at a gain.
func TestLiquidatorWaitsForALoanBeyondItsLimit(t *testing.T) {
	for _, c := range []struct {
		sale float64
		acts bool
	}{{0, false}, {2_000, false}, {5_000, true}, {15_000, true}} {
		s := squeezed(t, c.sale)
		got := s.play(t, 1)
		if asked := len(s.asked("keepers", engine.Liquidate)); asked > 0 != c.acts || got["liquidations"] > 0 != c.acts || got["gain[keepers]"] > 0 != c.acts {
			t.Errorf("sale of %.0f: asked %d times, %.0f liquidations, gain %.3f ETH, want any: %v", c.sale, asked, got["liquidations"], got["gain[keepers]"], c.acts)
		}
		for _, x := range s.asked("keepers") {
			if days(x.at) < 2 {
				t.Errorf("asked on day %.2f, before the loan was unhealthy", days(x.at))
			}
		}
	}
}

// TestLiquidatorMindsGas: the liquidation is made while it earns more than gas, and not
// when gas is a little more than it would earn.
func TestLiquidatorMindsGas(t *testing.T) {
	earns := squeezed(t, 5_000).play(t, 1)["gain[keepers]"]
	for _, c := range []struct{ gas, want float64 }{{0.99 * earns, 1}, {1.01 * earns, 0}} {
		got := squeezed(t, 5_000, fmt.Sprintf("gas=%.6f ETH", c.gas)).play(t, 1)["liquidations"]
		if got != c.want {
			t.Errorf("gas of %.3f ETH where a liquidation earns %.3f: %.0f liquidations, want %.0f", c.gas, earns, got, c.want)
		}
	}
}

// TestLiquidatorMindsPriceImpact: pools of three depths fall to the same price, and the
// loan is the same. In an hour as much is seized as sells at a gain: all in a deep pool,
// less in a thinner one, and never so much that the price falls below what it pays.
func TestLiquidatorMindsPriceImpact(t *testing.T) {
	var repaid []float64
	for _, depth := range []float64{100, 400, 20_000} {
		s := squeezed(t, depth/4, fmt.Sprint("markets.pool.reserves.0=", depth, " LRT"), fmt.Sprint("markets.pool.reserves.1=", depth, " ETH"), "horizon=49h")
		got := s.play(t, 1)
		if got["gain[keepers]"] <= 0 {
			t.Errorf("a pool of %.0f: keepers gained %.3f ETH", depth, got["gain[keepers]"])
		}
		repaid = append(repaid, got["liquidated"])
	}
	rising(t, "repaid by depth of the pool", 30, append([]float64{0}, repaid...)...)
	if repaid[2] < 948 || repaid[0] > 100 {
		t.Errorf("repaid %v of 949 ETH by depth", repaid)
	}
}

// TestLiquidatorIsAsStrongAsItsCapitalAndSpeed: liquidators look at most twice between
// the sale and the end. At each look they repay no more than their capital, nor than
// their speed lets them turn over in an hour; a loan may be healthy again after less.
func TestLiquidatorIsAsStrongAsItsCapitalAndSpeed(t *testing.T) {
	repaid := func(edits ...string) float64 {
		return squeezed(t, 5_000, append(edits, "horizon=49h")...).play(t, 1)["liquidated"]
	}
	capital := []float64{repaid("agents.keepers.capital=40 ETH"), repaid("agents.keepers.capital=400 ETH"), repaid("agents.keepers.capital=4 000 ETH")}
	rising(t, "repaid by capital", 30, append([]float64{0}, capital...)...)
	speed := []float64{repaid("agents.keepers.speed=1 %/h"), repaid("agents.keepers.speed=10 %/h"), repaid("agents.keepers.speed=100 %/h")}
	rising(t, "repaid by speed", 30, append([]float64{0}, speed...)...)
	if capital[0] > 2*40 || capital[1] > 2*400 || speed[0] > 2*40 || speed[1] > 2*400 {
		t.Errorf("repaid %v by capital and %v by speed", capital, speed)
	}
}
