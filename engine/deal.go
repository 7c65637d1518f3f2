package engine

import (
	"cmp"
	"slices"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/rng"
)

// turn is one look of an agent that clears: an arbitrageur, a liquidator.
type turn struct {
	at     clock.Time
	cohort *Cohort
	agent  int32
}

// deal lets everybody act on prices. Stakers and their like decide at one moment of
// the step, on one view: at a drawn one, or, where values jumped, when they did. Those
// who clear take their turns before and after, each at its own time and on what those
// before have left, while oracles follow. Their race decides what a discount or a bad
// loan is worth: if all acted at once, the length of the step would decide it; and if
// the moment were fixed, it would decide how old a discount is when the step ends.
func (w *World) deal() error {
	w.lineUp()
	moment := w.now - clock.Time(w.key(0, rng.Order, w.now).Unit()*float64(w.spec.Step))
	if w.jumpAt > 0 {
		moment = w.jumpAt
	}
	before := 0
	for before < len(w.turns) && w.turns[before].at < moment {
		before++
	}
	if err := w.clear(w.turns[:before]); err != nil {
		return err
	}
	w.watch(moment)
	if err := w.phase(Decide); err != nil {
		return err
	}
	if err := w.clear(w.turns[before:]); err != nil {
		return err
	}
	w.watch(w.now)
	return nil
}

// lineUp lists this step's turns in the order of time.
func (w *World) lineUp() {
	w.turns = w.turns[:0]
	for _, c := range w.cohorts {
		if c.phase == Clear {
			w.takeTurns(c)
		}
	}
	slices.SortFunc(w.turns, func(a, b turn) int {
		if a.at != b.at {
			return cmp.Compare(a.at, b.at)
		}
		return cmp.Compare(w.order(a), w.order(b))
	})
}

// order is drawn, for those who look at the same moment.
func (w *World) order(t turn) uint64 {
	return w.key(t.cohort.Entity[t.agent], rng.Order, t.at).Bits()
}

// takeTurns lists the looks of a cohort in this step and winds its clocks.
func (w *World) takeTurns(c *Cohort) {
	for i, at := range c.next {
		news := w.news && c.news
		for at <= w.now || news {
			if news && w.jumpAt < at {
				w.takeTurn(c, int32(i), w.jumpAt)
				news = false
				continue
			}
			w.takeTurn(c, int32(i), at)
			at = at.Add(w.nextReview(c, i, at))
		}
		c.next[i] = at
	}
}

// takeTurn lists one look. One from before values jumped in this step comes too early
// to act on that, and there was nothing new to see.
func (w *World) takeTurn(c *Cohort, i int32, at clock.Time) {
	if at < w.jumpAt {
		c.last[i] = at
		return
	}
	w.turns = append(w.turns, turn{at, c, i})
}

// clear runs turns. The view is refreshed when somebody has changed what it shows.
func (w *World) clear(turns []turn) error {
	stale := true
	for i := range turns {
		if stale {
			w.look()
		}
		w.watch(turns[i].at)
		var err error
		if stale, err = w.act(&turns[i]); err != nil {
			return err
		}
	}
	return nil
}

// act lets one agent act and says whether that may have changed anything.
func (w *World) act(t *turn) (changed bool, err error) {
	c := t.cohort
	c.seen(t.agent, t.at)
	c.awake = append(c.awake[:0], t.agent)
	w.actions = c.behaviour.Decide(&w.view, c, c.awake, w.actions[:0])
	return len(w.actions) > 0, w.settleAll()
}
