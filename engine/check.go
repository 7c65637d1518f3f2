package engine

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/result"
)

// recount proves that nothing was lost: balances against totals, loans against the
// desk, owners' shares and tranches against what vaults hold, tokens in exit lines
// against what is in escrow. An error wraps ErrBroken.
func (w *World) recount() error {
	w.checks.Full++
	if err := w.compare(); err != nil {
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return nil
}

func (w *World) compare() error {
	if err := w.book.Recount(); err != nil {
		return err
	}
	for _, d := range w.desks {
		if err := d.desk.Audit(w.book); err != nil {
			return fmt.Errorf("%s: %w", d.name, err)
		}
	}
	for _, x := range w.splits {
		if err := x.market.Audit(w.book); err != nil {
			return fmt.Errorf("%s: %w", x.name, err)
		}
	}
	if w.net != nil {
		if err := w.net.graph.Recheck(w.book); err != nil {
			return err
		}
	}
	for _, t := range w.tokens {
		if escrow := w.book.Balance(t.lt.Escrow(), t.asset); escrow != t.lt.Queued() {
			return fmt.Errorf("%s: %d tokens in escrow, %d in the exit line", t.name, escrow, t.lt.Queued())
		}
	}
	return nil
}

// recountAfter recounts if something happened that asks for it.
func (w *World) recountAfter(happened bool) error {
	if !happened {
		return nil
	}
	return w.recount()
}

// TakeChecks returns what has been verified since it was last asked for.
func (w *World) TakeChecks() result.Checks {
	taken := w.checks
	w.checks = result.Checks{}
	return taken
}
