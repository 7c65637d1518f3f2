package restake

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/restakesim/restakesim/engine/param"
)

// ParseNetworkCSV reads a network from the texts of two CSV files, as ReadNetwork
// describes them. The files' names serve for the places of problems.
func ParseNetworkCSV(edgesFile string, edges []byte, servicesFile string, services []byte) (*Network, param.Problems) {
	a := assembly{files: []string{edgesFile, servicesFile}}
	for _, cells := range a.table(servicesFile, services, serviceColumns()) {
		a.services = append(a.services, serviceRow(cells))
	}
	hidden := a.cut // services; a broken table of edges hides none
	for _, cells := range a.table(edgesFile, edges, edgeColumns()) {
		a.edges = append(a.edges, edgeRow(cells))
	}
	a.cut = hidden
	return a.network()
}

func header(columns []string) string { return strings.Join(columns, ",") }

// table reads a CSV with exactly the given columns, in any order, and returns its rows
// in the order of columns. A row of another length is left out; behind a broken
// quotation nothing is read.
func (a *assembly) table(file string, text []byte, columns []string) [][]cell {
	text, problems := plain(file, text)
	if len(problems) > 0 {
		a.problems, a.cut = append(a.problems, problems...), true
		return nil
	}
	t := sheet{file: file, lines: bytes.Split(text, []byte("\n")), csv: csv.NewReader(bytes.NewReader(text))}
	t.csv.FieldsPerRecord, t.csv.TrimLeadingSpace = -1, true
	head, ok := a.row(&t)
	if !ok {
		return nil
	}
	order, ok := a.columns(head, columns)
	if !ok {
		a.cut = true
		return nil
	}
	var rows [][]cell
	for {
		row, ok := a.row(&t)
		if !ok {
			return rows
		}
		if len(row) != len(head) {
			a.refuse(row[0], fmt.Sprintf("%d fields stand where %d belong", len(row), len(head)), "")
			a.cut = true
			continue
		}
		out := make([]cell, len(columns))
		for i, c := range row {
			c.path = columns[order[i]]
			out[order[i]] = c
		}
		rows = append(rows, out)
	}
}

// sheet is a CSV being read.
type sheet struct {
	file  string
	lines [][]byte
	csv   *csv.Reader
}

// row reads the next row; false at the end and where the file is broken.
func (a *assembly) row(t *sheet) ([]cell, bool) {
	fields, err := t.csv.Read()
	if errors.Is(err, io.EOF) {
		return nil, false
	}
	if broken := (*csv.ParseError)(nil); errors.As(err, &broken) {
		a.refuse(cell{at: t.place(broken.Line, broken.Column)}, broken.Err.Error(), "nothing behind this was read")
		a.cut = true
		return nil, false
	}
	row := make([]cell, len(fields))
	for i, f := range fields {
		row[i].text = strings.TrimSpace(f)
		row[i].at = t.place(t.csv.FieldPos(i))
	}
	return row, true
}

// place turns a column in bytes, as package csv counts it, into one in characters.
func (t *sheet) place(line, col int) param.Pos {
	at := param.Pos{File: t.file, Line: line, Col: col}
	if line >= 1 && line <= len(t.lines) {
		text := t.lines[line-1]
		at.Col = utf8.RuneCount(text[:min(max(col-1, 0), len(text))]) + 1
	}
	return at
}

// columns finds for each column of the file its place among those wanted.
func (a *assembly) columns(head []cell, wanted []string) (order []int, ok bool) {
	hint := "the first line is " + header(wanted)
	ok = true
	for _, c := range head {
		i := slices.Index(wanted, c.text)
		if i < 0 || slices.Contains(order, i) {
			a.refuse(c, fmt.Sprintf("%q is not a column, or stands twice", c.text), hint)
			ok = false
		}
		order = append(order, i)
	}
	for i, w := range wanted {
		if !slices.Contains(order, i) {
			a.refuse(head[0], "the column "+w+" is missing", hint)
			ok = false
		}
	}
	return order, ok
}
