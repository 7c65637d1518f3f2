package scenarios

import (
	"context"
	"slices"
	"strings"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/batch"
	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

// glimpser reads metrics of networks at the snapshot, or looks for attacks on them.
type glimpser struct {
	snapshot *engine.Snapshot
	seed     uint64
	metrics  []int
	attacks  bool // finals are cost and profit of each service in turn
}

// Run implements batch.Runner.
func (g *glimpser) Run(ctx context.Context, t batch.Task) (batch.Partial, error) {
	part := batch.Partial{Task: t}
	for i := t.Lo; i < t.Hi; i++ {
		if err := ctx.Err(); err != nil {
			return part, err
		}
		g.snapshot.Draw(g.seed, i)
		look := g.read
		if g.attacks {
			look = g.price
		}
		if err := look(&part); err != nil {
			return part, err
		}
	}
	return part, nil
}

func (g *glimpser) read(part *batch.Partial) error {
	values := make([]float64, len(g.metrics))
	for k, m := range g.metrics {
		var err error
		if values[k], err = g.snapshot.Read(m); err != nil {
			return err
		}
	}
	part.Finals = append(part.Finals, values)
	return nil
}

func (g *glimpser) price(part *batch.Partial) error {
	a, err := g.snapshot.Attack()
	if err != nil {
		return err
	}
	prices, err := g.snapshot.Prices()
	if err != nil {
		return err
	}
	var values []float64
	for _, p := range prices {
		values = append(values, p.Cost, p.Profit)
	}
	part.Attacks, part.Finals = append(part.Attacks, a), append(part.Finals, values)
	return nil
}

// glimpse reads metrics of a plan's network in all replications, metric after metric.
func (s *tracer) glimpse(ctx context.Context, p *Plan, metrics []int) ([][]float64, error) {
	out := make([][]float64, len(metrics))
	err := s.execute(ctx, p, glimpser{metrics: metrics}, func(part batch.Partial) error {
		for _, final := range part.Finals {
			for k, x := range final {
				out[k] = append(out[k], x)
			}
		}
		return nil
	})
	return out, err
}

// glimpseSize is how many replications of a snapshot make a task: some hundredths of a
// second.
const glimpseSize = 16

func (s *tracer) execute(ctx context.Context, p *Plan, g glimpser, done func(batch.Partial) error) error {
	newRunner := func() (batch.Runner, error) {
		own := g
		own.seed = p.Seed
		var err error
		own.snapshot, err = engine.NewSnapshot(p.Spec)
		return &own, err
	}
	return s.on.Execute(ctx, newRunner, batch.Split(0, uint32(p.Replications), glimpseSize), done)
}

// coalition says who attacks at a crossing, and what services and attacks cost and
// yield there.
func (s *tracer) coalition(ctx context.Context, variant int, x, y float64) (*result.Coalition, error) {
	plan, err := s.at(variant, x, y)
	if err != nil {
		return nil, err
	}
	var attacks []*result.Witness
	var prices [][]float64
	err = s.execute(ctx, plan, glimpser{attacks: true}, func(part batch.Partial) error {
		attacks, prices = append(attacks, part.Attacks...), append(prices, part.Finals...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	at := result.Attempt{Variant: s.f.variants[variant].Name, Along: y, At: x}
	out := s.out.Frontier
	for i, service := range plan.Spec.Network.Network.Services {
		profits := make([]float64, len(prices))
		for r := range prices {
			profits[r] = prices[r][2*i+1]
		}
		sample, err := stats.NewSample(profits)
		if err != nil {
			return nil, err
		}
		a := at
		a.Service, a.Cost = service.Name, prices[0][2*i]
		a.Profit, a.Low, a.High = sample.Quantile(0.5).Est, sample.Quantile(0.05).Est, sample.Quantile(0.95).Est
		out.Attempts = append(out.Attempts, a)
	}
	for _, w := range attacks {
		a := at
		a.Cost, a.Profit, a.Low, a.High = w.Cost, w.Reward, w.Reward, w.Reward
		out.Attempts = append(out.Attempts, a)
	}
	return coalitionOf(attacks), nil
}

// mostMembers is how many operators and services a coalition lists.
const mostMembers = 12

// coalitionOf counts who takes part in the best attacks: of populations in which one
// pays, or of all where none does.
func coalitionOf(attacks []*result.Witness) *result.Coalition {
	c := &result.Coalition{}
	counted := slices.DeleteFunc(slices.Clone(attacks), func(w *result.Witness) bool { return w.Reward <= w.Cost })
	if c.Paying = len(counted); c.Paying == 0 {
		counted = attacks
	}
	c.Populations = len(counted)
	operators, services, seen := map[string]int{}, map[string]int{}, map[string]int{}
	name := func(w *result.Witness) string {
		return strings.Join(w.Services, ",") + "|" + strings.Join(w.Operators, ",")
	}
	usual := counted[0]
	for _, w := range counted {
		for _, o := range w.Operators {
			operators[o]++
		}
		for _, x := range w.Services {
			services[x]++
		}
		if seen[name(w)]++; seen[name(w)] > seen[name(usual)] {
			usual = w
		}
	}
	c.Usual = result.Witness{Operators: usual.Operators, Services: usual.Services}
	often := float64(seen[name(usual)])
	for _, w := range counted {
		if name(w) == name(usual) {
			c.Usual.Cost += w.Cost / often
			c.Usual.Reward += w.Reward / often
			c.Usual.Bond += w.Bond / often
		}
	}
	c.Share = often / float64(len(counted))
	c.Operators, c.Services = members(operators, len(counted)), members(services, len(counted))
	return c
}

// members lists names by how often they were counted, then by name.
func members(counts map[string]int, of int) []result.Member {
	out := []result.Member{}
	for name, n := range counts {
		out = append(out, result.Member{Name: name, Share: float64(n) / float64(of)})
	}
	slices.SortFunc(out, func(a, b result.Member) int {
		switch {
		case a.Share > b.Share:
			return -1
		case a.Share < b.Share:
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out[:min(len(out), mostMembers)]
}
