package store

import (
	"io"
	"math"

	"github.com/parquet-go/parquet-go"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

// Kinds of rows of frontier.parquet. A number that a row does not have is NaN.
const (
	pointRow    = "point"    // an evaluated point: along, at, statistic, mean
	crossingRow = "crossing" // along, at with its band; also in summary.json
	serviceRow  = "service"  // at a crossing: cost and profit of one service alone
	attackRow   = "attack"   // at a crossing: the best attack of one population
)

// frontierRow is a row of frontier.parquet.
type frontierRow struct {
	kind, variant, service string
	values                 [14]float64
}

// frontierNames are the columns of numbers.
func frontierNames() [14]string {
	return [14]string{"along", "at", "at_lo", "at_hi", "statistic", "statistic_lo", "statistic_hi", "mean", "mean_lo", "mean_hi", "cost", "profit", "profit_p05", "profit_p95"}
}

func newFrontierRow(kind, variant string, along, at float64) frontierRow {
	r := frontierRow{kind: kind, variant: variant}
	for i := range r.values {
		r.values[i] = math.NaN()
	}
	r.values[0], r.values[1] = along, at
	return r
}

func (r *frontierRow) set(from int, e stats.Estimate) {
	r.values[from], r.values[from+1], r.values[from+2] = e.Est, e.Lo, e.Hi
}

func (r *frontierRow) estimate(from int) stats.Estimate {
	return stats.Estimate{Est: r.values[from], Lo: r.values[from+1], Hi: r.values[from+2]}
}

func frontierRows(f *result.Frontier) []frontierRow {
	var out []frontierRow
	for i := range f.Points {
		p := &f.Points[i]
		r := newFrontierRow(pointRow, p.Variant, p.Along, p.At)
		r.set(4, p.Statistic)
		r.set(7, p.Mean)
		out = append(out, r)
	}
	for i := range f.Crossings {
		c := &f.Crossings[i]
		r := newFrontierRow(crossingRow, c.Variant, float64(c.Along), c.At.Est)
		r.set(1, c.At)
		out = append(out, r)
	}
	for i := range f.Attempts {
		a := &f.Attempts[i]
		r := newFrontierRow(attackRow, a.Variant, a.Along, a.At)
		if r.service = a.Service; a.Service != "" {
			r.kind = serviceRow
		}
		r.values[10], r.values[11], r.values[12], r.values[13] = a.Cost, a.Profit, a.Low, a.High
		out = append(out, r)
	}
	return out
}

func writeFrontier(w io.Writer, f *result.Frontier) error {
	rows := frontierRows(f)
	text := func(name string, of func(*frontierRow) string) column {
		return column{name, parquet.Encoded(parquet.String(), &parquet.RLEDictionary), func(r int) parquet.Value { return parquet.ByteArrayValue([]byte(of(&rows[r]))) }}
	}
	columns := []column{
		text("kind", func(r *frontierRow) string { return r.kind }),
		text("variant", func(r *frontierRow) string { return r.variant }),
		text("service", func(r *frontierRow) string { return r.service }),
	}
	for i, name := range frontierNames() {
		columns = append(columns, column{name, parquet.Leaf(parquet.DoubleType), func(r int) parquet.Value { return parquet.DoubleValue(rows[r].values[i]) }})
	}
	return writeTable(w, columns, len(rows), struct{}{})
}

// readFrontier adds to a frontier what summary.json does not hold.
func readFrontier(path string, f *result.Frontier) error {
	t, err := readTable(path, new(struct{}))
	if err != nil {
		return err
	}
	rows, err := frontierTable(t)
	if err != nil {
		return failed(ErrUnreadable, path, err)
	}
	for i := range rows {
		switch r := &rows[i]; r.kind {
		case pointRow:
			f.Points = append(f.Points, result.Point{Variant: r.variant, Along: r.values[0], At: r.values[1], Statistic: r.estimate(4), Mean: r.estimate(7)})
		case serviceRow, attackRow:
			f.Attempts = append(f.Attempts, result.Attempt{Variant: r.variant, Along: r.values[0], At: r.values[1], Service: r.service,
				Cost: r.values[10], Profit: r.values[11], Low: r.values[12], High: r.values[13]})
		}
	}
	return nil
}

func frontierTable(t *table) ([]frontierRow, error) {
	kinds, err := t.find("kind", parquet.ByteArray)
	if err != nil {
		return nil, err
	}
	rows := make([]frontierRow, len(kinds))
	texts := [...]struct {
		name string
		to   func(*frontierRow) *string
	}{
		{"kind", func(r *frontierRow) *string { return &r.kind }},
		{"variant", func(r *frontierRow) *string { return &r.variant }},
		{"service", func(r *frontierRow) *string { return &r.service }},
	}
	for _, x := range texts {
		values, err := t.find(x.name, parquet.ByteArray)
		if err != nil {
			return nil, err
		}
		for i, v := range values {
			*x.to(&rows[i]) = string(v.ByteArray())
		}
	}
	for k, name := range frontierNames() {
		values, err := t.float64s(name)
		if err != nil {
			return nil, err
		}
		for i, v := range values {
			rows[i].values[k] = v
		}
	}
	return rows, nil
}
