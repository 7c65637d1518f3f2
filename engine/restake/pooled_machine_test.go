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

// pooledTwin is a vault whose redemptions stay in the pool, in big integers.
type pooledTwin struct {
	now            int64
	assets, issued *big.Int
	shares         map[int]*big.Int
	redemptions    []pooledExit
	cases          []pooledCase
	asked          [2]int64 // by service: its last request
	burned         *big.Int
}

type pooledExit struct {
	who    int
	shares *big.Int
	ready  int64
	done   bool
}

type pooledCase struct {
	earmark *big.Int
	ready   int64
	over    bool
}

// pooledMachine drives such a vault, its services capped at 100 and 30 %, and its twin.
type pooledMachine struct {
	p       Platform
	book    *ledger.Book
	g       *Graph
	w       pooledTwin
	holders [3]Holder
	wallets [3]ledger.Account
	paid    [3]*big.Int
	caps    [2]*big.Int
}

func newPooledMachine(t *rapid.T) *pooledMachine {
	p, _ := PlatformAt("karak", Date(2024, 10, 1))
	n := &Network{Unit: money.ETH, Operators: []NetworkOperator{{"o", ratio(0, 1)}}, Vaults: []NetworkVault{{"v", "ETH"}}, Nodes: []NetworkNode{{0, 0, 1}},
		Services: []NetworkService{{"D", 0, ratio(1, 1), ratio(1, 1)}, {"Q", 0, ratio(1, 1), ratio(1, 1)}}, Edges: []NetworkEdge{{0, 0, 1}, {0, 1, 1}}}
	m := &pooledMachine{p: p, book: ledger.New(testAssets(), 32)}
	m.w = pooledTwin{assets: bi(0), issued: bi(0), shares: map[int]*big.Int{}, asked: [2]int64{-1 << 60, -1 << 60}, burned: bi(0)}
	g, err := NewGraph(m.book, n, GraphParams{Platform: p, ETH: testETH, AssetOf: testAssetOf})
	if err != nil {
		t.Fatal(err)
	}
	m.g = g
	for i, percent := range []uint64{100, 30} {
		g.SetSlashCap(int32(i), money.Mul64(percent, uint64(whole)))
		m.caps[i] = new(big.Int).Mul(bi(int64(percent)), bi(whole))
	}
	for i := range m.holders {
		m.wallets[i] = m.book.Open(fmt.Sprint("owner ", i), 1)
		m.holders[i], m.paid[i] = g.Join(0, m.wallets[i], m.wallets[i]), bi(0)
	}
	return m
}

// Nothing that owners, services and committees do makes the pool differ from its twin.
func TestPooledVaultAgainstItsTwin(t *testing.T) {
	for i := range 8 {
		t.Run(fmt.Sprintf("round %d", i), rapid.MakeCheck(func(t *rapid.T) {
			m := newPooledMachine(t)
			t.Repeat(map[string]func(*rapid.T){
				"": m.check, "deposit": m.deposit, "redeem": m.redeem, "finish": m.finish, "settle": m.settle,
				"pass": m.pass, "request": m.request, "execute": m.execute, "cancel": m.cancel,
			})
		}))
	}
}

func (m *pooledMachine) deposit(t *rapid.T) {
	if m.w.issued.BitLen() > 90 {
		t.Skip("more shares than can be counted are near")
	}
	who, x := owner(t), sizes(t, "amount")
	minted := toShares(bi(x), m.w.assets, m.w.issued, false)
	alikeOr(t, "deposit", m.g.Deposit(m.book, 0, m.holders[who], ledger.Outside, money.Gwei(x)), nil)
	m.w.assets, m.w.issued = plus(m.w.assets, bi(x)), plus(m.w.issued, minted)
	m.w.shares[who] = plus(sharesOf(m.w.shares, who), minted)
}

func (m *pooledMachine) redeem(t *rapid.T) {
	who := owner(t)
	have := sharesOf(m.w.shares, who)
	x := plus(quotient(have, bi(rapid.Int64Range(0, 10).Draw(t, "tenths")), bi(10), false), bi(rapid.Int64Range(0, 1).Draw(t, "more")))
	var want error
	switch {
	case x.Cmp(have) > 0:
		want = ErrShares
	case x.Sign() == 0:
		want = ErrAmount
	}
	id, worth, err := m.g.Redeem(m.book, 0, m.holders[who], wideOf(x), clock.Time(m.w.now))
	alikeOr(t, "redemption", err, want)
	if err != nil {
		return
	}
	sameOr(t, "worth", worth, toAssets(x, m.w.assets, m.w.issued))
	if int(id) != len(m.w.redemptions) {
		t.Fatalf("redemption %d has number %d", len(m.w.redemptions), id)
	}
	m.w.shares[who] = minus(have, x)
	m.w.redemptions = append(m.w.redemptions, pooledExit{who, x, m.w.now + int64(m.p.Withdrawal), false})
}

// wideOf is a number of at most 128 bits.
func wideOf(x *big.Int) money.Wide {
	lo := new(big.Int).And(x, new(big.Int).SetUint64(1<<64-1)).Uint64()
	return money.Wide{Hi: new(big.Int).Rsh(x, 64).Uint64(), Lo: lo}
}

// pay ends a redemption of the twin.
func (m *pooledMachine) pay(r *pooledExit) *big.Int {
	due := toAssets(r.shares, m.w.assets, m.w.issued)
	m.w.assets, m.w.issued = minus(m.w.assets, due), minus(m.w.issued, r.shares)
	r.shares, r.done = bi(0), true
	m.paid[r.who] = plus(m.paid[r.who], due)
	return due
}

func (m *pooledMachine) finish(t *rapid.T) {
	id := max(0, len(m.w.redemptions)-rapid.IntRange(0, 4).Draw(t, "redemptions ago"))
	got, err := m.g.Finish(m.book, 0, int64(id), clock.Time(m.w.now))
	switch {
	case id >= len(m.w.redemptions) || m.w.redemptions[id].done:
		alikeOr(t, "finishing", err, ErrNoExit)
	case m.w.now < m.w.redemptions[id].ready:
		alikeOr(t, "finishing", err, ErrNotReady)
	default:
		alikeOr(t, "finishing", err, nil)
		sameOr(t, "finished", got, m.pay(&m.w.redemptions[id]))
	}
}

// settle does by itself what others may do: redemptions, then slashes, in order.
func (m *pooledMachine) settle(t *rapid.T) {
	alikeOr(t, "settlement", m.g.Settle(m.book, clock.Time(m.w.now)), nil)
	for i := range m.w.redemptions {
		if r := &m.w.redemptions[i]; !r.done && r.ready <= m.w.now {
			m.pay(r)
		}
	}
	for i := range m.w.cases {
		if c := &m.w.cases[i]; !c.over && c.ready <= m.w.now {
			m.take(c)
		}
	}
}

func (m *pooledMachine) take(c *pooledCase) *big.Int {
	taken := least(c.earmark, m.w.assets)
	m.w.assets, m.w.burned, c.over = minus(m.w.assets, taken), plus(m.w.burned, taken), true
	return taken
}

func (m *pooledMachine) pass(t *rapid.T) {
	m.w.now += rapid.SampledFrom([]int64{1, 3600, 86_400, 172_799, 172_800, 777_599, 777_600}).Draw(t, "seconds")
	m.g.Pass(m.book, clock.Time(m.w.now))
}

func (m *pooledMachine) request(t *rapid.T) {
	s := rapid.IntRange(0, 1).Draw(t, "service")
	percent := new(big.Int).Mul(bi(rapid.Int64Range(0, 110).Draw(t, "percent")), bi(whole))
	percent = plus(percent, bi(rapid.Int64Range(0, whole).Draw(t, "and")))
	var want error
	switch {
	case m.w.now-m.w.asked[s] < int64(m.p.Pause):
		want = ErrCooldown
	case percent.Cmp(m.caps[s]) > 0:
		want = ErrSlashCap
	}
	id, earmark, err := m.g.Request(m.book, clock.Time(m.w.now), Demand{Service: int32(s), Percent: wideOf(percent), At: clock.Time(m.w.now)})
	alikeOr(t, "request", err, want)
	if err != nil {
		return
	}
	x := quotient(percent, m.w.assets, new(big.Int).Mul(bi(100), bi(whole)), false)
	sameOr(t, "earmark", earmark, x)
	if int(id) != len(m.w.cases) {
		t.Fatalf("request %d has number %d", len(m.w.cases), id)
	}
	m.w.asked[s] = m.w.now
	m.w.cases = append(m.w.cases, pooledCase{x, m.w.now + int64(m.p.Veto), false})
}

// anyCase is a recent case, or one that does not exist.
func (m *pooledMachine) anyCase(t *rapid.T) int {
	return max(0, len(m.w.cases)-rapid.IntRange(0, 4).Draw(t, "cases ago"))
}

func (m *pooledMachine) execute(t *rapid.T) {
	id := m.anyCase(t)
	accounted, taken, err := m.g.Execute(m.book, clock.Time(m.w.now), int64(id))
	switch {
	case id >= len(m.w.cases) || m.w.cases[id].over:
		alikeOr(t, "execution", err, ErrCase)
	case m.w.now < m.w.cases[id].ready:
		alikeOr(t, "execution", err, ErrEarly)
	default:
		alikeOr(t, "execution", err, nil)
		sameOr(t, "taken", taken, m.take(&m.w.cases[id]))
		if taken > accounted {
			t.Fatalf("%d taken of %d", taken, accounted)
		}
	}
}

func (m *pooledMachine) cancel(t *rapid.T) {
	id := m.anyCase(t)
	err := m.g.Cancel(int64(id))
	if id >= len(m.w.cases) || m.w.cases[id].over {
		alikeOr(t, "cancellation", err, ErrCase)
		return
	}
	alikeOr(t, "cancellation", err, nil)
	m.w.cases[id].over = true
}

func (m *pooledMachine) check(t *rapid.T) {
	if err := m.book.Recount(); err != nil {
		t.Fatal(err)
	}
	if err := m.g.Recheck(m.book); err != nil {
		t.Fatal(err)
	}
	active, queued := m.g.Held(m.book, 0)
	sameOr(t, "assets", active+queued, m.w.assets)
	sameOr(t, "burned", m.g.Lost(), m.w.burned)
	if _, issued := m.g.Shares(0, 0); issued.String() != m.w.issued.String() {
		t.Fatalf("%s shares, in the twin %s", issued, m.w.issued)
	}
	for i, h := range m.holders {
		value, _, err := m.g.Value(m.book, 0, h)
		alikeOr(t, "value", err, nil)
		sameOr(t, "value", value, toAssets(sharesOf(m.w.shares, i), m.w.assets, m.w.issued))
		sameOr(t, "paid", m.book.Balance(m.wallets[i], testETH), m.paid[i])
	}
	for id, r := range m.w.redemptions {
		x, err := m.g.Redeeming(m.book, 0, int64(id))
		alikeOr(t, "redemption", err, nil)
		sameOr(t, "redemption", x, toAssets(r.shares, m.w.assets, m.w.issued))
	}
}
