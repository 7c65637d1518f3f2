package restake

import (
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Waiting times worked by hand: 100 of 1,000 ETH are in the buffer, ezETH's cooldown
// is 14 days. 50 are in time; 150 lack 50, which their validators free in 5+256 epochs
// and a sweep of a second: 100,225 s, long before the cooldown ends. stETH's report is
// due after a day, which the validators outlast by 13,825 s.
func TestWaitForAnExit(t *testing.T) {
	for _, c := range []struct {
		terms  string
		tokens money.Gwei
		wait   clock.Span
	}{{"ezETH", 50e9, 2 * week}, {"ezETH", 150e9, 2 * week}, {"stETH", 50e9, day}, {"stETH", 150e9, 261*384 + 1}} {
		x := newLone(t, exitTerms(t, c.terms, ratio(1, 1)), 500e9, 1000e9, 100e9)
		equal(t, c.terms+"'s wait", x.wait(c.tokens, 0), c.wait)
	}
}

func (x *lone) wait(tokens money.Gwei, now clock.Time) clock.Span {
	x.t.Helper()
	w, err := x.token.Wait(x.book, tokens, now)
	must(x.t, err)
	return w
}

// At 70,000 s, in epoch 182, stETH's next report is 16,400 s away. 400 are set on their
// way: 256 leave in epoch 187 and the rest in 188, are withdrawable 256 later, and
// the last is swept by 444·384+1 = 170,497, in 100,497 s. Half of them are taken to
// have come after half of that. Ether that lies idle is there at once.
func TestWaitForStakeOnItsWay(t *testing.T) {
	x := newLone(t, exitTerms(t, "stETH", ratio(1, 1)), 500e9, 1000e9, 100e9)
	_, err := x.token.Unbond(x.book, 70_000, 400e9)
	must(t, err)
	equal(t, "wait for the buffer", x.wait(100e9, 70_000), 16_400)
	equal(t, "wait for half of what comes", x.wait(300e9, 70_000), 50_249)
	equal(t, "wait for all that comes", x.wait(500e9, 70_000), 100_497)
	_, err = x.token.Deposit(x.book, ledger.Outside, 50e9, 70_000)
	must(t, err)
	equal(t, "wait with 50 idle", x.wait(150e9, 70_000), 16_400)
	must(t, x.token.RequestExit(x.book, x.alice, 250e9, 70_000))
	equal(t, "wait behind 250", x.wait(100e9, 70_000), 50_249)
}

// layered is a token with stETH's terms over a vault of native stake in EigenLayer and
// idle stETH, 3 to 1.
func layered(t *testing.T, supply money.Gwei) (*ledger.Book, *LiquidToken) {
	t.Helper()
	n := &Network{Operators: []NetworkOperator{{"o", ratio(0, 1)}}, Vaults: []NetworkVault{{"v", "ETH"}}, Services: []NetworkService{{"A", 0, ratio(1, 1), ratio(1, 1)}},
		Nodes: []NetworkNode{{0, 0, 1}}}
	b, chain := ledger.New(testAssets(), 32), testChain()
	g, err := NewGraph(b, n, GraphParams{Platform: platformOn(t, "eigenlayer", 2025, 6, 1), ETH: testETH, AssetOf: testAssetOf})
	must(t, err)
	terms := exitTerms(t, "stETH", ratio(1, 1))
	base, err := NewLiquidToken(b, terms, Wiring{Asset: testStETH, ETH: testETH, Chain: chain, Parts: []Part{{Vault: Own, Weight: 1}}})
	must(t, err)
	x, err := NewLiquidToken(b, terms, Wiring{Asset: testLRT, ETH: testETH, Chain: chain, Graph: g, Parts: []Part{{Vault: 0, Weight: 3}, {Vault: Own, Base: base, Weight: 1}}})
	must(t, err)
	must(t, x.Endow(b, b.Open("owner", 1), supply))
	must(t, x.Found(b, 0))
	must(t, base.Found(b, 0))
	return b, x
}

// Nothing is on its way, and 10,240 ETH are asked for: three quarters from the vault,
// 14 days and then 7,680 ETH through 30 epochs of 256; one quarter from stETH, whose
// validators need 10 epochs. 14 days are 3,150 epochs, so the vault's part is there
// 5+29+256 epochs and a second of sweep later.
func TestWaitThroughVaultAndQueue(t *testing.T) {
	b, x := layered(t, 100_000*money.ETH)
	w, err := x.Wait(b, 10_240*money.ETH, 0)
	must(t, err)
	equal(t, "wait", w, 2*week+290*384+1)
}

// 400 leave the vault, spread over its 14 days: 200 of them after 7 days, which are
// 1,575 epochs, and 261 epochs and a sweep through Ethereum. Three quarters of the 200
// are one epoch's, as all of them would be.
func TestWaitForTranches(t *testing.T) {
	b, x := layered(t, 1_000*money.ETH)
	must(t, x.w.Graph.RequestExit(b, 0, x.parts[0].holder, 400*money.ETH, 0))
	w, err := x.Wait(b, 200*money.ETH, 0)
	must(t, err)
	equal(t, "wait", w, week+261*384+1)
	must(t, x.Undelegate(b, 0, 300*money.ETH, 0)) // moved elsewhere, it is no help
	w, err = x.Wait(b, 200*money.ETH, 0)
	must(t, err)
	equal(t, "wait with more moving", w, week+261*384+1)
	uncovered, err := x.Uncovered(b)
	must(t, err)
	equal(t, "uncovered with an empty line", uncovered, 0)
}
