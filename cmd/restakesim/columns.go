package main

import (
	"os"

	"github.com/vbauerster/mpb/v8/cwriter"
)

// The widths of text: that of a terminal between two bounds, and one elsewhere.
const (
	leastColumns  = 40
	mostColumns   = 120
	columnsOfFile = 100
)

// columns is how wide text for a writer may be.
func columns(w writer) int {
	if o, ok := w.(*outlet); ok {
		w = o.to
	}
	if f, ok := w.(*os.File); ok && isTerminal(f) {
		if width, _, err := cwriter.New(f).GetTermSize(); err == nil {
			return max(leastColumns, min(mostColumns, width))
		}
	}
	return columnsOfFile
}
