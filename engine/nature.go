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
	w.ownFaults(chance(f.PerOperator, dt))
	w.commonFaults(chance(f.Common, dt))
	w.wrongfulSlashes(chance(f.Wrongful, dt))
	return nil
}

// chance is the probability that something of the given yearly hazard happens
// within dt years: 1-e^(-h·dt), so that half the step is half the hazard.
func chance(hazard, dt float64) float64 { return -detmath.Expm1(-float64(hazard * dt)) }

// ownFaults draws the faults that hit one operator alone.
func (w *World) ownFaults(p float64) {
	if p <= 0 {
		return
	}
	for o, e := range w.net.entities {
		s := w.key(e, rng.Fault, w.now).Stream()
		if s.UnitAt(0) < p {
			w.accuse(int32(o), s.UnitAt(1))
		}
	}
}

// commonFaults draws the faults of a client or a cloud region, which hit a part of
// the operators that depend on it.
func (w *World) commonFaults(p float64) {
	if p <= 0 {
		return
	}
	for g := range w.net.spec.Fault.Groups {
		if w.key(rng.Entity("common cause", g), rng.CommonFault, w.now).Unit() >= p {
			continue
		}
		for o, e := range w.net.entities {
			if s := w.key(e, rng.CommonFault, w.now).Stream(); w.net.groups[o] == g && s.UnitAt(0) < w.net.spec.Fault.Hit {
				w.accuse(int32(o), s.UnitAt(1))
			}
		}
	}
}

// wrongfulSlashes draws the slashes that a service's own bug causes.
func (w *World) wrongfulSlashes(p float64) {
	if p <= 0 {
		return
	}
	for i, e := range w.net.services {
		if s := w.key(e, rng.Wrongful, w.now).Stream(); s.UnitAt(0) < p {
			o := int32(s.UnitAt(1) * float64(len(w.net.entities)))
			if w.net.graph.Serves(o, int32(i)) {
				w.net.pending = append(w.net.pending, w.fault(o, int32(i)))
			}
		}
	}
}

// accuse lets one of the services that an operator serves hold a fault against it.
func (w *World) accuse(o int32, u float64) {
	degree := w.net.graph.Degree(o)
	if degree == 0 {
		return
	}
	pick := int(u * float64(degree))
	for i := range w.net.services {
		if !w.net.graph.Serves(o, int32(i)) {
			continue
		}
		if pick == 0 {
			w.net.pending = append(w.net.pending, w.fault(o, int32(i)))
			return
		}
		pick--
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
	for _, f := range w.net.pending {
		if err := w.slash(f); err != nil {
			return err
		}
	}
	if err := w.releaseBails(); err != nil {
		return err
	}
	return w.noteLosses()
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

// noteLosses attributes what has been slashed since it was last called: to the
// attack under way, or to faults, which are the shock of a cascade.
func (w *World) noteLosses() error {
	n := w.net
	lost := n.lostByNow()
	if lost == n.lost {
		return nil
	}
	fresh := lost - n.lost
	n.lost = lost
	n.watch.stale = true
	w.announce(w.now)
	if w.now <= n.striking {
		n.byAttack += fresh
		n.cascade.Strike(fresh)
	} else {
		w.track.shock += fresh
	}
	return w.recount()
}

// strikeWindow is how long after an attack slashes are still its consequence: the
// platforms' veto windows are shorter.
const strikeWindow = 4 * clock.Day
