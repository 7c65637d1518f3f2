package ledger_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
	"pgregory.net/rapid"
)

var coins = []ledger.AssetSpec{{Name: "ETH", Decimals: 9}, {Name: "ezETH", Decimals: 9}}

// machine runs a book and its twin side by side.
type machine struct {
	book *ledger.Book
	twin *twin
}

// anyAmount is mostly small, so that accounts can pay, and sometimes at the edge.
func anyAmount() *rapid.Generator[money.Gwei] {
	small := rapid.Custom(func(t *rapid.T) money.Gwei { return money.Gwei(rapid.Int64Range(-1, 100).Draw(t, "small")) })
	return rapid.OneOf(small, small, small, rapid.SampledFrom([]money.Gwei{
		0, math.MaxInt64, math.MaxInt64 - 1, math.MaxInt64 / 2, math.MinInt64, 1 << 62, -1,
	}))
}

// transfer draws a transfer, seldom to an account or of an asset that is not there.
func (m *machine) transfer(t *rapid.T, from, to []ledger.Account) ledger.Transfer {
	slip := func(of int) int {
		if rapid.IntRange(0, 150).Draw(t, "slip") == 0 {
			return rapid.SampledFrom([]int{-1, of, math.MinInt16, math.MaxInt16}).Draw(t, "place")
		}
		return rapid.IntRange(0, of-1).Draw(t, "place")
	}
	account := func(some []ledger.Account, label string) ledger.Account {
		if some != nil {
			return rapid.SampledFrom(some).Draw(t, label)
		}
		return ledger.Account(slip(m.twin.accounts))
	}
	return ledger.Transfer{
		From: account(from, "from"), To: account(to, "to"), Asset: ledger.Asset(slip(len(coins))),
		Amount: anyAmount().Draw(t, "amount"),
		Why:    ledger.Reason(slip(int(ledger.Arrive) + 1)),
	}
}

// post makes the same batch on both sides and compares the answers.
func (m *machine) post(t *rapid.T, ts ...ledger.Transfer) {
	posts := m.book.Posts()
	err, refusals := m.book.Post(ts...), m.twin.post(ts)
	if !agrees(err, refusals) {
		t.Fatalf("post %+v: %v, the twin says %v", ts, err, refusals)
	}
	if accepted := m.book.Posts() - posts; accepted != 0 != (err == nil) {
		t.Fatalf("post %+v: %v, and %d postings", ts, err, accepted)
	}
}

// compare checks every balance, flow and total, and the recount.
func (m *machine) compare(t *rapid.T) {
	for s := range ledger.Asset(len(coins)) {
		sum := new(big.Int)
		for a := range ledger.Account(m.twin.accounts) {
			got, want := m.book.Balance(a, s), get(m.twin.balances, place{a, s})
			if big.NewInt(int64(got)).Cmp(want) != 0 {
				t.Fatalf("%s holds %d of %s, the twin says %s", m.book.Name(a), got, coins[s].Name, want)
			}
			if mayOwe := a == ledger.Issuance || a == ledger.Outside || a == ledger.Users; got < 0 && !mayOwe {
				t.Fatalf("%s holds %d", m.book.Name(a), got)
			}
			sum.Add(sum, big.NewInt(int64(got)))
		}
		if sum.Sign() != 0 {
			t.Fatalf("the balances of %s add up to %s", coins[s].Name, sum)
		}
		if want := m.twin.supply(s); big.NewInt(int64(m.book.Supply(s))).Cmp(want) != 0 {
			t.Fatalf("supply of %s: %d, the twin says %s", coins[s].Name, m.book.Supply(s), want)
		}
		for w := ledger.Genesis; w <= ledger.Arrive; w++ {
			if got, want := m.book.Flow(w, s), get(m.twin.flows, cause{w, s}); big.NewInt(int64(got)).Cmp(want) != 0 {
				t.Fatalf("flow %d of %s: %d, the twin says %s", w, coins[s].Name, got, want)
			}
		}
	}
	if m.book.Accounts() != m.twin.accounts || m.book.Posts() != m.twin.posts {
		t.Fatalf("%d accounts and %d postings, want %d and %d", m.book.Accounts(), m.book.Posts(), m.twin.accounts, m.twin.posts)
	}
	if err := m.book.Recount(); err != nil {
		t.Fatal(err)
	}
}

func TestBookAgainstMaps(t *testing.T) {
	sources := []ledger.Account{ledger.Issuance, ledger.Outside, ledger.Users}
	rapid.Check(t, func(t *rapid.T) {
		m := &machine{ledger.New(coins, rapid.IntRange(0, 8).Draw(t, "room")), newTwin(len(coins))}
		open := func(t *rapid.T) {
			n := rapid.IntRange(0, 3).Draw(t, "accounts")
			if first := m.book.Open("agent", n); int(first) != m.twin.accounts {
				t.Fatalf("opened at %d after %d", first, m.twin.accounts)
			}
			m.twin.accounts += n
		}
		m.book.Open("pool", 2)
		m.twin.accounts += 2
		batch := func(t *rapid.T) {
			ts := make([]ledger.Transfer, rapid.IntRange(0, 4).Draw(t, "transfers"))
			for i := range ts {
				ts[i] = m.transfer(t, nil, nil)
			}
			m.post(t, ts...)
		}
		t.Repeat(map[string]func(*rapid.T){
			"open":  open,
			"batch": batch, "batch again": batch,
			"mint": func(t *rapid.T) { m.post(t, m.transfer(t, sources, nil)) },
			"burn": func(t *rapid.T) { m.post(t, m.transfer(t, nil, []ledger.Account{ledger.Burn, ledger.Gas})) },
			"reset": func(t *rapid.T) {
				if rapid.IntRange(0, 9).Draw(t, "seldom") == 0 {
					m.book.Reset()
					accounts := m.twin.accounts
					m.twin = newTwin(len(coins))
					m.twin.accounts = accounts
				}
			},
			"": m.compare,
		})
	})
}
