package restake

import (
	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
)

func (m *bucketMachine) slash(t *rapid.T) {
	node, s := rapid.IntRange(0, 1).Draw(t, "node"), rapid.IntRange(0, 1).Draw(t, "service")
	ago := rapid.OneOf(rapid.Int64Range(0, 6), rapid.Int64Range(0, 101)).Draw(t, "ago")
	capture := m.w.now - ago
	x := rapid.OneOf(rapid.Int64Range(1, 1e9), rapid.Int64Range(0, 20), rapid.Just(int64(1<<62))).Draw(t, "amount")
	left, err := m.g.SlashableOf(m.book, int32(node), int32(s), clock.Time(m.w.now), clock.Time(capture))
	alikeOr(t, "query", err, nil)
	sameOr(t, "slashable", left, m.w.slashable(node, s, capture))
	d := Demand{Node: int32(node), Service: int32(s), Amount: money.Gwei(x), At: clock.Time(capture)}
	asked, want := m.w.ask(node, s, bi(x), capture)
	if m.w.p.Veto == 0 {
		accounted, taken, err := m.g.Strike(m.book, clock.Time(m.w.now), d)
		alikeOr(t, "slash", err, want)
		if err == nil {
			sameOr(t, "accounted", accounted, asked)
			sameOr(t, "taken", taken, m.w.strike(node, s, asked, capture))
		}
		return
	}
	id, amount, err := m.g.Request(m.book, clock.Time(m.w.now), d)
	alikeOr(t, "request", err, want)
	if err != nil {
		return
	}
	sameOr(t, "asked", amount, asked)
	ready := m.w.now
	if m.w.p.Gate != Nobody {
		ready += int64(m.w.p.Veto)
	}
	if int(id) != len(m.w.requests) {
		t.Fatalf("request %d has number %d", len(m.w.requests), id)
	}
	m.w.requests = append(m.w.requests, bucketCase{node, s, capture, asked, ready, false})
}

func (m *bucketMachine) request(t *rapid.T) int {
	return max(0, len(m.w.requests)-rapid.IntRange(0, 5).Draw(t, "requests ago"))
}

func (m *bucketMachine) execute(t *rapid.T) {
	id := m.request(t)
	accounted, taken, want := m.w.execute(id)
	a, x, err := m.g.Execute(m.book, clock.Time(m.w.now), int64(id))
	alikeOr(t, "execution", err, want)
	if err == nil {
		sameOr(t, "accounted", a, accounted)
		sameOr(t, "taken", x, taken)
	}
}

func (m *bucketMachine) veto(t *rapid.T) {
	id := m.request(t)
	alikeOr(t, "veto", m.g.Cancel(int64(id)), m.w.veto(id))
}

// check compares everything that can be seen, and so finds also what a refusal has
// changed, which changes nothing of the twin.
func (m *bucketMachine) check(t *rapid.T) {
	if err := m.book.Recount(); err != nil {
		t.Fatal(err)
	}
	if err := m.g.Recheck(m.book); err != nil {
		t.Fatal(err)
	}
	active, queued := m.g.Held(m.book, 0)
	sameOr(t, "active stake", active, m.w.active)
	sameOr(t, "burned", m.g.Lost(), m.w.burned)
	if m.w.burned.Cmp(m.w.accounted) > 0 {
		t.Fatalf("%s were taken and %s accounted for", m.w.burned, m.w.accounted)
	}
	waiting := bi(0)
	for e, b := range m.w.buckets {
		assets, shares := m.g.Bucket(0, e)
		sameOr(t, "bucket", assets, b.assets)
		if shares.String() != b.issued.String() {
			t.Fatalf("bucket %d has %s shares, in the twin %s", e, shares, b.issued)
		}
		waiting.Add(waiting, b.assets)
	}
	for i, h := range m.holders {
		value, _, err := m.g.Value(m.book, 0, h)
		alikeOr(t, "value", err, nil)
		sameOr(t, "balance", value, toAssets(sharesOf(m.w.shares, i), m.w.active, m.w.issued))
		sameOr(t, "paid", m.book.Balance(m.wallets[i], testETH), m.paid[i])
		waiting.Sub(waiting, m.paid[i])
	}
	sameOr(t, "queue", queued, waiting)
	for node := range 2 {
		for s := range 2 {
			x, err := m.g.StakeOf(m.book, int32(node), int32(s))
			alikeOr(t, "stake", err, nil)
			sameOr(t, "stake", x, m.w.stakeAt(node, s, m.w.now))
		}
	}
}
