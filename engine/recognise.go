package engine

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/detmath"
)

// recognise lets what is observed catch up with what is true: pools with the recognised
// rate, stress with its memory, and oracles up to the moment of the news. Oracles
// follow the rest of the step while it clears.
func (w *World) recognise() error {
	w.hear()
	for _, p := range w.pools {
		w.sync(p)
	}
	if err := w.followSplits(); err != nil {
		return err
	}
	for _, t := range w.tokens {
		w.feel(t)
	}
	if w.net != nil {
		w.net.reprice(w)
	}
	return nil
}

// hear notes that a report has written off losses, and lets oracles see what held
// until values jumped.
func (w *World) hear() {
	for _, t := range w.tokens {
		if t.lt.Recognised() < t.seen {
			w.jumpAt = w.now
		}
	}
	if w.jumpAt > 0 {
		w.watch(w.jumpAt)
	}
}

// watch lets oracles see prices as they stand, at a time.
func (w *World) watch(at clock.Time) {
	for _, d := range w.desks {
		rate := d.token.lt.Recognised()
		d.desk.Mark(d.oracle.Observe(at, float64(w.quote(d.token)*rate), rate))
	}
}

// openOracle sets an oracle to the opening price.
func (d *desk) openOracle(w *World) {
	price := float64(w.quote(d.token) * d.token.lt.Recognised())
	d.oracle.Reset(zero, price)
	d.desk.Mark(price)
}

// feel moves a token's stress: an exponential average of its recognised discount,
// with a jump for backing that a report has written off.
func (w *World) feel(t *token) {
	rate := t.lt.Recognised()
	s := &w.spec.Stress
	fade := detmath.Exp(-float64(float64(w.spec.Step) / float64(s.Memory)))
	discount := max(0, 1-w.quote(t))
	t.stress = float64(t.stress*fade) + float64(discount*(1-fade))
	if loss := 1 - rate/t.seen; loss > 0 {
		t.stress += float64(s.Slash * loss)
	}
	t.seen = rate
}

// look refreshes what all agents of a phase decide on.
func (w *World) look() {
	if w.net != nil {
		w.net.hunt.bounded = false
	}
	for _, p := range w.pools {
		w.sync(p)
	}
	for _, t := range w.tokens {
		w.lookToken(t)
	}
	for _, d := range w.desks {
		d.look(w)
	}
}

func (w *World) lookToken(t *token) {
	o := &t.outlook
	o.Rate = t.lt.Recognised()
	o.Price = w.quote(t)
	o.Yield = w.netYield(t)
	o.QueueYield = 0
	o.Wait = w.wait(t).Years()
	o.Stress = t.stress
	o.Redeems, o.Room = t.open, w.room(t).Float()
	o.Mints = o.Room > 0
	o.SlashRate, o.SlashLoss = t.spec.SlashRate, t.spec.SlashLoss
	w.lookPoints(t, o)
}

// netYield is what a token earns its holders: staking yield on what is staked and what
// services have paid of late, less the token's fee.
func (w *World) netYield(t *token) float64 {
	staked := 1 - t.spec.Held.Float()
	gross := float64(staked*w.chain.Yield()) + t.services
	return float64(gross * (1 - t.fee))
}

// wait is the time that a small exit asked for now would take.
func (w *World) wait(t *token) clock.Span {
	if !t.open {
		return clock.Year
	}
	s, err := t.lt.Wait(w.book, 0, w.now)
	if err != nil {
		return clock.Year
	}
	return s
}
