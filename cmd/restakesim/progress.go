package main

import (
	"fmt"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8/decor"

	"github.com/restakesim/restakesim/engine/stats"
	"github.com/restakesim/restakesim/scenarios"
)

// progress tells how far the replications of a run have come.
type progress struct {
	gauge
	total   int
	started time.Time
	width   atomic.Pointer[string] // half-width of the headline's mean; the bar is drawn beside the run
}

func newProgress(stderr writer, p *scenarios.Plan, quiet bool) *progress {
	b := &progress{gauge: newGauge(stderr, p.Name, quiet), total: p.Replications, started: time.Now()}
	b.open(p.Replications, "%d/%d", decor.AverageSpeed(0, "%.0f/s"), decor.Name("  ETA "), decor.AverageETA(decor.ET_STYLE_GO), decor.Any(b.headline))
	return b
}

// report implements scenarios.Progress.
func (b *progress) report(done int, headline []float64) {
	switch {
	case b.quiet:
	case b.bar != nil:
		b.bar.SetCurrent(int64(done))
		if b.due(time.Second) { // it takes a sort of all values
			width := halfWidth(headline)
			b.width.Store(&width)
		}
	case b.due(10 * time.Second):
		rate := float64(done) / time.Since(b.started).Seconds()
		fmt.Fprintf(b.stderr, "%s: %d/%d replications, %.0f/s, %.0f s left%s\n", b.name, done, b.total, rate, float64(b.total-done)/rate, halfWidth(headline))
	}
}

// headline is what the bar says of the headline metric.
func (b *progress) headline(decor.Statistics) string {
	if width := b.width.Load(); width != nil {
		return *width
	}
	return ""
}

// halfWidth is half the interval of the headline's mean so far.
func halfWidth(values []float64) string {
	if len(values) < 2 {
		return ""
	}
	s, err := stats.NewSample(values)
	if err != nil {
		return ""
	}
	m := s.Mean()
	return fmt.Sprintf("  headline %.4g ± %.2g", m.Est, m.Hi-m.Est)
}

// rows tells how far a search for a frontier has come.
type rows struct {
	gauge
	replications int
}

func newRows(stderr writer, p *scenarios.Plan, quiet bool) *rows {
	b := &rows{newGauge(stderr, p.Name, quiet), p.Replications}
	b.open(0, "row %d/%d", decor.Elapsed(decor.ET_STYLE_GO), decor.Name("  ETA "), decor.AverageETA(decor.ET_STYLE_GO))
	return b
}

// report implements scenarios.FrontierProgress.
func (b *rows) report(points, done, of int) {
	switch {
	case b.quiet:
	case b.bar != nil:
		b.bar.SetTotal(int64(of), false)
		b.bar.SetCurrent(int64(done))
	case b.due(10 * time.Second):
		fmt.Fprintf(b.stderr, "%s: %d/%d rows, %d points of %d replications each\n", b.name, done, of, points, b.replications)
	}
}
