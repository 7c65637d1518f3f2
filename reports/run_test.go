package reports

import (
	"math"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

// maker makes up a run piece by piece. Its numbers follow from the replication's
// number by a formula, so that every test sees the same run.
type maker struct {
	run *result.Run
	n   int
}

// newMaker begins a run of n replications that has nothing but a name.
func newMaker(n int) *maker {
	m := &maker{&result.Run{
		Summary: &result.Summary{Replications: n, Seed: 7, Metrics: map[string]result.MetricSummary{}},
		Context: &result.Context{
			Scenario: "made-up", Title: "Made up", Question: "What does a made-up run look like?", Snapshot: "2025-01-31",
			Horizon: 30 * 86400, Step: 3600, Language: "en", Version: "0.0.0", Command: "restakesim run made-up.yaml --seed 7",
			PlanSHA256: "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
		},
		Columns: &result.Columns{},
	}, n}
	for i := range n {
		m.run.Columns.Replications = append(m.run.Columns.Replications, uint32(i))
		m.run.Columns.Cells = append(m.run.Columns.Cells, 0)
	}
	return m
}

// scattered gives the replication's place between 0 and 1: multiples of the golden
// section, which spread evenly and never repeat.
func scattered(i int) float64 {
	_, part := math.Modf(float64(i+1) * 0.6180339887498949)
	return part
}

// metric adds a metric whose value in every replication is a function of its place.
func (m *maker) metric(name, unit string, of func(place float64) float64) *maker {
	values := make([]float64, m.n)
	for i := range values {
		values[i] = of(scattered(i))
	}
	s, err := stats.NewSample(values)
	if err != nil {
		panic(err)
	}
	k := result.Metric{Name: name, Unit: unit, Help: "what " + name + " means, in one sentence"}
	m.run.Context.Metrics = append(m.run.Context.Metrics, k)
	m.run.Columns.Metrics = append(m.run.Columns.Metrics, k)
	m.run.Columns.Values = append(m.run.Columns.Values, values)
	m.run.Summary.Metrics[name] = summaryOf(unit, s)
	return m
}

// constant adds a metric that never varies.
func (m *maker) constant(name, unit string, value float64) *maker {
	return m.metric(name, unit, func(float64) float64 { return value })
}

func summaryOf(unit string, s *stats.Sample) result.MetricSummary {
	out := result.MetricSummary{Unit: unit, N: s.N(), Mean: s.Mean(), SD: s.SD(), Quantiles: map[string]stats.Estimate{},
		ES01: s.ES(0.01), ES05: s.ES(0.05), ES95: s.ES(0.95), ES99: s.ES(0.99)}
	for name, p := range map[string]float64{"p01": 0.01, "p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p90": 0.9, "p95": 0.95, "p99": 0.99, "p99.9": 0.999} {
		out.Quantiles[name] = s.Quantile(p)
	}
	return out
}

// series adds a path of daily points between two curves of the day.
func (m *maker) series(name, unit string, days int, low, high func(day float64) float64) *maker {
	s := result.Series{Metric: result.Metric{Name: name, Unit: unit, Help: name + " over time"}, N: m.n,
		Quantiles: []float64{0.05, 0.25, 0.5, 0.75, 0.95}, Values: make([][]float64, 5)}
	for day := range days {
		s.Times = append(s.Times, int64(day)*86400)
		lo, hi := low(float64(day)), high(float64(day))
		for q := range s.Values {
			s.Values[q] = append(s.Values[q], lo+(hi-lo)*float64(q)/4)
		}
	}
	m.run.Series = append(m.run.Series, s)
	return m
}

// threshold adds a line of the table of what is judged; nil is undecided.
func (m *maker) threshold(text string, est, bound float64, pass *bool) *maker {
	m.run.Summary.Thresholds = append(m.run.Summary.Thresholds, result.Threshold{Text: text, Est: stats.Nullable(est), Bound: stats.Nullable(bound), Pass: pass})
	return m
}

// cohort adds a cohort whose members' wealth changes by shares up to most.
func (m *maker) cohort(name string, amount, most float64) *maker {
	m.run.Context.Cohorts = append(m.run.Context.Cohorts, result.Cohort{Name: name, Kind: "holder", Count: 1200, Amount: amount, Unit: "ETH"})
	m.metric("wealth_change["+name+"]", "%", func(place float64) float64 { return most * place })
	return m.metric("gain["+name+"]", "ETH", func(place float64) float64 { return amount * most * place / 100 })
}
