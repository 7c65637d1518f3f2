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
	g.Pass(b, now)
	g.struck = Slashed{}
	refusal, struck := ErrNotServing, false
	num, den := money.W(uint64(f.Fraction.Num)), money.W(uint64(f.Fraction.Den))
	for i := g.nodeStart[f.Operator]; i < g.nodeStart[f.Operator+1]; i++ {
		v, f := &g.nodes[i], f
		if g.vaults[v.vault].platform.Basis == Capture {
			f.At = min(f.At, now-1) // only what was there before this moment is captured
		}
		reach, err := g.admit(b, v, i, now, f, num, den)
		if err != nil {
			refusal = worse(refusal, err)
			continue
		}
		struck = true
		taken, err := g.request(b, v, i, now, f, reach)
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

// worse is the refusal to tell of two: that a node does not serve is told only if no
// other had anything else to say.
func worse(a, b error) error {
	if b == ErrNotServing {
		return a
	}
	return b
}

// Reaches says whether the service has a commitment of the operator that it could
// slash now, whatever the platform's gate says.
func (g *Graph) Reaches(service, operator int32) bool {
	for i := g.nodeStart[operator]; i < g.nodeStart[operator+1]; i++ {
		if c := g.find(&g.nodes[i], service); c != nil && c.share > 0 && c.member != barred {
			return true
		}
	}
	return false
}

// request opens a case for a fraction of what can be taken, and closes it at once where
// there is no window.
func (g *Graph) request(b *ledger.Book, v *node, i int32, now clock.Time, f Fault, reach money.Gwei) (money.Gwei, error) {
	asked, err := f.Fraction.Of(reach, money.Down)
	if err != nil {
		return 0, err
	}
	open := g.noted(v, i, now, f, asked)
	if open.ready <= now {
		_, taken, err := g.execute(b, now, &open)
		return taken, err
	}
	g.cases.open(open)
	return 0, nil
}

// execute takes what a case is still worth: where stake is not captured, nothing if the
// commitment has ended meanwhile. accounted is what the service believes it took, even
// where the pool held less.
func (g *Graph) execute(b *ledger.Book, now clock.Time, s *slashCase) (accounted, taken money.Gwei, err error) {
	v := &g.nodes[s.node]
	c := g.find(v, s.fault.Service)
	pool := &g.vaults[v.vault]
	if pool.platform.Basis == Now && (c == nil || c.share == 0) {
		return 0, 0, nil
	}
	k, magnitude, err := g.size(b, pool, v, c, now, s)
	if err != nil {
		return 0, 0, err
	}
	bought := g.bailFor(s.fault.Attack)
	if err := g.value(b, pool, bought); err != nil {
		return 0, 0, err
	}
	if taken, err = pool.lose(b, now, k, g.sinkFor(pool)); err != nil {
		return 0, 0, err
	}
	if err := g.compensate(b, pool, taken, bought); err != nil {
		return 0, 0, err
	}
	if pool.platform.Overlap == Disjoint {
		err = shrink(v, c, magnitude, s.fault.Fraction)
	}
	if pool.platform.Basis == Capture && k.amount > 0 {
		err = g.account(s.node, s.fault.Service, now, s.fault.At, k.amount)
	}
	g.report(s.fault.Service, magnitude, pool.struck)
	g.lost += taken
	pool.lost[min(s.fault.Attack, Attacks)] += taken
	g.hold(pool, taken, now)
	return max(taken, k.amount), taken, err
}

// size turns a case into a cut of the vault and, where commitments are
// disjoint, into the magnitude that it consumes.
func (g *Graph) size(b *ledger.Book, pool *vault, v *node, c *commitment, now clock.Time, s *slashCase) (cut, int64, error) {
	k := cut{capture: s.fault.At}
	if pool.platform.Overlap == Disjoint {
		x, err := money.MulDiv(c.share, s.fault.Fraction.Num, s.fault.Fraction.Den, money.Up)
		if err != nil || v.magnitude == 0 {
			return k, 0, err
		}
		x = min(x, v.magnitude)
		k.num, k.den = x, v.magnitude
		if v.num != v.den {
			k.num, err = money.MulDiv(x, v.num, v.den, money.Up)
		}
		return k, x, err
	}
	return k, 0, g.amount(b, pool, v, c, now, s, &k)
}

// amount sizes a cut by value: what was asked for, or the fraction of what can be
// reached now; where stake is captured, at most what is left at the capture.
func (g *Graph) amount(b *ledger.Book, pool *vault, v *node, c *commitment, now clock.Time, s *slashCase, k *cut) (err error) {
	k.amount = s.asked
	switch p := &pool.platform; {
	case p.Basis == Capture:
		var left money.Gwei
		left, err = g.guaranteed(b, s.node, s.fault.Service, now, s.fault.At)
		k.amount = min(k.amount, left)
	case p.Fixing == AtExecution:
		k.amount, err = s.fault.Fraction.Of(g.reach(v, c, g.stake(b, v)), money.Down)
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
