package agents_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// A season of ten days with a cliff. Others hold most of the token, so that what one
// loses raises the others' part by little.
const cliffed = `
agents: {}
assets: {other: {kind: native, supply: 100 000 other, rate: 1 ETH}}
events: [{at: 10d, do: airdrop, programme: season, text: the season ends}]
`

// cliff loads the season, of which a puppet of 1 000 LRT does something on day 9, and
// returns it with what the puppet reckons to lose by leaving before and after that, and
// what it is handed out.
func cliff(t *testing.T, with bool, do engine.Action) (before, after, got float64) {
	t.Helper()
	s := load(t, cliffed, "horizon=11d", "programmes.season.ends=10d", fmt.Sprint("programmes.season.cliff=", with))
	s.perform(engine.ETH(1000), func(v *engine.View, a engine.Action) (engine.Action, bool) {
		got = v.AirdropTokens(a.Agent, 0).Float()
		switch v.Now {
		case clock.Time(9 * clock.Day):
			before = v.PointsAtStake(a.Agent, 0)
			do.Agent, do.Entity = a.Agent, a.Entity
			return do, do.Amount > 0
		case clock.Time(9*clock.Day + clock.Hour):
			after = v.PointsAtStake(a.Agent, 0)
		}
		return a, false
	})
	s.play(t, 1)
	return before, after, got
}

// TestWhoLeavesBeforeTheClaimLosesThePointsOfWhatLeaves: by every way out, in whole or in
// part, and only with a cliff. Without one he loses what he no longer earns, a day's part.
func TestWhoLeavesBeforeTheClaimLosesThePointsOfWhatLeaves(t *testing.T) {
	const other = 1 // in name order, after LRT
	_, _, whole := cliff(t, true, engine.Action{})
	for _, c := range []struct {
		name string
		part float64 // that leaves
		do   engine.Action
	}{
		{"sells all", 1, engine.Action{Verb: engine.Sell, Amount: engine.ETH(1000)}},
		{"sells a quarter", 0.25, engine.Action{Verb: engine.Sell, Amount: engine.ETH(250)}},
		{"queues all", 1, engine.Action{Verb: engine.Queue, Amount: engine.ETH(1000)}},
		{"queues a quarter", 0.25, engine.Action{Verb: engine.Queue, Amount: engine.ETH(250)}},
		{"moves all", 1, engine.Action{Verb: engine.Switch, Amount: engine.ETH(1000), Aux: other}},
		{"moves a quarter", 0.25, engine.Action{Verb: engine.Switch, Amount: engine.ETH(250), Aux: other}},
		{"pledges", 0, engine.Action{Verb: engine.Borrow, Amount: engine.ETH(1000), Ratio: 0.5}},
	} {
		before, after, got := cliff(t, true, c.do)
		// Points at stake after an hour more of what is left, which is 1/217 of what was earned before.
		if want := before * (1 - c.part); math.Abs(after-want) > 0.01*before {
			t.Errorf("%s: %.3f ETH of points were at stake, %.3f are, want %.3f", c.name, before, after, want)
		}
		if want := whole * (1 - c.part); math.Abs(got-want) > 0.02*whole {
			t.Errorf("%s: handed out %.2f, want %.2f of %.2f", c.name, got, want, whole)
		}
		stake, _, kept := cliff(t, false, c.do)
		if want := whole * (1 - 0.1*c.part); math.Abs(kept-want) > 0.005*whole || stake != 0 {
			t.Errorf("%s without a cliff: handed out %.2f, want %.2f; %.3f at stake", c.name, kept, want, stake)
		}
	}
}

// TestLoweringALeverageLosesThePointsOfWhatIsSold: a position that is three times its
// equity sells, down to twice, about a third. What a point is worth moves by that, and
// an hour passes, for him and for somebody who only holds.
func TestLoweringALeverageLosesThePointsOfWhatIsSold(t *testing.T) {
	s := load(t, cliffed, "horizon=10d", "programmes.season.ends=60d", "programmes.season.cliff=true", "events=[]")
	var stake, others, pledged [2]float64
	var still ledger.Account
	s.perform(engine.ETH(1000), func(_ *engine.View, a engine.Action) (engine.Action, bool) { still = a.Agent; return a, false })
	s.perform(engine.ETH(1000), func(v *engine.View, a engine.Action) (engine.Action, bool) {
		note := func(i int) {
			tokens, _ := v.Loan(0, a.Agent)
			stake[i], others[i], pledged[i] = v.PointsAtStake(a.Agent, 0), v.PointsAtStake(still, 0), tokens.Float()
		}
		switch v.Now {
		case clock.Time(clock.Hour):
			a.Verb, a.Ratio = engine.Lever, 3
			return a, true
		case clock.Time(9 * clock.Day):
			note(0)
			a.Verb, a.Ratio, a.Then = engine.Unlever, 2, engine.Keep
			return a, true
		case clock.Time(9*clock.Day + clock.Hour):
			note(1)
		}
		return a, false
	})
	s.play(t, 1)
	if part := 1 - pledged[1]/pledged[0]; math.Abs(part-1.0/3) > 0.005 {
		t.Fatalf("%.4f of the position was sold", part)
	}
	if got, want := stake[1]/stake[0]/(others[1]/others[0]), pledged[1]/pledged[0]; math.Abs(got-want) > 1e-4 {
		t.Errorf("%.4f of the points are left of %.4f of the position", got, want)
	}
}

// actor is one agent that a function plays.
type actor struct {
	tokens money.Gwei
	play   func(v *engine.View, a engine.Action) (engine.Action, bool)
}

func (x *actor) Populate(g *engine.Genesis, c *engine.Cohort) { g.Endow(c.Account(0), 0, x.tokens) }

func (x *actor) Decide(v *engine.View, c *engine.Cohort, _ []int32, out []engine.Action) []engine.Action {
	if a, does := x.play(v, engine.Action{Agent: c.Account(0), Entity: c.Entity[0]}); does {
		return append(out, a)
	}
	return out
}

// perform adds somebody who holds tokens and looks every hour.
func (s *stage) perform(tokens money.Gwei, play func(v *engine.View, a engine.Action) (engine.Action, bool)) {
	s.Spec.Cohorts = append(s.Spec.Cohorts, engine.CohortSpec{Name: fmt.Sprint("zz actor ", len(s.Spec.Cohorts)), Kind: "actor", Count: 1,
		Review: engine.ReviewSpec{Every: clock.Hour, Fixed: true}, Holds: -1, Spawn: func() engine.Behaviour { return &actor{tokens, play} }})
}
