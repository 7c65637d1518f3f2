package scenarios

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/engine/result"
)

// Version is the version of the program that results name.
const Version = "0.1.0"

// Context describes the plan to a report: everything besides the numbers, and nothing
// that depends on where or when it ran.
func (p *Plan) Context(c *result.Columns) (*result.Context, error) {
	f := p.File
	out := &result.Context{Schema: result.ContextSchema, Scenario: p.Name, Title: string(f.Report.Title), Question: string(f.Question), Headline: p.Headline,
		Snapshot: p.Snapshot.String(), Horizon: int64(p.Spec.Horizon), Step: int64(p.Spec.Step), Language: string(f.Report.Language),
		Metrics: c.Metrics, PlanSHA256: p.SHA256(), Command: p.command(), Version: Version, Inputs: append([]result.Input{}, p.inputs...)}
	for _, e := range p.Spec.Events {
		out.Events = append(out.Events, result.Event{At: int64(e.At), Text: e.Text})
	}
	for _, k := range p.Spec.Cohorts {
		out.Cohorts = append(out.Cohorts, result.Cohort{Name: k.Name, Kind: k.Kind, Count: k.Count, Amount: k.Amount, Unit: k.Unit})
	}
	for _, l := range f.Report.Limits {
		out.Limits = append(out.Limits, string(l))
	}
	p.settings(out)
	w, err := engine.New(p.Spec)
	if err != nil {
		return nil, err
	}
	return out, w.Portrait(p.Seed, out)
}

// settings lists the levers, the uncertainties and the assumption ledger: every value
// that the file states, with where it comes from. A value without a source is a
// choice of the study, or a default of the model, which counts as a guess.
func (p *Plan) settings(out *result.Context) {
	p.Tree.Walk(func(n *param.Node) {
		if n.Kind != param.Scalar || n.Path == "" {
			return
		}
		s := result.Setting{Path: n.Path, Value: n.Text}
		switch n.Role {
		case param.Lever:
			s.Doc = cmp.Or(n.Doc, docOf(p.Tree, n.Path))
			out.Levers = append(out.Levers, s)
		case param.Uncertainty:
			s.Doc = cmp.Or(n.Doc, docOf(p.Tree, n.Path))
			out.Uncertain = append(out.Uncertain, s)
		}
		if a, ok := assumption(n); ok {
			out.Assumptions = append(out.Assumptions, a)
		}
	})
	slices.SortFunc(out.Levers, func(a, b result.Setting) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(out.Uncertain, func(a, b result.Setting) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(out.Assumptions, func(a, b result.Assumption) int { return strings.Compare(a.Path, b.Path) })
}

// assumption makes a line of the ledger. Names, choices of the study and the report's
// own texts are no assumptions.
func assumption(n *param.Node) (result.Assumption, bool) {
	a := result.Assumption{Path: n.Path, Value: n.Text}
	switch {
	case n.From != nil:
		a.Source, a.Date, a.Grade = n.From.Source, n.From.Date, n.From.Grade
	case !strings.ContainsAny(a.Value, "0123456789") || formal(n.Path):
		return a, false
	case n.Default:
		a.Source, a.Grade = "default of the model", "guess"
	default:
		a.Source, a.Grade = "choice of the study", "guess"
	}
	return a, true
}

// formal says whether a path belongs to the frame of the study.
func formal(path string) bool {
	top, _, _ := strings.Cut(path, ".")
	return slices.Contains([]string{"version", "name", "about", "question", "snapshot", "seed", "horizon", "step", "replications", "report", "metrics", "thresholds", "events", "levers", "uncertain", "frontier"}, top) ||
		strings.HasSuffix(path, ".token") || strings.HasSuffix(path, ".desk") || strings.HasSuffix(path, ".kind")
}

// command is the canonical command line: what must be typed to repeat the results.
func (p *Plan) command() string {
	line := fmt.Sprintf("restakesim run %s --replications %d --seed %d", path.Join("scenarios", path.Base(p.Source)), p.Replications, p.Seed)
	for _, s := range p.Sources.Files {
		edit, ok := strings.CutPrefix(s.Name, "--set ")
		if key, _, _ := strings.Cut(edit, "="); ok && key != "replications" && key != "seed" {
			line += " --set '" + strings.ReplaceAll(edit, "'", `'\''`) + "'"
		}
	}
	return line
}

// Resolved is the resolved scenario: bases, edits and defaults worked in, keys sorted,
// units normalised.
func (p *Plan) Resolved() []byte { return Canonical(p.Tree) }

// SHA256 is the hash of the resolved scenario.
func (p *Plan) SHA256() string { return hash(p.Resolved()) }

func hash(text []byte) string {
	h := sha256.Sum256(text)
	return hex.EncodeToString(h[:])
}

// RawInputs lists the files that were read, with the hashes of their bytes.
func (p *Plan) RawInputs() []result.Input {
	var out []result.Input
	for _, s := range p.Sources.Files {
		out = append(out, result.Input{Name: s.Name, SHA256: hash(s.Text)})
	}
	return out
}
