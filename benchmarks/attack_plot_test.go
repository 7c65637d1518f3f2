package benchmarks_test

import (
	"flag"
	"image/color"
	"testing"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

// plotFile is where BenchmarkAttackGap draws its curves.
var plotFile = flag.String("plot", "", "file (png, svg or pdf) for the gaps over time of BenchmarkAttackGap")

// curve is the gap of one search over time: seconds of CPU time, percent.
type curve struct {
	name string
	at   plotter.XYs
}

// add notes a gap, which a logarithmic axis can only show above nought, and only where
// there is something to compare with.
func (c *curve) add(seconds float64, low, high int64) {
	if low > 0 && high > low && high <= 2*low && seconds > 0.05 {
		c.at = append(c.at, plotter.XY{X: seconds, Y: gap(low, high)})
	}
}

// Colours that print and that colour-blind readers tell apart (Okabe and Ito, 2008).
var colours = []color.Color{
	color.RGBA{0, 114, 178, 255}, color.RGBA{213, 94, 0, 255}, color.RGBA{0, 158, 115, 255},
	color.RGBA{204, 121, 167, 255}, color.RGBA{230, 159, 0, 255}, color.RGBA{86, 180, 233, 255},
}

// draw writes the curves, both axes logarithmic.
func draw(b *testing.B, curves []*curve) {
	if *plotFile == "" {
		return
	}
	p := plot.New()
	p.Title.Text = "Gap between the best attack known and the bound on all, heavy-tailed stakes"
	p.X.Label.Text, p.Y.Label.Text = "CPU time, seconds", "gap, % of the best attack known"
	p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
	p.X.Tick.Marker, p.Y.Tick.Marker = plot.LogTicks{Prec: -1}, plot.LogTicks{Prec: -1}
	p.Legend.Top = true
	p.Add(plotter.NewGrid())
	for i, c := range curves {
		if len(c.at) == 0 {
			continue
		}
		line, err := plotter.NewLine(c.at)
		if err != nil {
			b.Fatal(err)
		}
		line.StepStyle = plotter.PostStep
		line.Color, line.Width = colours[i%len(colours)], vg.Points(1.5)
		p.Add(line)
		p.Legend.Add(c.name, line)
	}
	if err := p.Save(18*vg.Centimeter, 11*vg.Centimeter, *plotFile); err != nil {
		b.Fatal(err)
	}
}
