package restake

import (
	"errors"
	"maps"
	"math/big"
	"slices"
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// replay is a graph of one operator and one vault that goes through the operations of
// a published case. The cases in testdata are those in which the mechanism of the
// package is the published one and whose amounts divide by a gwei or are small.
type replay struct {
	t        *testing.T
	book     *ledger.Book
	g        *Graph
	now      clock.Time
	unit     int64 // base units of the case in one unit of the book
	services map[string]int32
	holders  map[string]Holder
	wallets  map[string]ledger.Account
	loose    map[string]money.Gwei // deposited and not delegated yet
	exits    []string              // who asked for each exit
	paid     map[string]money.Gwei // what claims have accounted for
}

func newReplay(t *testing.T, c published, p Platform) *replay {
	r := &replay{t: t, book: ledger.New(testAssets(), 32), unit: unitOf(c), services: map[string]int32{}, holders: map[string]Holder{},
		wallets: map[string]ledger.Account{}, loose: map[string]money.Gwei{}, paid: map[string]money.Gwei{}}
	n := &Network{Unit: money.ETH, Operators: []NetworkOperator{{"op", ratio(0, 1)}}, Vaults: []NetworkVault{{"v", "ETH"}}, Nodes: []NetworkNode{{0, 0, 1}}}
	for _, name := range serviceNames(c) {
		k := int32(len(n.Services))
		r.services[name] = k
		n.Services = append(n.Services, NetworkService{name, 0, ratio(1, 1), ratio(1, 1)})
		if p.Overlap == Shared {
			n.Edges = append(n.Edges, NetworkEdge{0, k, 1})
		}
	}
	g, err := NewGraph(r.book, n, GraphParams{Platform: p, ETH: testETH, AssetOf: testAssetOf})
	must(t, err)
	r.g = g
	for k := range n.Services {
		if p.Overlap == Capped {
			must(t, g.OptIn(0, 0, int32(k), ratio(1, 1)))
		}
	}
	for _, o := range c.Ops {
		if who := o.text("staker"); who != "" && r.wallets[who] == 0 {
			r.wallets[who] = r.book.Open(who, 1)
			r.holders[who] = g.Join(0, r.wallets[who], r.wallets[who])
		}
	}
	return r
}

// unitOf is a gwei for amounts of whole coins, one base unit for the small ones.
func unitOf(c published) int64 {
	for _, o := range c.Ops {
		for _, key := range []string{"amount", "shares"} {
			if o.text(key) != "" && len(o.text(key)) < 10 {
				return 1
			}
		}
	}
	return gwei
}

// serviceNames are the sets, networks' operators or services of a case, in order.
func serviceNames(c published) []string {
	seen := map[string]bool{}
	for _, o := range c.Ops {
		for _, key := range []string{"set", "dss"} {
			seen[o.text(key)] = true
		}
		if o.text("op") == "slash" || o.text("op") == "request_slash" {
			seen[o.text("network")+o.text("operator")+o.text("set")+o.text("dss")] = true
		}
	}
	delete(seen, "")
	return slices.Sorted(maps.Keys(seen))
}

func (r *replay) amount(o values, key string) money.Gwei { return o.scaled(r.t, key, r.unit) }

// expected compares an outcome with the refusal that a case asks for.
func (r *replay) expected(o values, err error, refusals ...error) {
	r.t.Helper()
	want := o.text("expect_error") != ""
	if (err != nil) != want {
		r.t.Fatalf("%v gave %v", o["op"], err)
	}
	for _, x := range refusals {
		if errors.Is(err, x) {
			return
		}
	}
	if want {
		r.t.Fatalf("%v was refused for another reason: %v", o["op"], err)
	}
}

// deposit puts new stake of a staker into the vault.
func (r *replay) deposit(who string, amount money.Gwei) {
	wallet := r.wallets[who]
	if amount == 0 {
		return
	}
	must(r.t, r.book.Post(ledger.Transfer{From: ledger.Outside, To: wallet, Asset: testETH, Amount: amount, Why: ledger.Arrive}))
	must(r.t, r.g.Deposit(r.book, 0, r.holders[who], wallet, amount))
}

// leave queues stake of a staker.
func (r *replay) leave(who string, amount money.Gwei) {
	must(r.t, r.g.RequestExit(r.book, 0, r.holders[who], amount, r.now))
	r.exits = append(r.exits, who)
}

// claimed checks that a staker has been paid so much more since it was last asked.
func (r *replay) claimed(who string, want money.Gwei) {
	r.t.Helper()
	got := r.book.Balance(r.wallets[who], testETH)
	equal(r.t, "paid to "+who, got-r.paid[who], want)
	r.paid[who] = got
}

// burned is what has been slashed, wherever it rests.
func (r *replay) burned() money.Gwei {
	return r.book.Balance(ledger.Burn, testETH) + r.book.Balance(r.g.holding, testETH)
}

func (r *replay) active() money.Gwei { return r.book.Balance(r.g.vaults[0].active, testETH) }

// sound checks book and graph.
func (r *replay) sound() {
	r.t.Helper()
	must(r.t, r.book.Recount())
	must(r.t, r.g.Recheck(r.book))
	equal(r.t, "slashed stake", r.burned(), r.g.Lost())
}

// sumOf adds up the amounts of a map of a state.
func (r *replay) sumOf(state values, key string) (sum money.Gwei) {
	m, _ := state[key].(map[string]any)
	for name := range m {
		sum += values(m).scaled(r.t, name, r.unit)
	}
	return sum
}

// share is amount out of all as a fraction of a fault; it is at most 1.
func share(amount, all money.Gwei) money.Ratio {
	x := new(big.Rat).SetFrac64(int64(min(amount, all)), max(1, int64(all)))
	return money.Ratio{Num: x.Num().Int64(), Den: x.Denom().Int64()}
}

// sub reads an object.
func (v values) sub(key string) values {
	m, _ := v[key].(map[string]any)
	return m
}
