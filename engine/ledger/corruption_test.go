package ledger

import (
	"errors"
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine/money"
	"pgregory.net/rapid"
)

// living is a book with some history.
func living(t interface{ Fatal(...any) }) *Book {
	b := New([]AssetSpec{{"ETH", 9}, {"ezETH", 9}}, 4)
	first := b.Open("agent", 4)
	for s := range Asset(2) {
		if err := b.Post(
			Transfer{Outside, first, s, 1_000, Genesis}, Transfer{Users, first + 1, s, 500, Arrive},
			Transfer{first, first + 2, s, 300, Trade}, Transfer{first, Burn, s, 10, Slash}, Transfer{first + 1, Gas, s, 1, GasFee},
			Transfer{Issuance, first + 3, s, 7, Reward},
		); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Recount(); err != nil {
		t.Fatal(err)
	}
	return b
}

// TestRecountFindsOneChangedBalance, whichever it is, by however much.
func TestRecountFindsOneChangedBalance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := living(t)
		a := rapid.IntRange(0, b.Accounts()-1).Draw(t, "account")
		s := rapid.IntRange(0, 1).Draw(t, "asset")
		by := money.Gwei(rapid.OneOf(rapid.Int64(), rapid.Int64Range(-2, 2)).
			Filter(func(x int64) bool { return x != 0 }).Draw(t, "by"))
		b.balances[s][a] += by
		err := b.Recount()
		if !errors.Is(err, ErrBroken) || !strings.Contains(err.Error(), b.assets[s].Name) {
			t.Fatalf("%s of %s changed by %d: %v", b.Name(Account(a)), b.assets[s].Name, by, err)
		}
		b.balances[s][a] -= by
		if err := b.Recount(); err != nil {
			t.Fatalf("restored: %v", err)
		}
	})
}

// TestRecountFindsWhatBalances: changes that leave the sum of an asset at zero.
func TestRecountFindsWhatBalances(t *testing.T) {
	for name, corrupt := range map[string]func(b *Book){
		"from outside to an agent":        func(b *Book) { b.balances[0][Outside]--; b.balances[0][FirstFree]++ },
		"below zero against another":      func(b *Book) { b.balances[0][FirstFree] -= 1_000; b.balances[0][FirstFree+1] += 1_000 },
		"burn below zero against outside": func(b *Book) { b.balances[1][Burn] -= 11; b.balances[1][Outside] += 11 },
		"gas below zero against outside":  func(b *Book) { b.balances[1][Gas] -= 2; b.balances[1][Outside] += 2 },
		"a balance with its total":        func(b *Book) { b.balances[0][FirstFree]++; b.ordinary[0]++ },
		"one total":                       func(b *Book) { b.ordinary[1]++ },
		"both totals":                     func(b *Book) { b.ordinary[1]++; b.boundary[1]-- },
	} {
		b := living(t)
		corrupt(b)
		if err := b.Recount(); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestPostRefusesBrokenTotals and moves nothing.
func TestPostRefusesBrokenTotals(t *testing.T) {
	b := living(t)
	b.boundary[0]++
	before := b.Balance(FirstFree, 0)
	err := b.Post(Transfer{FirstFree, FirstFree + 1, 0, 1, Trade})
	if !errors.Is(err, ErrBroken) || b.Balance(FirstFree, 0) != before || b.Flow(Trade, 0) != 300 {
		t.Errorf("%v, %d left of %d", err, b.Balance(FirstFree, 0), before)
	}
	if err := b.Post(Transfer{FirstFree, FirstFree + 1, 1, 1, Trade}); err != nil {
		t.Errorf("the other asset: %v", err)
	}
}

// TestResetForgetsAll but the accounts and their names.
func TestResetForgetsAll(t *testing.T) {
	b := living(t)
	b.Reset()
	fresh := New(b.assets, 4)
	fresh.Open("agent", 4)
	for s := range Asset(2) {
		for a := range Account(b.Accounts()) {
			if b.Balance(a, s) != 0 || b.Name(a) != fresh.Name(a) {
				t.Errorf("%s still holds %d", b.Name(a), b.Balance(a, s))
			}
		}
		if b.flows[s] != fresh.flows[s] || b.ordinary[s] != 0 || b.boundary[s] != 0 {
			t.Error("totals outlive Reset")
		}
	}
	if b.Accounts() != fresh.Accounts() || b.Posts() != 0 || b.Recount() != nil {
		t.Errorf("%d accounts, %d postings, %v", b.Accounts(), b.Posts(), b.Recount())
	}
}
