package engine

import (
	"math"

	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/result"
)

// hunt is what attackers have found on the network as everybody sees it now. All who
// look in one phase share it; it lapses when the view changes or an attack is made.
type hunt struct {
	bounded   bool // exposure and bound are of this view
	loaded    bool // the searcher holds them too
	asked     bool // best answers these:
	objective attack.Objective
	limits    attack.Limits
	best      attack.Attack // in memory of its own
}

// AttackAllowed says whether the bound leaves room for an attack that pays, on the
// recognised state: attackers search only then.
func (v *View) AttackAllowed(o attack.Objective) bool {
	n := v.w.net
	return n != nil && n.spec.Graph.Platform.Slashes && n.bound(v.w) && n.security.AllowsAttack(o)
}

// bound brings exposure and bound to what everybody sees now. It is false where that
// cannot be counted.
func (n *network) bound(w *World) bool {
	if !n.hunt.bounded {
		n.hunt = hunt{best: n.hunt.best}
		n.hunt.bounded = n.fill(w) == nil && attack.Bounds(&n.exposure, &n.security) == nil
	}
	return n.hunt.bounded
}

// BestAttack searches for the most profitable attack that the limits allow on the
// recognised state. The attack is good until the next search.
func (v *View) BestAttack(o attack.Objective, l attack.Limits) (attack.Attack, bool) {
	w, h := v.w, &v.w.net.hunt
	if !w.net.bound(w) {
		return attack.Attack{}, false
	}
	if !h.loaded {
		if w.net.searcher.Load(&w.net.exposure) != nil {
			return attack.Attack{}, false
		}
		w.gauge()
		h.loaded = true
	}
	if !h.asked || h.objective != o || h.limits != l {
		h.asked, h.objective, h.limits = true, o, l
		found, upper := w.net.seek(o, l)
		w.assert(result.NetIsBounded, len(found.Services) == 0 || found.Net(o) <= min(upper, w.net.security.Net(o)))
		h.keep(found)
		if h.best.Pays(o) && !w.net.spec.Greedy && w.net.searcher.Whole(o) {
			h.loaded = w.assertNothingLeft(o, h.best.Net(o), upper)
		}
	}
	return h.best, h.best.Pays(o)
}

// seek searches the state that the searcher has loaded, and bounds what any attack nets.
func (n *network) seek(o attack.Objective, l attack.Limits) (found attack.Attack, upper money.Gwei) {
	if n.spec.Greedy {
		found, _ = n.searcher.Greedy(o, l)
		return found, math.MaxInt64
	}
	return n.searcher.Best(o, l, &n.trail)
}

// keep copies an attack out of the searcher's memory.
func (h *hunt) keep(a attack.Attack) {
	operators, services := append(h.best.Operators[:0], a.Operators...), append(h.best.Services[:0], a.Services...)
	h.best = a
	h.best.Operators, h.best.Services = operators, services
}
