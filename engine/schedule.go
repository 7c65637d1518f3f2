package engine

import (
	"slices"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/rng"
)

// startClocks draws when every agent looks first. A fixed clock has a drawn phase;
// an exponential one has none.
func (w *World) startClocks() {
	for _, c := range w.cohorts {
		for i := range c.next {
			u := w.key(c.Entity[i], rng.Review, 0).Unit()
			c.next[i], c.last[i] = clock.Time(0).Add(firstReview(c.review, u)), 0
		}
	}
}

func firstReview(r ReviewSpec, u float64) clock.Span {
	if r.Fixed {
		return clock.Span(u * float64(r.Every))
	}
	return exponential(u, r.Every)
}

// exponential draws a waiting time, rounded up so that it is never zero.
func exponential(u float64, mean clock.Span) clock.Span {
	return clock.Span(detmath.ExponentialQuantile(u, float64(mean))) + 1
}

// wake lists the agents of a cohort whose clock has rung by now, or all of them
// after news, and winds their clocks. The next time is drawn from the ring itself,
// so that the step's length does not change the clock. A look from before values
// jumped in this step comes too early to act on that, and there was nothing new to see.
func (w *World) wake(c *Cohort, news bool) []int32 {
	c.awake = c.awake[:0]
	for i, at := range c.next {
		if at > w.now && !news {
			continue
		}
		last := at
		for at <= w.now {
			last, at = at, at.Add(w.nextReview(c, i, at))
		}
		c.next[i] = at
		if last < w.jumpAt && !news {
			continue
		}
		c.seen(int32(i), w.now)
		c.awake = append(c.awake, int32(i))
	}
	return c.awake
}

// seen notes that an agent looks.
func (c *Cohort) seen(i int32, at clock.Time) {
	c.since[i], c.last[i] = at.Sub(c.last[i]), at
}

func (w *World) nextReview(c *Cohort, i int, at clock.Time) clock.Span {
	if c.review.Fixed {
		return c.review.Every
	}
	return exponential(w.key(c.Entity[i], rng.Review, at).Unit(), c.review.Every)
}

// key addresses a draw of this replication.
func (w *World) key(entity uint64, p rng.Purpose, at clock.Time) rng.Key {
	return rng.Key{Seed: w.seed, Replication: w.replication, Entity: entity, Purpose: p, Time: int64(at)}
}

// shuffle puts the actions of a phase into the order drawn for this step. The draw
// hangs on the agent, not on his place in the file.
func (w *World) shuffle(actions []Action) {
	var last uint64
	var n uint16
	for i := range actions {
		a := &actions[i]
		if n++; a.Entity != last {
			last, n = a.Entity, 0
		}
		k := w.key(a.Entity, rng.Order, w.now)
		a.order, a.sequence = k.Bits(), n
	}
	slices.SortFunc(actions, func(a, b Action) int {
		switch {
		case a.order != b.order:
			return compare(a.order, b.order)
		case a.Entity != b.Entity:
			return compare(a.Entity, b.Entity)
		}
		return int(a.sequence) - int(b.sequence)
	})
}

func compare(a, b uint64) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}
