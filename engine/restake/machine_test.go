package restake

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// machine drives a graph and its twin through the same random life.
type machine struct {
	book    *ledger.Book
	g       *Graph
	w       twin
	now     clock.Time
	owners  [][]Holder         // by vault
	wallets [][]ledger.Account // of each owner of each vault
	brought []money.Gwei       // by vault
	cases   []int64            // open cases, as the graph numbers them
}

// Two operators share vault 0, the second has vault 1 alone; three services.
func machineNetwork() *Network {
	n := &Network{Unit: money.ETH, Operators: []NetworkOperator{{"o0", ratio(0, 1)}, {"o1", ratio(0, 1)}},
		Vaults: []NetworkVault{{"v0", "ETH"}, {"v1", "ETH"}}, Nodes: []NetworkNode{{0, 0, 60}, {1, 0, 41}, {1, 1, 7}},
		Edges: []NetworkEdge{{0, 0, 20}, {1, 0, 41}, {2, 0, 3}}}
	for _, name := range []string{"A", "B", "C"} {
		n.Services = append(n.Services, NetworkService{name, 0, ratio(1, 1), ratio(1, 1)})
	}
	return n
}

// anyPlatform is a known platform or settings that none has. Redemptions that stay in
// the pool, stake that is captured and scaled accounts have machines of their own, which
// know shares, pasts and factors.
func anyPlatform(t *rapid.T) Platform {
	if rapid.Bool().Draw(t, "known") {
		p := rapid.SampledFrom(Platforms()).Draw(t, "platform")
		if p.Tranche != UntilTaken && p.Basis != Capture {
			p.Accounts, p.Virtual = Pooled, max(1, p.Virtual)
			return p
		}
	}
	span := func(name string, days ...int) clock.Span {
		return clock.Span(rapid.SampledFrom(days).Draw(t, name)) * day
	}
	return Platform{
		Name: "drawn", Overlap: rapid.SampledFrom([]Overlap{Disjoint, Capped, Shared}).Draw(t, "overlap"),
		Fixing:  rapid.SampledFrom([]Fixing{AtExecution, AtRequest}).Draw(t, "fixing"),
		Tranche: rapid.SampledFrom([]TrancheRule{Never, UntilReady, UntilEpoch}).Draw(t, "tranche"), Slashes: true,
		Split: rapid.SampledFrom([]Split{EachDown, LastRest}).Draw(t, "split"), Virtual: rapid.SampledFrom([]uint64{1, 1000}).Draw(t, "virtual"),
		Veto: span("veto", 0, 2, 3), Pause: span("pause", 0, 2), Lapse: span("lapse", 0, 7), Withdrawal: span("withdrawal", 1, 7, 14),
		Allocation: span("allocation", 0, 9), Deallocation: span("deallocation", 0, 9), Hold: span("hold", 0, 7),
	}
}

func newMachine(t *rapid.T) *machine {
	p := anyPlatform(t)
	n := machineNetwork()
	m := &machine{book: ledger.New(testAssets(), 32), w: twin{p: p, vaults: make([]twinVault, 2)}, brought: make([]money.Gwei, 2)}
	g, err := NewGraph(m.book, n, GraphParams{Platform: p, ETH: testETH, AssetOf: testAssetOf})
	if err != nil {
		t.Fatal(err)
	}
	m.g = g
	m.w.nodes = []twinNode{{operator: 0, vault: 0, num: 60, den: 101}, {operator: 1, vault: 0, num: 41, den: 101}, {operator: 1, vault: 1, num: 7, den: 7}}
	for i, part := range [][2]int64{{20, 60}, {41, 41}, {3, 7}} {
		c := twinPromise{share: whole, at: never, asked: -1 << 60, limit: part[0]}
		if p.Overlap == Disjoint {
			c.share = divided(part[0], whole, part[1], false)
		}
		c.next = c.share
		m.w.nodes[i].mag, m.w.nodes[i].promised = whole, []twinPromise{c}
	}
	for v := range int32(2) {
		var hs []Holder
		var ws []ledger.Account
		for i := range 3 {
			a := m.book.Open(fmt.Sprintf("owner %d of %d", i, v), 1)
			hs, ws = append(hs, g.Join(v, a, a)), append(ws, a)
		}
		m.owners, m.wallets = append(m.owners, hs), append(m.wallets, ws)
	}
	return m
}

// Nothing that operators, owners and services do loses or makes a unit, breaks an
// invariant, or differs from the twin.
func TestGraphAgainstItsTwin(t *testing.T) {
	rounds := 10
	if testing.Short() {
		rounds = 1
	}
	for i := range rounds {
		t.Run(fmt.Sprintf("round %d", i), rapid.MakeCheck(liveAlongsideTwin))
	}
}

func liveAlongsideTwin(t *rapid.T) {
	m := newMachine(t)
	t.Repeat(map[string]func(*rapid.T){
		"":             m.check,
		"deposit":      m.deposit,
		"deposit more": m.deposit,
		"leave":        m.leave,
		"leave too":    m.leave,
		"opt in":       m.optIn,
		"opt out":      m.optOut,
		"slash":        m.slash,
		"slash again":  m.slash,
		"veto":         m.veto,
		"settle":       m.settle,
		"settle later": m.settle,
	})
}

// pick draws a vault, one of its owners, and an amount of any size.
func (m *machine) pick(t *rapid.T) (v int32, i int, amount money.Gwei) {
	v = rapid.Int32Range(0, 1).Draw(t, "vault")
	i = rapid.IntRange(0, 2).Draw(t, "owner")
	return v, i, money.Gwei(rapid.OneOf(rapid.Int64Range(1, 50), rapid.Int64Range(1, 1e15)).Draw(t, "amount"))
}

func (m *machine) deposit(t *rapid.T) {
	v, i, amount := m.pick(t)
	others := m.worth(t, v)
	wiped := m.w.vaults[v].active == 0 && !m.g.vaults[v].stake.shares.IsZero()
	err := m.g.Deposit(m.book, v, m.owners[v][i], ledger.Outside, amount)
	if (err != nil) != wiped || (wiped && !errors.Is(err, ErrWiped)) {
		t.Fatalf("depositing %d into %d gave %v", amount, m.w.vaults[v].active, err)
	}
	if err == nil {
		m.w.vaults[v].active += int64(amount)
		m.brought[v] += amount
	}
	m.spared(t, v, i, others)
}

func (m *machine) leave(t *rapid.T) {
	v, i, amount := m.pick(t)
	others := m.worth(t, v)
	if rapid.Bool().Draw(t, "all") {
		amount = max(1, others[i])
	}
	err := m.g.RequestExit(m.book, v, m.owners[v][i], amount, m.now)
	if (err == nil) != (amount <= others[i]) || (err != nil && !errors.Is(err, ErrShares)) {
		t.Fatalf("asking for %d of %d gave %v", amount, others[i], err)
	}
	if err == nil {
		m.w.exit(v, amount, m.now)
	}
	m.spared(t, v, i, others)
}

// worth is what the active stake of each owner of a vault is worth.
func (m *machine) worth(t *rapid.T, v int32) (out []money.Gwei) {
	for _, h := range m.owners[v] {
		active, _, err := m.g.Value(m.book, v, h)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, active)
	}
	return out
}

// spared checks that what one owner did took nothing from the others beyond the
// virtual units, which lend their value to shares that were slashed.
func (m *machine) spared(t *rapid.T, v int32, who int, before []money.Gwei) {
	for i, after := range m.worth(t, v) {
		if i != who && after < before[i]-money.Gwei(m.w.p.Virtual) {
			t.Fatalf("owner %d of vault %d fell from %d to %d", i, v, before[i], after)
		}
	}
}

func (m *machine) optIn(t *rapid.T) {
	o, s := rapid.Int32Range(0, 1).Draw(t, "operator"), rapid.Int32Range(0, 2).Draw(t, "service")
	den := rapid.Int64Range(1, 7).Draw(t, "den")
	share := ratio(rapid.Int64Range(1, den).Draw(t, "num"), den)
	want := divided(whole, share.Num, share.Den, false)
	fits := true
	for i := range m.w.nodes {
		n := &m.w.nodes[i]
		if n.operator == o && (n.promise(s) != nil || (m.w.p.Overlap == Disjoint && want > n.mag-n.committed())) {
			fits = false
		}
	}
	if err := m.g.OptIn(m.now, o, s, share); (err == nil) != fits {
		t.Fatalf("opting in gave %v", err)
	}
	for i := range m.w.nodes {
		if n := &m.w.nodes[i]; fits && n.operator == o {
			c := twinPromise{service: s, next: want, at: m.now.Add(m.w.p.Allocation), asked: -1 << 60, limit: 1<<63 - 1}
			if m.w.p.Allocation == 0 {
				c.share, c.at = want, never
			}
			n.promised = append(n.promised, c)
		}
	}
}

func (m *machine) optOut(t *rapid.T) {
	o, s := rapid.Int32Range(0, 1).Draw(t, "operator"), rapid.Int32Range(0, 2).Draw(t, "service")
	serves, free := false, true
	for i := range m.w.nodes {
		if c := m.w.nodes[i].promise(s); m.w.nodes[i].operator == o && c != nil {
			serves = serves || c.next > 0
			free = free && c.at == never
		}
	}
	if err := m.g.OptOut(m.now, o, s); (err == nil) != (serves && free) {
		t.Fatalf("opting out gave %v", err)
	}
	for i := range m.w.nodes {
		if c := m.w.nodes[i].promise(s); serves && free && m.w.nodes[i].operator == o && c != nil {
			c.next, c.at = 0, m.now.Add(m.w.p.Deallocation)
		}
	}
}
