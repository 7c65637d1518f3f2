package scenarios

import (
	"context"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/result"
)

// split is a scenario in which ezETH also trades split until day 10.
const split = `extends: airdrop-exit.yaml
name: split
markets:
  pt-ezeth: {kind: pendle, token: ezETH, principal: 20 000 ETH, tokens: 15 000 ezETH, expires: 10d, implied_rate: 40 %/y, scalar_root: 5}
`

// splitFile is that file, with something else in it, beside the scenario that it extends.
func splitFile(t *testing.T, old, other string) fstest.MapFS {
	t.Helper()
	text, err := os.ReadFile("airdrop-exit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{"airdrop-exit.yaml": {Data: text}, "split.yaml": {Data: []byte(strings.Replace(split, old, other, 1))}}
}

// TestSplitTokensInAWorld: with nobody to trade, the principal token's price rises along
// its implied rate and is one from expiry on, yield tokens earn what the token yields until
// then and nothing after, and steps allocate nothing.
func TestSplitTokensInAWorld(t *testing.T) {
	const horizon, expiry = 12, 10
	p, _, problems := Load(splitFile(t, "", ""), "split.yaml", append(small(t, "airdrop-exit.yaml", 20), "horizon=12d"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	w, err := engine.New(p.Spec)
	if err != nil {
		t.Fatal(err)
	}
	times := w.Times()
	rec := engine.Record{Final: make([]float64, len(w.Metrics())), Paths: make([]float64, len(w.Traces())*len(times))}
	for i := range 2 {
		m := &heap{Context: context.Background(), steps: int(p.Spec.Horizon / p.Spec.Step)}
		if err := w.Replicate(m, p.Seed, 0, &rec); err != nil {
			t.Fatal(err)
		}
		if allocated := m.to.Mallocs - m.from.Mallocs; i > 0 && allocated > 0 {
			t.Errorf("%d allocations in %d steps", allocated, m.steps-1)
		}
	}
	place := func(list []result.Metric, name string) int {
		i := slices.IndexFunc(list, func(m result.Metric) bool { return m.Name == name })
		if i < 0 {
			t.Fatalf("%s is no metric", name)
		}
		return i
	}
	k := place(w.Traces(), "principal_price[pt-ezeth]")
	for i, price := range rec.Paths[k*len(times) : (k+1)*len(times)] {
		days := float64(i) * horizon / float64(len(times)-1)
		if want := math.Exp(-0.4 * max(0, expiry-days) / 365); math.Abs(price-want) > 1e-12 {
			t.Errorf("day %.2f: a principal token costs %v, want %v", days, price, want)
		}
	}
	if rate := rec.Final[place(w.Metrics(), "implied_rate[pt-ezeth]")]; math.Abs(rate-40) > 1e-12 {
		t.Errorf("implied rate %v", rate)
	}
	// Between 2 and 6 % a year on 20,000 ETH for ten days.
	if earned := rec.Final[place(w.Metrics(), "yield_earned[pt-ezeth]")]; earned < 20_000*0.02*expiry/365 || earned > 20_000*0.06*expiry/365 {
		t.Errorf("%v ETH of yield", earned)
	}
}

// TestSplitMarketsRefused: each mistake in such a market is reported at its place.
func TestSplitMarketsRefused(t *testing.T) {
	for _, c := range []struct{ old, other, want string }{
		{"token: ezETH", "token: eZETH", "no asset is called eZETH"},
		{"15 000 ezETH", "15 000 stETH", "the pool holds ezETH"},
		{"15 000 ezETH", "15 000 000 ezETH", "more than the supply"},
		{"principal: 20 000 ETH", "principal: 0 ETH", "some of both"},
		{"principal: 20 000 ETH", "principal: 20 000 000 ETH", "more than the supply"},
		{"expires: 10d", "expires: 0d", "has expired at the snapshot"},
		{", scalar_root: 5", "", "scalar_root"},
	} {
		_, _, problems := Load(splitFile(t, c.old, c.other), "split.yaml", nil)
		if !strings.Contains(problems.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.other, problems, c.want)
		}
	}
}
