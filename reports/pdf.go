package reports

import (
	"io"

	"github.com/restakesim/restakesim/engine/result"
)

// PDF writes the report of a run.
func PDF(w io.Writer, run *result.Run, o Options) error { return nil }
