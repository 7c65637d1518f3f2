package result

import "github.com/restakesim/restakesim/engine/stats"

// Frontier says where a statistic of a metric crosses a target: for each variant and
// each value along one setting, the value of another at which it does. A band is the
// set of values whose 95 % interval of the statistic contains the target; bands are
// pointwise, one row at a time.
type Frontier struct {
	Find      Axis       `json:"find"`
	Along     *Axis      `json:"along"` // nil: one row
	At        string     `json:"at"`    // snapshot or horizon
	Search    string     `json:"search"`
	Statistic string     `json:"statistic"` // such as prob(attack_net > 0 ETH)
	Metric    Metric     `json:"metric"`
	Target    float64    `json:"target"`    // in Unit
	Unit      string     `json:"unit"`      // of the statistic; share for a probability
	Precision float64    `json:"precision"` // largest half-width of a band over its crossing
	N         int        `json:"n"`         // replications behind each point
	Variants  []Variant  `json:"variants"`
	Crossings []Crossing `json:"crossings"` // variant after variant, ascending along
	Points    []Point    `json:"-"`         // these two stand in frontier.parquet
	Attempts  []Attempt  `json:"-"`
}

// Axis is a setting that is varied.
type Axis struct {
	Path  string  `json:"path"`
	Label string  `json:"label"`
	Unit  string  `json:"unit"`
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	Log   bool    `json:"log"`
}

// Variant is one of the worlds that are compared.
type Variant struct {
	Name  string   `json:"name"`
	Label string   `json:"label"`
	File  string   `json:"file"` // empty: the scenario's own
	Set   []string `json:"set"`
}

// Crossing is one point of a frontier.
type Crossing struct {
	Variant     string         `json:"variant"`
	Along       stats.Nullable `json:"along"`  // null without a second axis
	At          stats.Estimate `json:"at"`     // on the found axis; a bound outside its range is null
	Proven      stats.Estimate `json:"proven"` // where the bound that is proven of every attack crosses; null where it does not, or none bounds the metric
	Side        string         `json:"side"`   // where the crossing lies if not in the range: below, above, none
	Rising      bool           `json:"rising"`
	Turns       int            `json:"turns"` // how often the statistic crosses the target; more than 1 needs a look
	Precise     bool           `json:"precise"`
	N           int            `json:"n"`
	Evaluations int            `json:"evaluations"` // points tried, n replications each
	Witness     *Coalition     `json:"witness"`
}

// Coalition is who attacks at a crossing, over the populations in which an attack pays.
type Coalition struct {
	Paying      int      `json:"paying"`      // populations in which an attack pays
	Populations int      `json:"populations"` // that are counted: those, or all where there are none
	Usual       Witness  `json:"usual"`       // the most frequent coalition, at its mean cost and reward
	Share       float64  `json:"share"`       // of those counted, in which it is the best attack
	Operators   []Member `json:"operators"`   // those counted most often
	Services    []Member `json:"services"`
}

// Member is an operator or a service and the share of best attacks that it is part of.
type Member struct {
	Name  string  `json:"name"`
	Share float64 `json:"share"`
}

// Point is one evaluated point of the plane.
type Point struct {
	Variant   string
	Along     float64 // NaN without a second axis
	At        float64
	Statistic stats.Estimate
	Mean      stats.Estimate // of the metric
}

// Attempt is what corruption takes and yields at a crossing, ETH: of one service
// alone, with the median of its profit over populations and the 5th and 95th
// percentile; or, without a service, the best attack of one population.
type Attempt struct {
	Variant   string
	Along, At float64
	Service   string
	Cost      float64
	Profit    float64
	Low, High float64
}
