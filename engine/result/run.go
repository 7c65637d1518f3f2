package result

// Run is everything that a finished scenario says: what figures and reports are
// drawn from, whether it comes from memory or from a stored directory.
type Run struct {
	Summary *Summary
	Context *Context
	Columns *Columns
	Series  []Series
}

// FindSeries returns the named series, or nil.
func (r *Run) FindSeries(name string) *Series {
	for i := range r.Series {
		if r.Series[i].Metric.Name == name {
			return &r.Series[i]
		}
	}
	return nil
}
