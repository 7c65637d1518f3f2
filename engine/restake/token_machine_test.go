package restake

import (
	"errors"
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// basket is a liquid token over two vaults of native stake, validators of its own, a
// vault of stETH and idle stETH, with a record of what came in and went out.
type basket struct {
	book        *ledger.Book
	g           *Graph
	chain       *Ethereum
	steth, lrt  *LiquidToken
	owners      []ledger.Account
	now         clock.Time
	in          money.Gwei // ETH that is in, by the record
	stranded    int        // units that rounding may have left to nobody: two for each deposit in a vault and each exit, one for each vault and queue at a slash
	line        []pending
	outstanding money.Gwei
}

// pending is an exit as its owner was promised it.
type pending struct {
	owner         ledger.Account
	tokens, fixed money.Gwei
	ready         clock.Time
}

func newBasket(t *rapid.T) *basket {
	p := rapid.SampledFrom(Tokens()).Draw(t, "terms")
	p.RewardFee, p.Opening = money.Ratio{}, ratio(1, 1)
	after, _ := PlatformAt("eigenlayer", Date(2025, 6, 1))
	other, _ := PlatformAt(rapid.SampledFrom([]string{"symbiotic", "karak", "eigenlayer"}).Draw(t, "platform"), Date(2025, 6, 1))
	n := &Network{Unit: money.ETH, Operators: []NetworkOperator{{"op", ratio(0, 1)}}, Services: []NetworkService{{"A", 0, ratio(1, 1), ratio(1, 1)}}}
	for i, asset := range []string{"ETH", "ETH", "stETH"} {
		n.Vaults = append(n.Vaults, NetworkVault{fmt.Sprintf("v%d", i), asset})
		n.Nodes = append(n.Nodes, NetworkNode{0, int32(i), 1})
	}
	x := &basket{book: ledger.New(testAssets(), 64), chain: testChain()}
	var err, err2, err3 error
	x.g, err = NewGraph(x.book, n, GraphParams{Of: []Platform{after, after, other}, ETH: testETH, AssetOf: testAssetOf})
	lido, _ := TokenNamed("stETH")
	x.steth, err2 = NewLiquidToken(x.book, lido, Wiring{Asset: testStETH, ETH: testETH, Chain: x.chain, Parts: []Part{{Vault: Own, Weight: 1}}})
	x.lrt, err3 = NewLiquidToken(x.book, p, Wiring{Asset: testLRT, ETH: testETH, Chain: x.chain, Graph: x.g,
		Parts: []Part{{Vault: 0, Weight: 3}, {Vault: 1, Weight: 2}, {Vault: 2, Base: x.steth, Weight: 2}, {Vault: Own, Base: x.steth, Weight: 1}}})
	if err := errors.Join(err, err2, err3, x.g.OptIn(0, 0, 0, ratio(1, 1))); err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		a := x.book.Open(fmt.Sprintf("owner %d", i), 1)
		x.owners = append(x.owners, a)
		x.post(t, ledger.Transfer{From: ledger.Outside, To: a, Asset: testETH, Amount: 1e15, Why: ledger.Arrive})
	}
	return x
}

func (x *basket) post(t *rapid.T, transfer ledger.Transfer) {
	if err := x.book.Post(transfer); err != nil {
		t.Fatal(err)
	}
}

// Whatever owners, the manager and services do, the backing is what was paid in, less
// what was paid out and slashed, and every exit is paid in its turn, when it is ready,
// at the price of the terms.
func TestTokenKeepsItsBacking(t *testing.T) {
	rounds := 5
	if testing.Short() {
		rounds = 1
	}
	for i := range rounds {
		t.Run(fmt.Sprintf("round %d", i), rapid.MakeCheck(func(t *rapid.T) {
			x := newBasket(t)
			t.Repeat(map[string]func(*rapid.T){
				"": x.check, "mint": x.mint, "exit": x.exit, "instant": x.instant, "pause": x.pause,
				"stake": x.stake, "delegate": x.delegate, "undelegate": x.undelegate, "unbond": x.unbond,
				"slash": x.slash, "settle": x.settle, "settle later": x.settle,
			})
		}))
	}
}

func (x *basket) amount(t *rapid.T) money.Gwei {
	return money.Gwei(rapid.OneOf(rapid.Int64Range(1, 1000), rapid.Int64Range(1e7, 1e13)).Draw(t, "amount"))
}

// tolerated passes over refusals and fails on anything else.
func tolerated(t *rapid.T, err error) bool {
	for _, r := range []error{ErrPaused, ErrTooSmall, ErrCap, ErrBuffer, ErrAmount, ErrNoInstant, ErrWiped, ErrShares, ErrParts,
		ErrNotServing, ErrCooldown, ErrLapsed, ErrNothing, ErrNotSlashable, ledger.ErrInsufficient} {
		if errors.Is(err, r) {
			return true
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return false
}

func (x *basket) mint(t *rapid.T) {
	who, eth := rapid.SampledFrom(x.owners).Draw(t, "owner"), x.amount(t)
	minted, err := x.lrt.Deposit(x.book, who, eth, x.now)
	if tolerated(t, err) {
		return
	}
	if want := divided(int64(eth)-x.depositFee(eth), int64(x.lrt.den), int64(x.lrt.num), false); int64(minted) != want {
		t.Fatalf("%d for %d at %d/%d", minted, eth, x.lrt.num, x.lrt.den)
	}
	x.in += eth - money.Gwei(x.depositFee(eth))
	x.outstanding += minted
}

func (x *basket) depositFee(eth money.Gwei) int64 {
	if f := x.lrt.p.DepositFee; f.Den > 0 {
		return divided(int64(eth), f.Num, f.Den, false)
	}
	return 0
}

func (x *basket) exit(t *rapid.T) {
	who, tokens := rapid.SampledFrom(x.owners).Draw(t, "owner"), x.amount(t)
	if rapid.Bool().Draw(t, "all") {
		tokens = x.book.Balance(who, testLRT)
	}
	if tolerated(t, x.lrt.RequestExit(x.book, who, tokens, x.now)) {
		return
	}
	fixed := x.worth(tokens)
	if x.lrt.p.Rate == WadRate {
		fixed = x.atRate(tokens, big.NewInt(wad), false)
	}
	x.line = append(x.line, pending{who, tokens, fixed, x.lrt.p.ready(x.now)})
}

// atRate is what tokens are worth at the recognised rate in a fixed point, rounded.
func (x *basket) atRate(tokens money.Gwei, point *big.Int, up bool) money.Gwei {
	rate, rest := new(big.Int).Mul(point, big.NewInt(int64(x.lrt.num))), new(big.Int)
	rate.QuoRem(rate, big.NewInt(int64(x.lrt.den)), rest)
	if up && rest.Sign() > 0 {
		rate.Add(rate, big.NewInt(1))
	}
	rate.Mul(rate, big.NewInt(int64(tokens)))
	return money.Gwei(rate.Quo(rate, point).Int64())
}

// settled is what an exit is worth at the recognised rate, by the terms.
func (x *basket) settled(first pending) money.Gwei {
	switch x.lrt.p.Rate {
	case WadRate:
		return x.atRate(first.tokens, big.NewInt(wad), false)
	case FrozenRate:
		return x.atRate(first.tokens, big.NewInt(wad), true)
	case ShareRate: // what is asked for at no more than the rate of now keeps its value
		ray := new(big.Int).Mul(big.NewInt(wad), big.NewInt(gwei))
		own := new(big.Int).Mul(ray, big.NewInt(int64(first.fixed)))
		own.Quo(own, big.NewInt(int64(first.tokens)))
		now := new(big.Int).Mul(ray, big.NewInt(int64(x.lrt.num)))
		now.Quo(now, big.NewInt(int64(x.lrt.den)))
		if own.Cmp(now) > 0 {
			return x.atRate(first.tokens, ray, false)
		}
		return first.fixed
	}
	return x.worth(first.tokens)
}

// worth is what tokens are worth at the recognised rate.
func (x *basket) worth(tokens money.Gwei) money.Gwei {
	return money.Gwei(divided(int64(tokens), int64(x.lrt.num), int64(x.lrt.den), false))
}

func (x *basket) instant(t *rapid.T) {
	who, tokens := rapid.SampledFrom(x.owners).Draw(t, "owner"), x.amount(t)
	paid, err := x.lrt.Instant(x.book, who, tokens)
	if tolerated(t, err) {
		return
	}
	value := x.worth(tokens)
	if fee := divided(int64(value), x.lrt.p.Instant.Num, x.lrt.p.Instant.Den, true); paid != value-money.Gwei(fee) {
		t.Fatalf("%d at once for %d worth %d", paid, tokens, value)
	}
	x.in -= paid
	x.outstanding -= tokens
}

func (x *basket) pause(t *rapid.T) {
	x.lrt.SetPaused(rapid.IntRange(0, 3).Draw(t, "paused") == 0)
	x.steth.SetPaused(rapid.IntRange(0, 3).Draw(t, "stETH paused") == 0)
}

func (x *basket) stake(t *rapid.T) {
	_ = tolerated(t, x.lrt.Stake(x.book, x.amount(t), x.now))
	_ = tolerated(t, x.steth.Stake(x.book, x.amount(t), x.now))
}

func (x *basket) delegate(t *rapid.T) {
	i, eth := rapid.IntRange(0, 3).Draw(t, "part"), x.amount(t)
	most := x.lrt.Idle(x.book)
	parked, err := x.lrt.Parked(x.book)
	_ = tolerated(t, err)
	placed, err := x.lrt.Delegate(x.book, i, eth, x.now)
	if tolerated(t, err) {
		return
	}
	x.stranded += 2
	if placed > min(eth, most+parked) {
		t.Fatalf("%d placed of %d, where %d lay idle and %d parked", placed, eth, most, parked)
	}
}

func (x *basket) undelegate(t *rapid.T) {
	if !tolerated(t, x.lrt.Undelegate(x.book, rapid.IntRange(0, 3).Draw(t, "part"), x.amount(t), x.now)) {
		x.stranded += 2
	}
}

func (x *basket) unbond(t *rapid.T) {
	started, err := x.lrt.Unbond(x.book, x.now, x.amount(t))
	if !tolerated(t, err) && started > 0 {
		x.stranded += 6
	}
	_, err = x.steth.Unbond(x.book, x.now, x.amount(t))
	_ = tolerated(t, err)
}
