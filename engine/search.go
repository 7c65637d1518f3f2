package engine

import (
	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/clock"
)

// hunt is what has been found on the network as everybody sees it now. All who look
// in one phase share it; it lapses when the view changes or an attack is carried out.
type hunt struct {
	looked    bool // the searcher holds the state, and the watch is of it
	asked     bool // best answers these:
	objective attack.Objective
	limits    attack.Limits
	best      attack.Attack // in memory of its own
	pays      bool
}

// observeSecurity bounds, every step and in time linear in the graph, how much an
// attack could pay at recognised prices.
func (w *World) observeSecurity() error {
	n := w.net
	if n == nil {
		return nil
	}
	if err := n.fill(w); err != nil {
		return err
	}
	if err := attack.Bounds(&n.exposure, &n.security); err != nil {
		return err
	}
	n.watch.certified = min(unbounded, n.security.GammaSigma)
	w.track.certified = min(w.track.certified, n.watch.certified)
	if w.now >= clock.Time(w.spec.Horizon) {
		return w.search()
	}
	return nil
}

// search looks for the tightest attacks and surveys the services, on the exposure as
// it stands. It is run at the horizon, and when attackers look while the bound allows
// an attack.
func (w *World) search() error {
	n := w.net
	if err := n.searcher.Load(&n.exposure); err != nil {
		return err
	}
	n.watch.gammaSigma = tightest(&n.searcher, attack.Sigma)
	n.watch.gammaKappa = tightest(&n.searcher, attack.Kappa)
	s := n.searcher.Survey(attack.Sigma)
	n.watch.cost, n.watch.profit, n.watch.breakable = s.Price.Upper.Float(), s.Profit.Float(), float64(s.Breakable)
	w.track.gammaSigma = min(w.track.gammaSigma, n.watch.gammaSigma)
	w.track.gammaKappa = min(w.track.gammaKappa, n.watch.gammaKappa)
	w.track.breakable = max(w.track.breakable, n.watch.breakable)
	return nil
}

func tightest(s *attack.Searcher, o attack.Objective) float64 {
	a, ok := s.Tightest(o)
	if !ok {
		return unbounded
	}
	g, ok := a.Gamma(o)
	if !ok {
		return unbounded
	}
	return min(unbounded, g.Float())
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
		if w.net.fill(w) != nil || w.search() != nil {
			return attack.Attack{}, false
		}
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
