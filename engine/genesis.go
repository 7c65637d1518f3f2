package engine

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/rng"
)

// Genesis is what a behaviour may do while the population of a replication is
// drawn: address draws and ask for opening positions. The first error is kept and
// stops the replication.
type Genesis struct {
	w     *World
	sizes []float64
	dealt []money.Gwei
	loops []loop
	err   error
}

// loop is a levered position that a behaviour asked for. Loops are opened when all
// are known, because a desk's debt at the snapshot is a fact that they share.
type loop struct {
	account  ledger.Account
	desk     int16
	leverage float64
}

// genesis resets everything, lets a new population take its positions and looks at the
// network that these make.
func (w *World) genesis() error {
	if err := w.settleIn(); err != nil {
		return err
	}
	return w.observeSecurity()
}

// settleIn is genesis up to the network as it opens, before anybody searches it.
func (w *World) settleIn() error {
	w.reset()
	g := &w.gen
	g.loops, g.err = g.loops[:0], nil
	w.startClocks()
	for _, c := range w.cohorts {
		c.behaviour.Populate(g, c)
	}
	for _, open := range []func() error{
		func() error { return g.err }, w.openPools, w.openSplits, w.openDesks, g.openLoops, w.openBonds,
		w.openPassive, w.foundTokens, w.openBudgets, w.openProgrammes, w.openViews, w.recount,
	} {
		if err := open(); err != nil {
			return err
		}
	}
	w.look()
	if err := w.openPay(); err != nil {
		return err
	}
	for _, c := range w.cohorts {
		if s, ok := c.behaviour.(Settler); ok {
			s.Settle(&w.view, c)
		}
	}
	w.track.open(w)
	return w.appraise()
}

// reset takes every part back to where nothing has happened.
func (w *World) reset() {
	w.book.Reset()
	w.price.Reset()
	w.chain.Reset()
	for _, t := range w.tokens {
		t.reset()
	}
	for _, p := range w.pools {
		p.owners = p.owners[:0]
	}
	w.touched, w.accrued, w.shocked = w.touched[:0], 0, 1
	w.opening = w.price.Now()
	if w.net != nil {
		w.net.reset(w)
	}
	w.queueEvents()
	clear(w.refused[:])
	w.view.Now = 0
}

// Key addresses a draw of agent i of a cohort for the population.
func (g *Genesis) Key(c *Cohort, i int, p rng.Purpose) rng.Key {
	return g.w.key(c.Entity[i], p, 0)
}

// Shares deals a total over a cohort in proportion to drawn sizes, in whole units
// and without remainder: agent i gets what its cumulated share adds. The slice is
// good until the next call.
func (g *Genesis) Shares(c *Cohort, s Share) []money.Gwei {
	g.sizes, g.dealt = grow(g.sizes, c.Size), grow(g.dealt, c.Size)
	sum := 0.0
	for i := range c.Size {
		g.sizes[i] = s.Size(g.Key(c, i, rng.Size).Unit())
		sum += g.sizes[i]
	}
	seen, given := 0.0, money.Gwei(0)
	for i := range c.Size {
		seen += g.sizes[i]
		upTo := money.Gwei(float64(s.Total) * (seen / sum))
		if i == c.Size-1 || upTo > s.Total {
			upTo = s.Total
		}
		g.dealt[i], given = upTo-given, upTo
	}
	return g.dealt
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// Endow gives an account liquid tokens worth an amount of ETH at the opening rate.
func (g *Genesis) Endow(a ledger.Account, token int16, worth money.Gwei) {
	t := g.w.tokens[token]
	g.keep(t.lt.Endow(g.w.book, a, t.tokensFor(worth)))
}

// EndowETH gives an account ETH from outside.
func (g *Genesis) EndowETH(a ledger.Account, amount money.Gwei) {
	g.keep(g.w.grant(a, assetETH, amount))
}

// Loop asks for a position levered at a desk on all the tokens that the account has.
func (g *Genesis) Loop(a ledger.Account, desk int16, leverage float64) {
	g.loops = append(g.loops, loop{a, desk, leverage})
}

// EndowShares deals a part of a pool's opening shares evenly over a cohort.
func (g *Genesis) EndowShares(c *Cohort, pool int16, part float64) {
	g.w.pools[pool].owners = append(g.w.pools[pool].owners, shareholders{c.First, c.Size, part})
}

func (g *Genesis) keep(err error) {
	if g.err == nil {
		g.err = err
	}
}

// grant brings an amount in from outside the world.
func (w *World) grant(a ledger.Account, s ledger.Asset, amount money.Gwei) error {
	return w.book.Post(ledger.Transfer{From: ledger.Outside, To: a, Asset: s, Amount: amount, Why: ledger.Genesis})
}

// openViews sets every recognised quantity to what is true at the snapshot.
func (w *World) openViews() error {
	for _, t := range w.tokens {
		t.seen = t.lt.Recognised()
	}
	for _, p := range w.pools {
		w.sync(p)
	}
	for _, t := range w.tokens {
		t.outlook.Rate = t.seen
		t.stress = max(0, 1-w.quote(t)) // what has been there for long has been felt
	}
	for _, d := range w.desks {
		d.openOracle(w)
	}
	return nil
}

// zero is the time of the snapshot.
const zero clock.Time = 0
