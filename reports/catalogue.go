package reports

import (
	"github.com/restakesim/restakesim/engine/result"
)

// Parts of the report, by their numbers. Numbers are never reused: a report skips
// the parts that its scenario does not have.
const (
	partVerdict       = 1
	partInputs        = 2
	partWorld         = 3
	partLoss          = 4
	partPaths         = 5
	partAttack        = 6
	partCascade       = 7
	partConcentration = 8
	partLiquidity     = 9
	partCohorts       = 10
	partConvergence   = 13
	partAssumptions   = 15
	partLimits        = 16
	partReproduction  = 17
)

// chart is one kind of figure: it looks at a run and returns the figures that this
// run has of it, or none.
type chart func(t Theme, r *result.Run) []Figure

// charts lists every kind of figure, in the order of the report. A new kind is a file
// of this package and one line here.
func charts() []chart {
	return []chart{
		timeline,
		relations,
		distributions,
		fans,
		frontiers,
		heats,
		costs,
		coalitions,
		cascade,
		concentration,
		matrix,
		slippage,
		cohorts,
		convergence,
	}
}

// Figures lists the figures that a run's results can be drawn as, in the order of
// the report.
func Figures(run *result.Run, o Options) ([]Figure, error) {
	t, err := NewTheme(o)
	if err != nil {
		return nil, err
	}
	return figures(t, run), nil
}

func figures(t Theme, run *result.Run) []Figure {
	var out []Figure
	for _, c := range charts() {
		out = append(out, c(t, run)...)
	}
	return out
}

// Sizes of figures in points: across a page, or half of it; four rows to a page, or
// three, with captions of a line or two.
const (
	fullWidth  = 499
	halfWidth  = 243
	lowFigure  = 156
	highFigure = 212
)

// sampled says what a figure rests on.
func sampled(n int) string { return "n = " + FormatCount(n) }

// find returns the metric of that name.
func find(r *result.Run, name string) (result.Metric, bool) {
	for _, m := range r.Context.Metrics {
		if m.Name == name {
			return m, true
		}
	}
	return result.Metric{}, false
}
