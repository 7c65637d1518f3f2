package agents

import (
	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/param"
)

// ManagerParams describes the manager of a liquid token: it frees stake for exits,
// keeps the buffer, and delegates.
type ManagerParams struct {
	Token     param.Name    `key:"token" doc:"liquid token it manages" required:"true"`
	Blacklist param.Bool    `key:"blacklist" doc:"whether stake leaves operators that were slashed" default:"true"`
	Shift     param.Percent `key:"shift" doc:"share of a blacklisted operator's stake that is withdrawn at one review" default:"25 %" max:"1"`
	Review    param.Clock   `key:"review" doc:"how often the manager acts" default:"{fixed: 6h}"`
}

// Validate reports what the tags cannot say.
func (p *ManagerParams) Validate() param.Problems { return nil }

// Cohort describes the manager to the world: one agent.
func (p *ManagerParams) Cohort(n *engine.Names) (engine.CohortSpec, param.Problems) {
	m := manager{token: n.Token(string(p.Token)), blacklist: bool(p.Blacklist), shift: p.Shift.Float()}
	var out param.Problems
	if m.token < 0 {
		out = append(out, missing("token", "liquid token", p.Token))
	}
	return engine.CohortSpec{Count: 1, Phase: engine.Decide, Review: review(p.Review), News: true, Unit: "ETH", Holds: -1,
		Spawn: func() engine.Behaviour { b := m; return &b }}, out
}

// manager frees what exits need first, then puts idle ether where the policy is
// furthest behind, then moves stake away from slashed operators.
type manager struct {
	token     int16
	blacklist bool
	shift     float64
}

// Populate draws nothing: a manager has a policy, not a taste.
func (m *manager) Populate(*engine.Genesis, *engine.Cohort) {}

// Keeps says that the token's treasury, with its fees, is the manager's.
func (m *manager) Keeps(int32) engine.Estate { return engine.Estate{Operator: -1, Token: m.token} }

// Decide asks for at most three things.
func (m *manager) Decide(v *engine.View, c *engine.Cohort, awake []int32, out []engine.Action) []engine.Action {
	for _, i := range awake {
		a := engine.Action{Agent: c.Account(i), Entity: c.Entity[i], Token: m.token}
		lack := v.Uncovered(m.token)
		if lack > 0 {
			a.Verb, a.Amount = engine.Unbond, lack
			out = append(out, a)
		}
		if idle := v.Idle(m.token) - lack; idle > 0 {
			if part := m.neediest(v); part >= 0 {
				a.Verb, a.Amount, a.Aux = engine.Delegate, idle, int32(part)
				out = append(out, a)
			}
		}
		out = m.leaveSlashed(v, a, out)
	}
	return out
}

// neediest is the part whose stake is furthest below its share of the policy, among
// those that are not blacklisted; -1 if all are.
func (m *manager) neediest(v *engine.View) int {
	var total money.Gwei
	n := v.Parts(m.token)
	for i := range n {
		total += v.Part(m.token, i).Stake
	}
	best, most := -1, 0.0
	for i := range n {
		p := v.Part(m.token, i)
		if m.blacklist && p.Slashed {
			continue
		}
		if behind := float64(p.Target*total.Float()) - p.Stake.Float(); best < 0 || behind > most {
			best, most = i, behind
		}
	}
	return best
}

// leaveSlashed withdraws part of the stake of slashed operators, as long as there is
// anywhere else to put it.
func (m *manager) leaveSlashed(v *engine.View, a engine.Action, out []engine.Action) []engine.Action {
	if !m.blacklist || m.neediest(v) < 0 {
		return out
	}
	for i := range v.Parts(m.token) {
		if p := v.Part(m.token, i); p.InVault && p.Slashed && p.Stake > 0 {
			a.Verb, a.Aux, a.Amount = engine.Undelegate, int32(i), money.Gwei(float64(p.Stake)*m.shift)
			out = append(out, a)
		}
	}
	return out
}
