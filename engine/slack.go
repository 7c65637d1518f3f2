package engine

import (
	"math"

	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/clock"
)

// security is the last look at how safe the network is.
type security struct {
	certified    float64    // of this step
	gamma        [2]float64 // least slack found when last searched, by objective
	cost, profit float64    // ETH: cheapest service, and what all services together are worth
	breakable    float64
	lowest       float64 // least certified slack at which a search was made
	stale        bool    // stake was slashed since
}

// forget is where a replication begins.
func (s *security) forget() {
	*s = security{certified: unbounded, gamma: [2]float64{unbounded, unbounded}, lowest: math.Inf(1)}
}

// observeSecurity bounds, every step and in time linear in the graph, how much an
// attack could pay at recognised prices. It searches at the snapshot, at the horizon
// and after slashes.
func (w *World) observeSecurity() error {
	n := w.net
	if n == nil {
		return nil
	}
	if err := n.fill(w); err != nil || !n.spec.Graph.Platform.Slashes {
		return err
	}
	if err := attack.Bounds(&n.exposure, &n.security); err != nil {
		return err
	}
	n.watch.certified = min(unbounded, n.security.GammaSigma)
	w.track.certified = min(w.track.certified, n.watch.certified)
	if w.now != zero && w.now < clock.Time(w.spec.Horizon) && !n.watch.stale {
		return nil
	}
	if err := n.searcher.Load(&n.exposure); err != nil {
		return err
	}
	w.search()
	return nil
}

// gauge searches where the network is less safe, by the bound, than at every search
// before. Attackers look every day, and a search for the least slack costs far more
// than the search for what pays them.
func (w *World) gauge() {
	if n := w.net; n.security.GammaSigma < n.watch.lowest {
		w.search()
	}
}

// search looks for the tightest attacks and surveys the services, on the state that
// the searcher has loaded.
func (w *World) search() {
	n, k := w.net, &w.track
	for o := range n.watch.gamma {
		n.watch.gamma[o] = tightest(&n.searcher, attack.Objective(o))
		k.gamma[o] = min(k.gamma[o], n.watch.gamma[o])
	}
	s := n.searcher.Survey(attack.Sigma)
	n.watch.cost, n.watch.profit, n.watch.breakable = s.Price.Upper.Float(), s.Profit.Float(), float64(s.Breakable)
	k.breakable = max(k.breakable, n.watch.breakable)
	n.watch.stale, n.watch.lowest = false, min(n.watch.lowest, n.security.GammaSigma)
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
