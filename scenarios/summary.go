package scenarios

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

// Summarise turns the final metrics into estimates with intervals and judges the
// plan's thresholds.
func (p *Plan) Summarise(c *result.Columns) (*result.Summary, error) {
	s := &result.Summary{Schema: result.SummarySchema, Scenario: p.Name, Replications: len(c.Replications), Seed: p.Seed,
		Metrics: map[string]result.MetricSummary{}, Thresholds: []result.Threshold{}, Warnings: append([]string{}, p.Warnings...)}
	samples := map[string]*stats.Sample{}
	for i, m := range c.Metrics {
		sample, err := stats.NewSample(c.Values[i])
		if err != nil {
			return nil, fmt.Errorf("scenarios: metric %s: %w", m.Name, err)
		}
		samples[m.Name] = sample
		s.Metrics[m.Name] = p.summarise(m, sample)
		if m.Name == p.Headline {
			for _, w := range sample.Warnings() {
				s.Warnings = append(s.Warnings, m.Name+": "+w)
			}
		}
	}
	for _, t := range p.Thresholds {
		s.Thresholds = append(s.Thresholds, judge(t, samples[t.Metric]))
	}
	return s, nil
}

// quantiles are the points of a distribution that every metric reports.
func quantiles() []struct {
	name string
	p    float64
} {
	return []struct {
		name string
		p    float64
	}{{"p01", 0.01}, {"p05", 0.05}, {"p25", 0.25}, {"p50", 0.5}, {"p75", 0.75}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p99.9", 0.999}}
}

func (p *Plan) summarise(m result.Metric, s *stats.Sample) result.MetricSummary {
	out := result.MetricSummary{Unit: m.Unit, N: s.N(), Mean: s.Mean(), SD: s.SD(), Quantiles: map[string]stats.Estimate{},
		ES01: s.ES(0.01), ES05: s.ES(0.05), ES95: s.ES(0.95), ES99: s.ES(0.99), Prob: []result.Probability{}}
	for _, q := range quantiles() {
		out.Quantiles[q.name] = s.Quantile(q.p)
	}
	for _, t := range p.Thresholds {
		if t.Metric == m.Name && t.Stat == stats.StatProb {
			e := s.Prob(t.InnerOp, t.InnerValue)
			out.Prob = append(out.Prob, result.Probability{Op: t.InnerOp.String(), Value: t.InnerValue, Est: stats.Nullable(e.Est), Lo: stats.Nullable(e.Lo), Hi: stats.Nullable(e.Hi)})
		}
	}
	return out
}

// judge evaluates one threshold; pass stays nil where there are too few replications
// for the bound.
func judge(t stats.Threshold, s *stats.Sample) result.Threshold {
	v := t.Evaluate(s)
	return result.Threshold{Text: t.Text, Est: stats.Nullable(v.Est), Bound: stats.Nullable(v.Bound), Pass: v.Pass}
}
