package scenarios

import (
	"slices"
	"strings"
	"time"

	"github.com/restakesim/restakesim/engine/param"
)

// The sections that set values elsewhere in the file.
const (
	leversKey    = "levers"
	uncertainKey = "uncertain"
)

// inSettings says whether a path is that of an entry of such a section.
func inSettings(path string) bool {
	return strings.HasPrefix(path, leversKey+".") || strings.HasPrefix(path, uncertainKey+".")
}

// fold turns {value: 86 %, from: {…}} into the value with its provenance. A
// distribution carries its from beside its arguments.
func (b *builder) fold(m *param.Node) *param.Node {
	value, from := m.Get("value"), m.Get("from")
	if m.Get("dist") != nil {
		if from != nil {
			drop(m, "from")
			m.From = b.provenance(from)
			spread(m)
		}
		return m
	}
	if from == nil && (value == nil || !inSettings(m.Path)) {
		return m
	}
	if value == nil {
		b.report(m.Path, m.KeyAt("from"), "from stands without a value", "write {value: …, from: {…}}")
		return m
	}
	known := []string{"value", "from"}
	if inSettings(m.Path) {
		known = append(known, "doc")
	}
	for _, key := range m.Keys {
		if !slices.Contains(known, key) {
			b.report(param.Join(m.Path, key), m.KeyAt(key), "unknown key beside a value", "known here: "+strings.Join(known, ", "))
		}
	}
	repath(value, m.Path)
	if from != nil {
		value.From = b.provenance(from)
	}
	if doc := m.Get("doc"); doc != nil {
		value.Doc = doc.Text
	}
	return value
}

// spread gives the arguments of a distribution its provenance: they are the numbers.
func spread(dist *param.Node) {
	for i, key := range dist.Keys {
		if key != "dist" {
			dist.Items[i].From = dist.From
		}
	}
}

// drop removes a key of a map and returns its value, or nil.
func drop(m *param.Node, key string) *param.Node {
	i := slices.Index(m.Keys, key)
	if i < 0 {
		return nil
	}
	value := m.Items[i]
	m.Keys, m.KeyPos, m.Items = slices.Delete(m.Keys, i, i+1), slices.Delete(m.KeyPos, i, i+1), slices.Delete(m.Items, i, i+1)
	return value
}

// provenance reads where a number comes from. A guess needs neither source nor date.
func (b *builder) provenance(n *param.Node) *param.Provenance {
	const hint = "write from: {source: …, date: 2024-06-26, grade: measured}, reported or guess"
	if n.Kind != param.Map {
		b.report(n.Path, n.Pos, "not a provenance", hint)
		return nil
	}
	p := new(param.Provenance)
	for i, key := range n.Keys {
		item := n.Items[i]
		into := map[string]*string{"source": &p.Source, "date": &p.Date, "grade": &p.Grade}[key]
		switch {
		case into == nil:
			b.report(item.Path, n.KeyPos[i], "unknown key of a provenance", "known here: source, date, grade")
		case item.Kind != param.Scalar || item.Text == "":
			b.report(item.Path, item.Pos, "a text belongs here", "")
		default:
			*into = item.Text
		}
	}
	b.checkProvenance(n, p)
	return p
}

func (b *builder) checkProvenance(n *param.Node, p *param.Provenance) {
	switch p.Grade {
	case "guess":
	case "measured", "reported":
		if n.Get("source") == nil || n.Get("date") == nil {
			b.report(n.Path, n.Pos, "a "+p.Grade+" value needs its source and its date", "")
		}
	default:
		b.report(param.Join(n.Path, "grade"), n.Nearest("grade").Pos, "the grade is none of measured, reported, guess", "")
	}
	if p.Date != "" && !dated(p.Date) {
		b.report(param.Join(n.Path, "date"), n.Nearest("date").Pos, "not a date", "write YYYY, YYYY-MM or YYYY-MM-DD")
	}
}

// dated says whether a text is a year, a month or a day.
func dated(text string) bool {
	return slices.ContainsFunc([]string{time.DateOnly, "2006-01", "2006"}, func(layout string) bool {
		_, err := time.Parse(layout, text)
		return err == nil
	})
}
