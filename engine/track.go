package engine

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
)

// track is what a world notes on the way, because a metric asks for more than the
// final state.
type track struct {
	steps        int
	dayLong      int // steps in 24 hours
	wealth       []float64
	liquidated   money.Gwei
	liquidations int64
	attacks      int64
	breakable    float64
	attackGain   money.Gwei // signed
	gamma        [2]float64 // least found, by objective
	certified    float64
	opened       float64    // slack proven at the snapshot
	loopDebt     float64    // at the snapshot, ETH
	shock        money.Gwei // slashed for faults
}

// tokenTrack is what is noted about one liquid token. Flows are cumulated per step,
// in ETH of redemption value, so that any window can be read.
type tokenTrack struct {
	lowest                  float64
	below                   [len(depths)]clock.Span
	requested, paid         money.Gwei
	deposited, sold, bought money.Gwei
	askedBy, paidBy, netBy  []money.Gwei // cumulated by step
	peakQueue               money.Gwei
	longestWait             float64 // days
	opening                 money.Gwei
}

// depths are the discounts whose duration is measured.
var depths = [...]float64{0.01, 0.05, 0.10}

// size makes room for the paths, once per world.
func (k *track) size(w *World) {
	k.steps = int(w.spec.Horizon/w.spec.Step) + 1
	k.dayLong = max(1, int(clock.Day/w.spec.Step))
	k.wealth = make([]float64, len(w.cohorts))
	for _, t := range w.tokens {
		t.track.askedBy = make([]money.Gwei, k.steps)
		t.track.paidBy = make([]money.Gwei, k.steps)
		t.track.netBy = make([]money.Gwei, k.steps)
	}
}

// open notes the opening state, after everything stands.
func (k *track) open(w *World) {
	*k = track{steps: k.steps, dayLong: k.dayLong, wealth: k.wealth, gamma: [2]float64{unbounded, unbounded}, certified: unbounded}
	for i, c := range w.cohorts {
		k.wealth[i] = w.wealth(c)
	}
	for _, d := range w.desks {
		k.loopDebt += d.desk.Borrowed().Float()
	}
	for _, t := range w.tokens {
		asked, paid, net := t.track.askedBy, t.track.paidBy, t.track.netBy
		t.track = tokenTrack{lowest: t.outlook.Price, askedBy: asked, paidBy: paid, netBy: net, opening: w.worth(t, t.lt.Supply(w.book))}
		clear(asked)
		clear(paid)
		clear(net)
	}
}

// unbounded stands for a slack that nothing bounds, in a form that averages: γ is
// reported up to it.
const unbounded = 10

// request notes an exit request.
func (k *tokenTrack) request(w *World, t *token, tokens money.Gwei) {
	k.requested += w.worth(t, tokens)
}

// observe notes the state at the end of a step and recounts once a simulated day.
func (w *World) observe() error {
	at := int(clock.Span(w.now) / w.spec.Step)
	for _, t := range w.tokens {
		t.observe(w, at)
	}
	w.retouch()
	if err := w.observeSecurity(); err != nil {
		return err
	}
	if clock.Span(w.now)%clock.Day < w.spec.Step {
		return w.recount()
	}
	return nil
}

// closes says whether an hour ends with this step. The lowest of prices read more often
// would be lower, because there is always a moment between a sale and who buys it up.
func (w *World) closes() bool { return clock.Span(w.now)%clock.Hour < w.spec.Step }

func (t *token) observe(w *World, at int) {
	k := &t.track
	price := w.quote(t)
	if w.closes() {
		k.lowest = min(k.lowest, price)
	}
	for i, depth := range depths {
		if price < 1-depth {
			k.below[i] += w.spec.Step
		}
	}
	k.peakQueue = max(k.peakQueue, w.worth(t, t.lt.Queued()))
	if t.open && t.lt.Queued() > 0 {
		k.longestWait = max(k.longestWait, w.wait(t).Days())
	}
	if at < len(k.askedBy) {
		k.askedBy[at], k.paidBy[at], k.netBy[at] = k.requested, k.paid, k.paid-k.deposited
	}
}

// worstWindow is the largest increase of a cumulated flow over n steps.
func worstWindow(flow []money.Gwei, n int) money.Gwei {
	worst := money.Gwei(0)
	for i := range flow {
		before := money.Gwei(0)
		if i >= n {
			before = flow[i-n]
		}
		worst = max(worst, flow[i]-before)
	}
	return worst
}

// halfway is the time, in days, at which half of a cumulated flow has passed; the
// horizon if nothing did.
func (w *World) halfway(flow []money.Gwei) float64 {
	total := flow[len(flow)-1]
	if total > 0 {
		for i, f := range flow {
			if f >= total/2 {
				return (clock.Span(i) * w.spec.Step).Days()
			}
		}
	}
	return w.spec.Horizon.Days()
}
