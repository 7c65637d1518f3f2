package restake

import "github.com/restakesim/restakesim/engine/clock"

// history is a value with its past: what was last written at a time or before it, as
// the checkpoints of Symbiotic's contracts keep it. Before the first it is zero.
type history[T comparable] struct{ line ring[moment[T]] }

type moment[T comparable] struct {
	at    clock.Time
	value T
}

// set writes a value and forgets those that nobody can ask for after horizon. Times
// must not fall.
func (h *history[T]) set(now clock.Time, value T, horizon clock.Time) {
	if n := h.line.len(); n > 0 {
		last := h.line.at(n - 1)
		if last.value == value {
			return
		}
		if last.at >= now {
			last.value = value
			return
		}
	}
	for h.line.len() > 1 && h.line.at(1).at <= horizon {
		h.line.pop()
	}
	h.line.push(moment[T]{now, value})
}

// at is the value at a time, written then or before.
func (h *history[T]) at(t clock.Time) (value T) {
	for i := h.line.len() - 1; i >= 0; i-- {
		if w := h.line.at(i); w.at <= t {
			return w.value
		}
	}
	return value
}

// last is the value now.
func (h *history[T]) last() T { return h.at(never) }

func (h *history[T]) reset() { h.line.reset() }
