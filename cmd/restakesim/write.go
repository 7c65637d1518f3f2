package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"

	"golang.org/x/sync/errgroup"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/reports"
	"github.com/restakesim/restakesim/reports/store"
)

// write puts a run's files, its figures and its report into a draft.
func write(ctx context.Context, d *store.Draft, run *result.Run, o reports.Options) error {
	if err := d.WriteRun(run); err != nil {
		return err
	}
	return draw(ctx, d, run, o)
}

// drawnIn reads the font that reports are to be drawn in; none is the one built in.
func drawnIn(font string) (o reports.Options, err error) {
	if font == "" {
		return o, nil
	}
	if o.Font, err = os.ReadFile(font); err != nil {
		return o, &failure{codeUsage, "restakesim: reading the font: " + err.Error()}
	}
	if _, err := reports.NewTheme(o); err != nil {
		return o, &failure{codeUsage, "restakesim: " + font + " is no TrueType font that can be read: " + err.Error()}
	}
	return o, nil
}

// draw writes figures and the report, several at a time.
func draw(ctx context.Context, d *store.Draft, run *result.Run, o reports.Options) error {
	var figures []reports.Figure
	err := unless(ctx, func() (err error) { figures, err = reports.Figures(run, o); return err })
	if err != nil {
		return fmt.Errorf("drawing figures: %w", err)
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2)
	g.Go(func() error { return writePDF(ctx, d, run, o) })
	for _, f := range figures {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := d.Write("figures/"+f.Name+".png", f.PNG); err != nil {
				return err
			}
			return d.Write("figures/"+f.Name+".svg", f.SVG)
		})
	}
	return g.Wait()
}

// writePDF draws the report in memory before it writes it: drawing takes longest, and
// nothing may write into a draft any more once an interrupted run has discarded it.
func writePDF(ctx context.Context, d *store.Draft, run *result.Run, o reports.Options) error {
	var page bytes.Buffer
	if err := unless(ctx, func() error { return reports.PDF(&page, run, o) }); err != nil {
		return err
	}
	return d.Write("report.pdf", func(w io.Writer) error { _, err := page.WriteTo(w); return err })
}
