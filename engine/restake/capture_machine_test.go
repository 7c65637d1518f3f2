package restake

import (
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// bucketMachine drives a vault with epochs and its twin through the same random life:
// two operators, two services, three owners.
type bucketMachine struct {
	book    *ledger.Book
	g       *Graph
	w       *bucketTwin
	holders [3]Holder
	wallets [3]ledger.Account
	paid    [3]*big.Int
}

// anyBuckets are settings of a vault with epochs.
func anyBuckets(t *rapid.T) Platform {
	p, _ := PlatformAt("symbiotic", Date(2025, 6, 1))
	p.Delegator = rapid.SampledFrom([]Delegator{Full, ByShares, Single}).Draw(t, "delegator")
	p.Withdrawal = clock.Span(rapid.SampledFrom([]int64{5, 100}).Draw(t, "epoch"))
	p.Lapse, p.Veto = p.Withdrawal, 0
	if rapid.Bool().Draw(t, "veto") {
		p.Veto = p.Withdrawal * 2 / 5
		p.Gate = rapid.SampledFrom([]Gate{Resolver, Nobody}).Draw(t, "gate")
	}
	return p
}

func newBucketMachine(t *rapid.T) *bucketMachine {
	p := anyBuckets(t)
	n := &Network{Unit: money.ETH, Operators: []NetworkOperator{{"a", ratio(0, 1)}, {"b", ratio(0, 1)}}, Vaults: []NetworkVault{{"v", "ETH"}},
		Nodes: []NetworkNode{{0, 0, 1}, {1, 0, 1}}, Services: []NetworkService{{"N", 0, ratio(1, 1), ratio(1, 1)}, {"Q", 0, ratio(1, 1), ratio(1, 1)}}}
	m := &bucketMachine{book: ledger.New(testAssets(), 32)}
	m.w = &bucketTwin{p: p, active: bi(0), issued: bi(0), shares: map[int]*big.Int{}, buckets: map[int64]*bucketPool{}, most: map[int]*big.Int{},
		limits: map[int]*past{}, operators: map[[2]int]*past{}, split: map[[2]int]*past{}, slashed: map[[2]int]*past{}, latest: map[[2]int]int64{},
		cap: bi(1<<63 - 1), burned: bi(0), accounted: bi(0)}
	for s := range 2 {
		m.w.most[s], m.w.limits[s] = bi(0), &past{}
		for node := range 2 {
			n.Edges = append(n.Edges, NetworkEdge{int32(node), int32(s), 1})
			key := [2]int{node, s}
			m.w.operators[key], m.w.split[key], m.w.slashed[key] = &past{}, &past{}, &past{}
		}
	}
	g, err := NewGraph(m.book, n, GraphParams{Platform: p, ETH: testETH, AssetOf: testAssetOf})
	if err != nil {
		t.Fatal(err)
	}
	m.g = g
	for s := range int32(2) {
		g.SetMaxLimit(0, s, 0)
		for node := range int32(2) {
			g.SetOperatorLimit(node, s, 0)
			if err := g.SetOperatorShares(node, s, money.Wide{}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i := range m.holders {
		m.wallets[i] = m.book.Open(fmt.Sprint("owner ", i), 1)
		m.holders[i], m.paid[i] = g.Join(0, m.wallets[i], m.wallets[i]), bi(0)
	}
	return m
}

// Nothing that owners, curators and services do makes the vault differ from its twin, or
// pays out what is not there.
func TestBucketsAgainstTheirTwin(t *testing.T) {
	for i := range 8 {
		t.Run(fmt.Sprintf("round %d", i), rapid.MakeCheck(liveInBuckets))
	}
}

func liveInBuckets(t *rapid.T) {
	m := newBucketMachine(t)
	for s := range 2 { // most lives begin with everything promised
		if rapid.IntRange(0, 4).Draw(t, "promised") > 0 {
			m.setMost(s, 1<<63-1)
			m.setLimit(t, s, 1<<63-1)
			for node := range 2 {
				m.setOperator(t, node, s, 1<<62)
			}
		}
	}
	t.Repeat(map[string]func(*rapid.T){
		"": m.check, "deposit": m.deposit, "withdraw": m.withdraw, "redeem": m.redeem, "claim": m.claim,
		"pass": m.pass, "pass on": m.pass, "limit": m.limit, "slash": m.slash, "slash too": m.slash, "execute": m.execute, "veto": m.veto,
	})
}

// alikeOr fails unless graph and twin came out alike.
func alikeOr(t *rapid.T, what string, got, want error) {
	if !alikeErrors(got, want) {
		t.Fatalf("%s: the graph says %v, the twin %v", what, got, want)
	}
}

// sameOr fails unless an amount of the graph is the twin's.
func sameOr(t *rapid.T, what string, got money.Gwei, want *big.Int) {
	if want == nil {
		want = bi(0)
	}
	if bi(int64(got)).Cmp(want) != 0 {
		t.Fatalf("%s is %d in the graph and %s in the twin", what, got, want)
	}
}

func sizes(t *rapid.T, name string) int64 {
	return rapid.OneOf(rapid.Int64Range(1, 40), rapid.Int64Range(1, 1e9)).Draw(t, name)
}

func owner(t *rapid.T) int { return rapid.IntRange(0, 2).Draw(t, "owner") }

func (m *bucketMachine) deposit(t *rapid.T) {
	if m.w.issued.BitLen() > 90 {
		t.Skip("more shares than can be counted are near")
	}
	if rapid.IntRange(0, 9).Draw(t, "cap") == 0 {
		limit := sizes(t, "limit")
		m.w.cap = bi(limit)
		m.g.SetDepositLimit(0, money.Gwei(limit))
	}
	who, x := owner(t), sizes(t, "amount")
	before, _ := m.g.Shares(0, m.holders[who])
	minted, want := m.w.deposit(who, bi(x))
	alikeOr(t, "deposit", m.g.Deposit(m.book, 0, m.holders[who], ledger.Outside, money.Gwei(x)), want)
	after, _ := m.g.Shares(0, m.holders[who])
	if got, _ := after.Sub(before); want == nil && got.String() != minted.String() {
		t.Fatalf("minted %s, in the twin %s", got, minted)
	}
}

// crowded says that the next bucket has more shares than are safe to multiply.
func (m *bucketMachine) crowded() bool { return m.w.bucket(m.w.epoch(m.w.now)+1).issued.BitLen() > 90 }

func (m *bucketMachine) withdraw(t *rapid.T) {
	if m.crowded() {
		t.Skip("more shares than can be counted are near")
	}
	who := owner(t)
	x := sizes(t, "amount")
	if rapid.Bool().Draw(t, "all") {
		x = max(1, toAssets(sharesOf(m.w.shares, who), m.w.active, m.w.issued).Int64()+rapid.Int64Range(-1, 1).Draw(t, "more"))
	}
	want := m.w.withdraw(who, bi(x))
	alikeOr(t, "withdrawal", m.g.Withdraw(m.book, 0, m.holders[who], money.Gwei(x), clock.Time(m.w.now)), want)
}

func (m *bucketMachine) redeem(t *rapid.T) {
	if m.crowded() {
		t.Skip("more shares than can be counted are near")
	}
	who := owner(t)
	have := sharesOf(m.w.shares, who)
	x := quotient(have, bi(rapid.Int64Range(0, 10).Draw(t, "tenths")), bi(10), false)
	x = plus(x, bi(rapid.Int64Range(0, 1).Draw(t, "more")))
	worth, want := m.w.redeem(who, x)
	_, got, err := m.g.Redeem(m.book, 0, m.holders[who], wideOf(x), clock.Time(m.w.now))
	alikeOr(t, "redemption", err, want)
	if err == nil {
		sameOr(t, "redeemed", got, worth)
	}
}

func (m *bucketMachine) claim(t *rapid.T) {
	who, e := owner(t), max(0, m.w.epoch(m.w.now)-rapid.Int64Range(0, 3).Draw(t, "epochs ago"))
	due, want := m.w.claim(who, e)
	got, err := m.g.Claim(m.book, 0, m.holders[who], e, clock.Time(m.w.now))
	alikeOr(t, "claim", err, want)
	if err == nil {
		sameOr(t, "claimed", got, due)
		m.paid[who] = plus(m.paid[who], due)
	}
}

func (m *bucketMachine) pass(t *rapid.T) {
	m.w.now += rapid.OneOf(rapid.Int64Range(1, 3), rapid.Int64Range(1, 150)).Draw(t, "seconds")
	m.g.Pass(m.book, clock.Time(m.w.now))
}

func (m *bucketMachine) setMost(s int, x int64) {
	m.w.most[s] = bi(x)
	if m.w.limits[s].at(m.w.now).Cmp(bi(x)) > 0 {
		m.w.limits[s].write(m.w.now, bi(x))
	}
	m.g.SetMaxLimit(0, int32(s), money.Gwei(x))
}

func (m *bucketMachine) setLimit(t *rapid.T, s int, x int64) {
	var want error
	if bi(x).Cmp(m.w.most[s]) > 0 {
		want = ErrMaxLimit
	} else {
		m.w.limits[s].write(m.w.now, bi(x))
	}
	alikeOr(t, "limit", m.g.SetLimit(0, int32(s), money.Gwei(x)), want)
}

func (m *bucketMachine) setOperator(t *rapid.T, node, s int, x int64) {
	m.w.operators[[2]int{node, s}].write(m.w.now, bi(x))
	m.w.split[[2]int{node, s}].write(m.w.now, bi(x))
	m.g.SetOperatorLimit(int32(node), int32(s), money.Gwei(x))
	alikeOr(t, "shares", m.g.SetOperatorShares(int32(node), int32(s), money.W(uint64(x))), nil)
}

func (m *bucketMachine) limit(t *rapid.T) {
	node, s := rapid.IntRange(0, 1).Draw(t, "node"), rapid.IntRange(0, 1).Draw(t, "service")
	x := rapid.SampledFrom([]int64{0, 7, 1000, 1e8, 1<<63 - 1}).Draw(t, "limit")
	switch rapid.IntRange(0, 2).Draw(t, "which") {
	case 0:
		m.setMost(s, x)
	case 1:
		m.setLimit(t, s, x)
	case 2:
		m.setOperator(t, node, s, x)
	}
}
