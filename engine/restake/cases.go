package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// slashCase is a slash between request and execution.
type slashCase struct {
	id     int64
	node   int32
	fault  Fault
	asked  money.Gwei // what it asked for
	ready  clock.Time // end of the veto window
	closed bool       // vetoed, or carried out
}

// cases are the slash requests under way, in the order of request. Windows may
// differ between platforms, so a ready case behind a waiting one is executed in
// place and stays in line, closed.
type cases struct {
	line ring[slashCase]
	next int64
}

func (c *cases) reset() {
	c.line.reset()
	c.next = 0
}

func (c *cases) open(s slashCase) (id int64) {
	s.id = c.next
	c.next++
	c.line.push(s)
	return s.id
}

// numbered finds a case; nil if it has left the line.
func (c *cases) numbered(id int64) *slashCase {
	for i := range c.line.len() {
		if s := c.line.at(i); s.id == id {
			return s
		}
	}
	return nil
}

// OpenCases counts the slash cases whose veto window is running.
func (g *Graph) OpenCases() int {
	open := 0
	for i := range g.cases.line.len() {
		if !g.cases.line.at(i).closed {
			open++
		}
	}
	return open
}

// NextCase is the number that the next slash case will bear; cases count from 0.
func (g *Graph) NextCase() int64 { return g.cases.next }

// Cancel vetoes an open case. Errors, in this order: ErrNoVeto where nobody may; where
// a resolver may, ErrVetoOver from the end of the window on; ErrCase for one that is
// over.
func (g *Graph) Cancel(id int64) error {
	c := g.cases.numbered(id)
	if c == nil {
		return ErrCase
	}
	switch gate := g.vaults[g.nodes[c.node].vault].platform.Gate; {
	case gate == Nobody:
		return ErrNoVeto
	case gate == Resolver && c.ready <= g.now:
		return ErrVetoOver
	case c.closed:
		return ErrCase
	}
	c.closed = true
	return nil
}

// executeDue carries out the cases whose window has passed.
func (g *Graph) executeDue(b *ledger.Book, now clock.Time) error {
	for i := range g.cases.line.len() {
		c := g.cases.line.at(i)
		if c.closed || c.ready > now {
			continue
		}
		c.closed = true
		if _, _, err := g.execute(b, now, c); err != nil {
			return err
		}
	}
	for g.cases.line.len() > 0 && g.cases.line.at(0).closed {
		g.cases.line.pop()
	}
	return nil
}

// heldFunds are slashed funds that have not reached the sink.
type heldFunds struct {
	asset  ledger.Asset
	amount money.Gwei
	at     clock.Time
}

// sinkFor is where a slash of the pool is posted first.
func (g *Graph) sinkFor(pool *vault) ledger.Account {
	if pool.platform.Hold > 0 {
		return g.holding
	}
	return g.p.account()
}

// hold notes slashed funds that must rest.
func (g *Graph) hold(pool *vault, amount money.Gwei, now clock.Time) {
	if pool.platform.Hold > 0 && amount > 0 {
		g.held.push(heldFunds{asset: pool.asset, amount: amount, at: now.Add(pool.platform.Hold)})
	}
}

// releaseHeld moves slashed funds whose rest is over to the sink.
func (g *Graph) releaseHeld(b *ledger.Book, now clock.Time) error {
	for g.held.len() > 0 && g.held.at(0).at <= now {
		h := g.held.at(0)
		t := ledger.Transfer{From: g.holding, To: g.p.account(), Asset: h.asset, Amount: h.amount, Why: ledger.SlashSink}
		if err := b.Post(t); err != nil {
			return err
		}
		g.held.pop()
	}
	return nil
}
