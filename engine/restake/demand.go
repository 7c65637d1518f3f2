package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Demand is what a service asks for of one node, where slashes are by amount: a sum,
// or a percentage of what it could take.
type Demand struct {
	Node, Service int32
	Amount        money.Gwei // of the vault's asset
	Percent       money.Wide // of Everything; 0: Amount counts
	At            clock.Time // when the fault happened
}

// Everything is 100 % of a Demand: 100e18, as Karak writes it.
func Everything() money.Wide { return money.Mul64(100, uint64(whole)) }

// SetSlashCap is a service's own word on the most that it may ask for at once, of
// Everything.
func (g *Graph) SetSlashCap(service int32, percent money.Wide) { g.services[service].cap = percent }

// Request opens a slash case and returns its number and the amount, which is settled
// now unless the platform recomputes it. Errors, in the order in which they are looked
// for: ErrFraction where slashes are by magnitude; ErrNotSlashable; where stake is
// captured, ErrLapsed unless the fault lies before now and so late that the case can
// still be carried out, and ErrNothing when nothing is left at that capture, or asked
// for; elsewhere ErrNotServing, ErrCooldown, ErrSlashCap.
func (g *Graph) Request(b *ledger.Book, now clock.Time, d Demand) (id int64, amount money.Gwei, err error) {
	s, err := g.draft(b, now, d)
	if err != nil {
		return 0, 0, err
	}
	return g.cases.open(s), s.asked, nil
}

// Strike is a request that is carried out at once, where there is no veto window.
// accounted is what is charged against the service's guarantee, taken what the vault
// lost. Errors are those of Request.
func (g *Graph) Strike(b *ledger.Book, now clock.Time, d Demand) (accounted, taken money.Gwei, err error) {
	s, err := g.draft(b, now, d)
	if err != nil {
		return 0, 0, err
	}
	return g.execute(b, now, &s)
}

// draft checks a demand and sizes it.
func (g *Graph) draft(b *ledger.Book, now clock.Time, d Demand) (s slashCase, err error) {
	g.Pass(b, now)
	v := &g.nodes[d.Node]
	if g.vaults[v.vault].platform.Overlap == Disjoint {
		return s, ErrFraction
	}
	num, den := d.Percent, Everything()
	if d.Percent.IsZero() {
		den = money.Wide{}
	}
	reach, err := g.admit(b, v, d.Node, now, Fault{Service: d.Service, At: d.At}, num, den)
	if err != nil {
		return s, err
	}
	asked := min(d.Amount, reach)
	if !den.IsZero() {
		if asked, err = portion(reach, num, den); err != nil {
			return s, err
		}
	}
	if asked == 0 && g.vaults[v.vault].platform.Basis == Capture {
		return s, ErrNothing
	}
	f := Fault{Operator: v.operator, Service: d.Service, At: d.At}
	return g.noted(v, d.Node, now, f, asked), nil
}

// noted is a case at its beginning; the pause until the service's next one starts.
func (g *Graph) noted(v *node, node int32, now clock.Time, f Fault, asked money.Gwei) slashCase {
	if c := g.find(v, f.Service); c != nil {
		c.asked = now
	}
	p := &g.vaults[v.vault].platform
	ready := now
	if p.Gate != Nobody {
		ready = now.Add(p.Veto)
	}
	return slashCase{node: node, fault: f, asked: asked, ready: ready}
}

// portion is down(amount·num/den).
func portion(amount money.Gwei, num, den money.Wide) (money.Gwei, error) {
	w, err := money.MulDivWide(num, money.W(uint64(amount)), den, money.Down)
	if err != nil {
		return 0, err
	}
	x, err := w.Int64()
	return money.Gwei(x), err
}

// admit checks the gate for a request of num/den of what can be taken, or of an amount
// if den is 0, and returns what can be taken.
func (g *Graph) admit(b *ledger.Book, v *node, node int32, now clock.Time, f Fault, num, den money.Wide) (money.Gwei, error) {
	p := &g.vaults[v.vault].platform
	if !p.Slashes {
		return 0, ErrNotSlashable
	}
	if p.Basis == Capture {
		if f.At >= now || p.Lapse > 0 && now.Add(p.Veto).Sub(f.At) > p.Lapse {
			return 0, ErrLapsed
		}
		left, err := g.guaranteed(b, node, f.Service, now, f.At)
		if err == nil && left == 0 {
			err = ErrNothing
		}
		return left, err
	}
	c := g.find(v, f.Service)
	switch {
	case c == nil || c.member == barred || c.share == 0 && c.member == bound:
		return 0, ErrNotServing
	case p.Pause > 0 && now.Sub(c.asked) < p.Pause:
		return 0, ErrCooldown
	case p.Lapse > 0 && now.Add(p.Veto).Sub(f.At) > p.Lapse:
		return 0, ErrLapsed
	}
	if most := g.services[f.Service].cap; !den.IsZero() {
		percent, err := money.MulDivWide(num, Everything(), den, money.Up)
		if err != nil || percent.Cmp(most) > 0 {
			return 0, ErrSlashCap
		}
	}
	return g.reach(v, c, g.stake(b, v)), nil
}

// Execute carries out a case whose window has passed, as anybody may, and returns what
// is accounted for and what was taken. Errors, where a committee watches: ErrCase for
// one that is over, ErrEarly before the window has passed. Elsewhere: ErrEarly;
// ErrExpired when the fault is too old; ErrNothing when nothing is left at its capture;
// ErrCase.
func (g *Graph) Execute(b *ledger.Book, now clock.Time, id int64) (accounted, taken money.Gwei, err error) {
	g.Pass(b, now)
	s := g.cases.numbered(id)
	if s == nil {
		return 0, 0, ErrCase
	}
	if err := g.mayExecute(b, now, s); err != nil {
		return 0, 0, err
	}
	s.closed = true
	return g.execute(b, now, s)
}

func (g *Graph) mayExecute(b *ledger.Book, now clock.Time, s *slashCase) error {
	p := &g.vaults[g.nodes[s.node].vault].platform
	switch {
	case p.Gate == Committee && s.closed:
		return ErrCase
	case now < s.ready:
		return ErrEarly
	case p.Lapse > 0 && now.Sub(s.fault.At) > p.Lapse:
		return ErrExpired
	}
	if p.Basis == Capture {
		if left, err := g.guaranteed(b, s.node, s.fault.Service, now, s.fault.At); err != nil || left == 0 {
			return orNothing(err)
		}
	}
	if s.closed {
		return ErrCase
	}
	return nil
}

func orNothing(err error) error {
	if err == nil {
		return ErrNothing
	}
	return err
}
