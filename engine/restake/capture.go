package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// standing is a service's word on a vault: the most that it may be given there.
type standing struct {
	most   money.Gwei // which no limit exceeds, set by the service
	limit  history[money.Gwei]
	shares history[money.Wide] // of all operators, ByShares only
}

// record is what a service was promised of a node, and what it has slashed of it.
type record struct {
	part    history[money.Wide] // of whole; ByShares: of all operators' shares
	limit   history[money.Gwei]
	slashed history[money.Wide] // so far, as it was accounted for
	latest  clock.Time          // latest capture that it has slashed for
}

// captures are the pasts that platforms with the basis Capture ask for. Records are
// by node and service, standings by vault and service.
type captures struct {
	standings []standing
	records   []record
}

// layCaptures makes room for the pasts if any vault asks for them.
func (g *Graph) layCaptures() {
	if g.captures.records != nil {
		return
	}
	for i := range g.vaults {
		if g.vaults[i].platform.Basis == Capture {
			g.captures.standings = make([]standing, len(g.vaults)*len(g.services))
			g.captures.records = make([]record, len(g.nodes)*len(g.services))
			g.resetCaptures()
			return
		}
	}
}

func (g *Graph) resetCaptures() {
	for i := range g.captures.standings {
		s := &g.captures.standings[i]
		s.most = unlimited
		s.limit.reset()
		s.shares.reset()
		s.limit.set(beforeTime, unlimited, beforeTime)
	}
	for i := range g.captures.records {
		r := &g.captures.records[i]
		r.part.reset()
		r.limit.reset()
		r.slashed.reset()
		r.latest = beforeTime
	}
}

func (g *Graph) standing(vault, service int32) *standing {
	return &g.captures.standings[int(vault)*len(g.services)+int(service)]
}

func (g *Graph) record(node, service int32) *record {
	return &g.captures.records[int(node)*len(g.services)+int(service)]
}

// horizon is the earliest capture that can still be asked about: of a fault that has
// not lapsed, or of an open case, however late it is carried out.
func (g *Graph) horizon(p *Platform, now clock.Time) clock.Time {
	if p.Lapse == 0 {
		return beforeTime
	}
	h := now.Add(-p.Lapse)
	for i := range g.cases.line.len() {
		if c := g.cases.line.at(i); !c.closed {
			h = min(h, c.fault.At)
		}
	}
	return h
}

// Pass lets time pass and does nothing that has become due: for those who carry out
// by hand what Settle does for everybody. What vaults hold at the end of a moment is
// written down when the next one begins.
func (g *Graph) Pass(b *ledger.Book, now clock.Time) {
	if now <= g.now {
		return
	}
	for i := range g.vaults {
		if v := &g.vaults[i]; v.platform.Basis == Capture {
			v.past.set(g.now, b.Balance(v.active, v.asset), g.horizon(&v.platform, g.now))
		}
	}
	g.now = now
}

// activeAt is a vault's active stake at a time.
func (g *Graph) activeAt(b *ledger.Book, v *vault, t clock.Time) money.Gwei {
	if t >= g.now {
		return b.Balance(v.active, v.asset)
	}
	return v.past.at(t)
}

// promise writes down what a service is promised of a node from now on.
func (g *Graph) promise(node int32, c *commitment) {
	v := &g.nodes[node]
	p := &g.vaults[v.vault].platform
	if p.Basis != Capture {
		return
	}
	r := g.record(node, c.service)
	r.limit.set(g.now, c.limit, g.horizon(p, g.now))
	g.setPart(node, c.service, money.W(uint64(c.share)))
}

// setPart writes a part, or shares, and with it the sum over the vault's operators,
// which fits because each is below 2^96.
func (g *Graph) setPart(node, service int32, part money.Wide) {
	v := &g.nodes[node]
	h := g.horizon(&g.vaults[v.vault].platform, g.now)
	r, s := g.record(node, service), g.standing(v.vault, service)
	sum, _ := s.shares.last().Sub(r.part.last())
	sum, _ = sum.Add(part)
	r.part.set(g.now, part, h)
	s.shares.set(g.now, sum, h)
}

// stakeAt is what a service was promised of a node at a time (the delegators'
// stakeAt). Values written later, at whatever time, change nothing of it.
func (g *Graph) stakeAt(b *ledger.Book, node, service int32, t clock.Time) (money.Gwei, error) {
	v := &g.nodes[node]
	pool := &g.vaults[v.vault]
	r, s := g.record(node, service), g.standing(v.vault, service)
	stake, of, out := g.activeAt(b, pool, t), r.part.at(t), money.W(uint64(whole))
	switch pool.platform.Delegator {
	case ByPart:
		p, err := part(stake, v.num, v.den)
		if err != nil {
			return 0, err
		}
		stake = min(p, r.limit.at(t))
	case Full:
		stake = min(stake, r.limit.at(t))
	case ByShares:
		out = s.shares.at(t)
	case Single:
		if node != pool.first {
			return 0, nil
		}
	}
	stake = min(stake, s.limit.at(t))
	switch out {
	case money.Wide{}:
		return 0, nil
	case of:
		return stake, nil
	}
	w, err := money.MulDivWide(of, money.W(uint64(stake)), out, money.Down)
	if err != nil {
		return 0, err
	}
	x, err := w.Int64()
	return money.Gwei(x), err
}

// promised is what the service of a commitment could take now of a node whose stake is
// given. Where stake is captured that is what a fault of this moment would capture:
// active stake, and nothing of the queue, which pays its part of what is taken.
func (g *Graph) promised(b *ledger.Book, node int32, c *commitment, stake money.Gwei) (money.Gwei, error) {
	if g.vaults[g.nodes[node].vault].platform.Basis == Now {
		return g.reach(&g.nodes[node], c, stake), nil
	}
	return g.stakeAt(b, node, c.service, g.now)
}

// guaranteed is what is left to a service of its stake at a capture: less what it has
// slashed since, and nothing once it has slashed for a later capture
// (BaseSlasher.slashableStake).
func (g *Graph) guaranteed(b *ledger.Book, node, service int32, now, capture clock.Time) (money.Gwei, error) {
	r := g.record(node, service)
	if capture >= now || capture < r.latest {
		return 0, nil
	}
	stake, err := g.stakeAt(b, node, service, capture)
	if err != nil {
		return 0, err
	}
	since, err := r.slashed.last().Sub(r.slashed.at(capture))
	if err != nil || since.Cmp(money.W(uint64(stake))) >= 0 {
		return 0, err
	}
	return stake - money.Gwei(since.Lo), nil
}

// account charges a slash against the guarantee, at what the service believes that it
// took: the vault may have held less.
func (g *Graph) account(node, service int32, now, capture clock.Time, amount money.Gwei) error {
	r := g.record(node, service)
	sum, err := r.slashed.last().Add(money.W(uint64(amount)))
	if err != nil {
		return err
	}
	r.latest = capture
	r.slashed.set(now, sum, g.horizon(&g.vaults[g.nodes[node].vault].platform, now))
	return nil
}
