package engine

import (
	"errors"

	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
	"github.com/restakesim/restakesim/engine/result"
)

// Snapshot is the network of a scenario as it opens, examined for one set of drawn
// profits after another. It belongs to one goroutine.
//
// A population decides who holds the tokens, not how much of them there is: a file
// fixes supply, backing, stake and pools. So one opening serves all replications, and
// a replication is its profits. Nothing happens after the snapshot.
type Snapshot struct {
	w        *World
	exposure restake.Exposure
	bounds   attack.Security
	loaded   bool // the searcher holds the exposure with the profits drawn last
	searched [2]bool
	best     [2]attack.Attack // by objective, in memory of its own
	upper    [2]money.Gwei    // no attack nets more
}

// ErrNoAttacks reports a scenario whose network nobody could attack: it has none, or
// nothing in it can be slashed on its day.
var ErrNoAttacks = errors.New("engine: the scenario has no network in which stake can be slashed on this day")

// NewSnapshot opens a world. Errors: ErrNoAttacks, and those of New.
func NewSnapshot(spec *Spec) (*Snapshot, error) {
	w, err := New(spec)
	if err != nil {
		return nil, err
	}
	if w.net == nil || !w.net.spec.Graph.Platform.Slashes {
		return nil, ErrNoAttacks
	}
	w.seed = spec.Seed
	if err := w.settleIn(); err != nil {
		return nil, w.blame("opening", err)
	}
	s := &Snapshot{w: w}
	copyOf(&s.exposure, &w.net.exposure)
	return s, nil
}

// Draw turns to the profits of a replication.
func (s *Snapshot) Draw(seed uint64, replication uint32) {
	n := s.w.net
	n.drawProfits(seed, replication)
	for i := range s.exposure.Services {
		s.exposure.Services[i].Profit = n.profits[i]
	}
	s.loaded, s.searched = false, [2]bool{}
}

// Attack is the best attack found for the profits drawn last, by the stake that it has
// slashed. It is the one that loses least where none pays.
func (s *Snapshot) Attack() (*result.Witness, error) {
	a, err := s.attack(attack.Sigma)
	return s.w.net.witness(a), err
}

// Price is what corrupting one service alone takes and yields, in ETH.
type Price struct{ Cost, Profit float64 }

// Prices returns the price of every service, in the order of Services, for the profits
// drawn last; a service that nobody backs costs nothing and cannot be had.
func (s *Snapshot) Prices() ([]Price, error) {
	if err := s.load(); err != nil {
		return nil, err
	}
	var out []Price
	for i, c := range s.w.net.searcher.Survey(attack.Sigma).ByService {
		out = append(out, Price{c.Upper.Float(), s.exposure.Services[i].Profit.Float()})
	}
	return out, nil
}

// Services names the services.
func (s *Snapshot) Services() []string {
	var out []string
	for _, x := range s.w.spec.Network.Network.Services {
		out = append(out, x.Name)
	}
	return out
}

// undecided is how many nodes a search may branch into where it is open whether any
// attack pays.
const undecided = 1000

// attack searches, once for each set of profits.
func (s *Snapshot) attack(o attack.Objective) (attack.Attack, error) {
	if s.searched[o] {
		return s.best[o], nil
	}
	if err := s.begin(bestOf(o), func() { s.w.net.seek(o, attack.NoLimits()) }); err != nil {
		return attack.Attack{}, err
	}
	l := attack.NoLimits()
	l.Nodes = undecided
	found, upper := s.w.net.seek(o, l)
	if len(found.Services) == 0 { // none pays: which one loses least?
		found = s.w.net.searcher.Least(o)
	}
	s.searched[o], s.best[o], s.upper[o] = true, found.Clone(), upper
	return s.best[o], nil
}

// begin hands the exposure to the searcher, which follows the trail from the start.
func (s *Snapshot) begin(kind int, search func()) error {
	if n := s.w.net; !n.start.known[kind] {
		s.loaded = false
		if err := n.begin(&s.exposure, kind, search); err != nil {
			return err
		}
	}
	return s.load()
}

// load hands the exposure to the searcher.
func (s *Snapshot) load() error {
	if s.loaded {
		return nil
	}
	s.w.net.trail.Copy(&s.w.net.start.trail)
	err := s.w.net.searcher.Load(&s.exposure)
	s.loaded = err == nil
	return err
}
