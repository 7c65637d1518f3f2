// Package reports draws what a run says: figures as PNG and SVG, and a report as PDF.
//
// The types:
//
//  1. [Figure] is one picture of one run, which can be drawn on anything.
//  2. [Theme] is the look that all figures share; [Options] chooses it.
//
// The way through:
//
//  1. [Figures] asks every kind of figure (catalogue.go) what it has to show of a run;
//     each kind has a file of its own (fan.go, distribution.go, matrix.go and so on).
//  2. A figure lays out a heading, a legend and panels (panel.go), marks its axes at
//     1-2-5 steps (ticks.go) and draws with a few marks (marks.go) in colours that
//     people with any colour vision tell apart (style.go).
//  3. [PDF] sets the numbered parts of the report (pdf.go lists them) from text,
//     tables and the same figures as vectors (layout.go, table.go, placing.go, canvas.go).
//     examination.go words what is proven of attacks; its bounds are rounded so that
//     they hold as printed.
//
// Invariant: a picture is a function of the run's results. Dates in a report come from
// the snapshot, fonts are embedded, and nothing depends on the machine, except that
// processors may differ in the last bits of coordinates.
//
// Left out: choosing metrics and computing intervals (engine/stats, scenarios), and
// directories (reports/store). Drawing uses gonum/plot's primitives and not its plots:
// their ticks, legends and PDF canvas are not fit for print.
package reports
