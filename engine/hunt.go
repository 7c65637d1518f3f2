package engine

import (
	"github.com/restakesim/restakesim/engine/attack"
)

// hunt is what attackers have found on the network as everybody sees it now. All who
// look in one phase share it; it lapses when the view changes or an attack is made.
type hunt struct {
	looked    bool // the searcher holds the state, and the watch is of it
	asked     bool // best answers these:
	objective attack.Objective
	limits    attack.Limits
	best      attack.Attack // in memory of its own
	pays      bool
}

// AttackAllowed says whether the bound leaves room for an attack that pays, on the
// recognised state: attackers search only then.
func (v *View) AttackAllowed(o attack.Objective) bool {
	return v.w.net != nil && v.w.net.security.AllowsAttack(o)
}

// BestAttack searches for the most profitable attack that the limits allow on the
// recognised state. The attack is good until the next search.
func (v *View) BestAttack(o attack.Objective, l attack.Limits) (attack.Attack, bool) {
	w, h := v.w, &v.w.net.hunt
	if !h.looked {
		if w.net.fill(w) != nil || w.net.searcher.Load(&w.net.exposure) != nil {
			return attack.Attack{}, false
		}
		w.gauge()
		h.looked, h.asked = true, false
	}
	if !h.asked || h.objective != o || h.limits != l {
		h.asked, h.objective, h.limits = true, o, l
		found, pays := w.net.searcher.Greedy(o, l)
		h.keep(found)
		h.pays = pays
	}
	return h.best, h.pays
}

// keep copies an attack out of the searcher's memory.
func (h *hunt) keep(a attack.Attack) {
	operators, services := append(h.best.Operators[:0], a.Operators...), append(h.best.Services[:0], a.Services...)
	h.best = a
	h.best.Operators, h.best.Services = operators, services
}
