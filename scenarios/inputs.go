package scenarios

import (
	"bytes"
	"fmt"
	"io/fs"
	"math"
	"path"
	"strconv"
	"strings"

	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/engine/restake"
	"github.com/restakesim/restakesim/engine/result"
)

// data is a file system that remembers what is read from it among the plan's sources,
// so that problems can show the line and the manifest can name the bytes.
func (p *Plan) data(fsys fs.FS) fs.FS { return witness{fsys, p} }

type witness struct {
	fs.FS
	plan *Plan
}

// ReadFile implements fs.ReadFileFS.
func (w witness) ReadFile(name string) ([]byte, error) {
	text, err := fs.ReadFile(w.FS, name)
	if err == nil {
		s := &w.plan.Sources
		s.Files = append(s.Files, Source{Name: name, Text: text})
	}
	return text, err
}

// readNetwork reads the files of a network, whose problems as files stand at the key
// that names them.
func (p *Plan) readNetwork(fsys fs.FS, n *FileNetwork) (*restake.Network, param.Problems) {
	dir := path.Dir(p.Source)
	edges, services := path.Join(dir, string(n.Edges)), ""
	if n.Services != "" {
		services = path.Join(dir, string(n.Services))
	}
	net, problems := restake.ReadNetwork(p.data(fsys), edges, services)
	for i := range problems {
		x := &problems[i]
		if x.Pos.Line != 0 {
			continue
		}
		x.Path, x.Message = "edges", x.Pos.File+": "+x.Message
		if x.Pos.File == services {
			x.Path = "services"
		}
	}
	if net != nil {
		p.input(string(n.Edges), tables(net))
	}
	return net, problems
}

// tables writes a network as its two tables, in the order of names and with amounts in
// base units, so that files that mean the same have the same hash.
func tables(n *restake.Network) []byte {
	var b bytes.Buffer
	fmt.Fprintln(&b, "operator,service,vault,asset,stake,slashable")
	for _, e := range n.Edges {
		node := &n.Nodes[e.Node]
		v := &n.Vaults[node.Vault]
		fmt.Fprintf(&b, "%q,%q,%q,%q,%d,%d\n", n.Operators[node.Operator].Name, n.Services[e.Service].Name, v.Name, v.Asset, node.Stake, e.Slashable)
	}
	fmt.Fprintln(&b, "service,profit,alpha,slash_fraction")
	for _, s := range n.Services {
		fmt.Fprintf(&b, "%q,%d,%s,%s\n", s.Name, s.Profit, s.Alpha, s.SlashFraction)
	}
	return b.Bytes()
}

// input remembers data that the results rest on, by the hash of what was made of it:
// the order of rows in a file leaves no trace.
func (p *Plan) input(name string, content []byte) {
	p.inputs = append(p.inputs, result.Input{Name: name, SHA256: hash(content)})
}

// readSeries reads the last column of a CSV file with a header, oldest row first.
func (p *Plan) readSeries(fsys fs.FS, key string) ([]float64, param.Problems) {
	name := path.Join(path.Dir(p.Source), key)
	text, err := fs.ReadFile(p.data(fsys), name)
	if err != nil {
		return nil, param.Problems{{Path: "series", Message: name + ": " + plainError(err).Error()}}
	}
	var out []float64
	var problems param.Problems
	var content bytes.Buffer
	line := 0
	for row := range strings.Lines(strings.TrimRight(string(text), "\r\n")) {
		if line++; line == 1 {
			continue
		}
		row = strings.TrimRight(row, "\r\n")
		cell := row[strings.LastIndex(row, ",")+1:]
		x, err := strconv.ParseFloat(strings.TrimSpace(cell), 64)
		if err != nil || !(x > 0) || math.IsInf(x, 1) {
			at := param.Pos{File: name, Line: line, Col: len([]rune(row)) - len([]rune(cell)) + 1}
			problems = append(problems, param.Problem{Pos: at, Message: fmt.Sprintf("%q is no price", cell), Hint: "the last column holds one positive number a day"})
		}
		out = append(out, x)
		fmt.Fprintln(&content, x)
	}
	p.input(key, content.Bytes())
	return out, problems
}
