package engine

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/restake"
	"github.com/restakesim/restakesim/engine/rng"
)

// nature moves what nobody decides: the price of ETH, and faults of operators. What
// it finds is punished in the next part of the step.
func (w *World) nature() error {
	from := w.now - clock.Time(w.spec.Step)
	w.price.Step(w.key(0, rng.Price, from), from, w.now)
	if w.net == nil {
		return nil
	}
	n, dt := w.net, w.spec.Step.Years()
	n.pending = n.pending[:0]
	f := &n.spec.Fault
	w.ownFaults(hazardOf(f.PerOperator, dt))
	w.commonFaults(hazardOf(f.Common, dt))
	w.wrongfulSlashes(hazardOf(f.Wrongful, dt))
	return nil
}

// hazard is how often something happens in a step: a Poisson number, so that the
// length of the step does not change how often it happens in a year.
type hazard struct{ mean, none float64 }

func hazardOf(perYear, dt float64) hazard {
	mean := max(0, float64(perYear*dt))
	return hazard{mean, -detmath.Expm1(-mean)}
}

// mostTimes is the most that anything happens in one step.
const mostTimes = 100

// times turns a uniform number into a count: small numbers are many.
func (h hazard) times(u float64) int {
	k, more, p := 0, h.none, 1-h.none
	for u < more && k < mostTimes {
		k++
		p = float64(p * (h.mean / float64(k)))
		more -= p
	}
	return k
}

// ownFaults draws the faults that hit one operator alone.
func (w *World) ownFaults(h hazard) {
	if h.mean <= 0 {
		return
	}
	for o, e := range w.net.entities {
		s := w.key(e, rng.Fault, w.now).Stream()
		for k := range h.times(s.UnitAt(0)) {
			w.accuse(int32(o), s.UnitAt(uint16(1+k)))
		}
	}
}

// commonFaults draws the faults of a client or a cloud region, which hit a part of
// the operators that depend on it.
func (w *World) commonFaults(h hazard) {
	if h.mean <= 0 {
		return
	}
	for g := range w.net.spec.Fault.Groups {
		for k := range h.times(w.key(rng.Entity("common cause", g), rng.CommonFault, w.now).Unit()) {
			w.strikeGroup(g, uint16(2*k))
		}
	}
}

// strikeGroup lets a common cause hit each operator of a group with the file's
// probability, by draws n and n+1 of each.
func (w *World) strikeGroup(g int, n uint16) {
	for o, e := range w.net.entities {
		if s := w.key(e, rng.CommonFault, w.now).Stream(); w.net.groups[o] == g && s.UnitAt(n) < w.net.spec.Fault.Hit {
			w.accuse(int32(o), s.UnitAt(n+1))
		}
	}
}

// wrongfulSlashes draws the slashes that a service's own bug causes. Each hits one of
// the operators whom the service can slash; a service without any hits nobody.
func (w *World) wrongfulSlashes(h hazard) {
	if h.mean <= 0 {
		return
	}
	for i, e := range w.net.services {
		s := w.key(e, rng.Wrongful, w.now).Stream()
		for k := range h.times(s.UnitAt(0)) {
			w.pick(s.UnitAt(uint16(1+k)), len(w.net.entities), func(o int) (int32, int32) { return int32(o), int32(i) })
		}
	}
}

// accuse lets one of the services that can slash an operator hold a fault against it.
func (w *World) accuse(o int32, u float64) {
	w.pick(u, len(w.net.services), func(i int) (int32, int32) { return o, int32(i) })
}

// pick chooses evenly, by a uniform number, one of n pairs of an operator and a service
// that can slash it, and notes the fault. It does nothing where there is no such pair.
func (w *World) pick(u float64, n int, pair func(int) (operator, service int32)) {
	count := 0
	for i := range n {
		if o, s := pair(i); w.net.graph.Reaches(s, o) {
			count++
		}
	}
	chosen := int(u * float64(count))
	for i := range n {
		o, s := pair(i)
		if !w.net.graph.Reaches(s, o) {
			continue
		}
		if chosen == 0 {
			w.net.pending = append(w.net.pending, w.fault(o, s))
			return
		}
		chosen--
	}
}

func (w *World) fault(o, service int32) restake.Fault {
	return restake.Fault{Operator: o, Service: service, Fraction: w.net.spec.Fault.Fraction, At: w.now}
}

// punish carries out the slashes that are ready: what was found in this step, and,
// through the graph's own settlement, cases whose window has passed.
func (w *World) punish() error {
	if w.net == nil {
		return nil
	}
	if len(w.net.pending) > 0 {
		if err := w.shock(w.slashPending); err != nil {
			return err
		}
	}
	if err := w.followUp(); err != nil {
		return err
	}
	return w.noteLosses()
}

// slashPending punishes what was found in this step.
func (w *World) slashPending() error {
	for _, f := range w.net.pending {
		if err := w.slash(f); err != nil {
			return err
		}
	}
	return nil
}

// slash asks the platform to punish a fault. A platform that cannot slash refuses,
// which is no fault of ours.
func (w *World) slash(f restake.Fault) error {
	_, err := w.net.graph.Slash(w.book, w.now, f)
	if err != nil {
		_, err = refusal(err)
		return err
	}
	w.net.slashed[f.Operator] = true
	return nil
}

// noteLosses attributes what has been slashed to the attacks that it was slashed for, each
// a round of the cascade, and to faults, which are its shock.
func (w *World) noteLosses() error {
	n := w.net
	if n.graph.Lost() == n.noted {
		return nil
	}
	n.noted = n.graph.Lost()
	n.watch.stale = true
	n.theory.lost, n.theory.lossAt = true, w.now
	w.assertConservation()
	w.announce(w.now)
	w.track.shock, n.byAttack = n.lostTo(0), 0
	for a := range int32(restake.Attacks) {
		lost := n.lostTo(a + 1)
		if fresh := lost - n.cascade.LostIn(int(a+1)); fresh > 0 {
			n.cascade.Add(int(a+1), fresh)
		}
		n.byAttack += lost
	}
	n.lost = w.track.shock + n.byAttack
	return w.recount()
}
