package scenarios

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/batch"
	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

// ErrNoFrontier reports a scenario without a frontier section.
var ErrNoFrontier = errors.New("the scenario has no frontier section; it says what to find along what, as scenarios/attack-frontier.yaml does")

// ErrPoint reports a point of the plane that no scenario can be made of.
var ErrPoint = errors.New("no scenario can be made of a point of the plane")

// FrontierProgress is told of every point that has been evaluated: how many there are
// so far, and how many of how many rows are done.
type FrontierProgress func(points, rows, of int)

// FrontierOutcome is what a search for a frontier comes back with. Columns hold the
// scenario as its file has it.
type FrontierOutcome struct {
	Frontier *result.Frontier
	Columns  *result.Columns
	Series   []result.Series
	Checks   result.Checks
}

// tracer is a search under way.
type tracer struct {
	plan     *Plan
	f        *frontier
	on       batch.Executor
	progress FrontierProgress
	out      *FrontierOutcome
	points   int // evaluated
	rows     int // done
}

// bracketShare is how narrow a crossing is bracketed, as a share of the precision that
// its band is asked to have.
const bracketShare = 1.0 / 16

// SearchFrontier finds the frontier that the scenario asks for. Every point of the plane
// is evaluated on the same replications of the same seed. Nothing in the outcome depends
// on where or on how many workers it ran. Errors: ErrNoFrontier, ErrPoint.
func (p *Plan) SearchFrontier(ctx context.Context, on batch.Executor, progress FrontierProgress) (*FrontierOutcome, error) {
	f := p.frontier
	if f == nil {
		return nil, ErrNoFrontier
	}
	s := &tracer{plan: p, f: f, on: on, progress: progress, out: &FrontierOutcome{Frontier: f.describe(p)}}
	if err := s.asWritten(ctx); err != nil {
		return nil, err
	}
	for v := range f.variants {
		for _, y := range f.values() {
			if err := s.row(ctx, v, y); err != nil {
				return nil, err
			}
		}
	}
	return s.out, nil
}

// values are those along the second axis; without one there is a single row.
func (f *frontier) values() []float64 {
	if f.along == nil {
		return []float64{math.NaN()}
	}
	return f.along.grid()
}

// describe says what is sought.
func (f *frontier) describe(p *Plan) *result.Frontier {
	out := &result.Frontier{Find: f.find.Axis, At: string(p.File.Frontier.At), Search: "the search of the scenario's attackers", Statistic: string(p.File.Frontier.Statistic),
		Metric: f.metric, Target: f.statistic.Value, Unit: f.metric.Unit, Precision: f.precision, N: p.Replications}
	if f.snapshot {
		out.Search = p.Spec.Network.Search()
	}
	if f.statistic.Stat == stats.StatProb {
		out.Unit = "share"
	}
	if f.along != nil {
		out.Along = &f.along.Axis
	}
	for i := range f.variants {
		out.Variants = append(out.Variants, f.variants[i].Variant)
	}
	return out
}

// asWritten evaluates the scenario as its file has it.
func (s *tracer) asWritten(ctx context.Context) error {
	if s.f.snapshot {
		metrics := engine.SnapshotMetrics()
		values, err := s.glimpse(ctx, s.plan, allOf(metrics))
		s.out.Columns = &result.Columns{Metrics: metrics, Values: values}
		for i := range s.plan.Replications {
			s.out.Columns.Replications = append(s.out.Columns.Replications, uint32(i))
			s.out.Columns.Cells = append(s.out.Columns.Cells, 0)
		}
		return err
	}
	o, err := s.plan.Simulate(ctx, s.on, nil)
	if err != nil {
		return err
	}
	s.out.Checks.Add(&o.Checks)
	s.out.Columns, s.out.Series = o.Columns, o.Series
	return nil
}

func allOf(metrics []result.Metric) []int {
	out := make([]int, len(metrics))
	for i := range out {
		out[i] = i
	}
	return out
}

// row finds one crossing.
func (s *tracer) row(ctx context.Context, variant int, y float64) error {
	f, out := s.f, s.out.Frontier
	r := s.newRow(ctx, variant, y, f.metric.Name)
	c, err := r.find()
	if err != nil {
		return err
	}
	x := result.Crossing{Variant: f.variants[variant].Name, Along: stats.Nullable(y), At: c.at, Side: c.side, Rising: r.rising, Turns: c.turns,
		Proven:  stats.Estimate{Est: math.NaN(), Lo: math.NaN(), Hi: math.NaN()},
		Precise: (c.at.Hi-c.at.Lo)/2 <= f.precision*math.Abs(c.at.Est), N: s.plan.Replications, Evaluations: len(r.trials)}
	for _, t := range r.trials {
		out.Points = append(out.Points, result.Point{Variant: x.Variant, Along: y, At: t.x, Statistic: t.stat, Mean: t.mean})
	}
	if f.bounded() {
		b, err := s.newRow(ctx, variant, y, boundMetric).find()
		if err != nil {
			return err
		}
		x.Proven = b.at
	}
	if f.snapshot && c.side == "" {
		if x.Witness, err = s.coalition(ctx, variant, c.at.Est, y); err != nil {
			return err
		}
	}
	out.Crossings = append(out.Crossings, x)
	s.rows++
	s.tell()
	return nil
}

// newRow prepares a search along one line of the plane, for the statistic of a metric.
func (s *tracer) newRow(ctx context.Context, variant int, y float64, metric string) *row {
	return &row{axis: &s.f.find, target: s.f.statistic.Value, tolerance: s.f.precision * bracketShare,
		try: func(x float64) (trial, error) { return s.evaluate(ctx, variant, x, y, metric) }}
}

// The metric of the best attack found, and the one that bounds it in every population.
const (
	netMetric   = "attack_net"
	boundMetric = "attack_bound"
)

// bounded says whether the statistic of the bound is a bound on the statistic: it grows
// with every value of its sample.
func (f *frontier) bounded() bool {
	upper := f.statistic.InnerOp == stats.Greater || f.statistic.InnerOp == stats.GreaterEqual
	monotone := f.statistic.Stat == stats.StatMean || f.statistic.Stat == stats.StatQuantile || f.statistic.Stat == stats.StatShortfall || f.statistic.Stat == stats.StatProb && upper
	return f.snapshot && f.metric.Name == netMetric && monotone
}

func (s *tracer) tell() {
	if s.progress != nil {
		s.progress(s.points, s.rows, len(s.f.variants)*len(s.f.values()))
	}
}

// at makes the plan of a point.
func (s *tracer) at(variant int, x, y float64) (*Plan, error) {
	plan, problems := s.f.plan(variant, x, y)
	if len(problems) > 0 {
		return nil, fmt.Errorf("%w: %s: %w", ErrPoint, s.f.place(variant, x, y), problems)
	}
	return plan, nil
}

// evaluate gives the statistic at a point.
func (s *tracer) evaluate(ctx context.Context, variant int, x, y float64, metric string) (trial, error) {
	plan, err := s.at(variant, x, y)
	if err != nil {
		return trial{}, err
	}
	values, err := s.sample(ctx, plan, metric)
	if err != nil {
		return trial{}, fmt.Errorf("%s: %w", s.f.place(variant, x, y), err)
	}
	sample, err := stats.NewSample(values)
	if err != nil {
		return trial{}, fmt.Errorf("%s: %s: %w", s.f.place(variant, x, y), metric, err)
	}
	s.points++
	s.tell()
	return trial{x: x, stat: s.f.statistic.Interval(sample), mean: sample.Mean()}, nil
}

// sample gives a metric in every replication of a plan.
func (s *tracer) sample(ctx context.Context, plan *Plan, metric string) ([]float64, error) {
	if !s.f.snapshot {
		o, err := plan.Simulate(ctx, s.on, nil)
		if err != nil {
			return nil, err
		}
		s.out.Checks.Add(&o.Checks)
		values := o.Columns.Find(metric)
		if values == nil {
			return nil, fmt.Errorf("%w: it does not measure %s", ErrPoint, metric)
		}
		return values, nil
	}
	for i, m := range engine.SnapshotMetrics() {
		if m.Name == metric {
			values, err := s.glimpse(ctx, plan, []int{i})
			if err != nil {
				return nil, err
			}
			return values[0], nil
		}
	}
	return nil, fmt.Errorf("%w: no metric is called %s", ErrPoint, metric)
}
