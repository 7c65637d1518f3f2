package result

import "github.com/restakesim/restakesim/engine/stats"

// SummarySchema names the version of summary.json.
const SummarySchema = "restakesim-summary/1"

// Summary is summary.json.
type Summary struct {
	Schema       string                   `json:"schema"`
	Scenario     string                   `json:"scenario"`
	Replications int                      `json:"replications"`
	Seed         uint64                   `json:"seed"`
	Metrics      map[string]MetricSummary `json:"metrics"`
	Thresholds   []Threshold              `json:"thresholds"`
	Warnings     []string                 `json:"warnings"`
	Frontier     *Frontier                `json:"frontier,omitempty"`
}

// MetricSummary says how one metric is distributed over the replications. Every
// estimate carries a 95 % interval; a bound that does not exist is null.
type MetricSummary struct {
	Unit      string                    `json:"unit"`
	N         int                       `json:"n"`
	Mean      stats.Estimate            `json:"mean"`
	SD        stats.Estimate            `json:"sd"`
	Quantiles map[string]stats.Estimate `json:"quantiles"` // p01, p05, p25, p50, p75, p90, p95, p99, p99.9
	ES01      stats.Estimate            `json:"es01"`      // mean of the lowest 1 %
	ES05      stats.Estimate            `json:"es05"`
	ES95      stats.Estimate            `json:"es95"` // mean of the highest 5 %
	ES99      stats.Estimate            `json:"es99"`
	Prob      []Probability             `json:"prob"`
}

// Probability is how often a metric lay on one side of a value.
type Probability struct {
	Op    string         `json:"op"` // <, <=, >, >=
	Value float64        `json:"value"`
	Est   stats.Nullable `json:"est"`
	Lo    stats.Nullable `json:"lo"`
	Hi    stats.Nullable `json:"hi"`
}

// Threshold is a pass or fail line on the bound of an estimate.
type Threshold struct {
	Text  string         `json:"text"`
	Est   stats.Nullable `json:"est"`
	Bound stats.Nullable `json:"bound"`
	Pass  *bool          `json:"pass"` // nil: undecided, too few replications for the bound
}
