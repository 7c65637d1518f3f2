package reports

import (
	"slices"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

// losses shows how the main metrics are spread, in pictures and in numbers.
func (r *report) losses() error {
	if r.hasFrontier() {
		r.remark("Everything in this part is the scenario as its file has it, away from the frontier.")
	}
	r.remark(distributionNote)
	if err := r.document.figures(r.of(partLoss)); err != nil {
		return err
	}
	names := slices.DeleteFunc(mainMetrics(r.run), func(name string) bool {
		m, ok := r.run.Summary.Metrics[name]
		return !ok || m.Mean.IsExact()
	})
	r.subheading("Lower half of the distributions, with 95 % intervals")
	r.quantiles(names, "mean", "sd", "p01", "p05", "p25", "p50")
	r.subheading("Upper half of the distributions, with 95 % intervals")
	r.quantiles(names, "p75", "p90", "p95", "p99", "p99.9")
	r.subheading("Expected shortfall: mean of the lowest or highest 1 and 5 %, with 95 % intervals")
	r.quantiles(names, "lowest 1 %", "lowest 5 %", "highest 5 %", "highest 1 %")
	r.subheading("All metrics, with 95 % intervals")
	var all []string
	for _, m := range r.run.Context.Metrics {
		all = append(all, m.Name)
	}
	r.listMetrics(all)
	return nil
}

// quantiles is a table of statistics, a row for each metric.
func (r *report) quantiles(names []string, statistics ...string) {
	const first = 118.
	w := (textWidth - first) / float64(len(statistics))
	columns := []column{{title: "metric", width: first}}
	for _, s := range statistics {
		columns = append(columns, column{title: s, width: w, right: true})
	}
	var rows [][]string
	for _, name := range names {
		m := r.run.Summary.Metrics[name]
		row := []string{labelled(capital(wording(name)), m.Unit)}
		for _, s := range statistics {
			est, interval := FormatEstimate(statistic(m, s))
			row = append(row, est+"\n"+interval)
		}
		rows = append(rows, row)
	}
	r.table(columns, rows)
}

func statistic(m result.MetricSummary, name string) stats.Estimate {
	switch name {
	case "mean":
		return m.Mean
	case "sd":
		return m.SD
	case "lowest 1 %":
		return m.ES01
	case "lowest 5 %":
		return m.ES05
	case "highest 5 %":
		return m.ES95
	case "highest 1 %":
		return m.ES99
	}
	return m.Quantiles[name]
}

// metricTable lists the metrics of some families, in the order of the report.
func (r *report) metricTable(stems ...string) {
	var names []string
	for _, m := range r.run.Context.Metrics {
		if stem, _ := split(m.Name); slices.Contains(stems, stem) {
			names = append(names, m.Name)
		}
	}
	r.listMetrics(names)
}

// listMetrics is a table with a row for each metric.
func (r *report) listMetrics(names []string) {
	if len(names) == 0 {
		return
	}
	var rows [][]string
	for _, name := range names {
		m := r.run.Summary.Metrics[name]
		row := []string{capital(wording(name)), unitOf(m.Unit)}
		for _, q := range []string{"mean", "p05", "p50", "p95"} {
			est, within := FormatEstimate(statistic(m, q))
			row = append(row, est+"\n"+within)
		}
		rows = append(rows, row)
	}
	// The outer columns are wide enough for an interval with one end only.
	r.table([]column{{title: "metric", width: 104}, {title: "unit", width: 34}, {title: "mean", width: 74, right: true},
		{title: "p05", width: 107, right: true}, {title: "p50", width: 73, right: true}, {title: "p95", width: textWidth - 392, right: true}}, rows)
}

func unitOf(unit string) string {
	if unit == "1" {
		return "–"
	}
	return unit
}
