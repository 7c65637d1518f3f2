package scenarios

import (
	"fmt"
	"math"
	"testing"
)

// queueFiles are the two eras of one wave of exits, with their churn in ETH a day at
// 33 M ETH staked (protocols: 15 validators or 256 ETH an epoch).
var queueFiles = []struct {
	name  string
	churn float64
}{{"electra-queue.yaml", 57_600}, {"electra-queue-deneb.yaml", 108_000}}

// lump leaves one holder of stETH in the world, who leaves with everything when the
// season ends, past a pool that takes nothing, through an empty queue that nobody else joins. The token is hardly more
// than what he holds, so that rewards on the rest do not pay a part of him.
func lump(staked, leaves int) []string {
	return []string{
		fmt.Sprintf("ethereum.staked=%d ETH", staked), "ethereum.exit_queue=0 ETH", "ethereum.background_exits=0 ETH/d",
		fmt.Sprintf("assets.stETH.supply=%d stETH", leaves+40_000), "agents.steth-farmers.count=1", fmt.Sprintf("agents.steth-farmers.holdings=%d ETH", leaves),
		"agents.steth-farmers.precision=1000000", "agents.steth-farmers.discount=30 %/y", "agents.steth-farmers.horizon=60d",
		"agents.eeth-farmers.count=1", "agents.eeth-farmers.holdings=1 ETH", "agents.eeth-holders.count=1", "agents.eeth-holders.holdings=1 ETH",
		"markets.curve-stETH.reserves.0=1 stETH", "markets.curve-stETH.reserves.1=1 ETH", "horizon=40d", "step=1h",
	}
}

// TestMillionThroughEmptyQueue: 1 M ETH takes 17.4 days at the churn of Electra and 9.3
// days before it, counted from a world where the least part of that leaves and as much
// is staked afterwards: what both take, 256 epochs and the sweep, drops out.
func TestMillionThroughEmptyQueue(t *testing.T) {
	const million, hour = 1_000_000, 1.0 / 24
	for _, f := range queueFiles {
		takes := func(staked, leaves int) float64 {
			o := outcome(t, loaded(t, f.name, lump(staked, leaves)...), 1, 1, 1)
			if asked := column(t, o, "requested[stETH]")[0]; asked < 0.999*float64(leaves) {
				t.Fatalf("%s: %.0f of %d ETH asked to leave", f.name, asked, leaves)
			}
			return column(t, o, "paid_day[stETH]")[0] - column(t, o, "request_day[stETH]")[0]
		}
		got, want := takes(33_000_000, million)-takes(33_000_000-million, 100), million/f.churn
		t.Logf("%s: %.3f days, closed form %.3f", f.name, got, want)
		if math.Abs(got-want) > hour {
			t.Errorf("%s: 1 M ETH took %.3f days, and not %.3f", f.name, got, want)
		}
	}
}

// TestEveryWaveWaitsLonger: on the same shocks every population waits longer after
// Electra than before, in both tokens, because the queue is one.
func TestEveryWaveWaitsLonger(t *testing.T) {
	const n = 6
	after := outcome(t, loaded(t, queueFiles[0].name), n, 2, 1)
	before := outcome(t, loaded(t, queueFiles[1].name), n, 2, 1)
	for _, metric := range []string{"longest_wait[eETH]", "longest_wait[stETH]", "paid_day[stETH]"} {
		a, b := column(t, after, metric), column(t, before, metric)
		for i := range n {
			if a[i] <= b[i] {
				t.Errorf("%s in replication %d: %.2f days after Electra, %.2f before", metric, i, a[i], b[i])
			}
		}
	}
}
