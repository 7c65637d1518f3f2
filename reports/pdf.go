package reports

import (
	"fmt"
	"io"

	"github.com/restakesim/restakesim/engine/result"
)

// PDF writes the report of a run. The same results make the same bytes.
func PDF(w io.Writer, run *result.Run, o Options) error {
	t, err := NewTheme(o)
	if err != nil {
		return err
	}
	figs := figures(t, run)
	first, err := compose(t, run, figs, 0)
	if err != nil {
		return err
	}
	// The second time the number of pages is known.
	d, err := compose(t, run, figs, first.pdf.PageNo())
	if err != nil {
		return err
	}
	if err := d.pdf.Output(w); err != nil {
		return fmt.Errorf("reports: writing the report: %w", err)
	}
	return nil
}

// report is a document and what its parts are written from.
type report struct {
	*document
	run     *result.Run
	figures []Figure
}

// part is one numbered part of the report.
type part struct {
	number int
	title  string
	has    func(*report) bool // nil: every scenario has it
	write  func(*report) error
}

// parts lists the parts after the verdict, in their order.
func parts() []part {
	return []part{
		{partInputs, "What was run", nil, (*report).inputs},
		{partWorld, "The world at the snapshot", nil, (*report).world},
		{partLoss, "Distributions", nil, (*report).losses},
		{partPaths, "Paths over time", (*report).hasPaths, (*report).paths},
		{partAttack, "Attack economics", (*report).hasAttack, (*report).attackPart},
		{partCascade, "Cascade of attacks", (*report).hasCascade, (*report).cascades},
		{partConcentration, "Concentration", nil, (*report).concentration},
		{partLiquidity, "Liquidity and queues", nil, (*report).liquidity},
		{partCohorts, "Who gains and who pays", nil, (*report).cohorts},
		{partConvergence, "Convergence", nil, (*report).convergence},
		{partAssumptions, "Assumption ledger", nil, (*report).assumptions},
		{partLimits, "Limits", nil, (*report).limits},
		{partReproduction, "Reproduction", nil, (*report).reproduction},
	}
}

func compose(t Theme, run *result.Run, figs []Figure, pages int) (*report, error) {
	k := run.Context
	foot := fmt.Sprintf("%s · snapshot %s · n = %s · restakesim %s", k.Title, k.Snapshot, FormatCount(run.Summary.Replications), k.Version)
	d, err := newDocument(t, k.Title, foot, k.Snapshot, "restakesim "+k.Version, pages)
	if err != nil {
		return nil, err
	}
	r := &report{d, run, figs}
	if err := r.verdict(); err != nil {
		return nil, err
	}
	if r.pdf.PageNo() == 1 {
		r.turn() // the verdict has a page of its own, or more than one
	}
	for _, p := range parts() {
		if p.has != nil && !p.has(r) {
			continue
		}
		r.heading(p.number, p.title)
		if err := p.write(r); err != nil {
			return nil, err
		}
	}
	return r, r.pdf.Error() // a heading that is still held has nothing below it
}

// of returns the figures of a part, in order.
func (r *report) of(part int) []Figure {
	var out []Figure
	for _, f := range r.figures {
		if f.Part == part {
			out = append(out, f)
		}
	}
	return out
}

// named returns the figure of that name, as a list of none or one.
func (r *report) named(name string) []Figure {
	for _, f := range r.figures {
		if f.Name == name {
			return []Figure{f}
		}
	}
	return nil
}
