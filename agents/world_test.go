package agents_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/scenarios"
)

// stage is a scenario on the small world of testdata, with eyes on what its agents ask
// for.
type stage struct {
	*scenarios.Plan
	said []said
	look func(v *engine.View, c *engine.Cohort) // sees what the watched cohorts see
}

// said is an action that an agent asked for.
type said struct {
	at     clock.Time
	cohort string
	agent  int
	engine.Action
}

// load reads a case, which extends the small world, and applies edits path=value.
func load(t testing.TB, text string, edits ...string) *stage {
	t.Helper()
	files := fstest.MapFS{"case.yaml": {Data: []byte("extends: small.yaml\n" + text)}}
	for _, name := range []string{"small.yaml", "edges.csv", "services.csv"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	plan, _, problems := scenarios.Load(files, "case.yaml", edits)
	for _, p := range problems {
		t.Error(p)
	}
	if len(problems) > 0 {
		t.FailNow()
	}
	s := &stage{Plan: plan}
	for i := range plan.Spec.Cohorts {
		s.watch(&plan.Spec.Cohorts[i])
	}
	return s
}

// watch puts a spy between the world and a cohort.
func (s *stage) watch(c *engine.CohortSpec) {
	spawn := c.Spawn
	c.Spawn = func() engine.Behaviour { return &spy{Behaviour: spawn(), stage: s} }
}

// spy passes everything on and notes what is asked for.
type spy struct {
	engine.Behaviour
	stage *stage
}

func (s *spy) Settle(v *engine.View, c *engine.Cohort) {
	if settler, ok := s.Behaviour.(engine.Settler); ok {
		settler.Settle(v, c)
	}
}

func (s *spy) Decide(v *engine.View, c *engine.Cohort, awake []int32, out []engine.Action) []engine.Action {
	if s.stage.look != nil {
		s.stage.look(v, c)
	}
	from := len(out)
	out = s.Behaviour.Decide(v, c, awake, out)
	for _, a := range out[from:] {
		if a.Plan != nil { // the behaviour will use it again
			plan := a.Plan.Clone()
			a.Plan = &plan
		}
		s.stage.said = append(s.stage.said, said{v.Now, c.Name, int(a.Agent - c.First), a})
	}
	return out
}

// play runs the first replications and returns the mean of every metric.
func (s *stage) play(t testing.TB, replications int) map[string]float64 {
	t.Helper()
	numbers := make([]uint32, replications)
	for i := range numbers {
		numbers[i] = uint32(i)
	}
	return s.replay(t, numbers...)
}

// replay runs replications, in the order given, in one world. What is said is that of
// the last.
func (s *stage) replay(t testing.TB, numbers ...uint32) map[string]float64 {
	t.Helper()
	w, err := engine.New(s.Spec)
	if err != nil {
		t.Fatal(err)
	}
	rec := engine.Record{Final: make([]float64, len(w.Metrics())), Paths: make([]float64, len(w.Traces())*len(w.Times()))}
	mean := map[string]float64{}
	for _, n := range numbers {
		s.said = s.said[:0]
		if err := w.Replicate(context.Background(), s.Seed, n, &rec); err != nil {
			t.Fatal(err)
		}
		for k, m := range w.Metrics() {
			mean[m.Name] += rec.Final[k] / float64(len(numbers))
		}
	}
	return mean
}

// asked lists what a cohort asked for with one of the verbs, or with any.
func (s *stage) asked(cohort string, verbs ...engine.Verb) []said {
	var out []said
	for _, x := range s.said {
		if x.cohort == cohort && (len(verbs) == 0 || slices.Contains(verbs, x.Verb)) {
			out = append(out, x)
		}
	}
	return out
}

// agents counts the agents of a cohort that asked for one of the verbs.
func (s *stage) agents(cohort string, verbs ...engine.Verb) int {
	seen := map[int]bool{}
	for _, x := range s.asked(cohort, verbs...) {
		seen[x.agent] = true
	}
	return len(seen)
}

// puppet is one agent that does what a test says, at a time that it says.
type puppet struct {
	eth, tokens money.Gwei
	at          clock.Span
	do          []engine.Action
}

// cast adds a puppet to the stage, last in name order.
func (s *stage) cast(p puppet) {
	s.Spec.Cohorts = append(s.Spec.Cohorts, engine.CohortSpec{Name: fmt.Sprint("zz puppet ", len(s.Spec.Cohorts)), Kind: "puppet", Count: 1,
		Review: engine.ReviewSpec{Every: clock.Hour, Fixed: true}, Holds: -1, Spawn: func() engine.Behaviour { return &p }})
}

func (p *puppet) Populate(g *engine.Genesis, c *engine.Cohort) {
	g.Endow(c.Account(0), 0, p.tokens)
	g.EndowETH(c.Account(0), p.eth)
}

func (p *puppet) Decide(v *engine.View, c *engine.Cohort, _ []int32, out []engine.Action) []engine.Action {
	if v.Now != clock.Time(0).Add(p.at) {
		return out
	}
	for _, a := range p.do {
		a.Agent, a.Entity = c.Account(0), c.Entity[0]
		out = append(out, a)
	}
	return out
}

// rising fails unless every number is larger than the one before by at least margin.
func rising(t *testing.T, what string, margin float64, values ...float64) {
	t.Helper()
	for i := range values[1:] {
		if !(values[i+1]-values[i] >= margin) {
			t.Errorf("%s: %v does not rise by %v at every step", what, values, margin)
			return
		}
	}
}

// outlookAt notes the outlook of token 0 as a cohort sees it at a time.
func (s *stage) outlookAt(cohort string, at clock.Span, into *engine.Outlook) {
	s.look = func(v *engine.View, c *engine.Cohort) {
		if c.Name == cohort && v.Now == clock.Time(0).Add(at) {
			*into = *v.Token(0)
		}
	}
}

// days since the snapshot.
func days(at clock.Time) float64 { return at.Sub(0).Days() }

// unsettled keeps a behaviour from drawing tastes: all are zero, so that the first look
// already follows values alone.
func unsettled(spawn func() engine.Behaviour) func() engine.Behaviour {
	return func() engine.Behaviour { return struct{ engine.Behaviour }{spawn()} }
}
