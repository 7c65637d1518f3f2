package reports

import (
	"fmt"
	"math"
	"strings"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

// verdict writes the first page: the question, the answer with its interval, what is
// judged, and what would change it.
func (r *report) verdict() error {
	k := r.run.Context
	r.line(bold, 24, ink(), margin, r.y+24, k.Title)
	r.y += 34
	r.text(regular, 9, quiet(), fmt.Sprintf("Snapshot %s · %s days in steps of %s · %s populations of acting agents",
		k.Snapshot, FormatNumber(float64(k.Horizon)/86400, 2), span(k.Step), FormatCount(r.run.Summary.Replications)))
	r.skip(8)
	r.text(italic, 12, ink(), k.Question)
	r.skip(8)
	r.answer()
	if err := r.figures2(); err != nil {
		return err
	}
	r.judged()
	r.movers()
	r.warnings()
	return nil
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
	sentences := r.lines(regular, 9.5, textWidth-32, spread(s))
	h := 62 + 9.5*leading*float64(len(sentences))
	r.box(margin, r.y, textWidth, h, panelBg())
	r.box(margin, r.y, 4, h, accent())
	big := typeset(withUnit(est, m.Unit))
	r.line(bold, 26, accent(), margin+16, r.y+36, big)
	x := margin + 28 + r.width(bold, 26, big)
	r.line(bold, 9.5, ink(), x, r.y+24, capital(wording(m.Name))+", mean")
	r.line(regular, 8.5, quiet(), x, r.y+37, typeset("95 % interval "+interval))
	y := r.y + 62
	for _, l := range sentences {
		r.line(regular, 9.5, ink(), margin+16, y, l)
		y += 9.5 * leading
	}
	r.y += h + 10
}

// spread says in a sentence how a metric is spread over the populations.
func spread(s result.MetricSummary) string {
	of := func(q string) string {
		est, interval := FormatEstimate(s.Quantiles[q])
		return withUnit(est, s.Unit) + " " + interval
	}
	return typeset(fmt.Sprintf("Half of the populations end at or below %s, one in twenty at or below %s, and one in twenty above %s. In brackets: 95 %% intervals.",
		of("p50"), of("p05"), of("p95")))
}

// figures2 shows the headline's distribution beside its path.
func (r *report) figures2() error {
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
	for _, s := range k.Levers {
		rows = append(rows, []string{"lever", s.Path, s.Value, s.Doc})
	}
	for _, s := range k.Uncertain {
		rows = append(rows, []string{"uncertainty", s.Path, s.Value, s.Doc})
	}
	r.table([]column{{title: "", width: 60}, {title: "setting", width: 165}, {title: "here", width: 80, right: true}, {title: "what it is", width: textWidth - 305}}, rows)
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
