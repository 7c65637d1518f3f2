package engine_test

import (
	"context"
	"errors"
	"math"
	"math/big"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/scenarios"
)

// snapshotOf opens a small world without agents besides those of its head.
func snapshotOf(t *testing.T, network, edges, services string) *engine.Snapshot {
	t.Helper()
	files := fstest.MapFS{"small.yaml": {Data: []byte(head + network)},
		"edges.csv":    {Data: []byte("operator,service,vault,asset,stake,slashable\n" + edges)},
		"services.csv": {Data: []byte("service,profit,alpha,slash_fraction\n" + services)}}
	p, _, problems := scenarios.Load(files, "small.yaml", nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	s, err := engine.NewSnapshot(p.Spec)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func examined(t *testing.T, s *engine.Snapshot) (*engine.Examination, *result.Context) {
	t.Helper()
	e, err := s.Examine(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	c := &result.Context{}
	e.Describe(c)
	return e, c
}

// three equal operators promise 1,000 ETH each to two services; any two take a service.
const (
	sharedNetwork  = "assets: {}\nnetwork: {kind: files, platform: karak, edges: edges.csv, services: services.csv}\n"
	sharedEdges    = "a,x,a-eth,ETH,1000,1000\na,y,a-eth,ETH,1000,1000\nb,x,b-eth,ETH,1000,1000\nb,y,b-eth,ETH,1000,1000\nc,x,c-eth,ETH,1000,1000\nc,y,c-eth,ETH,1000,1000\n"
	sharedServices = "x,1200,2/3,1\ny,1200,2/3,1\n"
)

// TestExaminationOfAKnownNetwork: neither service is worth its 2,000 ETH, both are: a
// net of 400 ETH and γ = −1/6, which is also the load's.
func TestExaminationOfAKnownNetwork(t *testing.T) {
	e, c := examined(t, snapshotOf(t, sharedNetwork, sharedEdges, sharedServices))
	x := c.Examination
	if x.Secure == nil || *x.Secure || !x.Proven || x.Upper != 400 || x.Certificate.Bound != 400 || x.Certified != 0 || x.Operators != 3 {
		t.Errorf("the examination is %+v", x)
	}
	if !slices.Equal(x.Best.Services, []string{"x", "y"}) || len(x.Best.Operators) != 2 || x.Best.Cost != 2000 || x.Best.Reward != 2400 {
		t.Errorf("the best attack is %+v", x.Best)
	}
	sixth := big.NewRat(-1, 6)
	if e.Found.Slack.Upper.Cmp(sixth) != 0 || e.Found.Slack.Lower.Cmp(sixth) != 0 || e.Proof.Slack.Cmp(sixth) != 0 {
		t.Errorf("γ is in [%v, %v], the certificate says %v", e.Found.Slack.Lower, e.Found.Slack.Upper, e.Proof.Slack)
	}
	for _, g := range []float64{float64(x.Certificate.Slack), float64(x.Local)} {
		if exact := new(big.Rat).SetFloat64(g); exact.Cmp(sixth) > 0 {
			t.Errorf("a lower bound of −1/6 is written as %v, which is more", g)
		}
	}
	if x.Slack.Lower != x.Slack.Upper {
		t.Errorf("γ is known and written as %v", x.Slack)
	}
	if !slices.Equal(c.Witness.Services, x.Best.Services) {
		t.Errorf("the attack with the least cost for its profit is %+v", c.Witness)
	}
}

// TestExaminedNetworkIsTheOneThatOpens: what is certified is counted at the prices at
// which the world counts it, and its attacks cost and yield what a search says of them.
func TestExaminedNetworkIsTheOneThatOpens(t *testing.T) {
	const tokens = `
assets:
  stETH: {kind: lst, supply: 100 000 stETH, rate: 1.15 ETH}
network: {kind: files, platform: symbiotic, edges: edges.csv, services: services.csv}
`
	s := snapshotOf(t, tokens, "a,x,a-eth,ETH,40000,10000\nb,x,b-steth,stETH,20000,10000\nb,y,b-steth,stETH,20000,20000\n", "x,300,1/3,1\ny,9000,1/3,1/2\n")
	e, c := examined(t, s)
	want := []restake.NetworkNode{{Operator: 0, Vault: 0, Stake: 40_000 * money.ETH}, {Operator: 1, Vault: 1, Stake: 23_000 * money.ETH}}
	if !slices.Equal(e.Network.Nodes, want) {
		t.Errorf("nodes are %+v", e.Network.Nodes)
	}
	var x restake.Exposure
	e.Network.Exposure(&x, nil)
	if opened := s.Exposure(); !slices.Equal(x.Nodes, opened.Nodes) || !slices.Equal(x.Edges, opened.Edges) || !slices.Equal(x.EdgeStart, opened.EdgeStart) || !slices.Equal(x.Services, opened.Services) {
		t.Errorf("the network reads as %+v, and opens as %+v", x, opened)
	}
	best, den := e.Found.Best, float64(money.ETH)
	if c.Examination.Best.Cost != float64(best.Cost)/den || c.Examination.Best.Reward != float64(best.Profit)/den {
		t.Errorf("the best attack is %+v by the search, and measured %+v", best, c.Examination.Best)
	}
}

// TestExaminationTakesMedians: profits that differ from population to population stand
// at the medians of their draws, whichever was drawn last.
func TestExaminationTakesMedians(t *testing.T) {
	for _, c := range []struct {
		profits string
		want    money.Gwei
	}{
		{"profit_spread: 0.8", 1200 * money.ETH},
		{"profit: {dist: uniform, min: 100 ETH, max: 300 ETH}", 200 * money.ETH},
		{"profit: {dist: uniform, min: 100 ETH, max: 300 ETH}, profit_scale: 3, profit_spread: 0.5", 600 * money.ETH},
	} {
		s := snapshotOf(t, "assets: {}\nnetwork: {kind: files, platform: karak, edges: edges.csv, services: services.csv, "+c.profits+"}\n", sharedEdges, sharedServices)
		s.Draw(5, 7)
		if drawn := s.Exposure().Services[0].Profit; drawn == c.want {
			t.Errorf("%s: the draw is the median", c.profits)
		}
		e, _ := examined(t, s)
		for _, svc := range e.Network.Services {
			if svc.Profit != c.want {
				t.Errorf("%s: the profit of %s is %d", c.profits, svc.Name, svc.Profit)
			}
		}
	}
}

// TestNothingToAttack: a service that can slash nothing leaves an examination that says
// so.
func TestNothingToAttack(t *testing.T) {
	_, c := examined(t, snapshotOf(t, "assets: {}\nnetwork: {kind: files, platform: symbiotic, edges: edges.csv, services: services.csv}\n", "a,x,a-eth,ETH,1000,0\n", "x,1200,2/3,1\n"))
	x := c.Examination
	if x.Secure == nil || !*x.Secure || x.Best != nil || c.Witness != nil || !math.IsNaN(float64(x.Upper)) || !math.IsNaN(float64(x.Slack.Upper)) || x.Certificate.Bound != 0 {
		t.Errorf("the examination is %+v", x)
	}
}

// TestInterruptedExamination is an error, because its numbers would hang on the clock.
func TestInterruptedExamination(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := snapshotOf(t, sharedNetwork, sharedEdges, sharedServices).Examine(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("an interrupted examination returns %v", err)
	}
}
