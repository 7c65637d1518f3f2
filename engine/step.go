package engine

import (
	"context"
	"fmt"

	"github.com/restakesim/restakesim/engine/clock"
)

// Replicate runs one replication: a population is drawn, the scenario happens to
// it, and what came of it is written into out. It returns early, with the context's
// error, when the context ends.
func (w *World) Replicate(ctx context.Context, seed uint64, replication uint32, out *Record) error {
	w.seed, w.replication, w.now = seed, replication, 0
	if err := w.genesis(); err != nil {
		return w.blame("opening", err)
	}
	w.recordPaths(out)
	for w.now < clock.Time(w.spec.Horizon) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.step(); err != nil {
			return w.blame("step", err)
		}
		w.recordPaths(out)
	}
	if err := w.recount(); err != nil {
		return w.blame("closing", err)
	}
	w.checks.Posts += w.book.Posts()
	w.recordFinals(out)
	return nil
}

// blame says how to repeat a failure: a broken invariant is our fault, never the
// scenario's.
func (w *World) blame(when string, err error) error {
	return fmt.Errorf("%s at %v of scenario %s, cell %d, replication %d, seed %d: %w", when, w.now, w.spec.Name, w.spec.Cell, w.replication, w.seed, err)
}

// step advances the world by one step, in the order of MODEL.md.
func (w *World) step() error {
	w.now = w.now.Add(w.spec.Step)
	w.view.Now = w.now
	w.news, w.jumpAt = false, zero
	for _, part := range parts() {
		if err := part(w); err != nil {
			return err
		}
	}
	return nil
}

// parts are the parts of a step in their order.
func parts() [8]func(*World) error {
	return [8]func(*World) error{
		(*World).happen,    // events of the scenario and due settlements, at their own times
		(*World).nature,    // ETH price, faults, contract failures
		(*World).punish,    // slashes that are ready
		(*World).recognise, // oracles, stress, the outlook that everybody sees
		(*World).accrue,    // rewards, interest
		(*World).deal,      // awake agents decide and their actions settle; arbitrageurs and liquidators clear
		(*World).strike,    // attackers
		(*World).observe,   // metrics and checks
	}
}

func (w *World) strike() error { return w.phase(Strike) }

// phase lets the cohorts of one phase decide on one view and settles what they ask.
func (w *World) phase(p Phase) error {
	w.actions = w.actions[:0]
	acting := false
	for _, c := range w.cohorts {
		if c.phase != p {
			continue
		}
		if !acting {
			w.look()
			acting = true
		}
		if awake := w.wake(c, w.news && c.news); len(awake) > 0 {
			w.actions = c.behaviour.Decide(&w.view, c, awake, w.actions)
		}
	}
	w.shuffle(w.actions)
	return w.settleAll()
}

// settleAll settles what has been asked for, in order.
func (w *World) settleAll() error {
	for i := range w.actions {
		reason, err := w.settle(&w.actions[i])
		if err != nil {
			return fmt.Errorf("settling %v: %w", w.actions[i].Verb, err)
		}
		w.refused[reason]++
	}
	return nil
}
