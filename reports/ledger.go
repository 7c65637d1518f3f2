package reports

import (
	"fmt"
	"strings"

	"github.com/restakesim/restakesim/engine/result"
)

// assumptions lists every number of the scenario with where it comes from.
func (r *report) assumptions() error {
	list := r.run.Context.Assumptions
	count := map[string]int{}
	for _, a := range list {
		count[a.Grade]++
	}
	note := fmt.Sprintf("%d numbers: %d measured, %d reported, %d guesses. A guess is marked as one; whoever disagrees changes it with --set and runs again.",
		len(list), count["measured"], count["reported"], count["guess"])
	var sourced, plain []result.Assumption
	for _, a := range list {
		if a.Source == "default of the model" || a.Source == "choice of the study" {
			plain = append(plain, a)
		} else {
			sourced = append(sourced, a)
		}
	}
	switch {
	case len(sourced) > 0:
		r.remark(note)
	case len(plain) > 0: // a section follows, which a remark does not wait for
		r.text(regular, 8.5, quiet(), note)
	}
	var rows [][]string
	for _, a := range sourced {
		rows = append(rows, []string{a.Path, a.Value, a.Source, a.Date, a.Grade})
	}
	r.table([]column{{title: "setting", width: 135}, {title: "value", width: 85, right: true}, {title: "source", width: 178}, {title: "date", width: 52}, {title: "grade", width: textWidth - 450}}, rows)
	r.subheading("Guesses without a source: choices of the study and defaults of the model")
	rows = nil
	for i := 0; i < len(plain); i += 2 {
		row := []string{plain[i].Path, plain[i].Value, "", ""}
		if i+1 < len(plain) {
			row[2], row[3] = plain[i+1].Path, plain[i+1].Value
		}
		rows = append(rows, row)
	}
	half := textWidth / 2
	r.table([]column{{title: "setting", width: half - 75}, {title: "value", width: 75, right: true}, {title: "setting", width: half - 75}, {title: "value", width: 75, right: true}}, rows)
	return nil
}

// limits says what the results do not show.
func (r *report) limits() error {
	r.items(append(append([]string{}, r.run.Context.Limits...),
		"Intervals measure the error of a finite number of replications. They do not measure whether the model is right: that hangs on the assumptions above, first of all on those marked as guesses.",
		"Agents decide by stated rules on what they can see. People learn, panic and coordinate in ways that no rule here covers."))
	return nil
}

// reproduction is what a referee types to get the same bytes.
func (r *report) reproduction() error {
	k := r.run.Context
	lines := []string{k.Command, "", "version    " + k.Version, fmt.Sprintf("seed       %d", r.run.Summary.Seed), "scenario   sha256 " + k.PlanSHA256}
	for _, in := range k.Inputs {
		lines = append(lines, "data       "+in.Name+" sha256 "+in.SHA256)
	}
	var broken []string
	for _, l := range lines {
		broken = append(broken, r.lines(mono, 8, textWidth-24, l)...)
	}
	h := float64(len(broken))*8*leading + 16
	r.need(h + 40)
	r.box(margin, r.y, textWidth, h, panelBg())
	y := r.y + 16
	for _, l := range broken {
		r.line(mono, 8, ink(), margin+12, y, strings.TrimRight(l, " "))
		y += 8 * leading
	}
	r.y += h + 8
	r.text(regular, 8.5, quiet(), "The same version, scenario and seed give the same summary.json, Parquet files, figures and report, byte for byte, for any number of workers. The manifest beside them holds what is of the moment: wall times, the host, and the hashes of the files as they were read.")
	return nil
}
