package restake

import (
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// The assets of the books in these tests.
const (
	testETH ledger.Asset = iota
	testStETH
	testLRT
	testOther
	testThird
	testPoints
)

func testAssets() []ledger.AssetSpec {
	return []ledger.AssetSpec{{Name: "ETH", Decimals: 9}, {Name: "stETH", Decimals: 9}, {Name: "LRT", Decimals: 9}, {Name: "other", Decimals: 9},
		{Name: "third", Decimals: 9}, {Name: "airdropped", Decimals: 9}}
}

func testAssetOf(name string) (ledger.Asset, bool) {
	for i, a := range testAssets() {
		if a.Name == name {
			return ledger.Asset(i), true
		}
	}
	return 0, false
}

// Wei in a gwei, and in an ether or the whole of a rate.
const (
	gwei = 1_000_000_000
	wad  = 1_000_000_000_000_000_000
)

const day, week = clock.Day, 7 * clock.Day

// ratio shortens the fractions of the tests.
func ratio(num, den int64) money.Ratio { return money.Ratio{Num: num, Den: den} }

// must ends a test at an error that has nothing to do with what it tests.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// equal reports a difference between two amounts, times or counts.
func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// testChain is Ethereum with an empty queue and an instant sweep.
func testChain() *Ethereum {
	era, _ := EraNamed("electra")
	return NewEthereum(EthereumParams{Era: era, ETH: testETH, Staked: 33_000_000 * money.ETH, Sweep: 1})
}

// lone is a liquid token with validators of its own and two owners.
type lone struct {
	t           *testing.T
	book        *ledger.Book
	token       *LiquidToken
	alice, rest ledger.Account
}

// newLone mints tokens to alice, the rest of the supply to others, and puts so much
// of the backing into the buffer.
func newLone(t *testing.T, p TokenParams, tokens, supply, buffer money.Gwei) *lone {
	t.Helper()
	b := ledger.New(testAssets(), 16)
	x := &lone{t: t, book: b, alice: b.Open("alice", 1), rest: b.Open("everybody else", 1)}
	var err error
	x.token, err = NewLiquidToken(b, p, Wiring{Asset: testLRT, ETH: testETH, Chain: testChain(), Parts: []Part{{Vault: Own, Weight: 1}}})
	must(t, err)
	must(t, x.token.Endow(b, x.alice, tokens))
	must(t, x.token.Endow(b, x.rest, supply-tokens))
	must(t, x.token.Found(b, buffer))
	return x
}

// revalue lets the token's validators gain or lose until the whole backing is worth
// so much.
func (x *lone) revalue(backing money.Gwei) {
	x.t.Helper()
	now, err := x.token.Backing(x.book)
	must(x.t, err)
	move := ledger.Transfer{From: x.token.own, To: ledger.Burn, Asset: testETH, Amount: now - backing, Why: ledger.Slash}
	if backing > now {
		move = ledger.Transfer{From: ledger.Issuance, To: x.token.own, Asset: testETH, Amount: backing - now, Why: ledger.Reward}
	}
	must(x.t, x.book.Post(move))
}

// settle settles the token and recounts the book.
func (x *lone) settle(now clock.Time) {
	x.t.Helper()
	must(x.t, x.token.Settle(x.book, now, nil))
	must(x.t, x.book.Recount())
	equal(x.t, "tokens in escrow", x.book.Balance(x.token.escrow, testLRT), x.token.Queued())
}

// exitTerms are those of a known token at an opening rate, without the fee on gains.
func exitTerms(t *testing.T, name string, opening money.Ratio) TokenParams {
	t.Helper()
	p, found := TokenNamed(name)
	if !found {
		t.Fatalf("no token %s", name)
	}
	p.RewardFee, p.Opening = money.Ratio{}, opening
	return p
}
