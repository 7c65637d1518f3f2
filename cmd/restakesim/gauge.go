package main

import (
	"os"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// gauge tells how far work has come: a bar on a terminal, a line every ten seconds
// elsewhere, nothing when quiet.
type gauge struct {
	stderr writer
	name   string
	quiet  bool
	said   time.Time
	bars   *mpb.Progress
	bar    *mpb.Bar
}

func newGauge(stderr writer, name string, quiet bool) gauge {
	return gauge{stderr: stderr, name: name, quiet: quiet, said: time.Now()}
}

// open draws a bar of so many parts if stderr is a terminal: how many are done on its
// left, and what else is known on its right.
func (g *gauge) open(parts int, counter string, more ...decor.Decorator) {
	f, ok := g.stderr.(*os.File)
	if !ok || g.quiet || !isTerminal(f) {
		return
	}
	g.bars = mpb.New(mpb.WithOutput(f), mpb.WithWidth(40))
	g.bar = g.bars.AddBar(int64(parts), mpb.PrependDecorators(decor.Name(g.name+" "), decor.CountersNoUnit(counter)), mpb.AppendDecorators(more...))
}

// isTerminal says whether a file is a character device.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// due says whether it is time to say more.
func (g *gauge) due(every time.Duration) bool {
	if time.Since(g.said) < every {
		return false
	}
	g.said = time.Now()
	return true
}

func (g *gauge) close() {
	if g.bar == nil {
		return
	}
	g.bar.Abort(false)
	g.bars.Wait()
}
