package main

import (
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/restakesim/restakesim/engine/stats"
	"github.com/restakesim/restakesim/scenarios"
)

// progress tells how far a run has come: a bar on a terminal, a line every ten
// seconds elsewhere, nothing when quiet.
type progress struct {
	stderr  writer
	name    string
	total   int
	quiet   bool
	started time.Time
	said    time.Time
	bars    *mpb.Progress
	bar     *mpb.Bar
	width   atomic.Pointer[string] // half-width of the headline's mean; the bar is drawn beside the run
}

func newProgress(stderr writer, p *scenarios.Plan, quiet bool) *progress {
	b := &progress{stderr: stderr, name: p.Name, total: p.Replications, quiet: quiet, started: time.Now(), said: time.Now()}
	if f, ok := stderr.(*os.File); ok && !quiet && isTerminal(f) {
		b.bars = mpb.New(mpb.WithOutput(f), mpb.WithWidth(40))
		b.bar = b.bars.AddBar(int64(p.Replications),
			mpb.PrependDecorators(decor.Name(p.Name+" "), decor.CountersNoUnit("%d/%d")),
			mpb.AppendDecorators(decor.AverageSpeed(0, "%.0f/s"), decor.Name("  ETA "), decor.AverageETA(decor.ET_STYLE_GO), decor.Any(b.headline)))
	}
	return b
}

// isTerminal says whether a file is a character device.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// report implements scenarios.Progress.
func (b *progress) report(done int, headline []float64) {
	switch {
	case b.quiet:
	case b.bar != nil:
		b.bar.SetCurrent(int64(done))
		if time.Since(b.said) >= time.Second { // it takes a sort of all values
			b.said = time.Now()
			width := halfWidth(headline)
			b.width.Store(&width)
		}
	case time.Since(b.said) >= 10*time.Second:
		b.said = time.Now()
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

func (b *progress) close() {
	if b.bar == nil {
		return
	}
	b.bar.Abort(false)
	b.bars.Wait()
}
