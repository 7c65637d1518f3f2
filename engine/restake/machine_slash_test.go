package restake

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

func (m *machine) slash(t *rapid.T) {
	den := rapid.SampledFrom([]int64{1, 2, 3, 10, 997, whole}).Draw(t, "den")
	f := Fault{Operator: rapid.Int32Range(0, 1).Draw(t, "operator"), Service: rapid.Int32Range(0, 2).Draw(t, "service"),
		Fraction: ratio(rapid.Int64Range(1, den).Draw(t, "num"), den), At: max(0, m.now-clock.Time(rapid.SampledFrom([]int{0, 1, 3600, 86400, 500000}).Draw(t, "age")))}
	before, waiting := m.w.lost, len(m.w.cases)
	next := m.g.NextCase()
	shares := m.parts(t)
	struck := m.w.slash(m.now, f)
	lost, err := m.g.Slash(m.book, m.now, f)
	if (err == nil) != struck || int64(lost) != m.w.lost-before {
		t.Fatalf("slashing took %d and gave %v; the twin lost %d, %v", lost, err, m.w.lost-before, struck)
	}
	for range len(m.w.cases) - waiting {
		m.cases = append(m.cases, next)
		next++
	}
	if m.g.NextCase() != next {
		t.Fatalf("the next case is %d, not %d", m.g.NextCase(), next)
	}
	m.alike(t, shares)
}

// owned is what a vault holds, and the worth of each owner of it.
type owned struct {
	active money.Gwei
	worth  []money.Gwei
}

func (m *machine) parts(t *rapid.T) (out [2]owned) {
	for v := range out {
		out[v].active, _ = m.g.Held(m.book, int32(v))
		out[v].worth = m.worth(t, int32(v))
	}
	return out
}

// alike checks that a slash took the same part from every owner, to a unit of rounding
// before and after it. The virtual units bear their part too; an owner who was worth
// all that is there may have lost less by them.
func (m *machine) alike(t *rapid.T, before [2]owned) {
	for v, after := range m.parts(t) {
		virtual := int64(m.w.p.Virtual)
		for i, was := range before[v].worth {
			want := divided(int64(was), int64(after.active)+virtual, int64(before[v].active)+virtual, false)
			low, high := min(want-1, int64(after.active)), want+2
			if is := int64(after.worth[i]); is < low || (is > high && was < before[v].active) {
				t.Fatalf("owner %d of vault %d fell from %d to %d, while %d fell to %d", i, v, was, is, before[v].active, after.active)
			}
		}
	}
}

func (m *machine) veto(t *rapid.T) {
	if len(m.cases) == 0 {
		t.Skip("no case")
	}
	i := rapid.IntRange(0, len(m.cases)-1).Draw(t, "case")
	if err := m.g.Cancel(m.cases[i]); err != nil {
		t.Fatal(err)
	}
	if err := m.g.Cancel(m.cases[i]); err == nil {
		t.Fatal("a case was vetoed twice")
	}
	m.cases = slices.Delete(m.cases, i, i+1)
	m.w.cases = slices.Delete(m.w.cases, i, i+1)
}

// settle lets time pass, at most a fortnight, and everything due happen.
func (m *machine) settle(t *rapid.T) {
	m.now = m.now.Add(clock.Span(rapid.SampledFrom([]int64{0, 1, 3600, 86_399, 86_400, 172_800, 604_800, 777_600, 1_209_600}).Draw(t, "seconds")))
	before := []money.Gwei{m.paid(0), m.paid(1)}
	if err := m.g.Settle(m.book, m.now); err != nil {
		t.Fatal(err)
	}
	for v := range m.w.vaults {
		assets, requests := m.w.vaults[v].due(m.now)
		rest := assets - int64(m.paid(int32(v))-before[v])
		if rest < 0 || rest > requests { // each claim is rounded down by less than a unit
			t.Fatalf("of %d due to %d requests %d were left in vault %d", assets, requests, rest, v)
		}
	}
	m.w.settlePromises(m.now)
	var open []int64
	for i, s := range m.w.cases {
		if s.ready > m.now {
			open = append(open, m.cases[i])
		}
	}
	m.cases = open
	m.w.executeDue(m.now)
}

// paid is what the owners of a vault have received.
func (m *machine) paid(v int32) (sum money.Gwei) {
	for _, a := range m.wallets[v] {
		sum += m.book.Balance(a, testETH)
	}
	return sum
}

// check compares every pool and promise with the twin's, and the whole with what was
// brought.
func (m *machine) check(t *rapid.T) {
	if err := m.book.Recount(); err != nil {
		t.Fatal(err)
	}
	if err := m.g.Recheck(m.book); err != nil {
		t.Fatal(err)
	}
	burned := m.book.Balance(ledger.Burn, testETH) + m.book.Balance(m.g.holding, testETH)
	if int64(burned) != m.w.lost || int64(m.g.Lost()) != m.w.lost || m.g.OpenCases() != len(m.w.cases) {
		t.Fatalf("burned %d, lost %d, twin %d; %d cases, twin %d", burned, m.g.Lost(), m.w.lost, m.g.OpenCases(), len(m.w.cases))
	}
	there := burned
	for v := range m.w.vaults {
		active, queued := m.g.Held(m.book, int32(v))
		there += active + queued + m.paid(int32(v))
		m.checkVault(t, int32(v), active)
	}
	if there != m.brought[0]+m.brought[1] {
		t.Fatalf("%d of %d are there", there, m.brought[0]+m.brought[1])
	}
	m.checkNodes(t)
}

func (m *machine) checkVault(t *rapid.T, i int32, active money.Gwei) {
	v, w := &m.g.vaults[i], &m.w.vaults[i]
	claimed := make([]money.Gwei, v.tranches.len())
	for j := range v.claims.len() {
		c := v.claims.at(j)
		claimed[c.number-v.popped] += c.value
	}
	if int64(active) != w.active || v.tranches.len() != len(w.tranches) {
		t.Fatalf("vault %d: active %d in the graph, %d in the twin; %d tranches, %d", i, active, w.active, v.tranches.len(), len(w.tranches))
	}
	for j, x := range w.tranches {
		if y := v.tranches.at(j); int64(y.assets) != x.assets || y.ready != x.ready || y.until != x.until {
			t.Fatalf("vault %d, tranche %d: %+v in the graph, %+v in the twin", i, j, *y, x)
		}
		if int64(claimed[j]) > x.assets {
			t.Fatalf("vault %d, tranche %d: claims of %d on %d", i, j, claimed[j], x.assets)
		}
	}
}

// checkNodes compares promises and what each service can slash now.
func (m *machine) checkNodes(t *rapid.T) {
	var x Exposure
	if err := m.g.FillExposure(m.book, &x, func(ledger.Asset) float64 { return 1 }); err != nil {
		t.Fatal(err)
	}
	for i := range m.w.nodes {
		w, v := &m.w.nodes[i], &m.g.nodes[i]
		if w.mag != v.magnitude || len(w.promised) != int(v.count) || int64(x.Nodes[i].Stake) != m.w.stake(w) {
			t.Fatalf("node %d: %+v with stake %d in the graph, %+v with %d in the twin", i, *v, x.Nodes[i].Stake, *w, m.w.stake(w))
		}
		sum := money.Gwei(0)
		for j, e := range x.EdgesOf(i) {
			c := &w.promised[j]
			want := m.w.reach(w, c)
			if !m.w.p.Slashes {
				want = 0
			}
			if g := m.g.find(v, c.service); e.Service != c.service || g.share != c.share || g.next != c.next || int64(e.Slashable) != want {
				t.Fatalf("node %d, service %d: %+v and %d in the graph, %+v and %d in the twin", i, c.service, *g, e.Slashable, *c, want)
			}
			sum += e.Slashable
		}
		if m.w.p.Overlap == Disjoint && sum > x.Nodes[i].Stake {
			t.Fatalf("node %d: %d of %d can be slashed, although nothing is promised twice", i, sum, x.Nodes[i].Stake)
		}
	}
}
