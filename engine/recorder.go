package engine

import (
	"github.com/restakesim/restakesim/engine/clock"
)

// pointsKept is about how many points of time a path is recorded at: enough for a
// figure, few enough that a million replications stay small.
const pointsKept = 120

// every returns the interval between recorded points: the least multiple of the
// step that leaves at most pointsKept of them.
func every(horizon, step clock.Span) clock.Span {
	k := (int64(horizon) + int64(step)*pointsKept - 1) / (int64(step) * pointsKept)
	return step * clock.Span(max(k, 1))
}

// Times lists the recorded points of time, from the snapshot to the horizon.
func (w *World) Times() []int64 {
	var out []int64
	for t := clock.Span(0); t <= w.spec.Horizon; t += w.every {
		out = append(out, int64(t))
	}
	return out
}

// Record is what one replication says: its final metrics and its paths, path after
// path as Traces lists them. The slices belong to the caller.
type Record struct {
	Final []float64
	Paths []float64
}

// recordPaths writes the traces at the present time, if it is a recorded one.
func (w *World) recordPaths(r *Record) {
	since := clock.Span(w.now)
	if since%w.every != 0 {
		return
	}
	at, n := int(since/w.every), len(r.Paths)/max(len(w.traces), 1)
	if at >= n {
		return
	}
	for k := range w.traces {
		r.Paths[k*n+at] = w.traces[k].family.read(w, w.traces[k].index)
	}
}

// recordFinals writes the final metrics.
func (w *World) recordFinals(r *Record) {
	for k := range w.finals {
		r.Final[k] = w.finals[k].family.read(w, w.finals[k].index)
	}
}
