package scenarios

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// quietMonth takes from the airdrop exit everything that happens: no event, a season
// that pays as much a year and goes on, a pool at par, a price of ETH that stands still.
func quietMonth() []string {
	return []string{"events=[]", "programmes.renzo-season-two.ends=365d", "programmes.renzo-season-two.share=31.3 %",
		"markets.curve-ezETH.reserves.0=20 000 ezETH", "markets.curve-ezETH.reserves.1=20 260 ETH", "eth_usd.volatility=0 %", "eth_usd.jumps=0 /y"}
}

// crowds keeps a part of the stakers, so that a short run takes no time.
func crowds(tenths int) []string {
	var out []string
	for _, c := range []struct {
		name  string
		count int
	}{{"farmers", 1050}, {"loopers", 150}, {"conservative", 800}} {
		out = append(out, fmt.Sprintf("agents.%s.count=%d", c.name, c.count*tenths/10))
	}
	return out
}

// opening is the redemption value of the token at the snapshot, in ETH.
func opening(t *testing.T, p *Plan) float64 {
	t.Helper()
	for _, s := range p.Spec.Tokens {
		if s.Name == "ezETH" {
			return s.Supply.Float() * s.Params.Opening.Float()
		}
	}
	t.Fatal("no ezETH")
	return 0
}

// flows are shares of the token's opening value, in %, in each replication: what was
// sold or queued by anybody, and what was paid out less what was deposited.
type flows struct{ gross, net []float64 }

func run(t *testing.T, replications int, edits []string) flows {
	t.Helper()
	p := loaded(t, "airdrop-exit.yaml", edits...)
	out, all := outcome(t, p, replications, 2, 4), opening(t, p)
	requested, sold, net := column(t, out, "requested[ezETH]"), column(t, out, "sold[ezETH]"), column(t, out, "net_outflow[ezETH]")
	f := flows{make([]float64, replications), make([]float64, replications)}
	for i := range replications {
		f.gross[i], f.net[i] = 100*(requested[i]+sold[i])/all, 100*net[i]/all
	}
	return f
}

func column(t *testing.T, out *Outcome, name string) []float64 {
	t.Helper()
	for i, m := range out.Columns.Metrics {
		if m.Name == name {
			return out.Columns.Values[i]
		}
	}
	t.Fatalf("no metric %s", name)
	return nil
}

// TestQuietMonthKeepsStake: with nothing to react to, at most 5 % of the token leaves in
// a month, though its holders look at it more than once a day. Were tastes drawn anew
// every day, much of it would be gone. All holders are there: of few of them a single
// large one who leaves would be 5 %.
func TestQuietMonthKeepsStake(t *testing.T) {
	n, edits := often(16, 100), quietMonth()
	lost := moments(run(t, n, edits).gross, 1)
	if !(lost.mean+3*lost.se <= 5) {
		t.Errorf("%.2f ± %.2f %% of the token left in a quiet month", lost.mean, lost.se)
	}
	fickle := moments(run(t, 3, append(edits, "agents.farmers.taste_life=1d", "agents.loopers.taste_life=1d", "agents.conservative.taste_life=1d")).gross, 1)
	if !(fickle.mean > 30) {
		t.Errorf("%.2f %% left when tastes change daily: the test says nothing", fickle.mean)
	}
}

// TestOutflowForgetsTheReviewClock: stakers who look twice as often do not leave faster
// by that, nor do others come, leave their pool or trade more. The mean outflow of 30 days
// around the airdrop changes by less than 5 % of itself, within three standard errors of
// the difference between the same populations, which are less than that themselves. Sizes
// differ less than in the file: what a few whales happen to do would be most of the noise.
func TestOutflowForgetsTheReviewClock(t *testing.T) {
	n := often(32, 400)
	edits := crowds(often(3, 10))
	for _, name := range []string{"farmers", "loopers", "conservative", "newcomers"} {
		edits = append(edits, "agents."+name+".size={dist: lognormal, sigma: 1}")
	}
	calm, hasty := run(t, n, edits), run(t, n, append(slices.Clone(edits),
		"agents.farmers.review={every: 9h}", "agents.loopers.review={every: 6h}", "agents.conservative.review={every: 36h}",
		"agents.newcomers.review={every: 10d}", "agents.pool-owners.review={every: 6h}", "agents.dip-buyers.review={every: 30m}", "agents.liquidators.review={every: 30m}"))
	sameOutflow(t, "sold or queued", calm.gross, hasty.gross)
	sameOutflow(t, "paid out less deposits", calm.net, hasty.net)
}

func sameOutflow(t *testing.T, what string, calm, hasty []float64) {
	t.Helper()
	change := make([]float64, len(calm))
	for i := range change {
		change[i] = hasty[i] - calm[i]
	}
	d, mean := moments(change, 1), moments(calm, 1).mean
	t.Logf("%s: %.2f %%, with twice the looks %+.2f ± %.2f", what, mean, d.mean, d.se)
	if bound := 0.05 * mean; math.Abs(d.mean) >= bound+3*d.se {
		t.Errorf("%s: %.2f %% change by %+.2f ± %.2f, more than 5 %% of themselves", what, mean, d.mean, d.se)
	} else if 3*d.se >= bound {
		t.Errorf("%s: three standard errors of %.2f are no less than the bound of %.2f: too few replications", what, d.se, bound)
	}
}
