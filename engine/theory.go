package engine

import (
	"math"

	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
	"github.com/restakesim/restakesim/engine/result"
)

// theory watches whether what happens in the world is what the theory of attacks on
// restaking networks says, wherever its preconditions hold. Theorems speak of networks
// that losses alone change; a deposit or a dearer token in between ends a case, and the
// counts of result.Checks say how many were left.
type theory struct {
	reference restake.Exposure // the network before the first loss of the cascade under way
	gamma     float64          // slack proven there
	present   restake.Exposure
	rest      attack.Security // bounds on what an attack leaves behind
	aftermath attack.Aftermath
	lossAt    clock.Time
	lost      bool       // there was a loss in the last day
	spent     money.Gwei // σ of the attacks of this cascade
	depth     attack.Depth
	hit       []int32
	smallest  money.Gwei // least stake of a node in the reference
	before    yardstick
}

// yardstick is what a shock is measured against.
type yardstick struct {
	net    money.Gwei // bound on every attack
	prices []attack.Bracket
}

// calm is how long nothing may be lost for a cascade to be over.
const calm = clock.Day

func (t *theory) forget() {
	t.lost, t.lossAt, t.spent, t.gamma = false, 0, 0, 0
	t.depth.Begin()
}

// refer makes the network as it is seen now the one that coming losses are held
// against, unless a cascade is under way.
func (w *World) refer() {
	n := w.net
	t := &n.theory
	if t.lost && w.now.Sub(t.lossAt) < calm {
		return
	}
	t.forget()
	copyOf(&t.reference, &n.exposure)
	t.gamma, t.smallest = n.security.GammaSigma, math.MaxInt64
	for _, v := range t.reference.Nodes {
		if v.Stake > 0 {
			t.smallest = min(t.smallest, v.Stake)
		}
	}
}

// assert counts a case of a statement.
func (w *World) assert(statement int, holds bool) {
	w.checks.Assertions[statement].Note(holds, w.replication)
}

// shock lets faults be punished and asserts what the theory says of the difference.
func (w *World) shock(punish func() error) error {
	if !w.net.spec.Graph.Platform.Slashes {
		return punish()
	}
	if err := w.beforeShock(); err != nil {
		return err
	}
	if err := punish(); err != nil {
		return err
	}
	return w.afterShock()
}

// beforeShock looks at the network before faults are punished.
func (w *World) beforeShock() error {
	n := w.net
	t := &n.theory
	if err := n.graph.FillExposure(w.book, &t.present, w.priceOf); err != nil {
		return err
	}
	if err := attack.Bounds(&t.present, &n.security); err != nil {
		return err
	}
	if err := n.searcher.Load(&t.present); err != nil {
		return err
	}
	t.before.net = n.security.NetSigma
	t.before.prices = append(t.before.prices[:0], n.searcher.Survey(attack.Sigma).ByService...)
	return nil
}

// afterShock asserts that a shock has made attacks better, and services cheaper to
// corrupt, by no more than the stake of those whom it hit.
func (w *World) afterShock() error {
	n := w.net
	t := &n.theory
	n.hunt.bounded, n.counted = false, false
	if err := n.fill(w); err != nil {
		return err
	}
	if err := t.aftermath.Compare(&t.present, &n.exposure); err != nil || !t.aftermath.Falling || t.aftermath.Touched == 0 {
		return err
	}
	if err := n.searcher.Load(&n.exposure); err != nil {
		return err
	}
	found, _ := n.searcher.Greedy(attack.Sigma, attack.NoLimits())
	holds := len(found.Services) == 0 || found.Net(attack.Sigma) <= t.before.net+t.aftermath.Touched
	for s, now := range n.searcher.Survey(attack.Sigma).ByService {
		holds = holds && (now.Upper == 0 || t.before.prices[s].Lower <= now.Upper+t.aftermath.Touched)
	}
	w.assert(result.ShockIsBounded, holds)
	return nil
}

// assertAttack holds an attack that is about to happen against the theory.
func (w *World) assertAttack(real *attack.Attack) error {
	n := w.net
	t := &n.theory
	plain, err := (&attack.Terms{}).Account(*real)
	if err != nil {
		return err
	}
	w.assert(result.AccountIsPlain, plain.Profit == real.Reward-real.Sigma)
	if err := n.graph.FillExposure(w.book, &t.present, w.priceOf); err != nil {
		return err
	}
	if err := t.aftermath.Compare(&t.reference, &t.present); err != nil {
		return err
	}
	cost, err := t.aftermath.Cost(real)
	if err != nil {
		return err
	}
	t.spent += cost
	if t.aftermath.Falling && t.aftermath.Lost > 0 {
		if err := w.assertCascade(real, cost); err != nil {
			return err
		}
	}
	t.depth.Remove(real.Operators)
	return nil
}

// assertCascade asserts, of an attack that follows losses and nothing else, that its
// coalition and what was lost covered its services before, and that the attacks
// since then stay below what the shock allows.
//
// With slack γ proven by loads, the services taken so far were worth at most 1/(1+γ)
// of what the coalition at hand costs and what has been lost, faults and earlier
// attacks together; they paid, so their costs are less than their worth:
// (1+γ)·Σσ < lost + σ. Where all earlier slashes have landed this is theorem 1.
func (w *World) assertCascade(real *attack.Attack, cost money.Gwei) error {
	n := w.net
	t := &n.theory
	covered, grown, err := t.aftermath.Grown(real)
	if err != nil {
		return err
	}
	if covered {
		w.assert(result.CoalitionGrows, grown)
	}
	if !covered || !t.aftermath.Whole || t.gamma <= 0 || n.graph.OpenCases() > 0 || len(n.delayed) > 0 || !w.paysAsSeen(real, cost) {
		return nil
	}
	shock := (t.aftermath.Lost + cost).Float()
	w.assert(result.CascadeIsBounded, float64((1+t.gamma)*t.spent.Float()) < float64(shock*(1+1e-9))) // the margin is that of floating point
	return w.assertLength(real)
}

// assertLength holds the number of rounds against theorem 7: below k·(1+log_{1+γ}(σ(D)/(γ·ε)))
// for a shock D, the depth k and the least stake ε.
func (w *World) assertLength(real *attack.Attack) error {
	t := &w.net.theory
	if t.depth.Rounds() == 0 {
		t.depth.Begin()
		t.depth.Remove(t.aftermath.Hit(t.hit[:0]))
	}
	k, err := t.depth.Reach(&t.reference, real)
	if err != nil || k == 0 {
		return err // covered without any removal: no shock was needed
	}
	ratio := t.aftermath.Lost.Float() / float64(t.gamma*t.smallest.Float())
	log := float64(detmath.Log(ratio) / detmath.Log1p(t.gamma))
	w.assert(result.CascadeIsShort, float64(t.depth.Rounds()+1) < float64(float64(k)*(1+log)))
	return nil
}

// paysAsSeen says whether the attack pays at the prices at which it is held against
// the reference, with profits that have not grown since.
func (w *World) paysAsSeen(real *attack.Attack, cost money.Gwei) bool {
	t := &w.net.theory
	reward := money.Gwei(0)
	for _, s := range real.Services {
		if t.present.Services[s].Profit > t.reference.Services[s].Profit {
			return false
		}
		reward += t.present.Services[s].Profit
	}
	return reward > cost
}

// assertConservation asserts that what vaults have lost has left them by slashes.
func (w *World) assertConservation() {
	n := w.net
	holds := true
	for s := range ledger.Asset(w.book.Assets()) {
		lost := money.Gwei(0)
		for v := range n.prices {
			if n.graph.VaultAsset(int32(v)) != s {
				continue
			}
			for a := range int32(restake.Attacks + 1) {
				lost += n.graph.LostTo(int32(v), a)
			}
		}
		holds = holds && lost == w.book.Flow(ledger.Slash, s)
	}
	w.assert(result.StakeIsConserved, holds)
}
