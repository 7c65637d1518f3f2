package restake_test

import (
	"testing"

	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
	"github.com/restakesim/restakesim/engine/rng"
)

// live is a generated network with a liquid token over its first vaults.
type live struct {
	book  *ledger.Book
	net   *restake.Network
	g     *restake.Graph
	chain *restake.Ethereum
	token *restake.LiquidToken
	owner ledger.Account
	now   clock.Time
}

const eth, lrt ledger.Asset = 0, 1

func newLive(t *testing.T, platform string) *live {
	t.Helper()
	p, _ := restake.PlatformAt(platform, restake.Date(2025, 6, 1))
	s := restake.Shape{Operators: 50, Services: 12, Stake: 1_000_000 * money.ETH, Hill: 1.2, Breadth: 5, BreadthTail: 1, Reuse: 0.9, Overlap: p.Overlap,
		Bond: money.Ratio{Num: 3, Den: 100}, Alpha: money.Ratio{Num: 1, Den: 3}, SlashFraction: money.Ratio{Num: 1, Den: 2}, ProfitShare: 0.1, ProfitSigma: 1, Asset: "ETH"}
	net, err := restake.Generate(s, func(entity uint64, n uint16) float64 {
		return rng.Key{Seed: 1, Entity: entity, Purpose: rng.Graph, N: n}.Unit()
	})
	check(t, err)
	x := &live{book: ledger.New([]ledger.AssetSpec{{Name: "ETH", Decimals: 9}, {Name: "LRT", Decimals: 9}}, 200), net: net}
	pay := make([]money.Gwei, 12)
	for i := range pay {
		pay[i] = 100 * money.ETH
	}
	x.g, err = restake.NewGraph(x.book, net, restake.GraphParams{Platform: p, ETH: eth, AssetOf: func(string) (ledger.Asset, bool) { return eth, true },
		Commission: money.Ratio{Num: 1, Den: 10}, Horizon: 5, Rewards: pay, Fees: pay})
	check(t, err)
	era, _ := restake.EraNamed("electra")
	x.chain = restake.NewEthereum(restake.EthereumParams{Era: era, ETH: eth, Staked: 33_000_000 * money.ETH, Background: 30_000 * money.ETH, Backlog: 500 * money.ETH})
	terms, _ := restake.TokenNamed("eETH")
	x.token, err = restake.NewLiquidToken(x.book, terms, restake.Wiring{Asset: lrt, ETH: eth, Chain: x.chain, Graph: x.g,
		Parts: []restake.Part{{Vault: 0, Weight: 2}, {Vault: 1, Weight: 1}, {Vault: restake.Own, Weight: 1}}})
	check(t, err)
	x.owner = x.book.Open("owner", 1)
	x.open(t)
	return x
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// open is the beginning of a replication.
func (x *live) open(t *testing.T) {
	x.book.Reset()
	x.g.Reset()
	x.chain.Reset()
	x.token.Reset()
	x.now = 0
	check(t, x.token.Endow(x.book, x.owner, 100_000*money.ETH))
	check(t, x.token.Found(x.book, 2_000*money.ETH))
	check(t, x.g.EndowBonds(x.book))
}

func par(ledger.Asset) float64 { return 1 }

// step is an hour of everything: exits and deposits, slashes, payments, yields.
func (x *live) step(t *testing.T) {
	x.now = x.now.Add(clock.Hour)
	_, err := x.chain.Settle(x.book, x.now)
	check(t, err)
	check(t, x.g.Settle(x.book, x.now))
	check(t, x.token.Settle(x.book, x.now, nil))
	check(t, x.g.StakingYield(x.book, x.chain, clock.Hour))
	check(t, x.g.Accrue(x.book, x.now, par))
	check(t, x.token.Accrue(x.book, clock.Hour))
	check(t, x.token.RequestExit(x.book, x.owner, 3*money.ETH, x.now))
	_, err = x.token.Deposit(x.book, ledger.Outside, 2*money.ETH, x.now)
	check(t, err)
	_, err = x.token.Delegate(x.book, int(x.now/3600)%3, money.ETH, x.now)
	check(t, err)
	_, err = x.token.Unbond(x.book, x.now, 2*money.ETH)
	check(t, err)
	check(t, x.token.Undelegate(x.book, 1, money.ETH, x.now))
	check(t, x.g.Recheck(x.book))
}

// ask asks everything that a step asks.
func (x *live) ask(t *testing.T, e *restake.Exposure, s *attack.Security) {
	check(t, x.g.FillExposure(x.book, e, par))
	check(t, attack.Bounds(e, s))
	if s.MaxLoad <= 0 || s.GammaSigma < -1 || len(e.Edges) == 0 {
		t.Fatalf("load %v, slack %v, %d edges", s.MaxLoad, s.GammaSigma, len(e.Edges))
	}
	for o := range int32(3) {
		_, _, _ = x.g.Free(o), x.g.Degree(o), x.g.Serves(o, 2)
	}
	_, _, _ = x.g.OpenCases(), x.g.Lost(), x.chain.Yield()
	for i := range x.token.Parts() {
		_, err := x.token.PartStake(x.book, i)
		check(t, err)
	}
	_, err := x.token.Backing(x.book)
	check(t, err)
	_, _, err = x.token.Rate(x.book)
	check(t, err)
	_, err = x.token.Room(x.book)
	check(t, err)
	_, err = x.token.Uncovered(x.book)
	check(t, err)
	_, err = x.token.Parked(x.book)
	check(t, err)
	for _, tokens := range []money.Gwei{0, money.ETH, 50_000 * money.ETH} {
		_, err = x.token.Wait(x.book, tokens, x.now)
		check(t, err)
	}
	_, _ = x.chain.Wait(1000*money.ETH, x.now.Add(clock.Day)), x.chain.Queue(x.now)
}

// The queries of a step (exposure, load and slack of the attack graph, values and
// waiting times) allocate nothing once they have seen the network.
func TestQueriesAllocateNothing(t *testing.T) {
	for _, platform := range []string{"eigenlayer", "symbiotic", "karak"} {
		t.Run(platform, func(t *testing.T) {
			x := newLive(t, platform)
			for range 30 {
				x.step(t)
			}
			var e restake.Exposure
			var s attack.Security
			x.ask(t, &e, &s)
			if n := testing.AllocsPerRun(50, func() { x.ask(t, &e, &s) }); n != 0 {
				t.Errorf("%v allocations", n)
			}
		})
	}
}

// A replication allocates nothing once one like it has been run: neither its steps nor
// slashes, nor the way back to its beginning.
func TestReplicationsAllocateNothing(t *testing.T) {
	for _, platform := range []string{"eigenlayer", "symbiotic", "karak"} {
		t.Run(platform, func(t *testing.T) {
			x := newLive(t, platform)
			life := func() {
				x.open(t)
				for i := range 24 * 12 {
					x.step(t)
					if i%100 == 50 {
						service := x.net.Edges[0].Service
						_, err := x.g.Slash(x.book, x.now, restake.Fault{Operator: 0, Service: service, Fraction: money.Ratio{Num: 1, Den: 10}, At: x.now})
						check(t, err)
					}
				}
			}
			life()
			if n := testing.AllocsPerRun(1, life); n != 0 {
				t.Errorf("%v allocations", n)
			}
			if x.g.Lost() == 0 {
				t.Error("nothing was slashed")
			}
		})
	}
}
