package scenarios

import (
	"errors"
	"fmt"
	"strings"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

// buildThresholds parses the thresholds and checks that the metrics they and the
// headline name exist, and that values are written in the metrics' units.
func (p *Plan) buildThresholds() {
	units, names := p.units()
	if units(p.Headline) == "" {
		p.report(p.Tree, param.Problems{{Path: "metrics.headline", Message: "no metric is called " + p.Headline, Hint: known(p.Headline, names)}})
	}
	list := p.Tree.Get("thresholds")
	for i, text := range p.File.Thresholds {
		t, err := stats.ParseThreshold(string(text))
		switch {
		case err != nil:
			p.report(list.Items[i], p.misspelt(list.Items[i], err))
		case units(t.Metric) == "":
			p.report(list.Items[i], param.Problems{{Message: "no metric is called " + t.Metric, Hint: known(t.Metric, names)}})
		default:
			p.report(list.Items[i], inUnits(&t, units(t.Metric)))
			p.Thresholds = append(p.Thresholds, t)
		}
	}
}

// units finds the unit of a metric, and lists the metrics. Where the world cannot be
// built for other problems, metrics are known by their families only.
func (p *Plan) units() (of func(metric string) string, names []string) {
	list, whole := p.metrics()
	units := map[string]string{}
	for _, m := range list {
		units[m.Name] = m.Unit
		names = append(names, m.Name)
	}
	return func(metric string) string {
		if !whole {
			metric, _, _ = strings.Cut(metric, "[")
		}
		return units[metric]
	}, names
}

// metrics lists the final metrics; whole is false where the world cannot be built and
// these are families only.
func (p *Plan) metrics() (list []result.Metric, whole bool) {
	if len(p.problems) > 0 {
		return engine.Families(), false
	}
	w, err := engine.New(p.Spec)
	if err != nil {
		p.report(p.Tree, param.Problems{{Message: err.Error()}})
		return engine.Families(), false
	}
	return w.Metrics(), true
}

// misspelt puts the error of a threshold's text at its place in the file.
func (p *Plan) misspelt(n *param.Node, err error) param.Problems {
	x := n.Problem(err.Error(), "")
	if e := (*stats.SyntaxError)(nil); errors.As(err, &e) && e.Offset <= len(n.Text) {
		x.Message, x.Hint = e.Msg, e.Hint
		x.Pos.Col += len([]rune(n.Text[:e.Offset]))
		if line, ok := p.Sources.line(n.Pos); ok && n.Pos.Col <= len(line) && strings.ContainsAny(line[n.Pos.Col-1:n.Pos.Col], `"'`) {
			x.Pos.Col++
		}
	}
	return param.Problems{x}
}

// inUnits checks the units of a threshold's values against that of its metric, and
// turns a probability in per cent into a share.
func inUnits(t *stats.Threshold, unit string) param.Problems {
	if t.Stat != stats.StatProb {
		return measured(t.Metric, t.Unit, unit)
	}
	switch t.Unit {
	case "%":
		t.Value, t.Unit = t.Value/100, ""
	case "":
	default:
		return param.Problems{{Message: "a probability is not measured in " + t.Unit, Hint: "write a share, or %"}}
	}
	return measured(t.Metric, t.InnerUnit, unit)
}

// measured checks the unit of one value. A ratio and a plain number need none.
func measured(metric, written, unit string) param.Problems {
	above, below, ratio := strings.Cut(unit, "/")
	if written == unit || written == "" && (unit == "1" || ratio && above == below) {
		return nil
	}
	if written == "" {
		return param.Problems{{Message: "a bare number stands where a unit belongs: " + metric + " is measured in " + unit, Hint: "write " + unit + " after the number"}}
	}
	return param.Problems{{Message: fmt.Sprintf("%s is measured in %s, not in %s", metric, unit, written), Hint: "write " + unit + " after the number"}}
}
