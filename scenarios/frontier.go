package scenarios

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"strings"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

// FrontierSection asks where a statistic of a metric crosses a target.
type FrontierSection struct {
	Find      AxisSection                 `key:"find" doc:"setting whose value at the crossing is sought" required:"true"`
	Along     *AxisSection                `key:"along" doc:"setting for each of whose values it is sought"`
	At        param.Choice                `key:"at" doc:"when the metric is read: at the snapshot, from the network as it opens and with profits drawn for each population, or at the horizon of full simulations" default:"snapshot" oneof:"snapshot|horizon"`
	Statistic param.Text                  `key:"statistic" doc:"what crosses the target, as a threshold names it: mean(attack_net), prob(attack_net > 0 ETH)" required:"true"`
	Target    param.Text                  `key:"target" doc:"the value that it crosses, with its unit" required:"true"`
	Precision param.Percent               `key:"precision" doc:"half-width that the 95 % band may have, over the crossing" default:"10 %" min:"0.1 %" max:"1"`
	Variants  param.Named[VariantSection] `key:"variants" doc:"worlds that are compared on the same random numbers; without any, the scenario's own"`
}

// AxisSection is a setting that is varied.
type AxisSection struct {
	Path    param.Text   `key:"path" doc:"dotted path of the value, as --set takes it" required:"true"`
	Label   param.Text   `key:"label" doc:"name on figures; by default what the key means"`
	Between []param.Text `key:"between" doc:"both ends of the range, the smaller one first" required:"true"`
	Scale   param.Choice `key:"scale" doc:"how values are spaced" default:"linear" oneof:"linear|log"`
	Points  param.Count  `key:"points" doc:"values of the coarse grid, ends included" default:"7" min:"2" max:"101"`
}

// VariantSection is one of the worlds that a frontier compares.
type VariantSection struct {
	Label param.Text   `key:"label" doc:"name on figures; by default the variant's"`
	File  param.Text   `key:"file" doc:"scenario file in place of this one"`
	Set   []param.Text `key:"set" doc:"edits of the form path=value"`
}

// frontier is a checked frontier section: what a study of it needs.
type frontier struct {
	find      axis
	along     *axis
	snapshot  bool
	statistic stats.Threshold // est(statistic) >= target
	metric    result.Metric
	precision float64
	variants  []variant
}

// variant is a world that points are made of.
type variant struct {
	result.Variant
	raw raw
}

// buildFrontier checks the section, if there is one, and the worlds at the corners of
// its plane.
func (p *Plan) buildFrontier(fsys fs.FS, sets []string) {
	s := p.File.Frontier
	if s == nil || len(p.problems) > 0 {
		return
	}
	node := p.Tree.Get("frontier")
	f := &frontier{snapshot: s.At == "snapshot", precision: s.Precision.Float()}
	var problems param.Problems
	f.find, problems = newAxis(&s.Find, p.Tree, node)
	p.report(node.Get("find"), problems)
	if s.Along != nil {
		var a axis
		a, problems = newAxis(s.Along, p.Tree, node)
		p.report(node.Get("along"), problems)
		if a.Path == f.find.Path && len(problems) == 0 {
			p.report(node.Get("along"), param.Problems{{Path: "path", Message: "both axes are the same setting"}})
		}
		f.along = &a
	}
	p.buildStatistic(f, s, node)
	p.buildVariants(f, s, fsys, sets)
	if len(p.problems) == 0 {
		p.checkCorners(f, node)
	}
	p.frontier = f
}

// buildStatistic reads the statistic and its target in the grammar of thresholds.
func (p *Plan) buildStatistic(f *frontier, s *FrontierSection, node *param.Node) {
	const before = "est("
	t, err := stats.ParseThreshold(before + string(s.Statistic) + ") >= " + string(s.Target))
	if err != nil {
		at, shown := node.Get("statistic"), *node.Get("statistic")
		if e := (*stats.SyntaxError)(nil); errors.As(err, &e) && e.Offset > len(before+string(s.Statistic)) {
			at, shown = node.Get("target"), *node.Get("target")
			err = &stats.SyntaxError{Offset: 0, Msg: e.Msg, Hint: "write a value with its unit, such as 5 % or 0 ETH"}
		} else if e != nil {
			err = &stats.SyntaxError{Offset: max(0, e.Offset-len(before)), Msg: e.Msg, Hint: e.Hint}
		}
		p.report(at, p.misspelt(&shown, err))
		return
	}
	list := engine.SnapshotMetrics()
	if !f.snapshot {
		list, _ = p.metrics()
	}
	var names []string
	for _, m := range list {
		names = append(names, m.Name)
		if m.Name == t.Metric {
			f.metric = m
		}
	}
	if f.metric.Name == "" {
		p.report(node.Get("statistic"), param.Problems{{Message: "no metric that is read at the " + string(s.At) + " is called " + t.Metric, Hint: known(t.Metric, names)}})
		return
	}
	within, unit := measured(t.Metric, t.InnerUnit, f.metric.Unit), t.InnerUnit
	if t.Stat == stats.StatProb {
		p.report(node.Get("statistic"), within)
		t.InnerUnit = f.metric.Unit
	}
	p.report(node.Get("target"), inUnits(&t, f.metric.Unit))
	if t.Stat == stats.StatProb && (t.Value <= 0 || t.Value >= 1) && len(p.problems) == 0 {
		p.report(node.Get("target"), param.Problems{{Message: "a probability crosses nothing that is not between 0 and 1", Hint: "write a share such as 5 %"}})
	}
	t.InnerUnit = unit
	f.statistic = t
}

// buildVariants lists the worlds. Edits of the command line hold in all of them.
func (p *Plan) buildVariants(f *frontier, s *FrontierSection, fsys fs.FS, sets []string) {
	var own []string
	for _, edit := range sets {
		if !strings.HasPrefix(edit, "frontier.") {
			own = append(own, edit)
		}
	}
	if len(s.Variants) == 0 {
		f.variants = []variant{{result.Variant{Name: p.Name, Label: string(p.File.Report.Title), Set: []string{}}, readRaw(fsys, p.Source, own)}}
	}
	for i := range s.Variants {
		e := &s.Variants[i]
		v := variant{Variant: result.Variant{Name: e.Name, Label: string(e.Value.Label), File: string(e.Value.File), Set: []string{}}}
		if v.Label == "" {
			v.Label = v.Name
		}
		for _, edit := range e.Value.Set {
			v.Set = append(v.Set, string(edit))
		}
		file, edits := p.Source, append(append([]string{}, own...), v.Set...)
		if v.File != "" {
			file = path.Join(path.Dir(p.Source), v.File)
			edits = append(edits, "seed="+p.File.Seed.String(), "replications="+p.File.Replications.String())
		}
		v.raw = readRaw(fsys, file, edits)
		p.Sources.add(v.raw.sources)
		p.problems = append(p.problems, relay(v.raw.problems, e.Node, "variant "+v.Name)...)
		f.variants = append(f.variants, v)
	}
}

// relay shows problems of another world at the place in this file that asked for it.
func relay(problems param.Problems, at *param.Node, what string) param.Problems {
	var out param.Problems
	for _, x := range problems {
		message := x.Message
		if about := cmp.Or(x.Path, x.Pos.File); about != "" {
			message = about + ": " + message
		}
		out = append(out, param.Problem{Path: at.Path, Pos: at.Pos, Message: what + ": " + message, Hint: x.Hint})
	}
	return out
}

// checkCorners makes a plan of every corner of the plane and, at the snapshot, opens it.
func (p *Plan) checkCorners(f *frontier, node *param.Node) {
	rows := []float64{0}
	if f.along != nil {
		rows = []float64{f.along.From, f.along.To}
	}
	for i := range f.variants {
		for _, y := range rows {
			for _, x := range []float64{f.find.From, f.find.To} {
				plan, problems := f.plan(i, x, y)
				if len(problems) == 0 && f.snapshot {
					if _, err := engine.NewSnapshot(plan.Spec); err != nil {
						problems = param.Problems{{Message: err.Error()}}
					}
				}
				if len(problems) > 0 {
					p.problems = append(p.problems, relay(problems[:1], f.blame(node, i, problems[0].Path), f.place(i, x, y))...)
					return
				}
			}
		}
	}
}

// blame is the place in the file that a problem with a path of a variant comes from: the
// range of an axis, if that is what sets it.
func (f *frontier) blame(node *param.Node, variant int, path string) *param.Node {
	switch {
	case path == f.find.Path:
		return node.Nearest("find.between")
	case f.along != nil && path == f.along.Path:
		return node.Nearest("along.between")
	}
	return node.Nearest("variants." + f.variants[variant].Name)
}

// plan makes the plan of a point.
func (f *frontier) plan(variant int, x, y float64) (*Plan, param.Problems) {
	edits := []string{f.find.edit(x)}
	if f.along != nil {
		edits = append(edits, f.along.edit(y))
	}
	return f.variants[variant].raw.plan(edits)
}

// place names a point.
func (f *frontier) place(variant int, x, y float64) string {
	text := f.find.Path + " = " + f.find.text(x)
	if f.along != nil {
		text += ", " + f.along.Path + " = " + f.along.text(y)
	}
	return f.variants[variant].Name + " at " + text
}
