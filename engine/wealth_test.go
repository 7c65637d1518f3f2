package engine_test

import (
	"testing"

	"github.com/restakesim/restakesim/engine"
)

// saver is a world in which one holder of a token waits for his money.
const saver = `
assets:
  LRT: {kind: native, supply: 10 000 LRT, rate: 1.02 ETH, buffer: 20 %, delegation: {a: 100 %}, exit: {clock: cooldown, delay: 10d}, reward_fee: 0 %}
network: {kind: files, platform: eigenlayer, edges: edges.csv, services: services.csv, rewards: 0 /y, faults: {fraction: 10 %}}
`

// TestClaimsAreWorthWhatTheyPay: a holder who waits is as rich as he will be when he is
// paid, whatever yields and slashes do to those who stay.
func TestClaimsAreWorthWhatTheyPay(t *testing.T) {
	for _, x := range []struct {
		name, price, event string
		least, most        float64
	}{
		{"fixed, with yield", "request", "", 1000, 1000},
		{"fixed, with a slash", "request", "{at: 5d, do: fault, operator: a, fraction: 50 %}", 1000, 1000},
		{"lower, with yield", "lower", "", 1000, 1000},
		{"lower, with a slash", "lower", "{at: 5d, do: fault, operator: a, fraction: 50 %}", 500, 700},
		{"at payment, with yield", "payment", "", 1005, 1100},
		{"at payment, with a slash", "payment", "{at: 5d, do: fault, operator: a, fraction: 50 %}", 500, 700},
	} {
		w := opened(t, saver, "a,x,a,ETH,40000,40000\n", "assets.LRT.exit.price="+x.price, "events=["+x.event+"]", "ethereum.tips=50 %/y", "horizon=12d",
			"agents={holder: {kind: conservative, token: LRT, count: 1, holdings: 1 000 ETH, review: {fixed: 300d}}}")
		near(t, x.name+": at first", w.Wealth("holder"), 1000, 1e-6)
		w.Queue("holder", "LRT")
		near(t, x.name+": in the line", w.Wealth("holder"), 1000, 1e-6)
		if last := paid(t, w); last < x.least-1e-6 || last > x.most+1e-6 {
			t.Errorf("%s: paid %v, want %v to %v", x.name, last, x.least, x.most)
		}
	}
}

// paid makes steps until the holder has his ETH, and checks that he had counted on it.
func paid(t *testing.T, w *engine.World) float64 {
	t.Helper()
	before := 0.0
	for range 12 * 24 {
		if eth := w.Cash("holder"); eth > 0 {
			near(t, "wealth before payment", before, eth, 1e-6)
			near(t, "wealth after payment", w.Wealth("holder"), eth, 1e-6)
			return eth
		}
		before = w.Wealth("holder")
		if err := w.Step(); err != nil {
			t.Fatal(err)
		}
	}
	t.Error("never paid")
	return 0
}
