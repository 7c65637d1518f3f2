package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/parquet-go/parquet-go"
)

// aboutKey is the key of a Parquet file's own metadata under which what its
// columns cannot hold is kept as JSON.
const aboutKey = "restakesim"

// column is one column of a table while it is written or read.
type column struct {
	name string
	node parquet.Node
	at   func(row int) parquet.Value
}

// ordered is a group whose columns stand as given and not by name.
type ordered struct {
	parquet.Group
	columns []column
}

// Fields implements parquet.Node.
func (o ordered) Fields() []parquet.Field {
	sorted := o.Group.Fields()
	byName := make(map[string]parquet.Field, len(sorted))
	for _, f := range sorted {
		byName[f.Name()] = f
	}
	fields := make([]parquet.Field, len(o.columns))
	for i, c := range o.columns {
		fields[i] = byName[c.name]
	}
	return fields
}

func schemaOf(columns []column) (*parquet.Schema, error) {
	group := make(parquet.Group, len(columns))
	for _, c := range columns {
		if _, twice := group[c.name]; twice {
			return nil, fmt.Errorf("two columns are named %q", c.name)
		}
		group[c.name] = c.node
	}
	return parquet.NewSchema("run", ordered{group, columns}), nil
}

// writeTable writes a Parquet file. Every setting that could differ between two
// builds of the program is fixed here.
func writeTable(w io.Writer, columns []column, rows int, about any) error {
	schema, err := schemaOf(columns)
	if err != nil {
		return err
	}
	text, err := json.Marshal(about)
	if err != nil {
		return err
	}
	out := parquet.NewWriter(w, schema,
		parquet.Compression(&parquet.Uncompressed),
		parquet.CreatedBy("restakesim", "1", "0"),
		parquet.DataPageVersion(2),
		parquet.KeyValueMetadata(aboutKey, string(text)),
	)
	for i, c := range out.ColumnWriters() {
		if err := writeColumn(c, columns[i].at, i, rows); err != nil {
			return err
		}
	}
	return out.Close()
}

func writeColumn(w *parquet.ColumnWriter, at func(int) parquet.Value, index, rows int) error {
	buf := make([]parquet.Value, 0, 1024)
	for row := 0; row < rows; {
		buf = buf[:0]
		for ; row < rows && len(buf) < cap(buf); row++ {
			buf = append(buf, at(row).Level(0, 0, index))
		}
		if _, err := w.WriteRowValues(buf); err != nil {
			return err
		}
	}
	return nil
}

// table is a Parquet file read into memory, column by column.
type table struct {
	names  []string
	values [][]parquet.Value
}

// readTable reads a whole file and decodes its own metadata into about.
func readTable(path string, about any) (t *table, err error) {
	defer func() { err = failed(ErrUnreadable, path, err) }()
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	file, err := parquet.OpenFile(f, info.Size())
	if err != nil {
		return nil, err
	}
	text, ok := file.Lookup(aboutKey)
	if !ok {
		return nil, fmt.Errorf("no %q in the file's metadata", aboutKey)
	}
	if err := json.Unmarshal([]byte(text), about); err != nil {
		return nil, err
	}
	return readColumnsOf(file)
}

func readColumnsOf(file *parquet.File) (*table, error) {
	t := &table{}
	for _, path := range file.Schema().Columns() {
		t.names = append(t.names, path[len(path)-1])
	}
	t.values = make([][]parquet.Value, len(t.names))
	for _, group := range file.RowGroups() {
		for i, chunk := range group.ColumnChunks() {
			var err error
			if t.values[i], err = appendChunk(t.values[i], chunk); err != nil {
				return nil, err
			}
		}
	}
	return t, nil
}

func appendChunk(to []parquet.Value, chunk parquet.ColumnChunk) ([]parquet.Value, error) {
	pages := chunk.Pages()
	defer pages.Close()
	for {
		page, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return to, nil
		}
		if err != nil {
			return nil, err
		}
		at := len(to)
		to = append(to, make([]parquet.Value, page.NumValues())...)
		n, err := page.Values().ReadValues(to[at:])
		for i := at; i < at+n; i++ {
			to[i] = to[i].Clone()
		}
		parquet.Release(page)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if at+n != len(to) {
			return nil, io.ErrUnexpectedEOF
		}
	}
}

// find returns the values of a column, which must be of the wanted kind.
func (t *table) find(name string, kind parquet.Kind) ([]parquet.Value, error) {
	for i, n := range t.names {
		if n != name {
			continue
		}
		if len(t.values[i]) > 0 && t.values[i][0].Kind() != kind {
			return nil, fmt.Errorf("column %q is %s, want %s", name, t.values[i][0].Kind(), kind)
		}
		return t.values[i], nil
	}
	return nil, fmt.Errorf("no column %q", name)
}
