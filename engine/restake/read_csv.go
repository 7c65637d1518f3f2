package restake

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/restakesim/restakesim/engine/param"
)

// ParseNetworkCSV reads a network from the texts of two CSV files.
func ParseNetworkCSV(edgesFile string, edges []byte, servicesFile string, services []byte) (*Network, param.Problems) {
	var a assembly
	a.table(edgesFile, edges, []string{"operator", "service", "vault", "asset", "stake", "slashable"}, func(at param.Pos, f []string) {
		a.rows = append(a.rows, row{at, f[0], f[1], f[2], f[3], f[4], f[5]})
	})
	a.table(servicesFile, services, []string{"service", "profit", "alpha", "slash_fraction"}, func(at param.Pos, f []string) {
		a.offers = append(a.offers, offer{at, f[0], f[1], f[2], f[3]})
	})
	return a.network()
}

// table reads a CSV with exactly the given columns, in any order.
func (a *assembly) table(file string, text []byte, columns []string, take func(param.Pos, []string)) {
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	head, err := r.Read()
	if err != nil {
		a.refuse(param.Pos{File: file, Line: 1, Col: 1}, "the file is empty or no CSV", "the first line names the columns: "+strings.Join(columns, ","))
		return
	}
	place := make([]int, len(columns))
	for i, c := range columns {
		if place[i] = slices.Index(head, c); place[i] < 0 {
			a.refuse(param.Pos{File: file, Line: 1, Col: 1}, "the column "+c+" is missing", "the first line names the columns: "+strings.Join(columns, ","))
		}
	}
	if slices.Contains(place, -1) {
		return
	}
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		line, col := r.FieldPos(0)
		at := param.Pos{File: file, Line: line, Col: col}
		if err != nil {
			a.refuse(at, err.Error(), "")
			return
		}
		if len(fields) != len(head) {
			a.refuse(at, fmt.Sprintf("%d fields stand where %d belong", len(fields), len(head)), "")
			continue
		}
		out := make([]string, len(columns))
		for i, p := range place {
			out[i] = strings.TrimSpace(fields[p])
		}
		take(at, out)
	}
}
