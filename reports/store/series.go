package store

import (
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"

	"github.com/restakesim/restakesim/engine/result"
)

// seriesAbout is what series.parquet says of its rows: which stretch of them is
// which series, quantile after quantile.
type seriesAbout struct {
	Series []seriesShape `json:"series"`
}

type seriesShape struct {
	Metric    result.Metric `json:"metric"`
	N         int           `json:"n"`
	Quantiles int           `json:"quantiles"`
	Times     int           `json:"times"`
}

// place of a row: which series, quantile and time it belongs to.
type seriesRow struct{ series, quantile, time int }

func writeSeries(w io.Writer, series []result.Series) error {
	about := seriesAbout{Series: make([]seriesShape, len(series))}
	var rows []seriesRow
	for i := range series {
		s := &series[i]
		about.Series[i] = seriesShape{s.Metric, s.N, len(s.Quantiles), len(s.Times)}
		if len(s.Values) != len(s.Quantiles) {
			return fmt.Errorf("%d bands of %q for %d quantiles", len(s.Values), s.Metric.Name, len(s.Quantiles))
		}
		for q := range s.Quantiles {
			if len(s.Values[q]) != len(s.Times) {
				return fmt.Errorf("%d values of %q for %d times", len(s.Values[q]), s.Metric.Name, len(s.Times))
			}
			for t := range s.Times {
				rows = append(rows, seriesRow{i, q, t})
			}
		}
	}
	return writeTable(w, seriesColumns(series, rows), len(rows), about)
}

func seriesColumns(series []result.Series, rows []seriesRow) []column {
	of := func(row int) *result.Series { return &series[rows[row].series] }
	double := parquet.Leaf(parquet.DoubleType)
	return []column{
		{cellColumn, parquet.Uint(32), func(r int) parquet.Value { return parquet.Int32Value(int32(of(r).Cell)) }},
		{"metric", parquet.Encoded(parquet.String(), &parquet.RLEDictionary), func(r int) parquet.Value {
			return parquet.ByteArrayValue([]byte(of(r).Metric.Name))
		}},
		{"time", parquet.Int(64), func(r int) parquet.Value { return parquet.Int64Value(of(r).Times[rows[r].time]) }},
		{"quantile", double, func(r int) parquet.Value { return parquet.DoubleValue(of(r).Quantiles[rows[r].quantile]) }},
		{"value", double, func(r int) parquet.Value {
			return parquet.DoubleValue(of(r).Values[rows[r].quantile][rows[r].time])
		}},
	}
}

// seriesTable is series.parquet in memory, before it is cut into series.
type seriesTable struct {
	cells            []uint32
	times            []parquet.Value
	quantiles, value []float64
}

func readSeries(path string) ([]result.Series, error) {
	var about seriesAbout
	t, err := readTable(path, &about)
	if err != nil {
		return nil, err
	}
	rows, err := seriesTableOf(t)
	if err != nil {
		return nil, failed(ErrUnreadable, path, err)
	}
	out := make([]result.Series, 0, len(about.Series))
	at := 0
	for _, shape := range about.Series {
		n, err := shape.rows(len(rows.value) - at)
		if err != nil {
			return nil, failed(ErrUnreadable, path, err)
		}
		out = append(out, rows.cut(shape, at))
		at += n
	}
	return out, nil
}

func seriesTableOf(t *table) (*seriesTable, error) {
	rows := &seriesTable{}
	var err error
	if rows.cells, err = t.uint32s(cellColumn); err != nil {
		return nil, err
	}
	if rows.times, err = t.find("time", parquet.Int64); err != nil {
		return nil, err
	}
	if rows.quantiles, err = t.float64s("quantile"); err != nil {
		return nil, err
	}
	rows.value, err = t.float64s("value")
	return rows, err
}

// rows returns how many rows the series takes, if the file still has them.
func (s seriesShape) rows(left int) (int, error) {
	if s.Quantiles < 0 || s.Times < 0 || s.Times > 0 && s.Quantiles > left/s.Times {
		return 0, fmt.Errorf("%q: %d quantiles at %d times, but %d rows are left", s.Metric.Name, s.Quantiles, s.Times, left)
	}
	return s.Quantiles * s.Times, nil
}

func (t *seriesTable) cut(shape seriesShape, at int) result.Series {
	s := result.Series{Metric: shape.Metric, N: shape.N}
	if shape.Quantiles*shape.Times == 0 {
		return s
	}
	s.Cell = t.cells[at]
	for i := range shape.Times {
		s.Times = append(s.Times, t.times[at+i].Int64())
	}
	for q := range shape.Quantiles {
		from := at + q*shape.Times
		s.Quantiles = append(s.Quantiles, t.quantiles[from])
		s.Values = append(s.Values, t.value[from:from+shape.Times:from+shape.Times])
	}
	return s
}
