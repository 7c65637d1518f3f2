package agents_test

import (
	"math"
	"slices"
	"testing"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/clock"
)

// Twenty holders of one mind who may borrow against what they hold, or move to XLT.
const sharpHolders = `
assets:
  XLT: {kind: native, supply: 1 000 XLT, rate: 1 ETH, buffer: 10 %}
agents:
  holders: {kind: conservative, token: LRT, desk: desk, alternative: XLT, count: 20, holdings: 400 ETH, size: 1 ETH, switching: 0 %,
    discount: 3.0 %/y, horizon: 365d, risk: 0, hope: 0, precision: 1000000, taste_life: 1d, review: {every: 12h}}
`

// counts lists how many holders asked for each of the verbs at least once.
func (s *stage) counts(cohort string, verbs ...engine.Verb) []int {
	var out []int
	for _, v := range verbs {
		out = append(out, s.agents(cohort, v))
	}
	return out
}

// TestHolderBorrowsWhileTheDeskIsCheap: capital earns 6 % elsewhere, and the desk asks
// for less than that: to pledge beats to leave and to hold. At a dear desk, or when he
// reckons with losses on what he would go on holding, he leaves.
func TestHolderBorrowsWhileTheDeskIsCheap(t *testing.T) {
	verbs := []engine.Verb{engine.Borrow, engine.Sell}
	for _, c := range []struct {
		rate, slash string
		want        []int
	}{{"1 %/y", "0 %", []int{20, 0}}, {"20 %/y", "0 %", []int{0, 20}}, {"1 %/y", "3 %", []int{0, 20}}} {
		s := load(t, sharpHolders, "agents.holders.discount=5 %/y", "markets.desk.base_rate="+c.rate, "assets.LRT.slash_rate=1 /y", "assets.LRT.slash_loss="+c.slash,
			"assets.LRT.exit.delay=200d",
			"assets.XLT.services_yield=0 %/y", "assets.XLT.slash_rate=1 /y", "assets.XLT.slash_loss=50 %", "agents.holders.loan_to_value=60 %")
		s.play(t, 1)
		if got := s.counts("holders", verbs...); !slices.Equal(got, c.want) {
			t.Errorf("desk at %s, slashes of %s: %v asked for %v, want %v", c.rate, c.slash, got, verbs, c.want)
		}
	}
}

// TestPledgerStaysOneUntilThingsChange: whoever has borrowed has nothing more to do at
// the next looks. When the desk becomes dear he repays with the loan that he has at
// hand, sells only what the interest asks for, and leaves.
func TestPledgerStaysOneUntilThingsChange(t *testing.T) {
	s := load(t, sharpHolders, "agents.holders.discount=5 %/y", "assets.LRT.exit.delay=200d", "assets.XLT.slash_rate=1 /y", "assets.XLT.slash_loss=50 %",
		"agents.holders.taste_life=10000d", "markets.desk.slope2=400 %/y")
	s.Spec.Cohorts[0].Spawn = unsettled(s.Spec.Cohorts[0].Spawn)
	s.cast(puppet{tokens: engine.ETH(30_000), at: 15 * clock.Day, do: []engine.Action{{Verb: engine.Borrow, Amount: engine.ETH(30_000), Ratio: 0.5}}})
	var owed, pledged float64
	s.look = func(v *engine.View, c *engine.Cohort) {
		owed, pledged = 0, 0
		for i := range c.Size {
			p, debt := v.Loan(0, c.Account(int32(i)))
			owed, pledged = owed+debt, pledged+p.Float()
		}
	}
	s.play(t, 1)
	if owed != 0 || pledged != 0 {
		t.Errorf("at the end %.6f ETH are owed on %.6f tokens", owed, pledged)
	}
	if got := s.counts("holders", engine.Borrow, engine.Repay, engine.Sell); !slices.Equal(got, []int{20, 20, 20}) {
		t.Fatalf("%v borrowed, repaid and sold, want all 20", got)
	}
	for _, x := range s.asked("holders") {
		if day := days(x.at); x.Verb != engine.Borrow && day < 15 {
			t.Errorf("holder %d asked to %v on day %.1f, before anything changed", x.agent, x.Verb, day)
		}
	}
}

// TestHolderMovesToWhatPaysMore: the alternative pays services' yield on top; when its
// cap is full there is nothing to move to.
func TestHolderMovesToWhatPaysMore(t *testing.T) {
	for _, c := range []struct {
		yield, limit string
		want         int
	}{{"2 %/y", "0 ETH", 20}, {"0 %/y", "0 ETH", 0}, {"2 %/y", "1 ETH", 0}} {
		s := load(t, sharpHolders, "agents.holders.discount=1 %/y", "assets.XLT.services_yield="+c.yield, "assets.XLT.cap="+c.limit)
		s.play(t, 1)
		if n := s.agents("holders", engine.Switch); n != c.want {
			t.Errorf("%s more and a cap of %s: %d moved, want %d", c.yield, c.limit, n, c.want)
		}
	}
}

// TestMoveLimitIsTheIndifferencePrice: at its limit a move is worth as much as staying:
// price · what the other token grows to = what the own one grows to.
func TestMoveLimitIsTheIndifferencePrice(t *testing.T) {
	s := load(t, sharpHolders, "agents.holders.discount=1 %/y", "markets.desk.base_rate=20 %/y", "assets.XLT.services_yield=2 %/y", "agents.holders.taste_life=10000d", "assets.LRT.exit.delay=300d")
	s.Spec.Cohorts[0].Spawn = unsettled(s.Spec.Cohorts[0].Spawn)
	indifferent := map[clock.Time]float64{} // what they bring waits to be staked, so that the other's yield falls
	s.look = func(v *engine.View, _ *engine.Cohort) {
		indifferent[v.Now] = math.Exp(v.Token(0).Yield - v.Token(1).Yield)
	}
	s.play(t, 1)
	for _, x := range s.asked("holders") {
		want := indifferent[x.at]
		if x.Verb != engine.Switch || math.Abs(x.Limit-want) > 1e-4 {
			t.Errorf("%v at a limit of %.5f, want a move at %.5f", x.Verb, x.Limit, want)
		}
	}
	if len(s.said) == 0 {
		t.Error("nobody moved")
	}
}
