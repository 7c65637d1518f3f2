package scenarios

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/batch"
	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

// traced searches the frontier of a file.
func traced(t *testing.T, name string, workers int, sets ...string) *FrontierOutcome {
	t.Helper()
	p, sources, problems := Load(os.DirFS("."), name, sets)
	if len(problems) > 0 {
		t.Fatal(Diagnose(problems, sources))
	}
	out, err := p.SearchFrontier(context.Background(), batch.Pool{Workers: workers}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestBandCoversTheKnownCrossing: three equal operators of 1,000 ETH and a threshold of
// two thirds are corrupted at a cost of 2,000 ETH, and a lognormal profit exceeds that
// in half of all populations where its median is 2,000 ETH.
func TestBandCoversTheKnownCrossing(t *testing.T) {
	t.Parallel()
	const seeds, truth = 100, 2000
	covered, width := 0, 0.0
	for seed := range seeds {
		c := traced(t, "testdata/frontier/three.yaml", 1, fmt.Sprintf("seed=%d", seed)).Frontier.Crossings[0]
		if c.At.Lo <= truth && truth <= c.At.Hi {
			covered++
		}
		width += (c.At.Hi - c.At.Lo) / seeds
	}
	// The asymptotic width of a median's interval is 2·1.96·√(π/2)·σ/√n of the median: a
	// third at n = 60, before ranks and brackets are rounded outwards.
	if covered < 90 || width > 0.42*truth {
		t.Errorf("%d of %d bands cover the truth; they are %.0f wide on average", covered, seeds, width)
	}
}

// TestFrontierIsTheSameForAnyWorkers, and that of the shipped file is the one that was
// read and agreed to.
func TestFrontierIsTheSameForAnyWorkers(t *testing.T) {
	if testing.Short() {
		t.Skip("its searches take minutes under the race detector; the known crossing is watched there")
	}
	t.Parallel()
	sets := []string{"replications=8", "frontier.find.points=2", "frontier.along.points=2", "frontier.precision=80 %"}
	one, three := traced(t, "attack-frontier.yaml", 1, sets...), traced(t, "attack-frontier.yaml", 3, sets...)
	nullable := cmp.Comparer(func(a, b stats.Nullable) bool { return a == b || a != a && b != b })
	if d := cmp.Diff(one, three, nullable, cmpopts.EquateNaNs()); d != "" {
		t.Errorf("three workers find another frontier: %s", d)
	}
	for _, c := range one.Frontier.Crossings { // a bound on every attack is reached first
		if !(c.Proven.Est > 0 && c.Proven.Est <= c.At.Est) || c.Proven.Lo > c.At.Lo {
			t.Errorf("%s: the bound crosses at %v, the best attack found at %v", c.Variant, c.Proven, c.At)
		}
	}
	got, err := json.MarshalIndent(one.Frontier.Crossings, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "frontier", "attack-frontier.json")
	if *rewrite {
		if err := os.WriteFile(golden, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(append(got, '\n'), want) {
		t.Errorf("the frontier is not that of %s; if the change is meant, run the test with -rewrite and read the difference\nfirst difference: %s", golden, firstDifference(append(got, '\n'), want))
	}
}

// TestSnapshotIsTheNetworkAsEveryPopulationOpensIt: a Snapshot opens one world and draws
// profits anew; a world that is opened for a replication must see the same network.
func TestSnapshotIsTheNetworkAsEveryPopulationOpensIt(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"over-restaking.yaml", "over-restaking-shared.yaml", "cascading-slash.yaml", "testdata/frontier/three.yaml"} {
		p, sources, problems := Load(os.DirFS("."), name, []string{"network.profit_spread=0.5"})
		if len(problems) > 0 {
			t.Fatal(Diagnose(problems, sources))
		}
		p.Spec.Horizon = 0
		snapshot, err := engine.NewSnapshot(p.Spec)
		if err != nil {
			t.Fatal(err)
		}
		w, err := engine.New(p.Spec)
		if err != nil {
			t.Fatal(err)
		}
		record := engine.Record{Final: make([]float64, len(w.Metrics())), Paths: make([]float64, len(w.Traces())*len(w.Times()))}
		for replication := range uint32(3) {
			if err := w.Replicate(context.Background(), p.Seed, replication, &record); err != nil {
				t.Fatal(err)
			}
			snapshot.Draw(p.Seed, replication)
			compared := 0
			for i, m := range w.Metrics() {
				for k, g := range engine.SnapshotMetrics() {
					if g.Name != m.Name {
						continue
					}
					compared++
					if got, err := snapshot.Read(k); err != nil || got != record.Final[i] {
						t.Errorf("%s, replication %d: %s is %v at the snapshot and %v in the world, %v", name, replication, m.Name, got, record.Final[i], err)
					}
				}
			}
			if compared != 5 {
				t.Errorf("%d metrics were compared", compared)
			}
		}
	}
}

// TestVariantsMeetTheSameProfits: where they are shares of what operators hold, the same
// profit tempts attackers however stake is promised.
func TestVariantsMeetTheSameProfits(t *testing.T) {
	profits := map[string]map[string]float64{}
	for _, platform := range []string{"eigenlayer", "karak", "symbiotic"} {
		p := loaded(t, "attack-frontier.yaml", "network.platform="+platform)
		s, err := engine.NewSnapshot(p.Spec)
		if err != nil {
			t.Fatal(err)
		}
		s.Draw(p.Seed, 7)
		prices, err := s.Prices()
		if err != nil {
			t.Fatal(err)
		}
		profits[platform] = map[string]float64{}
		for i, x := range prices {
			profits[platform][p.Spec.Network.Network.Services[i].Name] = x.Profit
		}
	}
	if len(profits["karak"]) != 20 || !cmp.Equal(profits["eigenlayer"], profits["karak"]) || !cmp.Equal(profits["karak"], profits["symbiotic"]) {
		t.Errorf("profits differ: %v", profits)
	}
}

// TestProfitsAreScaledAndDrawn by the terms of a network.
func TestProfitsAreScaledAndDrawn(t *testing.T) {
	profit := func(replication uint32, sets ...string) float64 {
		t.Helper()
		p, sources, problems := Load(os.DirFS("testdata/frontier"), "three.yaml", append(sets, "frontier.find.path=network.commission", "frontier.find.between=[5 %, 6 %]"))
		if len(problems) > 0 {
			t.Fatal(Diagnose(problems, sources))
		}
		s, err := engine.NewSnapshot(p.Spec)
		if err != nil {
			t.Fatal(err)
		}
		s.Draw(1, replication)
		prices, err := s.Prices()
		if err != nil || prices[0].Cost != 2000 {
			t.Fatalf("%v, %v", prices, err)
		}
		return prices[0].Profit
	}
	const fixed = "network.profit=2 000 ETH"
	if got := profit(3, fixed, "network.profit_scale=1.5"); got != 3000 {
		t.Errorf("one and a half times 2,000 ETH is %v", got)
	}
	a, b := profit(3, "network.profit.sigma=0.5"), profit(3, fixed, "network.profit_spread=0.5")
	if a == b || a == profit(4, "network.profit.sigma=0.5") || a == 2000 || b == 2000 || b == profit(4, fixed, "network.profit_spread=0.5") {
		t.Errorf("draws are %v and %v", a, b)
	}
	if twice := profit(3, "network.profit.sigma=0.5", "network.profit_scale=2"); math.Abs(twice-2*a) > 1e-8 {
		t.Errorf("twice %v is %v", a, twice)
	}
	_, _, problems := Load(os.DirFS("testdata/frontier"), "three.yaml", []string{"network.profit_scale=1000000", "network.services=huge.csv"})
	if len(problems) != 1 || !strings.Contains(problems[0].Message, "2^62") {
		t.Errorf("too large a profit: %v", problems)
	}
}

// TestCoalitionsAreCounted over the populations in which an attack pays, or over all.
func TestCoalitionsAreCounted(t *testing.T) {
	w := func(cost, reward float64, names ...string) *result.Witness {
		return &result.Witness{Operators: names, Services: []string{"s"}, Cost: cost, Reward: reward}
	}
	c := coalitionOf([]*result.Witness{w(5, 4, "a"), w(5, 7, "a", "b"), w(7, 9, "a", "b"), w(1, 2, "b"), w(3, 3, "c")})
	if c.Paying != 3 || c.Populations != 3 || c.Share != 2.0/3 || c.Usual.Cost != 6 || c.Usual.Reward != 8 || len(c.Usual.Operators) != 2 {
		t.Errorf("%+v", c)
	}
	if want := []result.Member{{Name: "b", Share: 1}, {Name: "a", Share: 2.0 / 3}}; !cmp.Equal(c.Operators, want) {
		t.Errorf("operators %v", c.Operators)
	}
	if none := coalitionOf([]*result.Witness{w(5, 4, "a"), w(5, 5, "b")}); none.Paying != 0 || none.Populations != 2 || none.Share != 0.5 {
		t.Errorf("%+v", none)
	}
}
