package attack

import (
	"slices"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// Aftermath sets a network after losses against the same network before them, to test
// on it what the theory says of shocks. The theory removes operators whole; here stake
// may be lost in parts, for which the load-based slack of Bounds holds as well. The
// zero value is ready and keeps its memory; it reads both exposures until the next
// Compare.
type Aftermath struct {
	Falling bool       // nothing that a service can slash has grown, not even as a share of its node: what changed is loss alone
	Whole   bool       // every service slashes all that it can
	Lost    money.Gwei // what was lost, as an attack on all services would be charged for it; nano-ETH
	Touched money.Gwei // stake, before, of the nodes that lost anything, nano-ETH

	before, after *restake.Exposure
	kept          []money.Gwei // per commitment before: what is left of it
	member        []bool       // per operator: in the coalition at hand
	have, base    []int64      // per service: coverage, and what it is a share of
}

// Compare reads two exposures of one network. Where they are of two networks, or
// anything has grown, Falling is false and nothing else means anything. It fails with
// money.ErrOverflow.
//
// A node that kept at least (1−ρ) of every commitment is charged min(ρ·stake, Σ δ·φ)
// for the δ that it lost: with x_v(A) ≤ T_v·c_v(A) of Bounds, T_v times that bounds
// what the lost part was credited with, whatever is attacked.
func (m *Aftermath) Compare(before, after *restake.Exposure) error {
	m.before, m.after = before, after
	m.Falling, m.Whole, m.Lost, m.Touched = m.align(), true, 0, 0
	for _, s := range before.Services {
		m.Whole = m.Whole && s.SlashFraction.Num == s.SlashFraction.Den
	}
	for v := 0; v < len(before.Nodes) && m.Falling; v++ {
		if err := m.node(v); err != nil {
			return err
		}
	}
	return nil
}

// align finds what is left of each commitment: nothing, where it is gone. It is false
// where there are new commitments, other nodes or other rules.
func (m *Aftermath) align() bool {
	x, y := m.before, m.after
	m.kept = resize(m.kept, len(x.Edges))
	if len(x.Nodes) != len(y.Nodes) || !slices.EqualFunc(x.Services, y.Services, sameRules) {
		return false
	}
	for v := range x.Nodes {
		if x.Nodes[v].Operator != y.Nodes[v].Operator || !m.alignNode(v) {
			return false
		}
	}
	return true
}

func sameRules(x, y restake.ServiceExposure) bool {
	return x.Alpha == y.Alpha && x.SlashFraction == y.SlashFraction
}

// alignNode walks two rows, both ascending by service.
func (m *Aftermath) alignNode(v int) bool {
	row := m.after.EdgesOf(v)
	for i := m.before.EdgeStart[v]; i < m.before.EdgeStart[v+1]; i++ {
		m.kept[i] = 0
		if len(row) > 0 && row[0].Service == m.before.Edges[i].Service {
			m.kept[i], row = row[0].Slashable, row[1:]
		}
	}
	return len(row) == 0
}

// node adds what node v has lost.
func (m *Aftermath) node(v int) error {
	was, is := m.before.Nodes[v].Stake, m.after.Nodes[v].Stake
	var sum, most money.Gwei
	for i := m.before.EdgeStart[v]; i < m.before.EdgeStart[v+1]; i++ {
		e := m.before.Edges[i]
		delta := e.Slashable - m.kept[i]
		if delta < 0 || shareGrew(e.Slashable, was, m.kept[i], is) {
			m.Falling = false
			return nil
		}
		if delta == 0 {
			continue
		}
		part, err := money.MulDiv(int64(delta), int64(was), int64(e.Slashable), money.Up)
		if err != nil {
			return err
		}
		lost, err := loss(m.before.Services[e.Service].SlashFraction, int64(delta))
		if err != nil {
			return err
		}
		sum, most = sum+money.Gwei(lost)+1, max(most, money.Gwei(part)) // +1: the loss of a difference may be one unit less than the difference of losses
	}
	m.Lost += min(sum, most)
	if sum > 0 || is < was {
		m.Touched += was
	}
	return nil
}

// shareGrew says whether a commitment is a larger part of its node than it was, by
// more than the unit to which both are rounded.
func shareGrew(w, stake, w1, stake1 money.Gwei) bool {
	return w1 > 0 && compareProducts(int64(w1-1), int64(stake), int64(w), int64(stake1)) > 0
}

// Hit appends to out the operators who have lost stake.
func (m *Aftermath) Hit(out []int32) []int32 {
	for v := range m.before.Nodes {
		o := m.before.Nodes[v].Operator
		if m.after.Nodes[v].Stake < m.before.Nodes[v].Stake && (len(out) == 0 || out[len(out)-1] != o) {
			out = append(out, o)
		}
	}
	return out
}

// Grown tests lemma 1 of Durvasula and Roughgarden on attack a: whether its coalition
// covers its services after the losses, and whether, joined by all that was lost, it
// covered them before. It fails with money.ErrOverflow.
func (m *Aftermath) Grown(a *Attack) (after, before bool, err error) {
	m.enrol(a)
	after, err = m.covers(a, func(in bool, _, kept money.Gwei) (gives, of money.Gwei) {
		if in {
			return kept, kept
		}
		return 0, kept
	})
	if err != nil {
		return false, false, err
	}
	before, err = m.covers(a, func(in bool, was, kept money.Gwei) (gives, of money.Gwei) {
		if in {
			return was, was
		}
		return was - kept, was
	})
	return after, before, err
}

// enrol marks the coalition's operators.
func (m *Aftermath) enrol(a *Attack) {
	m.member = resize(m.member, len(m.before.Operators))
	clear(m.member)
	for _, o := range a.Operators {
		m.member[o] = true
	}
}

// covers says whether what each commitment gives reaches the thresholds of a.
func (m *Aftermath) covers(a *Attack, reads func(in bool, was, kept money.Gwei) (gives, of money.Gwei)) (bool, error) {
	m.have, m.base = resize(m.have, len(m.before.Services)), resize(m.base, len(m.before.Services))
	clear(m.have)
	clear(m.base)
	for v, node := range m.before.Nodes {
		for i := m.before.EdgeStart[v]; i < m.before.EdgeStart[v+1]; i++ {
			e := m.before.Edges[i]
			gives, of := reads(m.member[node.Operator], e.Slashable, m.kept[i])
			if m.have[e.Service] += int64(gives); !grow(&m.base[e.Service], int64(of)) {
				return false, money.ErrOverflow
			}
		}
	}
	for _, s := range a.Services {
		need, err := threshold(m.before.Services[s].Alpha, m.base[s])
		if err != nil || m.have[s] < need {
			return false, err
		}
	}
	return true, nil
}

// Cost is σ of attack a on the network after the losses, nano-ETH.
func (m *Aftermath) Cost(a *Attack) (money.Gwei, error) {
	m.enrol(a)
	total := money.Gwei(0)
	for v, node := range m.after.Nodes {
		if !m.member[node.Operator] {
			continue
		}
		sum := money.Gwei(0)
		for _, e := range m.after.EdgesOf(v) {
			if !slices.Contains(a.Services, e.Service) {
				continue
			}
			lost, err := loss(m.after.Services[e.Service].SlashFraction, int64(e.Slashable))
			if err != nil {
				return 0, err
			}
			sum += money.Gwei(lost)
		}
		total += min(sum, node.Stake)
	}
	return total, nil
}
