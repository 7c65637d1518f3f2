package engine

import "github.com/restakesim/restakesim/engine/result"

// scope says what a metric is read once for.
type scope uint8

const (
	perWorld scope = iota
	perToken
	perDesk
	perSplit
	perProgramme
	perCohort
	perRound // rounds of a cascade
	scopes
)

// family is one entry of the list of metrics: a name, a unit, a help line and how
// to read it. A family over tokens becomes one metric per token, in name order.
type family struct {
	name, unit, help string
	over             scope
	when             func(*World) bool // nil: always
	read             func(w *World, i int) float64
}

// reading is one metric of a world: a family and what it is read for.
type reading struct {
	metric result.Metric
	family *family
	index  int
}

// expand lists the readings that families give in this world.
func (w *World) expand(families []family) []reading {
	var out []reading
	for f := range families {
		fam := &families[f]
		if fam.when != nil && !fam.when(w) {
			continue
		}
		for i, name := range w.names(fam.over) {
			full := fam.name
			if fam.over != perWorld {
				full += "[" + name + "]"
			}
			out = append(out, reading{result.Metric{Name: full, Unit: fam.unit, Help: fam.help}, fam, i})
		}
	}
	return out
}

// names lists what a scope ranges over, in name order.
func (w *World) names(s scope) []string {
	switch s {
	case perToken:
		return namesOf(w.shown, func(t *token) string { return t.name })
	case perDesk:
		return namesOf(w.desks, func(d *desk) string { return d.name })
	case perSplit:
		return namesOf(w.splits, func(x *split) string { return x.name })
	case perProgramme:
		return namesOf(w.programmes, func(p *programme) string { return p.name })
	case perCohort:
		return namesOf(w.cohorts, func(c *Cohort) string { return c.Name })
	case perRound:
		return roundNames[:]
	}
	return []string{""}
}

func namesOf[T any](list []*T, name func(*T) string) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = name(x)
	}
	return out
}

// Metrics lists the final metrics of this world's replications, in report order.
func (w *World) Metrics() []result.Metric { return metricsOf(w.finals) }

// Traces lists the metrics that are followed over time.
func (w *World) Traces() []result.Metric { return metricsOf(w.traces) }

func metricsOf(rs []reading) []result.Metric {
	out := make([]result.Metric, len(rs))
	for i := range rs {
		out[i] = rs[i].metric
	}
	return out
}

// Families lists the families of final metrics, by their names without what they are
// read for.
func Families() []result.Metric {
	var out []result.Metric
	for _, f := range finals() {
		out = append(out, result.Metric{Name: f.name, Unit: f.unit, Help: f.help})
	}
	return out
}
