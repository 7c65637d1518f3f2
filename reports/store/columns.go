package store

import (
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"

	"github.com/restakesim/restakesim/engine/result"
)

const (
	cellColumn        = "cell"
	replicationColumn = "replication"
)

// columnsAbout is what replications.parquet says of its columns: their units and
// their order.
type columnsAbout struct {
	Metrics []result.Metric `json:"metrics"`
}

func writeColumns(w io.Writer, c *result.Columns) error {
	if c == nil {
		c = &result.Columns{}
	}
	if err := checkColumns(c); err != nil {
		return err
	}
	columns := []column{
		{cellColumn, parquet.Uint(32), func(r int) parquet.Value { return parquet.Int32Value(int32(c.Cells[r])) }},
		{replicationColumn, parquet.Uint(32), func(r int) parquet.Value { return parquet.Int32Value(int32(c.Replications[r])) }},
	}
	for m, metric := range c.Metrics {
		columns = append(columns, column{metric.Name, parquet.Leaf(parquet.DoubleType), func(r int) parquet.Value {
			return parquet.DoubleValue(c.Values[m][r])
		}})
	}
	return writeTable(w, columns, len(c.Replications), columnsAbout{c.Metrics})
}

func checkColumns(c *result.Columns) error {
	n := len(c.Replications)
	if len(c.Cells) != n || len(c.Values) != len(c.Metrics) {
		return fmt.Errorf("%d cells for %d replications, %d columns for %d metrics", len(c.Cells), n, len(c.Values), len(c.Metrics))
	}
	for m, values := range c.Values {
		if len(values) != n {
			return fmt.Errorf("%d values of %q for %d replications", len(values), c.Metrics[m].Name, n)
		}
	}
	return nil
}

func readColumns(path string) (*result.Columns, error) {
	var about columnsAbout
	t, err := readTable(path, &about)
	if err != nil {
		return nil, err
	}
	c := &result.Columns{Metrics: about.Metrics, Values: make([][]float64, len(about.Metrics))}
	if c.Cells, err = t.uint32s(cellColumn); err != nil {
		return nil, failed(ErrUnreadable, path, err)
	}
	if c.Replications, err = t.uint32s(replicationColumn); err != nil {
		return nil, failed(ErrUnreadable, path, err)
	}
	for m, metric := range about.Metrics {
		if c.Values[m], err = t.float64s(metric.Name); err != nil {
			return nil, failed(ErrUnreadable, path, err)
		}
	}
	return c, failed(ErrUnreadable, path, checkColumns(c))
}

func (t *table) uint32s(name string) ([]uint32, error) {
	values, err := t.find(name, parquet.Int32)
	out := make([]uint32, len(values))
	for i, v := range values {
		out[i] = v.Uint32()
	}
	return out, err
}

func (t *table) float64s(name string) ([]float64, error) {
	values, err := t.find(name, parquet.Double)
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = v.Double()
	}
	return out, err
}
