package result

// Metric is a named number that every replication reports.
type Metric struct {
	Name string `json:"name"` // such as lowest_price[ezETH]
	Unit string `json:"unit"` // such as ETH, %, d, 1
	Help string `json:"help"` // one sentence, for `explain` and captions
}

// Columns holds the final value of every metric in every replication, replication
// after replication as they are numbered. Values[m][r] belongs to Metrics[m] and
// Replications[r].
type Columns struct {
	Metrics      []Metric
	Cells        []uint32
	Replications []uint32
	Values       [][]float64
}

// Find returns the values of the named metric, or nil.
func (c *Columns) Find(name string) []float64 {
	for i := range c.Metrics {
		if c.Metrics[i].Name == name {
			return c.Values[i]
		}
	}
	return nil
}

// Series is one metric over time: at each time, pointwise quantiles over the
// replications. The bands are pointwise and no path need stay inside them.
type Series struct {
	Cell      uint32
	Metric    Metric
	Times     []int64     // seconds since the snapshot
	Quantiles []float64   // such as 0.05, 0.25, 0.5, 0.75, 0.95
	Values    [][]float64 // Values[q][t], in the metric's unit
	N         int         // replications behind each point
}
