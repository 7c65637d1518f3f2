package engine

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// EventKind names what a dated event does.
type EventKind uint8

// The events of a scenario.
const (
	Airdrop      EventKind = iota // a programme ends and hands out its tokens
	Announce                      // nothing but news: everybody concerned looks
	OpenExits                     // a token starts to accept exit requests
	CloseExits                    // a token stops accepting exit requests
	SetCap                        // a token's deposit cap changes to Amount
	PriceShock                    // ETH changes by Ratio at once
	FaultAt                       // operator Operator commits a fault against all its services
	FaultLargest                  // the Count largest operators commit a fault against all their services
)

// EventSpec is a dated event.
type EventSpec struct {
	At                         clock.Time
	Kind                       EventKind
	Token, Programme, Operator int16
	Count                      int
	Amount                     money.Gwei
	Ratio                      float64
	Fraction                   money.Ratio
	Text                       string // for the timeline
}

// queueEvents puts the scenario's events in the queue of a new replication.
func (w *World) queueEvents() {
	w.events.Reset()
	for i := range w.spec.Events {
		w.events.Push(w.spec.Events[i].At, 0, i)
	}
}

// happen lets everything happen that is due by the end of this step, each at its
// own time and in order of time: events of the scenario, and, before each of them
// and at the end, what has become due in the mechanisms.
func (w *World) happen() error {
	end := w.now
	for {
		at, i, ok := w.events.PopDue(end)
		if !ok {
			break
		}
		w.now = at
		if err := w.settleDue(); err != nil {
			return err
		}
		if err := w.perform(&w.spec.Events[i]); err != nil {
			return fmt.Errorf("event %q: %w", w.spec.Events[i].Text, err)
		}
		w.announce(at)
	}
	w.now = end
	if err := w.settleDue(); err != nil {
		return err
	}
	if w.net != nil {
		return w.noteLosses()
	}
	return nil
}

// announce makes something known to everybody whom news wakes.
func (w *World) announce(at clock.Time) {
	w.news, w.jumpAt = true, max(w.jumpAt, at)
}

// perform carries out one event.
func (w *World) perform(e *EventSpec) error {
	switch e.Kind {
	case Airdrop:
		return w.airdrop(w.programmes[e.Programme])
	case OpenExits:
		w.tokens[e.Token].open = true
	case CloseExits:
		w.tokens[e.Token].open = false
	case SetCap:
		w.tokens[e.Token].lt.SetCap(e.Amount)
	case PriceShock:
		w.shocked *= 1 + e.Ratio
	case FaultAt:
		return w.shock(func() error { return w.faultOf(int32(e.Operator), e.Fraction) })
	case FaultLargest:
		return w.shock(func() error { return w.faultOfLargest(e.Count, e.Fraction) })
	}
	return nil
}

// airdrop ends a season and hands its tokens out.
func (w *World) airdrop(p *programme) error {
	p.points.EndNow(w.now)
	_, err := p.points.Airdrop(w.book, w.now)
	return err
}

// faultOf holds one fault against an operator in every service it serves.
func (w *World) faultOf(o int32, fraction money.Ratio) error {
	for i := range w.net.services {
		if !w.net.graph.Serves(o, int32(i)) {
			continue
		}
		if err := w.slash(restake.Fault{Operator: o, Service: int32(i), Fraction: fraction, At: w.now}); err != nil {
			return err
		}
	}
	return nil
}

// faultOfLargest holds a fault against the operators with most stake, the first in
// name order on a tie.
func (w *World) faultOfLargest(count int, fraction money.Ratio) error {
	n := w.net
	if err := n.fill(w); err != nil {
		return err
	}
	n.ranking = grow(n.ranking, len(n.entities))
	stakes := n.ranking
	clear(stakes)
	for i := range n.exposure.Nodes {
		stakes[n.exposure.Nodes[i].Operator] += n.exposure.Nodes[i].Stake
	}
	for range min(count, len(stakes)) {
		top := 0
		for o := range stakes {
			if stakes[o] > stakes[top] {
				top = o
			}
		}
		stakes[top] = -1
		if err := w.faultOf(int32(top), fraction); err != nil {
			return err
		}
	}
	return nil
}
