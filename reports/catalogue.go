package reports

import "github.com/restakesim/restakesim/engine/result"

// Figures lists the figures that a run's results can be drawn as, in the order of
// the report.
func Figures(run *result.Run, o Options) ([]Figure, error) {
	return nil, nil
}
