package scenarios

import (
	"fmt"
	"math"
	"strings"

	"github.com/restakesim/restakesim/engine/result"
)

// FrontierRun turns a traced frontier into what is stored and drawn. At the snapshot
// thresholds are not judged: nothing has happened that they speak of.
func (p *Plan) FrontierRun(o *FrontierOutcome) (*result.Run, error) {
	q := *p
	q.Headline = o.Frontier.Metric.Name
	if p.frontier.snapshot {
		q.Thresholds = nil
	}
	s, err := q.Summarise(o.Columns)
	if err != nil {
		return nil, err
	}
	c, err := q.Context(o.Columns)
	if err != nil {
		return nil, err
	}
	c.Command = strings.Replace(c.Command, "restakesim run ", "restakesim frontier ", 1)
	for i := range p.frontier.variants {
		if v := &p.frontier.variants[i]; v.File != "" {
			plan, _ := v.raw.plan(nil)
			c.Inputs = append(c.Inputs, result.Input{Name: v.File, SHA256: plan.SHA256()})
		}
	}
	s.Frontier = o.Frontier
	s.Warnings = append(append([]string{}, p.Warnings...), doubts(o.Frontier)...)
	return &result.Run{Summary: s, Context: c, Columns: o.Columns, Series: o.Series}, nil
}

// doubts says which rows of a frontier cannot be read as they stand.
func doubts(f *result.Frontier) []string {
	var out []string
	least := enoughAttacks
	for i := range f.Crossings {
		c := &f.Crossings[i]
		where := Row(f, c)
		switch {
		case c.Side == "none":
			out = append(out, fmt.Sprintf("%s: %s does not change over the range", where, f.Statistic))
		case c.Side != "":
			out = append(out, fmt.Sprintf("%s: the crossing lies %s the range of %s", where, c.Side, f.Find.Path))
		case c.Turns > 1:
			out = append(out, fmt.Sprintf("%s: %s crosses the target %d times; the first crossing is given, the band holds them all", where, f.Statistic, c.Turns))
		}
		if c.Witness != nil {
			least = min(least, c.Witness.Populations)
		}
		if c.Side == "" && !c.Precise {
			out = append(out, fmt.Sprintf("%s: the band is wider than the precision asked for%s", where, enough(f, c)))
		}
	}
	if least < enoughAttacks {
		out = append(out, fmt.Sprintf("who attacks rests, at some crossings, on %d populations in which an attack pays; fewer than %d are few", least, enoughAttacks))
	}
	return out
}

// enoughAttacks is how many attacks say something of who is usually among them.
const enoughAttacks = 20

// enough estimates how many replications the precision takes: widths fall with the root
// of their number.
func enough(f *result.Frontier, c *result.Crossing) string {
	half := (c.At.Hi - c.At.Lo) / 2
	if math.IsNaN(half) || c.At.Est == 0 {
		return "; it leaves the range"
	}
	ratio := half / (f.Precision * math.Abs(c.At.Est))
	return fmt.Sprintf("; about %.0f replications would do", math.Ceil(float64(f.N)*ratio*ratio))
}

// Row names a row of a frontier.
func Row(f *result.Frontier, c *result.Crossing) string {
	name := c.Variant
	for _, v := range f.Variants {
		if v.Name == c.Variant {
			name = v.Label
		}
	}
	if f.Along == nil {
		return name
	}
	a := axis{Axis: *f.Along}
	return name + " at " + a.Path + " = " + a.text(float64(c.Along))
}

// Decided says whether every row has a crossing with a band as narrow as was asked for.
func Decided(f *result.Frontier) bool {
	for i := range f.Crossings {
		if c := &f.Crossings[i]; c.Side != "" || !c.Precise || math.IsNaN(c.At.Est) {
			return false
		}
	}
	return true
}
