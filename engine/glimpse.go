package engine

import (
	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/result"
)

// glimpse is a metric of the network at the snapshot. Those that final metrics are
// called after mean the same, before anything has happened.
type glimpse struct {
	name, unit, help string
	read             func(*Snapshot) (float64, error)
}

// SnapshotMetrics lists what a Snapshot can be asked for.
func SnapshotMetrics() []result.Metric {
	var out []result.Metric
	for _, g := range glimpses() {
		out = append(out, result.Metric{Name: g.name, Unit: g.unit, Help: g.help})
	}
	return out
}

// Read returns a metric, by its index in SnapshotMetrics, for the profits drawn last.
func (s *Snapshot) Read(metric int) (float64, error) { return glimpses()[metric].read(s) }

func glimpses() [8]glimpse {
	return [8]glimpse{
		{"attack_net", "ETH", "profit from corruption less stake slashed, of the best attack found at the snapshot; where none pays, of the one that loses least; 0 where none is possible",
			func(s *Snapshot) (float64, error) { return s.net(attack.Sigma) }},
		{"attack_net_kappa", "ETH", "profit from corruption less what operators lose themselves, of the best attack found at the snapshot; 0 where none is possible",
			func(s *Snapshot) (float64, error) { return s.net(attack.Kappa) }},
		{"attack_bound", "ETH", "no attack at the snapshot nets more than this over the stake that it has slashed; 0 proves that none pays", (*Snapshot).bound},
		{"gamma_sigma", "1", "least slack found, counting the stake that an attack has slashed; 10 where no attack is possible",
			func(s *Snapshot) (float64, error) { return s.slack(attack.Sigma) }},
		{"gamma_kappa", "1", "least slack found, counting what operators lose themselves; 10 where no attack is possible",
			func(s *Snapshot) (float64, error) { return s.slack(attack.Kappa) }},
		{"cost_of_corruption", "ETH", "cost of corrupting the cheapest service",
			func(s *Snapshot) (float64, error) { x, err := s.survey(); return x.Price.Upper.Float(), err }},
		{"profit_from_corruption", "ETH", "what corrupting all services would yield",
			func(s *Snapshot) (float64, error) { x, err := s.survey(); return x.Profit.Float(), err }},
		{"services_breakable", "1", "services that could each be corrupted at a profit",
			func(s *Snapshot) (float64, error) { x, err := s.survey(); return float64(x.Breakable), err }},
	}
}

func (s *Snapshot) net(o attack.Objective) (float64, error) {
	a, err := s.attack(o)
	return a.Net(o).Float(), err
}

// bound is the least of what loads and the search prove.
func (s *Snapshot) bound() (float64, error) {
	if _, err := s.attack(attack.Sigma); err != nil {
		return 0, err
	}
	err := attack.Bounds(&s.exposure, &s.bounds)
	return min(s.bounds.NetSigma, s.upper[attack.Sigma]).Float(), err
}

func (s *Snapshot) slack(o attack.Objective) (float64, error) {
	n := s.w.net
	if err := s.begin(bestOf(o), func() { n.seek(o, attack.NoLimits()) }); err != nil {
		return 0, err
	}
	if err := s.begin(tightestOf(o), func() { n.enclose(o, n.searcher.Survey(o)) }); err != nil {
		return 0, err
	}
	if o == attack.Kappa {
		return n.lookKappa(), nil
	}
	var f finding
	n.lookSigma(&f)
	return f.gamma[o], nil
}

func (s *Snapshot) survey() (attack.Survey, error) {
	if err := s.load(); err != nil {
		return attack.Survey{}, err
	}
	return s.w.net.searcher.Survey(attack.Sigma), nil
}
