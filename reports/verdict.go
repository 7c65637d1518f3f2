package reports

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

// verdict writes the first page: the question, the answer with its interval, what is
// judged, and what would change it.
func (r *report) verdict() error {
	k := r.run.Context
	r.text(bold, 24, ink(), k.Title)
	r.text(regular, 9, quiet(), r.setting())
	r.skip(8)
	r.text(italic, 12, ink(), k.Question)
	r.skip(8)
	answer, pictures := r.answer, r.pictures
	if r.hasFrontier() {
		answer, pictures = r.crossings, r.plane
	}
	answer()
	if err := pictures(); err != nil {
		return err
	}
	r.judged()
	r.movers()
	r.warnings()
	return nil
}

// setting says in a line what the numbers rest on.
func (r *report) setting() string {
	k, n := r.run.Context, FormatCount(r.run.Summary.Replications)
	if f := r.run.Summary.Frontier; f != nil && f.At == "snapshot" {
		return fmt.Sprintf("Snapshot %s · the network as it opens, no day is simulated · %s draws of profits at each of %s points", k.Snapshot, n, FormatCount(len(f.Points)))
	}
	return fmt.Sprintf("Snapshot %s · %s days in steps of %s · %s populations of acting agents", k.Snapshot, short(float64(k.Horizon)/86400, 2), span(k.Step), n)
}

// answer is the box with the headline number.
func (r *report) answer() {
	k := r.run.Context
	m, ok := find(r.run, k.Headline)
	if !ok {
		return
	}
	s := r.run.Summary.Metrics[k.Headline]
	est, interval := FormatEstimate(s.Mean)
	big := typeset(withUnit(est, m.Unit))
	size := float64(r.theme.shrunk(bold, 12, 26, big, textWidth/2))
	x := margin + 28 + r.width(bold, size, big)
	name := r.lines(bold, 9.5, margin+textWidth-16-x, capital(wording(m.Name))+", mean")
	within := r.lines(regular, 8.5, margin+textWidth-16-x, typeset("95 % interval "+interval))
	sentences := r.lines(regular, 9.5, textWidth-32, spread(s))
	top := 36 + 13*float64(len(name)+len(within)-2)
	h := top + 26 + 9.5*leading*float64(len(sentences))
	r.need(h + 10)
	r.box(margin, r.y, textWidth, h, panelBg())
	r.box(margin, r.y, 4, h, accent())
	r.line(bold, size, accent(), margin+16, r.y+36, big)
	r.stack(bold, 9.5, 13, ink(), x, r.y+24, name)
	r.stack(regular, 8.5, 13, quiet(), x, r.y+24+13*float64(len(name)), within)
	r.stack(regular, 9.5, 9.5*leading, ink(), margin+16, r.y+top+26, sentences)
	r.y += h + 10
}

// stack writes lines below each other.
func (d *document) stack(f face, size, step float64, c color.NRGBA, x, y float64, lines []string) {
	for i, l := range lines {
		d.line(f, size, c, x, y+step*float64(i), l)
	}
}

// spread says in a sentence how a metric is spread over the populations.
func spread(s result.MetricSummary) string {
	of := func(q string) string {
		est, interval := FormatEstimate(s.Quantiles[q])
		return withUnit(est, s.Unit) + " " + interval
	}
	switch {
	case s.N == 1:
		return "There is one population; it does not say how others might end."
	case s.Mean.IsExact():
		return fmt.Sprintf("All %s populations end alike.", FormatCount(s.N))
	}
	return typeset(fmt.Sprintf("Half of the populations end at or below %s, one in twenty at or below %s, and one in twenty above %s. In brackets: 95 %% intervals.",
		of("p50"), of("p05"), of("p95")))
}

// pictures shows the headline's distribution beside its path.
func (r *report) pictures() error {
	name := fileName(r.run.Context.Headline)
	list := r.named("distribution-" + name)
	stem, of := split(r.run.Context.Headline)
	for _, path := range []string{strings.TrimPrefix(stem, "lowest_") + "-" + of, stem + "_path", "price-" + of} {
		if f := r.named("fan-" + path); len(list) == 1 && f != nil {
			f[0].Height = list[0].Height
			list = append(list, f...)
			break
		}
	}
	return r.document.figures(list)
}

// judged lists the thresholds.
func (r *report) judged() {
	if len(r.run.Summary.Thresholds) == 0 {
		return
	}
	r.subheading("Judged")
	var rows [][]string
	for _, t := range r.run.Summary.Thresholds {
		rows = append(rows, []string{t.Text, bounded(t.Est), bounded(t.Bound), verdictOf(t.Pass)})
	}
	r.table([]column{{title: "threshold", width: 270}, {title: "estimate", width: 75, right: true}, {title: "bound", width: 90, right: true}, {title: "verdict", width: textWidth - 435}}, rows)
}

func bounded(x stats.Nullable) string {
	if math.IsNaN(float64(x)) {
		return "n too small"
	}
	return FormatNumber(float64(x), exactDigits)
}

func verdictOf(pass *bool) string {
	switch {
	case pass == nil:
		return "undecided"
	case *pass:
		return "pass"
	}
	return "FAIL"
}

// movers says what would change the answer: what designers may set and what nobody
// knows.
func (r *report) movers() {
	k := r.run.Context
	if len(k.Levers)+len(k.Uncertain) == 0 {
		return
	}
	r.subheading("What would change it")
	var rows [][]string
	for _, s := range r.moving(k.Levers) {
		rows = append(rows, []string{"lever", s.Path, s.Value, s.Doc})
	}
	for _, s := range r.moving(k.Uncertain) {
		rows = append(rows, []string{"uncertainty", s.Path, s.Value, s.Doc})
	}
	r.table([]column{{title: "", width: 60}, {title: "setting", width: 165}, {title: "here", width: 80, right: true}, {title: "what it is", width: textWidth - 305}}, rows)
}

// moving leaves out what the answer cannot hang on: at the snapshot nobody has acted,
// and what a frontier varies is not set.
func (r *report) moving(list []result.Setting) []result.Setting {
	f := r.run.Summary.Frontier
	if f == nil {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(s result.Setting) bool {
		idle := strings.HasPrefix(s.Path, "agents.") || strings.HasPrefix(s.Path, "network.attack.")
		return s.Path == f.Find.Path || f.Along != nil && s.Path == f.Along.Path || f.At == "snapshot" && idle
	})
}

func (r *report) warnings() {
	if len(r.run.Summary.Warnings) == 0 {
		return
	}
	r.subheading("Read with care")
	r.items(r.run.Summary.Warnings)
}

// span writes seconds as a reader says them.
func span(seconds int64) string {
	switch {
	case seconds%86400 == 0:
		return FormatNumber(float64(seconds)/86400, 1) + " d"
	case seconds%3600 == 0:
		return FormatNumber(float64(seconds)/3600, 1) + " h"
	}
	return FormatNumber(float64(seconds)/60, 1) + " min"
}
