package engine

import (
	"math"
	"slices"

	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/restake"
	"github.com/restakesim/restakesim/engine/result"
)

// security is the last look at how safe the network is.
type security struct {
	certified float64 // when last looked at
	found     finding
	lowest    float64 // least certified slack at which a search was made
	stale     bool    // stake was slashed since
}

// finding is what a search for the least slack says.
type finding struct {
	certified    float64
	gamma        [2]float64 // by objective
	cost, profit float64    // ETH: cheapest service, and what all services together are worth
	breakable    float64
}

// opening is the exposure at the last snapshot that was searched. Most replications
// of a scenario open with the very same one, and then the finding holds.
type opening struct {
	exposure restake.Exposure
	found    finding
	trail    attack.Trail // where that search ended
}

// forget is where a replication begins.
func (s *security) forget() {
	*s = security{certified: unbounded, found: finding{gamma: [2]float64{unbounded, unbounded}}, lowest: math.Inf(1)}
}

// observeSecurity bounds, every step and in time linear in the graph, how much an
// attack could pay at recognised prices. It encloses the slack in σ once a day, and
// searches for that in κ too at the snapshot, at the horizon and after slashes.
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
	w.refer()
	if w.now == zero {
		w.track.opened = min(unbounded, n.security.GammaSigma)
		return w.searchOpening()
	}
	whole := w.now >= clock.Time(w.spec.Horizon) || n.watch.stale
	if !whole && clock.Span(w.now)%clock.Day >= w.spec.Step {
		return nil
	}
	if err := n.searcher.Load(&n.exposure); err != nil {
		return err
	}
	if whole {
		w.search()
		return nil
	}
	f := n.watch.found
	n.lookSigma(&f)
	w.found(&f)
	return nil
}

// searchOpening searches the network at the snapshot, unless it is the one that an
// earlier replication has searched.
func (w *World) searchOpening() error {
	n := w.net
	if first := &n.first; !same(&first.exposure, &n.exposure) {
		if err := n.beginAll(&n.exposure); err != nil {
			return err
		}
		first.found = n.look()
		copyOf(&first.exposure, &n.exposure)
		first.trail.Copy(&n.trail)
	}
	n.trail.Copy(&n.first.trail)
	w.found(&n.first.found)
	return nil
}

func same(a, b *restake.Exposure) bool {
	return slices.Equal(a.Nodes, b.Nodes) && slices.Equal(a.EdgeStart, b.EdgeStart) && slices.Equal(a.Edges, b.Edges) &&
		slices.Equal(a.Operators, b.Operators) && slices.Equal(a.Services, b.Services)
}

func copyOf(to, from *restake.Exposure) {
	to.Reset()
	to.Nodes, to.EdgeStart, to.Edges = append(to.Nodes, from.Nodes...), append(to.EdgeStart, from.EdgeStart...), append(to.Edges, from.Edges...)
	to.Operators, to.Services = append(to.Operators, from.Operators...), append(to.Services, from.Services...)
}

// gauge searches where the network is less safe, by the bound, than at every search
// before. Attackers look every day, and a search for the least slack costs far more
// than the search for what pays them.
func (w *World) gauge() {
	if n := w.net; n.security.GammaSigma < n.watch.lowest {
		w.search()
	}
}

// search looks at the state that the searcher has loaded.
func (w *World) search() {
	f := w.net.look()
	w.assert(result.SlackIsOrdered, min(unbounded, w.net.security.GammaKappa) <= f.gamma[attack.Kappa])
	w.found(&f)
}

// look finds the tightest attacks and surveys the services.
func (n *network) look() (f finding) {
	n.lookSigma(&f)
	f.gamma[attack.Kappa] = n.lookKappa()
	return f
}

// lookSigma encloses the slack in σ and surveys the services. Where stake is unique the
// services alone say it; elsewhere it lies between what loads or the search prove and
// the tightest attack found.
func (n *network) lookSigma(f *finding) {
	s := &n.searcher
	all := s.Survey(attack.Sigma)
	f.cost, f.profit, f.breakable = all.Price.Upper.Float(), all.Profit.Float(), float64(all.Breakable)
	lower, upper, unique := s.Slack(all)
	if !unique {
		lower, upper = n.enclose(attack.Sigma, all)
	}
	f.certified, f.gamma[attack.Sigma] = min(unbounded, max(lower, n.security.GammaSigma)), min(unbounded, upper)
}

// lookKappa is the best-known slack in κ.
func (n *network) lookKappa() float64 {
	var alone attack.Survey
	if !n.spec.Greedy {
		alone = n.searcher.Survey(attack.Kappa)
	}
	_, upper := n.enclose(attack.Kappa, alone)
	return min(unbounded, upper)
}

// enclose searches for the least slack.
func (n *network) enclose(o attack.Objective, alone attack.Survey) (proven, known float64) {
	var a attack.Attack
	var ok bool
	proven = -1
	if n.spec.Greedy {
		a, ok = n.searcher.Tightest(o)
	} else {
		a, proven, ok = n.searcher.Enclose(o, alone, &n.trail)
	}
	g, some := a.Gamma(o)
	if !ok || !some {
		return proven, unbounded
	}
	return proven, g.Float()
}

// found notes what a search of the present state says.
func (w *World) found(f *finding) {
	n, k := w.net, &w.track
	n.watch.found, n.watch.stale, n.watch.lowest = *f, false, min(n.watch.lowest, n.security.GammaSigma)
	n.watch.certified, k.certified = f.certified, min(k.certified, f.certified)
	w.assert(result.SlackIsOrdered, min(unbounded, n.security.GammaSigma) <= f.certified && f.certified <= f.gamma[attack.Sigma])
	for o, g := range f.gamma {
		k.gamma[o] = min(k.gamma[o], g)
	}
	k.breakable = max(k.breakable, f.breakable)
}
