package scenarios

import (
	"context"
	"math"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/batch"
	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

// taskSize is how many replications make a task: a worker then spends some tenths of
// a second on one, and Ctrl-C is noticed between steps anyway.
const taskSize = 8

// bands are the pointwise quantiles that a series keeps.
func bands() []float64 { return []float64{0.05, 0.25, 0.5, 0.75, 0.95} }

// Progress is told of every task that is done: how many replications there are so
// far, and their values of the headline metric.
type Progress func(done int, headline []float64)

// Outcome is what a simulation comes back with.
type Outcome struct {
	Columns *result.Columns
	Series  []result.Series
	Checks  result.Checks
}

// Simulate runs all replications of the plan and gathers what they say. Nothing in
// the outcome depends on where or on how many workers it ran.
func (p *Plan) Simulate(ctx context.Context, on batch.Executor, progress Progress) (*Outcome, error) {
	first, err := engine.New(p.Spec)
	if err != nil {
		return nil, err
	}
	g := newGatherer(first, p.Headline)
	newRunner := func() (batch.Runner, error) {
		w, err := engine.New(p.Spec)
		return &replicator{world: w, seed: p.Seed}, err
	}
	err = on.Execute(ctx, newRunner, batch.Split(0, uint32(p.Replications), taskSize), func(part batch.Partial) error {
		g.add(part)
		if progress != nil {
			progress(len(g.columns.Replications), g.headline())
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &Outcome{Columns: g.columns, Series: g.series(), Checks: g.checks}, nil
}

// replicator runs the replications of a task in one world.
type replicator struct {
	world *engine.World
	seed  uint64
}

// Run implements batch.Runner.
func (r *replicator) Run(ctx context.Context, t batch.Task) (batch.Partial, error) {
	part := batch.Partial{Task: t}
	n := len(r.world.Traces()) * len(r.world.Times())
	for i := t.Lo; i < t.Hi; i++ {
		rec := engine.Record{Final: make([]float64, len(r.world.Metrics())), Paths: make([]float64, n)}
		if err := r.world.Replicate(ctx, r.seed, i, &rec); err != nil {
			return part, err
		}
		part.Finals, part.Paths = append(part.Finals, rec.Final), append(part.Paths, rec.Paths)
	}
	part.Checks = r.world.TakeChecks()
	return part, nil
}

// gatherer puts partials together in the order in which they come, which is that of
// the tasks: final metrics are kept, paths are counted into histograms.
type gatherer struct {
	columns    *result.Columns
	traces     []result.Metric
	times      []int64
	histograms []stats.Histogram // trace after trace, time after time
	checks     result.Checks
	lead       int // the headline's column, -1 without one
}

func newGatherer(w *engine.World, headline string) *gatherer {
	g := &gatherer{columns: &result.Columns{Metrics: w.Metrics()}, traces: w.Traces(), times: w.Times(), lead: -1}
	g.columns.Values = make([][]float64, len(g.columns.Metrics))
	g.histograms = make([]stats.Histogram, len(g.traces)*len(g.times))
	for i, m := range g.columns.Metrics {
		if m.Name == headline {
			g.lead = i
		}
	}
	return g
}

func (g *gatherer) headline() []float64 {
	if g.lead < 0 {
		return nil
	}
	return g.columns.Values[g.lead]
}

func (g *gatherer) add(part batch.Partial) {
	for i, final := range part.Finals {
		g.columns.Cells = append(g.columns.Cells, part.Cell)
		g.columns.Replications = append(g.columns.Replications, part.Lo+uint32(i))
		for m, x := range final {
			g.columns.Values[m] = append(g.columns.Values[m], x)
		}
	}
	for _, path := range part.Paths {
		for k, x := range path {
			g.histograms[k].Add(fixed(x))
		}
	}
	g.checks.Add(&part.Checks)
}

// pathScale is the resolution of paths: histograms count integers, to a relative
// error that their buckets state.
const pathScale = 1e9

// fixed turns a value of a path into an integer, cut at the largest there is.
func fixed(x float64) int64 {
	return int64(max(-math.MaxInt64, min(x*pathScale, math.MaxInt64-1024)))
}

// series reads the bands off the histograms.
func (g *gatherer) series() []result.Series {
	var out []result.Series
	n := len(g.times)
	for t, m := range g.traces {
		s := result.Series{Metric: m, Times: g.times, Quantiles: bands(), N: len(g.columns.Replications)}
		for _, q := range s.Quantiles {
			line := make([]float64, n)
			for k := range line {
				line[k] = float64(g.histograms[t*n+k].Quantile(q)) / pathScale
			}
			s.Values = append(s.Values, line)
		}
		out = append(out, s)
	}
	return out
}
