package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Fault is what a service holds against an operator.
type Fault struct {
	Operator, Service int32
	Fraction          money.Ratio // of what the service can take, in (0, 1]
	At                clock.Time  // when it happened; basis of platforms that capture
	Attack            int32       // the attack that it was part of, counted from 1; 0: a fault of nobody's design
}

// Slash punishes a fault on every node by which the operator backs the service.
// Where the platform has no window it is carried out at once and lost is the sum
// taken, in units of the vaults' assets; otherwise cases are opened, lost is 0
// and Settle carries them out unless Cancel comes first.
func (g *Graph) Slash(b *ledger.Book, now clock.Time, f Fault) (lost money.Gwei, err error) {
	if f.Fraction.Num <= 0 || f.Fraction.Num > f.Fraction.Den {
		return 0, ErrFraction
	}
	refusal, struck := ErrNotServing, false
	for i := g.nodeStart[f.Operator]; i < g.nodeStart[f.Operator+1]; i++ {
		v := &g.nodes[i]
		c := g.find(v, f.Service)
		if c == nil || c.share == 0 {
			continue
		}
		if err := g.admit(v, c, now, f); err != nil {
			refusal = err
			continue
		}
		struck = true
		taken, err := g.request(b, v, c, now, f)
		if err != nil {
			return lost, err
		}
		lost += taken
	}
	if !struck {
		return 0, refusal
	}
	return lost, nil
}

// Reaches says whether the service has a commitment of the operator that it could
// slash now, whatever the platform's gate says.
func (g *Graph) Reaches(service, operator int32) bool {
	for i := g.nodeStart[operator]; i < g.nodeStart[operator+1]; i++ {
		if c := g.find(&g.nodes[i], service); c != nil && c.share > 0 {
			return true
		}
	}
	return false
}

// admit checks the gate: whether the platform slashes, the pause between two
// requests, the age of the fault.
func (g *Graph) admit(v *node, c *commitment, now clock.Time, f Fault) error {
	p := &g.vaults[v.vault].platform
	switch {
	case !p.Slashes:
		return ErrNotSlashable
	case p.Pause > 0 && now.Sub(c.asked) < p.Pause:
		return ErrCooldown
	case p.Lapse > 0 && now.Add(p.Veto).Sub(f.At) > p.Lapse:
		return ErrLapsed
	}
	return nil
}

// request opens a case, and closes it at once where there is no window.
func (g *Graph) request(b *ledger.Book, v *node, c *commitment, now clock.Time, f Fault) (money.Gwei, error) {
	p := &g.vaults[v.vault].platform
	reach := g.reach(v, c, g.stake(b, v))
	asked, err := f.Fraction.Of(reach, money.Down)
	if err != nil {
		return 0, err
	}
	c.asked = now
	open := slashCase{node: g.nodeIndex(v), fault: f, basis: reach, asked: asked, taken: c.taken, ready: now.Add(p.Veto)}
	if p.Veto == 0 {
		return g.execute(b, now, &open)
	}
	g.cases.open(open)
	return 0, nil
}

func (g *Graph) nodeIndex(v *node) int32 {
	for i := g.nodeStart[v.operator]; i < g.nodeStart[v.operator+1]; i++ {
		if &g.nodes[i] == v {
			return i
		}
	}
	return -1
}

// execute takes what a case is still worth. A commitment that ended meanwhile is
// worth nothing; one that was slashed for a later fault first, only the rest of
// what was captured.
func (g *Graph) execute(b *ledger.Book, now clock.Time, s *slashCase) (money.Gwei, error) {
	v := &g.nodes[s.node]
	c := g.find(v, s.fault.Service)
	if c == nil || c.share == 0 {
		return 0, nil
	}
	pool := &g.vaults[v.vault]
	k, magnitude, err := g.size(b, pool, v, c, s)
	if err != nil {
		return 0, err
	}
	bought := g.bailFor(s.fault.Attack)
	if err := g.value(b, pool, bought); err != nil {
		return 0, err
	}
	taken, err := pool.lose(b, now, k, g.sinkFor(pool))
	if err != nil {
		return 0, err
	}
	if err := g.compensate(b, pool, taken, bought); err != nil {
		return 0, err
	}
	if pool.platform.Overlap == Disjoint {
		err = shrink(v, c, magnitude, s.fault.Fraction)
	}
	c.taken += max(taken, k.amount) // what the service believes it took, even where the pool held less
	g.lost += taken
	pool.lost[min(s.fault.Attack, Attacks)] += taken
	g.hold(pool, taken, now)
	return taken, err
}

// size turns a case into a cut of the vault and, where commitments are
// disjoint, into the magnitude that it consumes.
func (g *Graph) size(b *ledger.Book, pool *vault, v *node, c *commitment, s *slashCase) (cut, int64, error) {
	k := cut{capture: s.fault.At}
	if pool.platform.Overlap == Disjoint {
		x, err := money.MulDiv(c.share, s.fault.Fraction.Num, s.fault.Fraction.Den, money.Up)
		if err != nil || v.magnitude == 0 {
			return k, 0, err
		}
		k.num, k.den = x, v.magnitude
		if v.num != v.den {
			k.num, err = money.MulDiv(x, v.num, v.den, money.Up)
		}
		return k, x, err
	}
	return k, 0, g.amount(b, pool, v, c, s, &k)
}

// amount sizes a cut by value: what was earmarked, bounded by what the capture
// still guarantees; or the fraction of what can be reached now.
func (g *Graph) amount(b *ledger.Book, pool *vault, v *node, c *commitment, s *slashCase, k *cut) (err error) {
	k.amount = s.asked
	if pool.platform.Fixing == AtExecution {
		k.amount, err = s.fault.Fraction.Of(g.reach(v, c, g.stake(b, v)), money.Down)
	}
	if pool.platform.Basis == Capture {
		k.amount = min(k.amount, max(0, s.basis-(c.taken-s.taken)))
	}
	return err
}

// shrink applies rule 4 of EigenLayer's AllocationManager.slashOperator: the
// commitment and the node's magnitude fall by x for good, so that what other
// services can take stays what it was; a pending decrease shrinks by the same
// fraction, rounded up; a pending increase stays.
func shrink(v *node, c *commitment, x int64, f money.Ratio) error {
	if c.next < c.share {
		pending := c.share - c.next
		p, err := money.MulDiv(pending, f.Num, f.Den, money.Up)
		if err != nil {
			return err
		}
		c.next = max(0, c.share-x-(pending-p))
	} else {
		c.next -= x
	}
	c.share -= x
	v.magnitude -= x
	return nil
}
